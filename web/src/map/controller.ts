// The map as the rest of the page sees it: a few commands, and the session followed in both directions.

import { currentTheme, pageLanguage } from '../state/preferences';
import { address, answers, type OpenEvent, openSpot, screen, select, setFilter } from '../state/session';
import type { BoundingBox, LonLat, MapEvent } from '../state/types';
import { type BaseMap, baseLayer } from './base';
import { drawBox, toBox } from './boxtool';
import { EventLayer } from './events';
import { freeArea, padding } from './freearea';
import { MOUSE_REACH, TOUCH_REACH } from './hit';
import * as L from './leaflet';
import { type Mark, toMarks } from './marks';
import { obstacleOf } from './obstacles';
import { Tooltip } from './tooltip';

const REGION: BoundingBox = [36, 30, 48.5, 37.5];
const KEYBOARD_REACH = 60;
/** At least this zoom when an event is opened: by its link, and from the list. */
const EVENT_ZOOM = 8;
const LIST_ZOOM = 7;
/** Share of the free area, at each side, that counts as too near the edge for the open event. */
const FREE_MARGIN = 0.12;

export interface MapControl {
  readonly map: L.Map;
  zoomBy(steps: number): void;
  showBox(box: BoundingBox): void;
  showAll(): void;
  destroy(): void;
}

let control: MapControl | null = null;

/** The map on screen, once there is one. */
export function mapControl(): MapControl | null {
  return control;
}

/** Builds the map in a container and keeps it in step with the session. */
export function createMap(container: HTMLElement): MapControl {
  const map = new L.Map(container, {
    zoomControl: false,
    attributionControl: false,
    minZoom: 3,
    maxZoom: 16,
    worldCopyJump: true,
    maxBounds: new L.LatLngBounds([-85, -360], [85, 360]),
    zoomAnimation: !prefersStill(),
    fadeAnimation: !prefersStill(),
  });
  const events = new EventLayer();
  const startedAt = startView(map);
  const base = newBase();
  base.addTo(map);
  const undo = [followTheme(base), followScene(events, base), followView(map, startedAt), followBoxTool(map)];
  events.addTo(map);
  undo.push(followPointer(map, events), followSize(map));
  control = toControl(map, undo);
  return control;
}

function toControl(map: L.Map, undo: (() => void)[]): MapControl {
  const showBox = (box: BoundingBox) =>
    map.fitBounds(toBounds(box), { ...padding(map), maxZoom: 12, animate: !prefersStill() });
  return {
    map,
    zoomBy: (steps) => map.setZoom(map.getZoom() + steps),
    showBox,
    showAll: () => showBox(address.get().filter.bbox ?? answers.get().everything ?? REGION),
    destroy: () => {
      for (const step of undo) step();
      map.remove();
      control = null;
    },
  };
}

