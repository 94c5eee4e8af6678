// Filters: what happened, when, how well it is placed, and what became of it.
import { t, translated } from '../i18n';
import { typeName } from '../i18n/format';
import { isDay, isEmpty, type ListParameter, toggled } from '../state/filter';
import { address, answers, clearFilter, screen, setFilter } from '../state/session';
import { useStore } from '../state/store';
import { EVENT_TYPES, PRECISIONS } from '../state/types';
import { Glyph } from './Glyph';
import { Icon } from './Icon';

function toggle(name: ListParameter, value: string): void {
  setFilter(toggled(address.get().filter, name, value));
}

function TypeFilter() {
  const chosen = useStore(address, (now) => now.filter.event_type);
  const bins = useStore(answers, (now) => now.types.value?.bins ?? null);
  const countOf = (type: string) => bins?.find((bin) => bin.key === type)?.count ?? 0;
  return (
    <fieldset class="filter-group">
      <legend>{t('filter.type')}</legend>
      {EVENT_TYPES.map((type) => (
        <label key={type} class="type-row" data-empty={bins !== null && countOf(type) === 0}>
          <input
            type="checkbox"
            checked={chosen.includes(type)}
            onChange={() => toggle('event_type', type)}
          />
          <Glyph type={type} filled={chosen.includes(type)} />
          <span class="type-name">{typeName(type)}</span>
          <span class="type-count">{bins === null ? '' : t('number', { n: countOf(type) })}</span>
        </label>
      ))}
    </fieldset>
  );
}

function DateField({ edge }: { edge: 'from' | 'to' }) {
  const day = useStore(address, (now) => now.filter[edge]);
  const change = (value: string) => {
    if (value !== '' && !isDay(value)) return;
    const filter = { ...address.get().filter, [edge]: value === '' ? null : value };
    // The other edge gives way, so that the span never ends before it starts.
    if (filter.from && filter.to && filter.from > filter.to) filter[edge === 'from' ? 'to' : 'from'] = value;
    setFilter(filter);
  };
  return (
    <label class="date-field">
      <span>{t(edge === 'from' ? 'filter.from' : 'filter.to')}</span>
      <input
        type="date"
        name={edge}
        value={day ?? ''}
        onChange={(event) => change(event.currentTarget.value)}
      />
    </label>
  );
}

function ChipFilter({
  name,
  values,
  group,
}: {
  name: ListParameter;
  values: readonly string[];
  group: string;
}) {
  const chosen = useStore(address, (now) => now.filter[name]);
  return (
    <div class="chip-row">
      {values.map((value) => (
        <button
          key={value}
          type="button"
          class="choice"
          aria-pressed={chosen.includes(value)}
          onClick={() => toggle(name, value)}
        >
          {translated(group, value)}
        </button>
      ))}
    </div>
  );
}

interface MoreProps {
  readonly name: ListParameter;
  readonly label: string;
  readonly values: readonly string[];
  readonly group: string;
}

/** A filter that is folded away until it is wanted; its state is readable while folded. */
function MoreFilter({ name, label, values, group }: MoreProps) {
  const chosen = useStore(address, (now) => now.filter[name]);
  const state =
    chosen.length === 0
      ? t('filter.any')
      : chosen.map((value) => translated(group, value)).join(t('list.comma'));
  return (
    <details class="filter-more">
      <summary>
        {label}
        <span class="filter-state">{state}</span>
        <Icon name="down" />
      </summary>
      <ChipFilter name={name} values={values} group={group} />
    </details>
  );
}

function StatusFilter() {
  const statuses = useStore(answers, (now) => now.statuses);
  const chosen = useStore(address, (now) => now.filter.status.length);
  if (statuses.length < 2 && chosen === 0) return null;
  return <MoreFilter name="status" label={t('filter.status')} values={statuses} group="status" />;
}

/** Events without a known place are in the tray, so "unknown" is no choice here. */
const PLACED_PRECISIONS = PRECISIONS.filter((value) => value !== 'unknown');

/** The fields alone, for the panel and for the phone's dialog. */
export function FilterFields() {
  return (
    <>
      <TypeFilter />
      <fieldset class="filter-group">
        <legend>{t('filter.date')}</legend>
        <div class="date-row">
          <DateField edge="from" />
          <DateField edge="to" />
        </div>
      </fieldset>
      <MoreFilter
        name="location_precision"
        label={t('filter.precision')}
        values={PLACED_PRECISIONS}
        group="precision.short"
      />
      <StatusFilter />
    </>
  );
}

export function FilterPanel() {
  const isOpen = useStore(screen, (now) => now.areFiltersOpen);
  const hasFilter = useStore(address, (now) => !isEmpty(now.filter));
  return (
    <section class="filters" id="filters" tabIndex={-1} aria-label={t('filters.title')}>
      <div class="section-head">
        <button
          type="button"
          class="section-toggle"
          aria-expanded={isOpen}
          onClick={() => screen.set({ areFiltersOpen: !isOpen })}
        >
          <h2>{t('filters.title')}</h2>
          <Icon name="down" />
        </button>
        {hasFilter && (
          <button type="button" class="text-button" onClick={clearFilter}>
            {t('filter.clear')}
          </button>
        )}
      </div>
      {isOpen && <FilterFields />}
    </section>
  );
}
