// The one filter behind map, list, timeline, counts, export and address.
// Its text form is the service's own parameters, so the address of the page and of a request read alike.
import { type BoundingBox, EVENT_TYPES, PRECISIONS, STATUSES } from './types';

export const LIST_PARAMETERS = [
  'admin1',
  'country',
  'dataset',
  'event_type',
  'location_precision',
  'source',
  'status',
  'sub_event_type',
] as const;
export type ListParameter = (typeof LIST_PARAMETERS)[number];
export type FilterParameter = ListParameter | 'actor' | 'bbox' | 'datetime';

export interface Filter extends Readonly<Record<ListParameter, readonly string[]>> {
  readonly bbox: BoundingBox | null;
  /** First day, as YYYY-MM-DD, or null for an open start. */
  readonly from: string | null;
  /** Last day (inclusive), or null for an open end. */
  readonly to: string | null;
  readonly actor: string | null;
}

export const EMPTY_FILTER: Filter = {
  admin1: [],
  country: [],
  dataset: [],
  event_type: [],
  location_precision: [],
  source: [],
  status: [],
  sub_event_type: [],
  bbox: null,
  from: null,
  to: null,
  actor: null,
};

/** The filter's parameters with sorted keys; what is not restricted is left out. */
export function toParameters(filter: Filter): [FilterParameter, string][] {
  const entries: [FilterParameter, string][] = [];
  for (const name of LIST_PARAMETERS) {
    if (filter[name].length > 0) entries.push([name, filter[name].join(',')]);
  }
  if (filter.actor) entries.push(['actor', filter.actor]);
  if (filter.bbox) entries.push(['bbox', formatBox(filter.bbox)]);
  if (filter.from || filter.to) entries.push(['datetime', `${filter.from ?? '..'}/${filter.to ?? '..'}`]);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Reads a filter; a value that cannot be read is reported in `unread`, never silently dropped. */
export function fromParameters(parameters: URLSearchParams): { filter: Filter; unread: string[] } {
  const unread: string[] = [];
  const read = <T>(name: string, parse: (text: string) => T | null): T | null => {
    const text = parameters.get(name);
    if (text === null || text === '') return null;
    const value = parse(text);
    if (value === null) unread.push(`${name}=${text}`);
    return value;
  };
  const lists = Object.fromEntries(
    LIST_PARAMETERS.map((name) => [name, known(name, splitList(parameters.get(name) ?? ''), unread)]),
  ) as Record<ListParameter, string[]>;
  const dates = read('datetime', parseDatetime);
  const bbox = read('bbox', parseBox);
  const filter = {
    ...lists,
    bbox,
    from: dates?.from ?? null,
    to: dates?.to ?? null,
    actor: parameters.get('actor') || null,
  };
  return { filter, unread };
}

export const KNOWN_VALUES: Partial<Record<ListParameter, readonly string[]>> = {
  event_type: EVENT_TYPES,
  location_precision: PRECISIONS,
  status: STATUSES,
};

/** The values that the service knows too; one that it would refuse goes to `unread`, so that the rest still works. */
function known(name: ListParameter, values: readonly string[], unread: string[]): string[] {
  const vocabulary = KNOWN_VALUES[name];
  const strange = vocabulary ? values.filter((value) => !vocabulary.includes(value)) : [];
  unread.push(...strange.map((value) => `${name}=${value}`));
  return values.filter((value) => !strange.includes(value));
}

/** Four finite numbers in range, south <= north; west may exceed east (antimeridian). Null otherwise. */
export function parseBox(text: string): BoundingBox | null {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [west, south, east, north] = numbers;
  if (numbers.length !== 4 || west === undefined || south === undefined) return null;
  if (east === undefined || north === undefined || !numbers.every(Number.isFinite)) return null;
  const inRange = [west, east].every((lon) => Math.abs(lon) <= 180) && south >= -90 && north <= 90;
  return inRange && south <= north ? [west, south, east, north] : null;
}

/** Four decimals are about 11 m: finer than any place claim on the map. */
export function formatBox(box: BoundingBox): string {
  return box.map((degree) => String(Number(degree.toFixed(4)))).join(',');
}

/** Reads `a/b`, `a/..`, `../b` or one day. Null when the text is none of them. */
export function parseDatetime(text: string): { from: string | null; to: string | null } | null {
  const [start = '', end = start, ...more] = text.split('/');
  const from = boundary(start);
  const to = boundary(end);
  if (more.length > 0 || from === undefined || to === undefined || (!from && !to)) return null;
  return from && to && from > to ? null : { from, to };
}

function boundary(text: string): string | null | undefined {
  if (text === '..' || text === '') return null;
  const day = text.slice(0, 10);
  return isDay(day) ? day : undefined;
}

/** True for an existing calendar day written YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function splitList(text: string): string[] {
  return text.split(',').filter((value) => value !== '');
}

/** True when nothing is restricted. */
export function isEmpty(filter: Filter): boolean {
  return toParameters(filter).length === 0;
}

/** The filter with `value` switched on or off in the list `name`. */
export function toggled(filter: Filter, name: ListParameter, value: string): Filter {
  const old = filter[name];
  const values = old.includes(value) ? old.filter((other) => other !== value) : [...old, value];
  return { ...filter, [name]: values };
}

/** The filter without one parameter. */
export function without(filter: Filter, name: FilterParameter): Filter {
  if (name === 'datetime') return { ...filter, from: null, to: null };
  return { ...filter, [name]: EMPTY_FILTER[name] };
}

/** The filter as a query string, with further parameters behind it. */
export function toQuery(filter: Filter, more: Record<string, string | number> = {}): string {
  const query = new URLSearchParams(toParameters(filter));
  for (const [name, value] of Object.entries(more)) query.set(name, String(value));
  return readable(query);
}

/** Query text with the characters that are legal in a query left as they are, so that addresses stay legible. */
export function readable(query: URLSearchParams): string {
  return query
    .toString()
    .replaceAll('%2C', ',')
    .replaceAll('%2F', '/')
    .replaceAll('%3A', ':')
    .replaceAll('+', '%20');
}
