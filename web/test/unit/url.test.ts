import { describe, expect, it } from 'vitest';
import {
  EMPTY_FILTER,
  type Filter,
  fromParameters,
  KNOWN_VALUES,
  LIST_PARAMETERS,
  parseBox,
  parseDatetime,
  toParameters,
} from '../../src/state/filter';
import { type Address, EMPTY_ADDRESS, fromFragment, toFragment } from '../../src/state/url';

/** A fixed sequence of numbers in [0, 1), so that a failure can be repeated. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

const WORDS = [
  'Battles',
  'Explosions/Remote violence',
  'صلاح الدين',
  'a & b',
  'x=1',
  'Salah al-Din',
  '50%',
  '#?',
];

function randomFilter(random: () => number): Filter {
  const pick = () => WORDS[Math.floor(random() * WORDS.length)] as string;
  const some = (of: readonly string[]) => {
    const one = () => of[Math.floor(random() * of.length)] as string;
    return [...new Set(Array.from({ length: Math.floor(random() * 3) }, one))];
  };
  const degree = (limit: number) => Number(((random() * 2 - 1) * limit).toFixed(4));
  const south = degree(80);
  const day = () =>
    `20${10 + Math.floor(random() * 9)}-0${1 + Math.floor(random() * 8)}-1${Math.floor(random() * 9)}`;
  const [from, to] = [day(), day()].sort() as [string, string];
  const lists = Object.fromEntries(LIST_PARAMETERS.map((name) => [name, some(KNOWN_VALUES[name] ?? WORDS)]));
  return {
    ...EMPTY_FILTER,
    ...lists,
    bbox:
      random() < 0.5 ? null : [degree(180), south, degree(180), Number((south + random() * 5).toFixed(4))],
    from: random() < 0.5 ? null : from,
    to: random() < 0.5 ? null : to,
    actor: random() < 0.5 ? null : pick(),
  };
}

describe('the address of the page', () => {
  it('gives back any filter it was made from', () => {
    const random = sequence(7);
    for (let run = 0; run < 500; run++) {
      const address: Address = {
        ...EMPTY_ADDRESS,
        filter: randomFilter(random),
        selected: run % 2 ? 'id & ü' : null,
      };
      expect(fromFragment(toFragment(address))).toEqual({ address, unread: [] });
    }
  });

  it('names values that the service would refuse and keeps the rest', () => {
    const { filter, unread } = fromParameters(new URLSearchParams('event_type=Foo,Battles&status=maybe'));
    expect(filter.event_type).toEqual(['Battles']);
    expect(unread).toEqual(['event_type=Foo', 'status=maybe']);
  });

  it('is readable and sorted', () => {
    const filter = {
      ...EMPTY_FILTER,
      bbox: [42.5, 34, 45, 36] as const,
      from: '2019-07-01',
      event_type: ['Battles'],
    };
    const view = { zoom: 7, lat: 35.2, lon: 43.9 };
    const fragment = toFragment({
      ...EMPTY_ADDRESS,
      view,
      filter,
      selected: 'e1',
      language: 'ar',
      theme: 'light',
    });
    expect(fragment).toBe(
      '#7/35.2000/43.9000?bbox=42.5,34,45,36&datetime=2019-07-01/..&event_type=Battles&lang=ar&sel=e1',
    );
  });

  it('opens a report without a view', () => {
    expect(fromFragment('#report=r%201').address.report).toBe('r 1');
  });

  it('names what it cannot read instead of dropping it silently', () => {
    const { address, unread } = fromFragment('#7/95/43?bbox=1,2,3&datetime=2019-13-01');
    expect(address.filter).toEqual(EMPTY_FILTER);
    expect(unread).toEqual(['datetime=2019-13-01', 'bbox=1,2,3', '7/95/43']);
  });
});

describe('filter parameters', () => {
  it('leave out what is not restricted', () => {
    expect(toParameters(EMPTY_FILTER)).toEqual([]);
  });

  it('accept boxes over the antimeridian and refuse everything else that is not a box', () => {
    expect(parseBox('170,-10,-170,10')).toEqual([170, -10, -170, 10]);
    for (const wrong of [
      '',
      '1,2,3',
      '1,2,3,4,5',
      '1,5,3,4',
      '181,0,1,1',
      '0,-91,1,1',
      'a,b,c,d',
      ',,,',
      '1,2,3,NaN',
    ]) {
      expect(parseBox(wrong), wrong).toBeNull();
    }
  });

  it('accept days and open spans and refuse reversed ones', () => {
    expect(parseDatetime('2019-07-01')).toEqual({ from: '2019-07-01', to: '2019-07-01' });
    expect(parseDatetime('../2019-07-01')).toEqual({ from: null, to: '2019-07-01' });
    for (const wrong of ['..', '../..', '2019-02-30', '2019-07-02/2019-07-01', 'a/b', '2019-07-01/..//']) {
      expect(parseDatetime(wrong), wrong).toBeNull();
    }
  });

  it('read comma lists as any of', () => {
    expect(fromParameters(new URLSearchParams('status=proposed,confirmed')).filter.status).toEqual([
      'proposed',
      'confirmed',
    ]);
  });
});
