// Drawing a box on the map: press, drag, release; Escape gives up.
import type { BoundingBox } from '../state/types';
import * as L from './leaflet';

const SMALLEST_PX = 4;

/** Lets the user draw one box. Calls `done` with the box, or with null when it was given up; returns a function that stops. */
export function drawBox(map: L.Map, done: (box: BoundingBox | null) => void): () => void {
  const container = map.getContainer();
  const rubber = document.createElement('div');
  rubber.className = 'rubber-box';
  let start: L.Point | null = null;
  const abort = new AbortController();
  const finish = (box: BoundingBox | null) => {
    stop();
    done(box);
  };
  const stop = () => {
    abort.abort();
    rubber.remove();
    container.classList.remove('is-drawing');
    map.dragging.enable();
  };
  const begin = (event: PointerEvent) => {
    if (event.button !== 0 || isControl(event.target)) return;
    event.preventDefault();
    container.setPointerCapture(event.pointerId);
    start = map.mouseEventToContainerPoint(event);
    container.appendChild(rubber);
    place(rubber, start, start);
  };
  const end = (event: PointerEvent) => {
    if (start) finish(boxBetween(map, start, map.mouseEventToContainerPoint(event)));
  };
  map.dragging.disable();
  container.classList.add('is-drawing');
  const options = { signal: abort.signal };
  container.addEventListener('pointerdown', begin, options);
  container.addEventListener(
    'pointermove',
    (e) => start && place(rubber, start, map.mouseEventToContainerPoint(e)),
    options,
  );
  container.addEventListener('pointerup', end, options);
  container.addEventListener('pointercancel', () => finish(null), options);
  return stop;
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a, input') !== null;
}

function place(element: HTMLElement, a: L.Point, b: L.Point): void {
  Object.assign(element.style, {
    left: `${Math.min(a.x, b.x)}px`,
    top: `${Math.min(a.y, b.y)}px`,
    width: `${Math.abs(a.x - b.x)}px`,
    height: `${Math.abs(a.y - b.y)}px`,
  });
}

function boxBetween(map: L.Map, a: L.Point, b: L.Point): BoundingBox | null {
  if (Math.abs(a.x - b.x) < SMALLEST_PX || Math.abs(a.y - b.y) < SMALLEST_PX) return null;
  const bounds = new L.LatLngBounds(map.containerPointToLatLng(a), map.containerPointToLatLng(b));
  return toBox(bounds);
}

/** Leaflet's bounds as west, south, east, north, kept inside the world. */
export function toBox(bounds: L.LatLngBounds): BoundingBox {
  return [
    Math.max(-180, bounds.getWest()),
    Math.max(-90, bounds.getSouth()),
    Math.min(180, bounds.getEast()),
    Math.min(90, bounds.getNorth()),
  ];
}
