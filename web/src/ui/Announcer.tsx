// Tells screen readers how many events match, once typing and dragging have settled; and shows short confirmations.
import { t } from '../i18n';
import { answers, screen } from '../state/session';
import { useStore } from '../state/store';
import { useSettled } from './hooks';

export function Announcer() {
  const matched = useStore(answers, (now) => now.list.value?.matched ?? null);
  const settled = useSettled(matched, 800);
  const possible = useStore(answers, (now) => now.possible.value ?? 0);
  const toast = useStore(screen, (now) => now.toast);
  return (
    <>
      <div class="visually-hidden" role="status">
        {settled === null ? '' : t('announce.matched', { n: settled })}
        {settled !== null && possible > 0 && ` ${t('possible.count', { n: possible })}`}
      </div>
      <div class="toast" role="status" data-shown={toast !== null}>
        {toast}
      </div>
    </>
  );
}
