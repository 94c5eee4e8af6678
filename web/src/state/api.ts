// Requests to the service. Every address is relative to the page: no other host is ever asked.
import { type Filter, toQuery, without } from './filter';
import type {
  Aggregate,
  BoundingBox,
  CollectionInfo,
  EventFeature,
  ExtentGeometry,
  FeaturePage,
  MapAnswer,
  PlaceFeature,
  Report,
} from './types';

/** A refusal by the service (problem+json) or, with status 0, no answer at all. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
  ) {
    super(detail === '' ? title : `${title}: ${detail}`);
  }

  get isUnreachable(): boolean {
    return this.status === 0;
  }
}

export type Collection = 'events' | 'unplaced' | 'background';
export type ExportFormat = 'geojson' | 'geojsonseq' | 'csv';
export type TimeUnit = 'day' | 'week' | 'month' | 'year';

async function request<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(path, { signal, headers: { accept: 'application/json' } }).catch((cause) => {
    if (signal?.aborted) throw cause;
    throw new Problem(0, 'unreachable', '');
  });
  if (!response.ok) throw await refusal(response);
  return (await response.json()) as T;
}

async function refusal(response: Response): Promise<Problem> {
  const body: { title?: string; detail?: string } = await response.json().catch(() => ({}));
  return new Problem(response.status, body.title ?? response.statusText, body.detail ?? '');
}

/** What the map draws inside `box` at `zoom`. */
export function fetchMap(
  filter: Filter,
  box: BoundingBox,
  zoom: number,
  signal: AbortSignal,
): Promise<MapAnswer> {
  const query = toQuery(without(filter, 'bbox'), { bbox: box.join(','), zoom });
  return request(`/map/view?${query}`, signal);
}

/** First page of a collection; follow `next` links with `fetchNext`. */
export function fetchItems(
  collection: Collection,
  filter: Filter,
  limit: number,
  signal?: AbortSignal,
): Promise<FeaturePage> {
  return request(
    `/collections/${collection}/items?${toQuery(filter, { limit, sortby: '-date_start' })}`,
    signal,
  );
}

/** The page behind a `next` link, asked from the page's own host whatever host the link names. */
export function fetchNext(href: string, signal?: AbortSignal): Promise<FeaturePage> {
  const next = new URL(href, location.href);
  return request(`${next.pathname}${next.search}`, signal);
}

/** One event with its resolution, from the first collection that has it. */
export async function fetchEvent(
  id: string,
  collections: readonly Collection[],
  signal: AbortSignal,
): Promise<{ feature: EventFeature; collection: Collection }> {
  const [collection = 'events', ...others] = collections;
  try {
    const path = `/collections/${collection}/items/${encodeURIComponent(id)}`;
    return { feature: await request<EventFeature>(path, signal), collection };
  } catch (error) {
    const isElsewhere = error instanceof Problem && error.status === 404 && others.length > 0;
    if (!isElsewhere) throw error;
    return fetchEvent(id, others, signal);
  }
}

/** The true extent of an event. */
export async function fetchExtent(id: string, signal: AbortSignal): Promise<ExtentGeometry | null> {
  const path = `/collections/events/items/${encodeURIComponent(id)}/extent`;
  return (await request<{ geometry: ExtentGeometry | null }>(path, signal)).geometry;
}

/** Counts of the filtered events by time unit or by attribute. */
export function fetchAggregate(
  filter: Filter,
  by: TimeUnit | 'event_type',
  signal: AbortSignal,
): Promise<Aggregate> {
  return request(`/collections/events/aggregate?${toQuery(filter, { by })}`, signal);
}

export function fetchPlaces(text: string, signal: AbortSignal): Promise<FeaturePage<PlaceFeature>> {
  return request(`/collections/places/items?${new URLSearchParams({ q: text, limit: '8' })}`, signal);
}

/** What places are called in a language, by id or English name; those without a name there are left out. */
export async function fetchNames(
  language: string,
  of: readonly string[],
  country: string | null,
): Promise<Record<string, string>> {
  const list = of.map((name) => name.replaceAll(',', '\\,')).join(',');
  const query = new URLSearchParams({ lang: language, of: list, ...(country ? { country } : {}) });
  return (await request<{ names: Record<string, string> }>(`/map/names?${query}`)).names;
}

export function fetchReport(id: string, signal: AbortSignal): Promise<Report> {
  return request(`/reports/${encodeURIComponent(id)}`, signal);
}

export function fetchCollection(id: Collection): Promise<CollectionInfo> {
  return request(`/collections/${id}`);
}

/** Address of the complete download under the filter. */
export function exportPath(collection: Collection, filter: Filter, format: ExportFormat): string {
  const query = toQuery(filter);
  return `/collections/${collection}/export?f=${format}${query && `&${query}`}`;
}

/** Address of one event as GeoJSON. */
export function itemPath(collection: Collection, id: string): string {
  return `/collections/${collection}/items/${encodeURIComponent(id)}`;
}
