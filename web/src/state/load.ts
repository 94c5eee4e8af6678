// Asks the service whenever address or map window change, and keeps the last answer until the next arrives.
import * as api from './api';
import { EMPTY_FILTER, type Filter, toQuery, without } from './filter';
import { candidatePlaces, learnNames, type Placed } from './names';
import { type Answers, address, answers, type EventList, type Resource, type Spot, screen } from './session';
import { suitableUnit } from './timeline';
import {
  type Aggregate,
  type BoundingBox,
  type EventFeature,
  type ExtentGeometry,
  type FeaturePage,
  type MapAnswer,
  STATUSES,
} from './types';
import { requestBox } from './window';

const PAGE = 200;
/** The service lists at most 200 ids on one spot; others may have extents that reach it. */
const SPOT_LIMIT = 1000;
const RETRY_MS = 10_000;

type ResourceName = { [K in keyof Answers]: Answers[K] extends Resource<unknown> ? K : never }[keyof Answers];
type Value<K extends ResourceName> = Answers[K] extends Resource<infer T> ? T : never;

const running = new Map<string, AbortController>();

/** Runs a request for one resource; a newer request for the same resource aborts it. */
async function load<K extends ResourceName>(
  name: K,
  ask: (signal: AbortSignal, last: Value<K> | null) => Promise<Value<K> | null>,
): Promise<void> {
  running.get(name)?.abort();
  const controller = new AbortController();
  running.set(name, controller);
  const put = (resource: Partial<Resource<Value<K>>>) =>
    answers.set({ [name]: { ...answers.get()[name], ...resource } } as unknown as Partial<Answers>);
  put({ loading: true });
  try {
    const last = answers.get()[name].value as Value<K> | null;
    const value = await ask(controller.signal, last);
    if (controller.signal.aborted) return;
    answers.set({ offlineSince: null });
    put({ value, error: null, loading: false });
  } catch (error) {
    if (!controller.signal.aborted) put({ error: toProblem(error), loading: false });
  }
}

function toProblem(error: unknown): api.Problem {
  const problem = error instanceof api.Problem ? error : new api.Problem(-1, 'unexpected', String(error));
  if (problem.isUnreachable) noteOffline();
  return problem;
}

function noteOffline(): void {
  if (answers.get().offlineSince !== null) return;
  answers.set({ offlineSince: new Date() });
  const timer = setInterval(() => {
    if (answers.get().offlineSince === null) clearInterval(timer);
    else void reload();
  }, RETRY_MS);
}

async function toList(page: FeaturePage, before: EventList | null = null): Promise<EventList> {
  await learnNames(page.features.map((feature) => feature.properties));
  return {
    features: [...(before?.features ?? []), ...page.features],
    matched: page.numberMatched,
    next: page.links.find((link) => link.rel === 'next')?.href ?? null,
  };
}

function loadMap(): void {
  const window = screen.get().window;
  const { filter } = address.get();
  if (!window) return;
  const box = requestBox(window.box, window.zoom, filter.bbox);
  void load('map', async (signal, last) => {
    if (!box) return nothingHere(last);
    const answer = await api.fetchMap(filter, box, Math.floor(window.zoom), signal);
    await learnNames(answer.events);
    return answer;
  });
}

/** The filter's box lies outside the window: nothing to draw, the totals stay. */
function nothingHere(last: MapAnswer | null): MapAnswer | null {
  return last && { ...last, numberMatched: 0, clusters: [], events: [] };
}

function loadFiltered(filter: Filter): void {
  void load('list', async (signal) => toList(await api.fetchItems('events', filter, PAGE, signal)));
  // A box cannot hold an event without a position: the tray leaves the box out of the filter.
  void load('unplaced', async (signal) =>
    toList(await api.fetchItems('unplaced', without(filter, 'bbox'), PAGE, signal)),
  );
  void load('types', (signal) => api.fetchAggregate(without(filter, 'event_type'), 'event_type', signal));
  loadPossible(filter);
  loadTime();
}

/** How many events a date filter keeps only because their dates are open. */
function loadPossible(filter: Filter): void {
  const hasDates = filter.from !== null || filter.to !== null;
  void load('possible', async (signal) =>
    hasDates ? ((await api.fetchAggregate(filter, 'event_type', signal)).possible ?? null) : null,
  );
}

/** The timeline shows what lies outside the brush too, so the dates are left out of its filter. */
function loadTime(): void {
  const filter = without(address.get().filter, 'datetime');
  const wanted = screen.get().timeUnit;
  void load('time', async (signal) => {
    await everything;
    const { span } = answers.get();
    if (wanted !== 'auto') return api.fetchAggregate(filter, wanted, signal);
    if (span) return api.fetchAggregate(filter, suitableUnit(...span), signal);
    const months = await api.fetchAggregate(filter, 'month', signal);
    const unit = unitOf(months);
    return unit === 'month' ? months : api.fetchAggregate(filter, unit, signal);
  });
}

function unitOf(months: Aggregate): api.TimeUnit {
  const first = months.bins[0]?.start;
  const last = months.bins.at(-1)?.end;
  return first && last ? suitableUnit(first, last) : 'month';
}

