import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n';
import { createMap } from '../map/controller';
import { answers } from '../state/session';
import { useStore } from '../state/store';
import { Chips } from './Chips';
import { useSettled } from './hooks';
import { Legend } from './Legend';
import { MapFoot } from './MapFoot';
import { MapTools } from './MapTools';

/** The thin bar that appears when an answer takes longer than a moment. */
function Progress() {
  const isLoading = useStore(answers, (now) => now.map.loading || now.list.loading);
  const isSlow = useSettled(isLoading, 300);
  return isLoading && isSlow ? <div class="progress" aria-hidden="true" /> : null;
}

export function MapView() {
  const container = useRef<HTMLDivElement>(null);
  const inView = useStore(answers, (now) => now.map.value?.numberMatched ?? 0);
  useEffect(() => {
    if (!container.current) return;
    const control = createMap(container.current);
    return () => control.destroy();
  }, []);
  return (
    <main class="map-area">
      <section class="map-section" aria-label={t('map.label', { n: inView })}>
        {/* The map handles the arrow keys itself, so screen readers must pass them on. */}
        <div
          class="map"
          id="map"
          ref={container}
          role="application"
          tabIndex={0}
          aria-label={t('map.keys')}
        />
        <Progress />
        <Chips />
        <MapTools />
        <Legend />
        <MapFoot />
      </section>
    </main>
  );
}
