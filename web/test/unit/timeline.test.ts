import { describe, expect, it } from 'vitest';
import { isArabic, occurrences, toSegments } from '../../src/state/segments';
import { addDays, binStart, brushedBins, fillBins, shiftBin, suitableUnit } from '../../src/state/timeline';
import { requestBox } from '../../src/state/window';
import { dragged } from '../../src/ui/timeline/Brush';

describe('time bins', () => {
  it('start where calendars start them', () => {
    expect(binStart('2019-10-19', 'week')).toBe('2019-10-14');
    expect(binStart('2019-10-19', 'month')).toBe('2019-10-01');
    expect(shiftBin('2019-12-01', 'month', 1)).toBe('2020-01-01');
    expect(addDays('2020-02-28', 2)).toBe('2020-03-01');
  });

  it('have no gaps and keep the counts', () => {
    const row = fillBins(
      [
        { key: '2019-07', start: '2019-07-01', end: '2019-07-31', count: 4, types: { Battles: 4 } },
        { key: '2019-10', start: '2019-10-01', end: '2019-10-31', count: 1, types: { Riots: 1 } },
      ],
      'month',
      0,
    );
    expect(row.map(({ start, count }) => [start, count])).toEqual([
      ['2019-07-01', 4],
      ['2019-08-01', 0],
      ['2019-09-01', 0],
      ['2019-10-01', 1],
    ]);
    expect(row[1]?.end).toBe('2019-08-31');
  });

  it('are widened evenly when there are few', () => {
    const row = fillBins([{ key: '2019', start: '2019-01-01', end: '2019-12-31', count: 1 }], 'year', 5);
    expect(row.map(({ start }) => start.slice(0, 4))).toEqual(['2017', '2018', '2019', '2020', '2021']);
  });

  it('choose a unit by the span', () => {
    expect(suitableUnit('2019-01-01', '2019-02-01')).toBe('day');
    expect(suitableUnit('2019-01-01', '2019-09-01')).toBe('week');
    expect(suitableUnit('2014-01-01', '2019-09-01')).toBe('month');
    expect(suitableUnit('1990-01-01', '2019-09-01')).toBe('year');
  });

  it('know which of them a date filter touches', () => {
    const row = fillBins([{ key: '2019-03', start: '2019-03-01', count: 1 }], 'month', 4);
    const starts = row.map(({ start }) => start);
    expect(starts).toEqual(['2019-02-01', '2019-03-01', '2019-04-01', '2019-05-01']);
    expect(brushedBins(row, '2019-03-15', '2019-04-02')).toEqual([1, 3]);
    expect(brushedBins(row, null, null)).toEqual([0, 4]);
    expect(brushedBins(row, '2030-01-01', null)).toEqual([4, 4]);
  });
});

describe('the brush', () => {
  it('never becomes empty and never leaves the row', () => {
    expect(dragged({ grip: 'start', from: 2, start: 2, end: 5 }, 9, 10)).toEqual([4, 5]);
    expect(dragged({ grip: 'end', from: 5, start: 2, end: 5 }, -3, 10)).toEqual([2, 3]);
    expect(dragged({ grip: 'middle', from: 3, start: 2, end: 5 }, 30, 10)).toEqual([7, 10]);
    expect(dragged({ grip: 'new', from: 6, start: 0, end: 10 }, 6, 10)).toEqual([6, 7]);
    expect(dragged({ grip: 'new', from: 6, start: 0, end: 10 }, 2, 10)).toEqual([2, 6]);
  });
});

describe('the box that is asked for', () => {
  it('covers the window and is cut to the filter', () => {
    const box = requestBox([43.1, 34.2, 45.3, 35.9], 7, null);
    expect(box && box[0] <= 43.1 && box[1] <= 34.2 && box[2] >= 45.3 && box[3] >= 35.9).toBe(true);
    expect(requestBox([43, 34, 45, 36], 7, [44, 35, 44.5, 35.5])).toEqual([44, 35, 44.5, 35.5]);
    expect(requestBox([43, 34, 45, 36], 7, [10, 35, 11, 36])).toBeNull();
    expect(requestBox([43, 34, 45, 36], 7, [170, -10, -170, 10])).toEqual([170, -10, -170, 10]);
  });
});

describe('segments of a text', () => {
  it('join to the text and count code points, not UTF-16 units', () => {
    const text = '😀 قرب كنعوص today';
    const segments = toSegments(text, [
      { start: 2, end: 5, kind: 'a' },
      { start: 4, end: 11, kind: 'b' },
    ]);
    expect(segments.map((segment) => segment.text).join('')).toBe(text);
    expect(segments.map((segment) => segment.spans.map(({ kind }) => kind).join(''))).toEqual([
      '',
      'a',
      'ab',
      'b',
      '',
    ]);
    expect(segments[1]?.text).toBe('قر');
  });

  it('find a name whatever its case', () => {
    expect(occurrences('At KANOUS and Kanous', 'Kanous', 'p').map(({ start }) => start)).toEqual([3, 14]);
    expect(occurrences('text', '', 'p')).toEqual([]);
  });

  it('tell Arabic by its first letter', () => {
    expect(isArabic('19 تشرين')).toBe(true);
    expect(isArabic('Kanous كنعوص')).toBe(false);
  });
});
