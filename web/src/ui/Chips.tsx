// The active filters, each with a button that takes it away.
import { t, translated } from '../i18n';
import { countryName, formatDay, typeName } from '../i18n/format';
import { actorName } from '../i18n/places';
import {
  type Filter,
  formatBox,
  LIST_PARAMETERS,
  type ListParameter,
  toggled,
  without,
} from '../state/filter';
import { address, clearFilter, setFilter } from '../state/session';
import { useStore } from '../state/store';
import { Icon } from './Icon';

interface Chip {
  readonly key: string;
  readonly text: string;
  readonly rest: Filter;
}

function describe(name: ListParameter, value: string): string {
  if (name === 'event_type') return typeName(value);
  if (name === 'location_precision') return translated('precision.short', value);
  if (name === 'country') return countryName(value) ?? value;
  if (name === 'status') return translated('status', value);
  return name === 'sub_event_type' ? translated('subType', value) : value;
}

function describeDates({ from, to }: Filter): string {
  if (from && to && from !== to)
    return t('chip.dates', { from: formatDay(from, 'short'), to: formatDay(to, 'short') });
  if (from && !to) return t('chip.from', { day: formatDay(from, 'short') });
  if (to && !from) return t('chip.to', { day: formatDay(to, 'short') });
  return formatDay(from ?? '', 'short');
}

function chipsOf(filter: Filter): Chip[] {
  const lists = LIST_PARAMETERS.flatMap((name) =>
    filter[name].map((value) => ({
      key: `${name}:${value}`,
      text: describe(name, value),
      rest: toggled(filter, name, value),
    })),
  );
  const others: Chip[] = [];
  if (filter.actor)
    others.push({ key: 'actor', text: actorName(filter.actor), rest: without(filter, 'actor') });
  if (filter.from || filter.to)
    others.push({ key: 'datetime', text: describeDates(filter), rest: without(filter, 'datetime') });
  if (filter.bbox) {
    const text = t('chip.box', { box: formatBox(filter.bbox).replaceAll(',', ', ') });
    others.push({ key: 'bbox', text, rest: without(filter, 'bbox') });
  }
  return [...lists, ...others];
}

export function Chips() {
  const filter = useStore(address, (now) => now.filter);
  const chips = chipsOf(filter);
  if (chips.length === 0) return null;
  return (
    <ul class="chips" aria-label={t('chips.title')}>
      {chips.map(({ key, text, rest }) => (
        <li key={key} class="chip">
          <bdi>{text}</bdi>
          <button type="button" aria-label={t('chip.remove', { name: text })} onClick={() => setFilter(rest)}>
            <Icon name="close" />
          </button>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <button type="button" class="chip is-clear" onClick={clearFilter}>
            {t('filter.clear')}
          </button>
        </li>
      )}
    </ul>
  );
}
