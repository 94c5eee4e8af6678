// The top of the phone's bottom sheet: drag it or press it to move between its three stops.
import { useRef } from 'preact/hooks';
import { t } from '../i18n';
import { type Stop, screen } from '../state/session';
import { useStore } from '../state/store';
import { Counts } from './Counts';
import { ExportButton, ShareButton } from './HeaderButtons';

const STOPS: readonly Stop[] = ['peek', 'half', 'full'];
const DRAG_PX = 30;
const CAPTURE_PX = 8;

function shift(by: number): void {
  const index = STOPS.indexOf(screen.get().stop) + by;
  screen.set({ stop: STOPS[Math.max(0, Math.min(STOPS.length - 1, index))] ?? 'half' });
}

export function SheetHandle() {
  const stop = useStore(screen, (now) => now.stop);
  const start = useRef<number | null>(null);
  const begin = (event: PointerEvent) => {
    start.current = event.clientY;
  };
  // The pointer is captured only once it drags: a captured pointer would keep its click from the button.
  const drag = (event: PointerEvent) => {
    if (start.current === null || Math.abs(event.clientY - start.current) < CAPTURE_PX) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  };
  const end = (event: PointerEvent) => {
    const moved = start.current === null ? 0 : event.clientY - start.current;
    start.current = null;
    if (Math.abs(moved) > DRAG_PX) shift(moved > 0 ? -1 : 1);
  };
  const cycle = () => (stop === 'full' ? screen.set({ stop: 'peek' }) : shift(1));
  return (
    <section
      class="sheet-handle"
      aria-label={t('sheet.title')}
      onPointerDown={begin}
      onPointerMove={drag}
      onPointerUp={end}
    >
      <button type="button" class="sheet-grip" aria-label={t('sheet.resize')} onClick={cycle} />
      <Counts />
      <div class="sheet-actions">
        <ExportButton />
        <ShareButton />
      </div>
    </section>
  );
}
