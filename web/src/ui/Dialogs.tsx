import { t } from '../i18n';
import { address, screen } from '../state/session';
import { useStore } from '../state/store';
import { BoxDialog } from './BoxDialog';
import { Counts } from './Counts';
import { Dialog } from './Dialog';
import { ExportDialog } from './ExportDialog';
import { FilterFields } from './FilterPanel';
import { HelpDialog } from './HelpDialog';
import { ReportDialog } from './report/ReportDialog';

const close = () => screen.set({ dialog: null });

function FilterDialog() {
  return (
    <Dialog name="filters" title={t('filters.title')} onClose={close}>
      <FilterFields />
      <footer class="dialog-foot">
        <Counts />
        <button type="button" class="button is-primary" onClick={close}>
          {t('filters.done')}
        </button>
      </footer>
    </Dialog>
  );
}

export function Dialogs({ isPhone }: { isPhone: boolean }) {
  const dialog = useStore(screen, (now) => now.dialog);
  const report = useStore(address, (now) => now.report);
  return (
    <>
      {dialog === 'export' && <ExportDialog onClose={close} />}
      {dialog === 'help' && <HelpDialog onClose={close} />}
      {dialog === 'box' && <BoxDialog onClose={close} />}
      {dialog === 'filters' && isPhone && <FilterDialog />}
      {report && <ReportDialog id={report} />}
    </>
  );
}
