// Actors by side, counts in words, fatalities as the source states them.
import type { ComponentChildren } from 'preact';
import { t } from '../../i18n';
import { countryName, formatCount, formatFatalities, formatPrecision, joinParts } from '../../i18n/format';
import { actorName, placeName, unitName } from '../../i18n/places';
import { address, setFilter } from '../../state/session';
import type { EventProperties } from '../../state/types';

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Actor({ name }: { name: string }) {
  const only = () => setFilter({ ...address.get().filter, actor: name });
  return (
    <button type="button" class="link-button" title={t('card.onlyActor')} onClick={only}>
      <bdi>{actorName(name)}</bdi>
    </button>
  );
}

function Side({ event, side }: { event: EventProperties; side: 'A' | 'B' }) {
  const names = (event.actors ?? [])
    .filter((actor) => (actor.side ?? 'A') === side)
    .map((actor) => actor.name);
  if (names.length === 0) return null;
  return (
    <Fact name={t(side === 'A' ? 'card.sideA' : 'card.sideB')}>
      {names.map((name) => (
        <Actor key={name} name={name} />
      ))}
    </Fact>
  );
}

function Where({ event, isPlaced }: { event: EventProperties; isPlaced: boolean }) {
  const { admin1, admin2, country } = event;
  const parts = [
    placeName(event),
    unitName(admin2, country),
    unitName(admin1, country),
    countryName(country),
  ];
  // "50 km south-west of Deir ez-Zor" need not be followed by the governorate of that name.
  const distinct = parts.filter(
    (part, index) => part && !parts.slice(0, index).some((said) => said?.includes(part)),
  );
  return (
    <Fact name={t('card.where')}>
      <span>{joinParts(distinct, t('list.comma')) || t('card.nowhere')}</span>
      <span class="hint">{isPlaced ? formatPrecision(event) : t('card.unplaced')}</span>
    </Fact>
  );
}

export function Facts({ event, isPlaced }: { event: EventProperties; isPlaced: boolean }) {
  const fatalities = formatFatalities(event);
  const counts = event.counts ?? [];
  return (
    <dl class="facts">
      <Where event={event} isPlaced={isPlaced} />
      <Side event={event} side="A" />
      <Side event={event} side="B" />
      {counts.length > 0 && (
        <Fact name={t('card.counts')}>
          {counts.map((count) => (
            <span key={`${count.kind} ${count.of} ${count.text}`} class="count-line">
              <bdi>{formatCount(count)}</bdi>
              {count.shared && <span class="hint">{t('card.shared')}</span>}
            </span>
          ))}
        </Fact>
      )}
      <Fact name={t('card.fatalities')}>
        {fatalities ?? <span class="hint">{t('fatalities.none')}</span>}
      </Fact>
    </dl>
  );
}