/** Appends the next page of the list, if there is one. */
export function loadMore(name: 'list' | 'unplaced'): void {
  const { value, loading } = answers.get()[name];
  const next = value?.next;
  if (!next || loading) return;
  void load(name, async (signal, last) => toList(await api.fetchNext(next, signal), last));
}

function loadEvent(id: string | null): void {
  if (id === null) {
    running.get('event')?.abort();
    answers.set({ event: { value: null, error: null, loading: false } });
    return;
  }
  const isUnplaced = answers.get().unplaced.value?.features.some((feature) => feature.id === id) ?? false;
  const order = isUnplaced
    ? (['unplaced', 'events'] as const)
    : (['events', 'unplaced', 'background'] as const);
  void load('event', async (signal) => {
    const open = await api.fetchEvent(id, order, signal);
    await learnNames(placesOf(open.feature));
    return { ...open, extent: await extentOf(open.feature, signal) };
  });
}

function placesOf({ properties }: EventFeature): Placed[] {
  return [properties, ...candidatePlaces(properties.resolution?.candidates ?? [])];
}

/** Circles are drawn from position and radius; only lines and areas have a geometry worth asking for. */
async function extentOf(
  { id, geometry, properties }: EventFeature,
  signal: AbortSignal,
): Promise<ExtentGeometry | null> {
  const isCircle = ['exact', 'settlement', 'vicinity'].includes(properties.location_precision ?? 'exact');
  return geometry === null || isCircle ? null : api.fetchExtent(id, signal);
}

function loadSpot(spot: Spot | null): void {
  if (!spot) return;
  void load('spot', async (signal) => {
    const page = await api.fetchItems(
      'events',
      { ...address.get().filter, bbox: spot.box },
      SPOT_LIMIT,
      signal,
    );
    const features = page.features.filter((feature) => spot.ids.includes(feature.id));
    return { ...(await toList({ ...page, features, links: [] })), matched: spot.ids.length };
  });
}

function loadReport(id: string | null): void {
  running.get('report')?.abort();
  answers.set({ report: { value: null, error: null, loading: id !== null } });
  if (id === null) return;
  void load('report', async (signal) => {
    const report = await api.fetchReport(id, signal);
    await learnNames(report.events);
    return report;
  });
}

/** In another language everything on screen needs its names anew. */
function learnAgain(): Promise<void> {
  const { list, unplaced, spot, map, event, report } = answers.get();
  const lists = [list, unplaced, spot].flatMap(({ value }) => value?.features ?? []);
  return learnNames([
    ...lists.map((feature) => feature.properties),
    ...(map.value?.events ?? []),
    ...(event.value ? placesOf(event.value.feature) : []),
    ...(report.value?.events ?? []),
  ]);
}

/** Which statuses occur at all: a filter with one choice is not worth showing. */
async function loadStatuses(): Promise<void> {
  const counts = await Promise.all(
    STATUSES.map((status) => api.fetchItems('events', { ...EMPTY_FILTER, status: [status] }, 1)),
  );
  answers.set({ statuses: STATUSES.filter((_, index) => (counts[index]?.numberMatched ?? 0) > 0) });
}

let everything: Promise<void> = Promise.resolve();

/** Where and when all events lie, and whose places they are. All only refine the page, so a failure is left to the list to report. */
function loadEverything(): Promise<void> {
  return api.fetchCollection('events').then(
    ({ attribution, extent }) => {
      answers.set({ sources: attribution?.split('; ') ?? [] });
      const box = extent?.spatial?.bbox?.[0];
      if (box?.length === 4 && box.every(Number.isFinite))
        answers.set({ everything: box as unknown as BoundingBox });
      const [first, last] = (extent?.temporal?.interval?.[0] ?? []).map((time) => time?.slice(0, 10));
      if (first && last) answers.set({ span: [first, last] });
    },
    () => undefined,
  );
}

/** Asks again for everything on screen. */
export async function reload(): Promise<void> {
  const { filter, selected, report } = address.get();
  everything = loadEverything();
  loadMap();
  loadFiltered(filter);
  if (selected) loadEvent(selected);
  if (report) loadReport(report);
  // The statuses only decide whether a filter is offered; an unreachable service is reported by the list.
  await Promise.allSettled([everything, loadStatuses()]);
}

/** Starts loading and follows the session from then on. */
export function followSession(): Promise<void> {
  address.watch((now, before) => {
    if (toQuery(now.filter) !== toQuery(before.filter)) {
      loadMap();
      loadFiltered(now.filter);
    }
    if (now.selected !== before.selected) loadEvent(now.selected);
    if (now.report !== before.report) loadReport(now.report);
    if (now.language !== before.language) void learnAgain();
  });
  screen.watch((now, before) => {
    if (now.window !== before.window) loadMap();
    if (now.spot !== before.spot) loadSpot(now.spot);
    if (now.timeUnit !== before.timeUnit) loadTime();
  });
  answers.watch((now, before) => {
    const version = now.map.value?.version;
    if (before.map.value && version !== before.map.value.version) loadFiltered(address.get().filter);
  });
  window.addEventListener('online', () => void reload());
  return reload();
}
