// Which gazetteer entry was chosen, under which names it is known, and for which reasons.
import { t, translated } from '../../i18n';
import { countryName, formatPercent, formatPosition, joinParts } from '../../i18n/format';
import { entryName, placeName, unitName } from '../../i18n/places';
import type { EventFeature, EventProperties, PlaceName, Resolution, ResolvedPlace } from '../../state/types';
import { Reasons } from './Reasons';

function Names({ names }: { names: readonly PlaceName[] }) {
  if (names.length === 0) return null;
  return (
    <ul class="names" aria-label={t('card.names')}>
      {names.map(({ lang, text }) => (
        <li key={`${lang} ${text}`}>
          <bdi lang={lang ?? undefined}>{text}</bdi>
        </li>
      ))}
    </ul>
  );
}

function describe({ kind, admin1, country, source }: ResolvedPlace): string {
  const from = source && t('card.placeSource', { source });
  return joinParts([
    translated('kind', kind ?? '', ''),
    unitName(admin1, country),
    countryName(country),
    from,
  ]);
}

function Chosen({ resolution, event }: { resolution: Resolution; event: EventProperties }) {
  const { mention, place, relation } = resolution;
  return (
    <>
      <p class="chosen">
        {mention && <bdi class="mention">{mention}</bdi>}
        {mention && place && (
          <span class="arrow" aria-hidden="true">
            →
          </span>
        )}
        {place && <bdi class="place-name">{entryName(place)}</bdi>}
        {place && entryName(place) !== place.name && <bdi class="hint">{place.name}</bdi>}
      </p>
      {relation && <p class="hint">{t('card.relation', { relation: placeName(event) ?? relation })}</p>}
      {place && <p class="hint">{describe(place)}</p>}
      {place && <Names names={place.names} />}
      {!place && !relation && <p class="hint">{t('card.unresolved')}</p>}
    </>
  );
}

export function WhyHere({ feature }: { feature: EventFeature }) {
  const { resolution, radius_m: radius } = feature.properties;
  const position = feature.geometry?.coordinates;
  return (
    <section class="card-section">
      <h3>
        {t(position ? 'card.whyHere' : 'card.whyNowhere')}
        {resolution?.score != null && <span class="score">{formatPercent(resolution.score)}</span>}
      </h3>
      {resolution ? (
        <Chosen resolution={resolution} event={feature.properties} />
      ) : (
        <p class="hint">{t('card.noResolution')}</p>
      )}
      {resolution && <Reasons reasons={resolution.reasons} />}
      {position && (
        <p class="position">
          <bdi dir="ltr" class="mono">
            {formatPosition(position, radius)}
          </bdi>
        </p>
      )}
    </section>
  );
}
