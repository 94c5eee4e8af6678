// Export and share: in the header, and on a phone at the top of the sheet.
import { t } from '../i18n';
import { screen, toast } from '../state/session';
import { copyText } from './copy';
import { Icon } from './Icon';

export function ExportButton() {
  return (
    <button
      type="button"
      class="button"
      aria-label={t('export')}
      onClick={() => screen.set({ dialog: 'export' })}
    >
      <Icon name="download" />
      <span class="button-text">{t('export')}</span>
    </button>
  );
}

export function ShareButton() {
  const share = async () => toast(t((await copyText(location.href)) ? 'share.done' : 'copy.failed'));
  return (
    <button type="button" class="button" aria-label={t('share')} onClick={share} title={t('share.hint')}>
      <Icon name="link" />
      <span class="button-text">{t('share')}</span>
    </button>
  );
}
