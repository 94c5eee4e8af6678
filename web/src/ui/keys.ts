// Single-key shortcuts. They rest while the user types or a dialog is open.
import { address, openReport, screen, select, step } from '../state/session';

function focusOn(id: string): void {
  document.getElementById(id)?.focus();
}

function openFilters(): void {
  screen.set({ areFiltersOpen: true });
  if (matchMedia('(max-width: 699px)').matches) screen.set({ dialog: 'filters' });
  else requestAnimationFrame(() => focusOn('filters'));
}

function openTimeline(): void {
  screen.set({ isTimelineOpen: true });
  requestAnimationFrame(() => focusOn('brush-start'));
}

const ACTIONS: Readonly<Record<string, () => void>> = {
  '/': () => focusOn('search'),
  f: openFilters,
  l: () => focusOn('list'),
  m: () => focusOn('map'),
  t: openTimeline,
  e: () => screen.set({ dialog: 'export' }),
  b: () => screen.set({ isDrawingBox: !screen.get().isDrawingBox }),
  '?': () => screen.set({ dialog: 'help' }),
  '[': () => step(-1),
  ']': () => step(1),
};

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches('input:not([type=checkbox]), textarea, select, [contenteditable]')
  );
}

/** Closes one layer: box tool, then card. Dialogs close themselves. */
function closeLayer(): void {
  if (screen.get().isDrawingBox) screen.set({ isDrawingBox: false });
  else if (address.get().report) openReport(null);
  else if (address.get().selected) closeCard();
}

/** Focus returns to the list row of the event that was open. */
export function closeCard(): void {
  select(null);
  requestAnimationFrame(() => focusOn('list'));
}

export function followKeys(): void {
  window.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) || document.querySelector('dialog[open]')) return;
    const action = event.key === 'Escape' ? closeLayer : ACTIONS[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