function prefersStill(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

function toBounds([west, south, east, north]: BoundingBox): L.LatLngBounds {
  return new L.LatLngBounds([south, west], [north, east < west ? east + 360 : east]);
}

function toLatLng([lon, lat]: LonLat): L.LatLng {
  return new L.LatLng(lat, lon);
}

/** Starts at the address's view, at its box, or at the region; true when the address named a place. */
function startView(map: L.Map): boolean {
  const { view, filter } = address.get();
  if (view) map.setView([view.lat, view.lon], view.zoom);
  else map.fitBounds(toBounds(filter.bbox ?? REGION), { ...padding(map), animate: false });
  return view !== null || filter.bbox !== null;
}

function newBase(): BaseMap {
  return baseLayer({
    tileUrl: '/basemap/{z}/{x}/{y}.mvt',
    reliefUrl: '/basemap/relief/{z}/{x}/{y}.webp',
    theme: currentTheme(),
    language: pageLanguage(),
  });
}

function followTheme(base: BaseMap): () => void {
  const apply = () => {
    base.setTheme(currentTheme());
    base.setLanguage(pageLanguage());
  };
  const unwatch = address.watch((now, before) => {
    if (now.theme !== before.theme || now.language !== before.language) apply();
  });
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', apply);
  return () => {
    unwatch();
    dark.removeEventListener('change', apply);
  };
}

/** Feeds the event layer from answers, selection and hover, and tells the base map where the marks are. */
function followScene(events: EventLayer, base: BaseMap): () => void {
  const showAnswer = () => {
    const { map, event } = answers.get();
    const marks = map.value ? toMarks(map.value) : [];
    events.show({ marks, selected: toSelected(event.value) });
    base.setObstacles(marks.map(obstacleOf));
  };
  const showScreen = () => events.show({ hovered: screen.get().hovered, candidate: screen.get().candidate });
  const showAddress = () => events.show({ theme: currentTheme(), box: address.get().filter.bbox });
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', showAddress);
  showAnswer();
  showAddress();
  const undo = [
    answers.watch((now, before) => {
      if (now.map.value !== before.map.value || now.event.value !== before.event.value) showAnswer();
    }),
    screen.watch(showScreen),
    address.watch(showAddress),
    () => dark.removeEventListener('change', showAddress),
  ];
  return () => {
    for (const step of undo) step();
  };
}

/** The open event as the map draws it; null without a position. */
function toSelected(open: OpenEvent | null): MapEvent | null {
  const position = open?.feature.geometry?.coordinates;
  if (!open || !position || open.collection !== 'events') return null;
  return { ...open.feature.properties, id: open.feature.id, position, extent: open.extent };
}

/** Map moves go to the address; address and selection move the map. */
function followView(map: L.Map, hasView: boolean): () => void {
  let isFree = !hasView;
  const publish = () => {
    const { lat, lng } = map.getCenter();
    screen.set({ window: { box: toBox(map.getBounds()), zoom: map.getZoom() } });
    address.set({ view: { zoom: map.getZoom(), lat, lon: lng } });
  };
  map.on('moveend', publish);
  map.once('dragstart zoomstart', () => {
    isFree = false;
  });
  publish();
  const unwatchAnswers = answers.watch((now, before) => {
    const open = now.event.value;
    if (isFree && open) reveal(map, open, EVENT_ZOOM);
    else if (open && open.feature.id !== before.event.value?.feature.id) reveal(map, open, LIST_ZOOM);
    else if (isFree && now.everything && now.everything !== before.everything && !address.get().selected) {
      map.fitBounds(toBounds(now.everything), { ...padding(map), maxZoom: 9, animate: false });
    }
    if (open) isFree = false;
  });
  const unwatchAddress = address.watch(({ view }, before) => {
    if (view && view !== before.view && isElsewhere(map, view))
      map.setView([view.lat, view.lon], view.zoom, { animate: false });
  });
  return () => {
    unwatchAnswers();
    unwatchAddress();
    map.off('moveend', publish);
  };
}

function isElsewhere(map: L.Map, view: { zoom: number; lat: number; lon: number }): boolean {
  const offset = map.latLngToContainerPoint([view.lat, view.lon]).distanceTo(map.getSize().divideBy(2));
  return view.zoom !== map.getZoom() || offset > 2;
}

/** Brings an event into the part of the map that no panel covers, zooming in only when far out. */
function reveal(map: L.Map, open: OpenEvent, least: number): void {
  const position = open.feature.geometry?.coordinates;
  if (!position) return;
  const at = toLatLng(position);
  if (map.getZoom() >= least && isInFreeArea(map, at)) return;
  const zoom = Math.max(map.getZoom(), least);
  const centre = map.project(at, zoom).subtract(freeArea(map).getCenter()).add(map.getSize().divideBy(2));
  map.setView(map.unproject(centre, zoom), zoom, { animate: !prefersStill() });
}

function isInFreeArea(map: L.Map, at: L.LatLng): boolean {
  const { min, max } = freeArea(map);
  if (!min || !max) return false;
  const margin = max.subtract(min).multiplyBy(FREE_MARGIN);
  return new L.Bounds(min.add(margin), max.subtract(margin)).contains(map.latLngToContainerPoint(at));
}

function followBoxTool(map: L.Map): () => void {
  let stop: (() => void) | null = null;
  const done = (bbox: BoundingBox | null) => {
    screen.set({ isDrawingBox: false });
    if (bbox) setFilter({ ...address.get().filter, bbox });
  };
  return screen.watch((now, before) => {
    if (now.isDrawingBox === before.isDrawingBox) return;
    stop?.();
    stop = now.isDrawingBox ? drawBox(map, done) : null;
  });
}

/** Hover, click and Enter on marks. */
function followPointer(map: L.Map, events: EventLayer): () => void {
  const tooltip = new Tooltip(map.getContainer());
  const reach = () => (matchMedia('(pointer: coarse)').matches ? TOUCH_REACH : MOUSE_REACH);
  const hover = (event: L.LeafletMouseEvent) => {
    const mark = screen.get().isDrawingBox ? null : events.at(event.containerPoint, reach());
    map.getContainer().classList.toggle('is-over-mark', mark !== null);
    screen.set({ hovered: mark && mark.kind !== 'cluster' ? (mark.events[0]?.id ?? null) : null });
    tooltip.show(mark, event.containerPoint);
  };
  const leave = () => {
    tooltip.show(null, new L.Point(0, 0));
    screen.set({ hovered: null });
  };
  const click = (event: L.LeafletMouseEvent) => {
    if (!screen.get().isDrawingBox) activate(map, events.at(event.containerPoint, reach()));
  };
  const press = (event: L.LeafletKeyboardEvent) => {
    const isOnMap = event.originalEvent.target === map.getContainer();
    if (event.originalEvent.key === 'Enter' && isOnMap)
      activate(map, events.at(map.getSize().divideBy(2), KEYBOARD_REACH));
  };
  map.on('mousemove', hover).on('mouseout movestart', leave).on('click', click).on('keydown', press);
  return () => tooltip.remove();
}

function activate(map: L.Map, mark: Mark | null): void {
  if (!mark) return;
  if (mark.kind === 'cluster') {
    openCluster(map, mark.cluster);
    return;
  }
  const [first] = mark.events;
  if (mark.events.length === 1 && first) select(first.id);
  else openSpot({ ids: mark.events.map(({ id }) => id), box: around([...mark.position, ...mark.position]) });
}

function openCluster(map: L.Map, { bbox, ids }: { bbox: BoundingBox; ids?: readonly string[] }): void {
  if (ids && ids.length > 0) openSpot({ ids, box: around(bbox) });
  else map.fitBounds(toBounds(bbox), { ...padding(map), animate: !prefersStill() });
}

/** A box about 10 m wider on each side, so that rounding cannot exclude the position itself. */
function around([west, south, east, north]: BoundingBox): BoundingBox {
  return [west - 1e-4, south - 1e-4, east + 1e-4, north + 1e-4];
}

/** Panels open and close: keep the open event in view. */
function followSize(map: L.Map): () => void {
  const observer = new ResizeObserver(() => {
    map.invalidateSize({ animate: false, pan: false });
    const open = answers.get().event.value;
    if (open && address.get().selected) reveal(map, open, map.getZoom());
  });
  observer.observe(map.getContainer());
  return () => observer.disconnect();
}
