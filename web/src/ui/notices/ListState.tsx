// The list without rows: loading, failed, nothing matches, or nothing there at all. Never empty without a reason.
import { t } from '../../i18n';
import { isEmpty } from '../../state/filter';
import { reload } from '../../state/load';
import { address, answers, clearFilter, type EventList, type Resource, type Tab } from '../../state/session';
import { useStore } from '../../state/store';
import { useAfter } from '../hooks';

const SKELETON_ROWS = 6;

function Skeleton() {
  const isSlow = useAfter(400);
  return (
    <div class="skeleton" aria-busy="true">
      <p class="hint">{isSlow ? t('loading') : ''}</p>
      {Array.from({ length: SKELETON_ROWS }, (_, index) => (
        <div key={index} class="skeleton-row" />
      ))}
    </div>
  );
}

function Failed({ detail }: { detail: string }) {
  return (
    <div class="list-state" role="alert">
      <h3>{t('error.title')}</h3>
      <p>{detail}</p>
      <button type="button" class="button is-primary" onClick={() => void reload()}>
        {t('retry')}
      </button>
    </div>
  );
}

function NoData() {
  return (
    <div class="list-state">
      <h3>{t('empty.title')}</h3>
      <p>{t('empty.text')}</p>
      <pre dir="ltr">sitmap ingest report.txt</pre>
      <pre dir="ltr">sitmap demo</pre>
      <pre dir="ltr">
        curl --data-binary @report.txt -H 'content-type: text/plain' {location.origin}/reports
      </pre>
    </div>
  );
}

function NoMatch() {
  return (
    <div class="list-state">
      <h3>{t('nomatch.title')}</h3>
      <p>{t('nomatch.text')}</p>
      <button type="button" class="button is-primary" onClick={clearFilter}>
        {t('filter.clear')}
      </button>
    </div>
  );
}

export function ListState({ tab, resource }: { tab: Tab; resource: Resource<EventList> }) {
  const hasFilter = useStore(address, (now) => !isEmpty(now.filter));
  const total = useStore(answers, (now) => now.map.value?.total ?? null);
  if (resource.error && !resource.value) {
    const { error } = resource;
    return <Failed detail={error.isUnreachable ? t('error.unreachable') : error.message} />;
  }
  if (!resource.value) return <Skeleton />;
  if (tab === 'events' && !hasFilter && (total ?? 0) === 0) return <NoData />;
  return <NoMatch />;
}
