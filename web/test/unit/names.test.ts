import { beforeEach, describe, expect, it } from 'vitest';
import { setCurrentLanguage } from '../../src/i18n';
import { actorName, placeName } from '../../src/i18n/places';
import { formatRelation, parseRelation } from '../../src/i18n/relations';
import { formatTitle, formatToll } from '../../src/i18n/titles';
import { askedBy, names } from '../../src/state/names';
import type { EventProperties } from '../../src/state/types';

/** Without the invisible marks that isolate directions. */
const withoutMarks = (text: string | null) => text?.replace(/[\u2068\u2069]/g, '');
const made = (place_name: string) => ({ place_name, place_id: null, admin1: 'Kirkuk', country: 'IQ' });

beforeEach(() => {
  setCurrentLanguage('en');
  const known = { Kirkuk: 'كركوك', Tikrit: 'تكريت', Khanaqin: 'خانقين', Tigris: 'دجلة' };
  const entries = Object.entries(known).map(([english, arabic]) => [`ar IQ ${english}`, arabic]);
  names.set({ known: { ...Object.fromEntries(entries), 'ar  sitmap:x': 'جزيرة كنعوص' } });
});

/** What the service says, and the same in Arabic. */
const RELATIONS = [
  ['15 km south-west of Kirkuk', '١٥ كم جنوب غرب كركوك'],
  ['1.5 km north of Tikrit', '١٫٥ كم شمال تكريت'],
  ['97 km south-south-west of Kirkuk', '٩٧ كم جنوب جنوب غرب كركوك'],
  ['within 50 km of Kirkuk', 'ضمن ٥٠ كم من كركوك'],
  ['south of Kirkuk', 'جنوب كركوك'],
  ['north part of Kirkuk', 'الجزء الشمالي من كركوك'],
  ['centre of Kirkuk', 'وسط كركوك'],
  ['near Kirkuk', 'قرب كركوك'],
  ['between Kirkuk and Tikrit', 'بين كركوك وتكريت'],
  ['between Kirkuk, Tikrit and Khanaqin', 'بين كركوك وتكريت وخانقين'],
  ['triangle of Kirkuk, Tikrit and Khanaqin', 'المثلث بين كركوك وتكريت وخانقين'],
  ['road from Kirkuk to Tikrit', 'الطريق من كركوك إلى تكريت'],
  ['somewhere in Kirkuk', 'في مكان ما في كركوك'],
  ['somewhere around Kirkuk', 'في مكان ما حول كركوك'],
  ['outskirts of Kirkuk', 'أطراف كركوك'],
  ['north outskirts of Kirkuk', 'شمال أطراف كركوك'],
  ['Tigris near Tikrit', 'دجلة قرب تكريت'],
] as const;

describe('a place that is made of others', () => {
  it.each(RELATIONS)('%s reads, and is written again as it was', (english) => {
    const relation = parseRelation(english);
    expect(relation).not.toBeNull();
    if (!relation) return;
    const written = formatRelation(
      relation,
      (name) => name,
      (km) => `${km} km`,
    );
    expect(withoutMarks(written)).toBe(english);
  });

  it.each(RELATIONS)('%s is said in Arabic', (english, arabic) => {
    setCurrentLanguage('ar');
    expect(withoutMarks(placeName(made(english)))).toBe(arabic);
  });

  it('stays in English where a name is not known, and where its words are not', () => {
    setCurrentLanguage('ar');
    expect(withoutMarks(placeName(made('near Atlantis')))).toBe('قرب Atlantis');
    expect(placeName(made('Republic of Kirkuk'))).toBe('Republic of Kirkuk');
  });
});

describe('names', () => {
  it('are asked for by id, or for a made place by its parts', () => {
    expect(askedBy({ ...made('between Kirkuk and Tikrit'), admin1: null })).toEqual(['Kirkuk', 'Tikrit']);
    expect(askedBy({ ...made('Kanous Island'), place_id: 'sitmap:x' })).toEqual(['sitmap:x', 'Kirkuk']);
    expect(askedBy({ ...made('a village'), admin1: null })).toEqual([]);
  });

  it('make a title in the order of each language', () => {
    const event = {
      event_type: 'Battles',
      sub_event_type: 'Armed clash',
      place_name: 'Kanous Island',
      place_id: 'sitmap:x',
      country: 'IQ',
    };
    expect(withoutMarks(formatTitle(event))).toBe('Kanous Island: Armed clash');
    expect(formatTitle({ ...event, sub_event_type: 'Other', place_name: null })).toBe('Battles');
    setCurrentLanguage('ar');
    expect(withoutMarks(formatTitle(event))).toBe('اشتباك مسلح: جزيرة كنعوص');
    expect(actorName('Islamic State')).toBe('تنظيم الدولة الإسلامية');
    expect(actorName('a band of men')).toBe('a band of men');
  });

  it('leave words of another script out of a list', () => {
    const counts = [{ kind: 'burned', of: 'huts', min: 4, max: 4, text: null }];
    const event = { fatalities_low: null, fatalities_high: null, counts } as unknown as EventProperties;
    expect(withoutMarks(formatToll(event))).toBe('4 burned: huts');
    expect(formatToll({ ...event, fatalities_low: 2 })).toBe('at least 2 killed');
    setCurrentLanguage('ar');
    expect(formatToll(event)).toBe('حرق: ٤');
  });
});
