// Dates, counts, distances and confidence in words: never more certain than the data.
import type { CountInterval, EventProperties, EventSummary, LonLat } from '../state/types';
import { formatNumber, isolated, locale, t, translated } from './index';

type DateParts = Pick<EventSummary, 'date_start' | 'date_end' | 'date_precision' | 'date_text'>;

const LONG = { day: 'numeric', month: 'long', year: 'numeric' } as const;
const SHORT = { day: 'numeric', month: 'short', year: 'numeric' } as const;

function format(day: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale(), { ...options, timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/** A calendar day in words; anything that is not a day comes back as it is. */
export function formatDay(day: string, length: 'long' | 'short' = 'long'): string {
  const date = day.slice(0, 10);
  return /^\d{4}-\d{2}-\d{2}$/.test(date) ? format(date, length === 'long' ? LONG : SHORT) : day;
}

/** When it happened, with how finely that is known. */
export function formatDate(date: DateParts, length: 'long' | 'short' = 'long'): string {
  const { date_start: start, date_end: end, date_precision: precision } = date;
  if (precision === 'day_without_year') return withoutYear(date, length);
  if (!start && !end) return t('date.unknown');
  if (!start) return t('date.until', { day: formatDay(end ?? '', length) });
  if (precision === 'week') return t('date.week', { day: formatDay(start, length) });
  if (precision === 'month')
    return t('date.month', { month: format(start, { month: LONG.month, year: 'numeric' }) });
  if (precision === 'year') return t('date.year', { year: format(start, { year: 'numeric' }) });
  if (!end && precision === 'range') return t('date.since', { day: formatDay(start, length) });
  return end && end !== start ? formatRange(start, end, length) : formatDay(start, length);
}

/** The service writes a day without year as `--10-19`; other words of the report are kept as they are. */
function withoutYear(date: DateParts, length: 'long' | 'short'): string {
  const match = /^--(\d{2}-\d{2})/.exec(date.date_text ?? date.date_start ?? '');
  // 2000 is a leap year, so 29 February can be written too.
  const day = match ? format(`2000-${match[1]}`, { day: 'numeric', month: length }) : (date.date_text ?? '');
  return day === '' ? t('date.unknown') : t('date.withoutYear', { day });
}

function formatRange(start: string, end: string, length: 'long' | 'short'): string {
  const options = { ...(length === 'long' ? LONG : SHORT), timeZone: 'UTC' } as const;
  const [from, to] = [start, end].map((day) => new Date(`${day.slice(0, 10)}T00:00:00Z`));
  return new Intl.DateTimeFormat(locale(), options).formatRange(from as Date, to as Date);
}

/** What is known about the date, in words ("day known", "month only"). */
export function describeDatePrecision(date: DateParts): string {
  const { date_start: start, date_end: end, date_precision: precision } = date;
  if (precision === 'range' && start === null && end !== null) return t('datePrecision.latest');
  if (precision === 'range' && end === null && start !== null) return t('datePrecision.earliest');
  return translated('datePrecision', precision ?? 'unknown');
}

/** "at least 10 burned: sites" */
export function formatCount(count: CountInterval): string {
  const quantity = formatInterval(count.min, count.max);
  if (count.kind === 'area')
    return t('count.areaLine', { quantity, unit: translated('areaUnit', count.of ?? 'km2') });
  const kind = translated('count', count.kind, count.kind.replaceAll('_', ' '));
  const key = count.of ? 'count.line' : 'count.lineBare';
  return t(key, { quantity, kind, of: isolated(count.of ?? '') });
}

/** An interval in words; null is an open end. */
export function formatInterval(min: number | null, max: number | null): string {
  if (min === null && max === null) return t('interval.some');
  if (min === null) return t('interval.atMost', { max: max ?? 0 });
  if (max === null) return t('interval.atLeast', { min });
  return min === max ? formatNumber(min) : t('interval.between', { min, max });
}

/** Fatalities as the source states them; null when it states none. */
export function formatFatalities(event: EventProperties): string | null {
  const { fatalities_low: low, fatalities_best: best, fatalities_high: high } = event;
  if (best === null) return low === null && high === null ? null : formatInterval(low, high);
  const isSpread = (low !== null && low !== best) || (high !== null && high !== best);
  return isSpread ? t('fatalities.best', { best, range: formatInterval(low, high) }) : formatNumber(best);
}

/** Metres as "850 m" or "12 km", no finer than the number deserves. */
export function formatDistance(metres: number): string {
  if (metres < 1000) return unit(Math.round(metres / 10) * 10, 'meter');
  const kilometres = metres / 1000;
  return unit(kilometres < 10 ? Math.round(kilometres * 10) / 10 : Math.round(kilometres), 'kilometer');
}

function unit(value: number, name: 'meter' | 'kilometer'): string {
  return formatNumber(value, { style: 'unit', unit: name, unitDisplay: 'short' });
}

/** How well the place is known: "within 8 km", "somewhere in the province". */
export function formatPrecision(event: Pick<EventSummary, 'location_precision' | 'radius_m'>): string {
  const precision = event.location_precision ?? 'unknown';
  const named = translated('precision', precision);
  const isWhole = ['province', 'country', 'line', 'unknown'].includes(precision);
  if (isWhole || event.radius_m === null) return named;
  return t('precision.within', { distance: formatDistance(event.radius_m) });
}

/** The same for a list row: "±8 km", "Province". */
export function shortPrecision(event: Pick<EventSummary, 'location_precision' | 'radius_m'>): string {
  const precision = event.location_precision ?? 'unknown';
  const isWhole = ['province', 'country', 'line', 'unknown'].includes(precision);
  if (isWhole || event.radius_m === null) return translated('precision.short', precision);
  return `±${formatDistance(event.radius_m)}`;
}

/** Confidence as a word: high from 0.8, medium from 0.5. */
export function describeConfidence(confidence: number): string {
  if (confidence >= 0.8) return t('confidence.high');
  return confidence >= 0.5 ? t('confidence.medium') : t('confidence.low');
}

export function formatPercent(share: number): string {
  return formatNumber(share, { style: 'percent' });
}

/** A signed weight with two decimals; the sign is never left out. */
export function formatWeight(weight: number): string {
  return formatNumber(weight, { signDisplay: 'always', maximumFractionDigits: 2, minimumFractionDigits: 1 });
}

/** Latitude and longitude for copying: Latin digits, with decimals that suit the radius. */
export function formatPosition([lon, lat]: LonLat, radius: number | null): string {
  const digits = radius === null || radius < 1000 ? 4 : radius < 10_000 ? 3 : 2;
  return `${lat.toFixed(digits)}, ${lon.toFixed(digits)}`;
}

export function typeName(eventType: string | null): string {
  return translated('type', eventType ?? 'unknown', eventType ?? '');
}

/** "Type · subtype", or the type alone. */
export function fullTypeName(event: Pick<EventSummary, 'event_type' | 'sub_event_type'>): string {
  const sub = event.sub_event_type ? translated('subType', event.sub_event_type) : '';
  return [typeName(event.event_type), sub].filter((text) => text !== '').join(' · ');
}

/** The name of a country by its two-letter code; anything else comes back as it is. */
export function countryName(code: string | null): string | null {
  if (code === null || !/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames(locale(), { type: 'region', fallback: 'code' }).of(code) ?? code;
}

/** Parts with dots between them, each isolated so that mixed directions do not shuffle; unknown parts are left out. */
export function joinParts(parts: readonly (string | null | undefined)[], separator = ' · '): string {
  return parts
    .filter((part) => part)
    .map((part) => isolated(String(part)))
    .join(separator);
}
