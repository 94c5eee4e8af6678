import { countryName, formatDate, joinParts, shortPrecision, typeName } from '../i18n/format';
import { screen, select } from '../state/session';
import type { EventFeature } from '../state/types';
import { ROW_HEIGHT } from './EventList';
import { Glyph } from './Glyph';

interface Props {
  readonly feature: EventFeature;
  readonly index: number;
  readonly matched: number;
  readonly isSelected: boolean;
  readonly isActive: boolean;
}

export function EventRow({ feature, index, matched, isSelected, isActive }: Props) {
  const event = feature.properties;
  const where = feature.geometry === null ? event.place_name : shortPrecision(event);
  const meta = joinParts([formatDate(event, 'short'), where, event.admin1 ?? countryName(event.country)]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox around it handles the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the listbox keeps the focus and names the active row
    <div
      id={`row-${feature.id}`}
      class={isActive ? 'row is-active' : 'row'}
      role="option"
      aria-selected={isSelected}
      aria-setsize={matched}
      aria-posinset={index + 1}
      style={{ top: `${index * ROW_HEIGHT}px` }}
      onClick={() => select(feature.id)}
      onMouseEnter={() => screen.set({ hovered: feature.id })}
      onMouseLeave={() => screen.set({ hovered: null })}
    >
      <Glyph type={event.event_type} filled={event.status === 'confirmed'} />
      <div class="row-text">
        <bdi class="row-title">{event.title}</bdi>
        <span class="row-meta">
          <span class="visually-hidden">{typeName(event.event_type)}, </span>
          {meta}
        </span>
      </div>
    </div>
  );
}
