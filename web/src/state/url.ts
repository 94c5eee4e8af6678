// The address of the page: #zoom/latitude/longitude?parameters
// The view keeps the order of slippy-map addresses; the parameters are those of the service plus sel, report, lang and theme.
import { EMPTY_FILTER, type Filter, fromParameters, readable, toParameters } from './filter';

export type Language = 'en' | 'ar';
export type Theme = 'light' | 'dark';

export interface View {
  readonly zoom: number;
  readonly lat: number;
  readonly lon: number;
}

export interface Address {
  readonly view: View | null;
  readonly filter: Filter;
  /** Id of the open event. */
  readonly selected: string | null;
  /** Id of the open report. */
  readonly report: string | null;
  readonly language: Language | null;
  /** Null follows the system's preference. */
  readonly theme: Theme | null;
}

export const EMPTY_ADDRESS: Address = {
  view: null,
  filter: EMPTY_FILTER,
  selected: null,
  report: null,
  language: null,
  theme: null,
};

/** Address as a fragment: keys sorted, defaults (English, light) left out. */
export function toFragment(address: Address): string {
  const entries: [string, string][] = [...toParameters(address.filter)];
  if (address.selected) entries.push(['sel', address.selected]);
  if (address.report) entries.push(['report', address.report]);
  if (address.language === 'ar') entries.push(['lang', address.language]);
  if (address.theme === 'dark') entries.push(['theme', address.theme]);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  const query = readable(new URLSearchParams(entries));
  return `#${address.view ? formatView(address.view) : ''}${query && `?${query}`}`;
}

/** Reads a fragment; `#report=ID` without a view is accepted. Parts that cannot be read are listed in `unread`. */
export function fromFragment(fragment: string): { address: Address; unread: string[] } {
  const body = fragment.replace(/^#/, '');
  const [path, query] = splitBody(body);
  const parameters = new URLSearchParams(query);
  const { filter, unread } = fromParameters(parameters);
  const view = path === '' ? null : parseView(path);
  if (path !== '' && view === null) unread.push(path);
  const language = oneOf(parameters.get('lang'), ['en', 'ar'] as const);
  const theme = oneOf(parameters.get('theme'), ['light', 'dark'] as const);
  const selected = parameters.get('sel') || null;
  const report = parameters.get('report') || null;
  return { address: { view, filter, selected, report, language, theme }, unread };
}

function splitBody(body: string): [string, string] {
  const mark = body.indexOf('?');
  if (mark >= 0) return [body.slice(0, mark), body.slice(mark + 1)];
  return body.includes('=') ? ['', body] : [body, ''];
}

function oneOf<T extends string>(text: string | null, allowed: readonly T[]): T | null {
  return allowed.find((value) => value === text) ?? null;
}

function formatView({ zoom, lat, lon }: View): string {
  const digits = Math.max(2, Math.ceil(zoom / 3) + 1);
  return [Number(zoom.toFixed(2)), lat.toFixed(digits), lon.toFixed(digits)].join('/');
}

function parseView(path: string): View | null {
  const parts = path.split('/').map((part) => (part === '' ? Number.NaN : Number(part)));
  const [zoom, lat, lon] = parts;
  if (parts.length !== 3 || zoom === undefined || lat === undefined || lon === undefined) return null;
  const valid = parts.every(Number.isFinite) && zoom >= 0 && zoom <= 24 && Math.abs(lat) <= 90;
  return valid ? { zoom, lat, lon } : null;
}
