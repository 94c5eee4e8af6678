import { t } from '../i18n';
import { formatDate, joinParts, shortPrecision, typeName } from '../i18n/format';
import { placeName, unitName } from '../i18n/places';
import { formatToll, whatHappened } from '../i18n/titles';
import { screen, select } from '../state/session';
import type { EventFeature, EventProperties } from '../state/types';
import { Glyph } from './Glyph';

interface Props {
  readonly feature: EventFeature;
  readonly index: number;
  readonly matched: number;
  /** Distance from the top of the list in pixels. */
  readonly top: number;
  readonly isSelected: boolean;
  readonly isActive: boolean;
}

/** The place and, where its name does not say it already, the unit around it. */
function where(event: EventProperties): string {
  const place = placeName(event);
  const unit = unitName(event.admin1, event.country);
  return joinParts([place, unit !== null && place?.includes(unit) ? null : unit], t('list.comma'));
}

/** What and when, where and how many: lines break where they must, so nothing is ever cut. */
function Lines({ event, isPlaced }: { event: EventProperties; isPlaced: boolean }) {
  const toll = formatToll(event);
  const place = where(event);
  return (
    <div class="row-text">
      <span class="row-line">
        <bdi class="row-what">{whatHappened(event)}</bdi>
        <bdi class="row-date">{formatDate(event, 'short')}</bdi>
      </span>
      <span class="row-line">
        <span class="row-place">
          <bdi>{place}</bdi>
          {isPlaced && <bdi class="row-meta">{shortPrecision(event)}</bdi>}
        </span>
        {toll && <bdi class="row-toll">{toll}</bdi>}
      </span>
    </div>
  );
}

export function EventRow({ feature, index, matched, top, isSelected, isActive }: Props) {
  const event = feature.properties;
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
      style={{ top: `${top}px` }}
      onClick={() => select(feature.id)}
      onMouseEnter={() => screen.set({ hovered: feature.id })}
      onMouseLeave={() => screen.set({ hovered: null })}
    >
      <Glyph type={event.event_type} filled={event.status === 'confirmed'} />
      <span class="visually-hidden">{typeName(event.event_type)}, </span>
      <Lines event={event} isPlaced={feature.geometry !== null} />
    </div>
  );
}
