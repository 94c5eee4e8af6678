// Time bins: which unit suits a span, and the gapless row of bins between two days.
import type { TimeUnit } from './api';
import type { Bin } from './types';

const DAY_MS = 86_400_000;
const MAX_BINS = 4000;

/** A bin as drawn; `count` is 0 where the service named no bin. */
export interface TimeBin {
  readonly start: string;
  readonly end: string;
  readonly count: number;
  readonly types: Readonly<Record<string, number>>;
}

/** About 20 to 150 bars: days up to ten weeks, weeks up to two years, months up to fifteen years. */
export function suitableUnit(first: string, last: string): TimeUnit {
  const days = daysBetween(first, last);
  if (days <= 70) return 'day';
  if (days <= 730) return 'week';
  return days <= 15 * 366 ? 'month' : 'year';
}

export function daysBetween(first: string, last: string): number {
  return Math.round((toTime(last) - toTime(first)) / DAY_MS);
}

export function addDays(day: string, days: number): string {
  return new Date(toTime(day) + days * DAY_MS).toISOString().slice(0, 10);
}

function toTime(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** First day of the bin that holds `day`; weeks start on Monday (ISO 8601). */
export function binStart(day: string, unit: TimeUnit): string {
  if (unit === 'day') return day;
  if (unit === 'year') return `${day.slice(0, 4)}-01-01`;
  if (unit === 'month') return `${day.slice(0, 7)}-01`;
  const weekday = (new Date(toTime(day)).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}

/** First day of the bin `steps` after the one starting at `start`. */
export function shiftBin(start: string, unit: TimeUnit, steps: number): string {
  if (unit === 'day') return addDays(start, steps);
  if (unit === 'week') return addDays(start, 7 * steps);
  const date = new Date(toTime(start));
  if (unit === 'month') date.setUTCMonth(date.getUTCMonth() + steps);
  else date.setUTCFullYear(date.getUTCFullYear() + steps);
  return date.toISOString().slice(0, 10);
}

/**
 * Bins without gaps over all events and over `span` (so that a filter does not move the scale), widened evenly to
 * at least `minimum` bins.
 */
export function fillBins(
  bins: readonly Bin[],
  unit: TimeUnit,
  minimum: number,
  span: readonly [string, string] | null = null,
): TimeBin[] {
  const known = new Map(
    bins.flatMap((bin) => (bin.start ? [[binStart(bin.start, unit), bin] as const] : [])),
  );
  const starts = [...known.keys(), ...(span ?? []).map((day) => binStart(day, unit))].sort();
  const [first, last] = [starts[0], starts.at(-1)];
  if (first === undefined || last === undefined) return [];
  const row: TimeBin[] = [];
  for (let start = first; start <= last && row.length < MAX_BINS; start = shiftBin(start, unit, 1)) {
    row.push(toTimeBin(start, unit, known.get(start)));
  }
  return widen(row, unit, minimum);
}

function toTimeBin(start: string, unit: TimeUnit, bin?: Bin): TimeBin {
  const end = addDays(shiftBin(start, unit, 1), -1);
  return { start, end, count: bin?.count ?? 0, types: bin?.types ?? {} };
}

function widen(row: TimeBin[], unit: TimeUnit, minimum: number): TimeBin[] {
  const wide = [...row];
  for (let missing = minimum - row.length; missing > 0; missing--) {
    const [first, last] = [wide[0], wide.at(-1)];
    if (!first || !last) return wide;
    if (missing % 2 === 0) wide.unshift(toTimeBin(shiftBin(first.start, unit, -1), unit));
    else wide.push(toTimeBin(shiftBin(last.start, unit, 1), unit));
  }
  return wide;
}

/** Indices [from, to) of the bins that touch the days `from`..`to`; open ends reach the row's ends. */
export function brushedBins(
  row: readonly TimeBin[],
  from: string | null,
  to: string | null,
): [number, number] {
  const first = from === null ? 0 : row.findIndex((bin) => bin.end >= from);
  const after = to === null ? row.length : row.findIndex((bin) => bin.start > to);
  const start = first < 0 ? row.length : first;
  return [start, Math.max(start, after < 0 ? row.length : after)];
}
