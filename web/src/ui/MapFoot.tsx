// Scale bar and sources. Leaflet's own scale has fixed words and a fixed direction.
import { t } from '../i18n';
import { formatDistance } from '../i18n/format';
import { SOURCES } from '../map/base';
import { metresToPixels } from '../map/project';
import { address, answers, screen } from '../state/session';
import { useStore } from '../state/store';

const LONGEST_PX = 110;
const BASE_MAX_ZOOM = 9;

/** The largest of 1, 2, 5 times a power of ten that is not above `metres`. */
export function roundLength(metres: number): number {
  const power = 10 ** Math.floor(Math.log10(metres));
  const factor = [5, 2, 1].find((step) => step * power <= metres) ?? 1;
  return factor * power;
}

export function MapFoot() {
  const view = useStore(address, (now) => now.view);
  const ofPlaces = useStore(answers, (now) => now.sources);
  const zoom = useStore(screen, (now) => now.window?.zoom ?? 0);
  if (!view) return null;
  const pixelsPerMetre = metresToPixels(1, view.lat, view.zoom);
  const metres = roundLength(LONGEST_PX / pixelsPerMetre);
  return (
    <div class="map-foot">
      <div class="scale">
        <bdi>{formatDistance(metres)}</bdi>
        <div class="scale-bar" style={{ inlineSize: `${Math.round(metres * pixelsPerMetre)}px` }} />
      </div>
      <p class="attribution">
        {zoom > BASE_MAX_ZOOM && <span class="base-end">{t('map.baseEnds')} · </span>}
        <bdi lang="en">{[...new Set([...SOURCES, ...ofPlaces])].join(' · ')}</bdi>
      </p>
    </div>
  );
}
