import { beforeEach, describe, expect, it } from 'vitest';
import { setCurrentLanguage, t } from '../../src/i18n';
import * as format from '../../src/i18n/format';

/** Without the invisible marks that isolate directions. */
const withoutMarks = (text: string) => text.replace(/[\u2068\u2069]/g, '');
const NO_DATE = { date_start: null, date_end: null, date_text: null };
beforeEach(() => setCurrentLanguage('en'));

describe('dates', () => {
  it('say no more than is known', () => {
    const day = { date_start: '2020-10-19', date_end: '2020-10-19', date_text: null };
    expect(format.formatDate({ ...day, date_precision: 'day' })).toBe('19 October 2020');
    expect(format.formatDate({ ...day, date_precision: 'month' })).toBe('October 2020');
    expect(format.formatDate({ ...day, date_precision: 'year' })).toBe('2020');
    expect(format.formatDate({ ...day, date_precision: 'week' })).toBe('Week of 19 October 2020');
    expect(format.formatDate({ ...NO_DATE, date_precision: 'unknown' })).toBe('Date unknown');
  });

  it('name a day without its year', () => {
    const event = { ...NO_DATE, date_precision: 'day_without_year', date_text: '--10-19' } as const;
    expect(format.formatDate(event)).toBe('19 October, year unknown');
    expect(format.formatDate({ ...event, date_text: '--02-29' })).toBe('29 February, year unknown');
    setCurrentLanguage('ar');
    expect(format.formatDate(event)).toBe('١٩ تشرين الأول، السنة غير معروفة');
  });

  it('write spans and open spans', () => {
    const range = {
      date_start: '2019-07-07',
      date_end: '2019-07-11',
      date_precision: 'range',
      date_text: null,
    } as const;
    // Releases of the locale data differ in the spaces around the dash.
    expect(format.formatDate(range).replace(/\s*–\s*/, '–')).toBe('7–11 July 2019');
    expect(format.formatDate({ ...range, date_end: null })).toBe('Since 7 July 2019');
    const until = { ...range, date_start: null };
    expect(format.formatDate(until)).toBe('Until 11 July 2019');
    expect(format.describeDatePrecision(until)).toBe('only the last possible day is known');
  });
});

describe('counts', () => {
  it('keep open ends open', () => {
    const burned = format.formatCount({ kind: 'burned', of: 'sites', min: 10, max: null, text: null });
    expect(withoutMarks(burned)).toBe('at least 10 burned: sites');
    expect(format.formatCount({ kind: 'killed', of: null, min: null, max: 40, text: null })).toBe(
      'at most 40 killed',
    );
    expect(format.formatInterval(2, 4)).toBe('2 to 4');
    expect(format.formatInterval(3, 3)).toBe('3');
    expect(format.formatInterval(null, null)).toBe('an unknown number');
  });

  it('use the plural forms of Arabic', () => {
    setCurrentLanguage('ar');
    const forms = [0, 1, 2, 3, 11, 100].map((n) => t('events.count', { n }));
    expect(forms).toEqual(['لا أحداث', 'حدث واحد', 'حدثان', '٣ أحداث', '١١ حدثًا', '١٠٠ حدث']);
  });
});

describe('place and confidence', () => {
  it('write distances no finer than they deserve', () => {
    expect(format.formatDistance(312)).toBe('310 m');
    expect(format.formatDistance(4000)).toBe('4 km');
    expect(format.formatDistance(12_340)).toBe('12 km');
  });

  it('do not put a radius on a province', () => {
    expect(format.formatPrecision({ location_precision: 'province', radius_m: 190_000 })).toBe(
      'somewhere in the province',
    );
    expect(format.formatPrecision({ location_precision: 'vicinity', radius_m: 8000 })).toBe('within 8 km');
  });

  it('always sign weights', () => {
    expect(format.formatWeight(1.3)).toBe('+1.3');
    expect(format.formatWeight(-2.25)).toBe('-2.25');
  });

  it('round positions to what the radius allows', () => {
    expect(format.formatPosition([43.27412, 35.67339], 300)).toBe('35.6734, 43.2741');
    expect(format.formatPosition([43.27412, 35.67339], 12_000)).toBe('35.67, 43.27');
  });

  it('know countries by name and leave other words alone', () => {
    expect(format.countryName('IQ')).toBe('Iraq');
    expect(format.countryName('Kurdistan')).toBe('Kurdistan');
  });
});
