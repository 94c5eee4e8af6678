// What the page currently shows: the address, the state of the screen and the answers received.
import type { Collection, Problem, TimeUnit } from './api';
import { EMPTY_FILTER, type Filter } from './filter';
import { createStore } from './store';
import type {
  Aggregate,
  BoundingBox,
  Candidate,
  EventFeature,
  ExtentGeometry,
  MapAnswer,
  Report,
} from './types';
import { type Address, EMPTY_ADDRESS } from './url';

/** An answer that stays on screen while its successor is loading or has failed. */
export interface Resource<T> {
  readonly value: T | null;
  readonly error: Problem | null;
  readonly loading: boolean;
}

export function pending<T>(): Resource<T> {
  return { value: null, error: null, loading: true };
}

export interface EventList {
  readonly features: readonly EventFeature[];
  readonly matched: number;
  readonly next: string | null;
}

export interface OpenEvent {
  readonly feature: EventFeature;
  readonly collection: Collection;
  /** The true extent of a line or an area; null for circles and for events without a position. */
  readonly extent: ExtentGeometry | null;
}

export interface Answers {
  readonly map: Resource<MapAnswer>;
  readonly list: Resource<EventList>;
  readonly unplaced: Resource<EventList>;
  readonly spot: Resource<EventList>;
  readonly time: Resource<Aggregate>;
  readonly types: Resource<Aggregate>;
  /** How many events of the list only may lie in the dates of the filter; null without such a filter. */
  readonly possible: Resource<number>;
  readonly event: Resource<OpenEvent>;
  readonly report: Resource<Report>;
  /** Statuses that occur in the data. */
  readonly statuses: readonly string[];
  /** Box around all events, once known. */
  readonly everything: BoundingBox | null;
  /** First and last day of all events, once known: the timeline's fixed range. */
  readonly span: readonly [string, string] | null;
  /** Whom to name for the places, the base map's sources aside. */
  readonly sources: readonly string[];
  /** Moment since which the service has not answered. */
  readonly offlineSince: Date | null;
}

/** The events of one mark: which they are and the box to ask the service for. */
export interface Spot {
  readonly ids: readonly string[];
  readonly box: BoundingBox;
}

export type DialogName = 'export' | 'help' | 'filters' | 'box';
export type Tab = 'events' | 'unplaced' | 'spot';
export type Stop = 'peek' | 'half' | 'full';

export interface Screen {
  readonly hovered: string | null;
  /** The rejected candidate whose leader is drawn on the map. */
  readonly candidate: Candidate | null;
  readonly isDrawingBox: boolean;
  readonly dialog: DialogName | null;
  readonly tab: Tab;
  /** Several events on one spot, offered as a list. */
  readonly spot: Spot | null;
  readonly stop: Stop;
  readonly areFiltersOpen: boolean;
  readonly isTimelineOpen: boolean;
  readonly timeUnit: TimeUnit | 'auto';
  /** The map's visible box and zoom. */
  readonly window: { box: BoundingBox; zoom: number } | null;
  /** Parts of the address that could not be read. */
  readonly unread: readonly string[];
  readonly toast: string | null;
}

export const address = createStore<Address>(EMPTY_ADDRESS);

export const answers = createStore<Answers>({
  map: pending(),
  list: pending(),
  unplaced: pending(),
  spot: { value: null, error: null, loading: false },
  time: pending(),
  types: pending(),
  possible: { value: null, error: null, loading: false },
  event: { value: null, error: null, loading: false },
  report: { value: null, error: null, loading: false },
  statuses: [],
  everything: null,
  span: null,
  sources: [],
  offlineSince: null,
});

export const screen = createStore<Screen>({
  hovered: null,
  candidate: null,
  isDrawingBox: false,
  dialog: null,
  tab: 'events',
  spot: null,
  stop: 'half',
  areFiltersOpen: true,
  isTimelineOpen: true,
  timeUnit: 'auto',
  window: null,
  unread: [],
  toast: null,
});

export function setFilter(filter: Filter): void {
  address.set({ filter });
}

export function clearFilter(): void {
  setFilter(EMPTY_FILTER);
}

/** Opens an event, or closes the card with null. */
export function select(id: string | null): void {
  screen.set({ candidate: null, hovered: null, stop: 'half' });
  address.set({ selected: id });
}

export function openReport(id: string | null): void {
  address.set({ report: id });
}

let toastTimer: ReturnType<typeof setTimeout> | undefined;

/** Shows a short confirmation for four seconds; it is also read to screen readers. */
export function toast(text: string): void {
  clearTimeout(toastTimer);
  screen.set({ toast: text });
  toastTimer = setTimeout(() => screen.set({ toast: null }), 4000);
}

/** The order of previous/next: the list in its current tab. */
export function currentList(): EventList | null {
  const { list, unplaced, spot } = answers.get();
  return { events: list, unplaced, spot }[screen.get().tab].value;
}

/** Opens the neighbour of the open event in the current list. */
export function step(offset: 1 | -1): void {
  const features = currentList()?.features ?? [];
  const index = features.findIndex((feature) => feature.id === address.get().selected);
  const target = features[index < 0 ? 0 : index + offset];
  if (target) select(target.id);
}

/** Lists the events of one mark. */
export function openSpot(spot: Spot): void {
  screen.set({ spot, tab: 'spot', stop: 'half' });
}

export function closeSpot(): void {
  screen.set({ spot: null, tab: 'events' });
}
