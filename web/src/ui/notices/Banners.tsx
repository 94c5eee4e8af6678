// What stands in the way of the whole page: no service, an address that cannot be read, a failed request.
import { locale, t } from '../../i18n';
import { reload } from '../../state/load';
import { answers, screen } from '../../state/session';
import { useStore } from '../../state/store';
import { Icon } from '../Icon';

function formatTime(time: Date): string {
  return new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit' }).format(time);
}

function Offline({ since }: { since: Date }) {
  return (
    <div class="banner is-warning" role="alert">
      <Icon name="warning" />
      <span>{t('offline.text', { time: formatTime(since) })}</span>
      <button type="button" class="text-button" onClick={() => void reload()}>
        {t('retry')}
      </button>
    </div>
  );
}

function Unread({ parts }: { parts: readonly string[] }) {
  return (
    <div class="banner is-warning" role="alert">
      <Icon name="warning" />
      <span>{t('unread.text', { parts: parts.join(' · ') })}</span>
      <button
        type="button"
        class="icon-button is-small"
        aria-label={t('close')}
        onClick={() => screen.set({ unread: [] })}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

/** A failed map request leaves the old marks; the banner says so. */
function MapError() {
  const error = useStore(answers, (now) => now.map.error);
  if (!error || error.isUnreachable) return null;
  return (
    <div class="banner is-warning" role="alert">
      <Icon name="warning" />
      <span>{t('error.map', { detail: error.message })}</span>
      <button type="button" class="text-button" onClick={() => void reload()}>
        {t('retry')}
      </button>
    </div>
  );
}

export function Banners() {
  const since = useStore(answers, (now) => now.offlineSince);
  const unread = useStore(screen, (now) => now.unread);
  return (
    <div class="banners">
      {since && <Offline since={since} />}
      {unread.length > 0 && <Unread parts={unread} />}
      <MapError />
    </div>
  );
}
