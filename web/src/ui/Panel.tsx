// The column beside the map: filters above, then the list in one of its tabs.
import { t } from '../i18n';
import { answers, closeSpot, screen, type Tab } from '../state/session';
import { useStore } from '../state/store';
import { EventList } from './EventList';
import { FilterPanel } from './FilterPanel';
import { Icon } from './Icon';

function TabButton({ tab, label }: { tab: Tab; label: string }) {
  const current = useStore(screen, (now) => now.tab);
  const isCurrent = current === tab;
  return (
    <button
      type="button"
      role="tab"
      class="tab"
      id={`tab-${tab}`}
      aria-selected={isCurrent}
      aria-controls="list-panel"
      onClick={() => screen.set({ tab })}
    >
      {label}
    </button>
  );
}

function Tabs() {
  const unplaced = useStore(answers, (now) => now.unplaced.value?.matched ?? 0);
  const matched = useStore(answers, (now) => now.list.value?.matched ?? null);
  const events = matched === null ? t('list.title') : t('tab.events', { n: matched });
  const spot = useStore(screen, (now) => now.spot);
  return (
    <div class="tabs">
      <div role="tablist" class="tab-list" aria-label={t('list.title')}>
        <TabButton tab="events" label={events} />
        {unplaced > 0 && <TabButton tab="unplaced" label={t('tab.unplaced', { n: unplaced })} />}
        {spot && <TabButton tab="spot" label={t('tab.spot', { n: spot.ids.length })} />}
      </div>
      {spot && (
        <button
          type="button"
          class="icon-button is-small"
          aria-label={t('tab.spot.close')}
          onClick={closeSpot}
        >
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}

/** A date filter keeps what it cannot rule out; how much of the list that is must not be left to guess. */
function PossibleNote() {
  const possible = useStore(answers, (now) => now.possible.value);
  if (!possible) return null;
  return (
    <p class="hint list-hint" title={t('possible.hint')}>
      {t('possible.count', { n: possible })}
    </p>
  );
}

export function Panel({ isPhone }: { isPhone: boolean }) {
  const tab = useStore(screen, (now) => now.tab);
  return (
    <aside class="panel" aria-label={t('panel.title')}>
      {!isPhone && <FilterPanel />}
      <Tabs />
      <div class="list-panel" id="list-panel" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        {tab === 'events' && <PossibleNote />}
        {tab === 'unplaced' && <p class="hint list-hint">{t('unplaced.hint')}</p>}
        <EventList key={tab} tab={tab} />
      </div>
    </aside>
  );
}
