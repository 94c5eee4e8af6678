import { t } from '../i18n';
import { answers, screen } from '../state/session';
import { useStore } from '../state/store';

/** "12 of 18 events · 2 unplaced" */
export function Counts() {
  const matched = useStore(answers, (now) => now.list.value?.matched ?? null);
  const total = useStore(answers, (now) => now.map.value?.total ?? null);
  const unplaced = useStore(answers, (now) => now.unplaced.value?.matched ?? 0);
  if (matched === null) return <p class="counts" />;
  const text =
    total === null || total === matched
      ? t('events.count', { n: matched })
      : t('counts.of', { matched, n: total });
  return (
    <p class="counts">
      <bdi class="counts-main">{text}</bdi>
      {unplaced > 0 && (
        <button
          type="button"
          class="counts-link"
          onClick={() => screen.set({ tab: 'unplaced', stop: 'half' })}
        >
          {t('counts.unplaced', { n: unplaced })}
        </button>
      )}
    </p>
  );
}
