// Places of the same name that were considered. Focusing one draws a leader to it on the map.
import { t } from '../../i18n';
import { countryName, formatDistance, formatPercent, joinParts } from '../../i18n/format';
import { nameOfEntry, unitName } from '../../i18n/places';
import { mapControl } from '../../map/controller';
import { answers, screen } from '../../state/session';
import type { Candidate, Resolution } from '../../state/types';
import { Reasons } from './Reasons';

const SHOWN = 5;

/** Shows event and candidate together. */
function showBoth({ lon, lat }: Candidate): void {
  const position = answers.get().event.value?.feature.geometry?.coordinates ?? [lon, lat];
  const [x, y] = position;
  mapControl()?.showBox([Math.min(x, lon), Math.min(y, lat), Math.max(x, lon), Math.max(y, lat)]);
}

function Entry({ candidate }: { candidate: Candidate }) {
  const show = () => screen.set({ candidate });
  const hide = () => screen.set({ candidate: null });
  const distance = candidate.distance_km;
  const away = distance === null ? null : t('card.away', { distance: formatDistance(distance * 1000) });
  return (
    <li class="candidate" onMouseEnter={show} onMouseLeave={hide} onFocusCapture={show} onBlurCapture={hide}>
      <button
        type="button"
        class="candidate-head"
        title={t('card.showCandidate')}
        onClick={() => showBoth(candidate)}
      >
        <bdi class="candidate-name">{nameOfEntry(candidate)}</bdi>
        <span class="hint">{formatPercent(candidate.score)}</span>
        <span class="hint candidate-where">
          {joinParts([unitName(candidate.admin1, candidate.country), countryName(candidate.country), away])}
        </span>
      </button>
      <Reasons reasons={candidate.reasons} />
    </li>
  );
}

export function NotChosen({ resolution }: { resolution: Resolution | null }) {
  const candidates = resolution?.candidates ?? [];
  if (candidates.length === 0) return null;
  return (
    <section class="card-section">
      <h3>
        {t('card.notChosen')}
        <span class="score">{t('number', { n: candidates.length })}</span>
      </h3>
      <ul class="candidates">
        {candidates.slice(0, SHOWN).map((candidate) => (
          <Entry key={candidate.id} candidate={candidate} />
        ))}
      </ul>
    </section>
  );
}
