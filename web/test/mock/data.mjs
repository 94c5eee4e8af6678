// Made-up events for developing and testing the page: all nine precisions, lines, areas, crowded spots,
// unplaced and undated ones. Nothing here is news.

const circle = null;
const hamrin = {
  type: 'LineString',
  coordinates: [
    [43.55, 34.98],
    [43.86, 34.79],
    [44.15, 34.62],
    [44.42, 34.47],
    [44.68, 34.28],
    [44.93, 34.12],
  ],
};
const anbar = {
  type: 'Polygon',
  coordinates: [
    [
      [39.2, 32.15],
      [38.79, 33.37],
      [41, 34.42],
      [41.24, 34.6],
      [42.2, 34.55],
      [42.9, 34.0],
      [43.9, 33.5],
      [43.95, 32.95],
      [43.4, 32.6],
      [42.1, 31.1],
      [40.4, 31.95],
      [39.2, 32.15],
    ],
  ],
};

let serial = 0;
function event(given) {
  serial += 1;
  const id = `00000000-0000-4000-8000-${String(serial).padStart(12, '0')}`;
  return {
    id,
    sub_event_type: null,
    mode: 'present',
    date_start: null,
    date_end: null,
    date_precision: 'unknown',
    date_text: null,
    admin1: null,
    admin2: null,
    country: 'IQ',
    radius_m: null,
    actors: [],
    fatalities_low: null,
    fatalities_best: null,
    fatalities_high: null,
    counts: [],
    summary: null,
    source: 'Example reports',
    source_url: null,
    published_at: null,
    dataset: 'examples',
    license: 'CC0-1.0',
    status: 'proposed',
    confidence: 0.72,
    incident_id: null,
    attribution: null,
    extent: circle,
    position: null,
    ...given,
    place_id: given.place_id ?? (given.is_made ? null : `mock:${given.place_name}`),
  };
}

function day(date) {
  return { date_start: date, date_end: date, date_precision: 'day', date_text: date };
}

const kanousText =
  'Units of the federal police crossed to Kanous Island at dawn and searched the reed beds. Four men were held and at least ten dugouts burned.';

const HAND_MADE = [
  event({
    title: 'Government regains territory: Kanous Island',
    event_type: 'Battles',
    sub_event_type: 'Government regains territory',
    date_precision: 'day_without_year',
    date_text: '--10-19',
    place_name: 'Kanous Island',
    admin1: 'Salah al-Din',
    location_precision: 'settlement',
    radius_m: 4000,
    position: [43.274, 35.673],
    actors: [
      { name: 'Federal Police', side: 'A' },
      { name: 'Islamic State', side: 'B' },
    ],
    counts: [
      { kind: 'arrested', of: 'men', min: 4, max: 4, text: 'Four men' },
      { kind: 'burned', of: 'dugouts', min: 10, max: null, text: 'at least ten dugouts' },
      { kind: 'killed', of: 'fighters', min: 2, max: null, text: 'several', shared: true },
    ],
    evidence_text: kanousText,
    confidence: 0.86,
    resolution: {
      mention: 'Kanous Island',
      place: {
        id: 'sitmap:kanous-island',
        name: 'Kanous Island',
        names: [
          { lang: 'en', text: 'Kanous Island' },
          { lang: 'en', text: 'Jazirat Kanus' },
          { lang: 'en', text: 'Qanus' },
          { lang: 'ar', text: 'جزيرة كنعوص' },
        ],
        lon: 43.274,
        lat: 35.673,
        radius_km: 4,
        kind: 'area',
        country: 'IQ',
        admin1: 'Salah al-Din',
        source: 'curated',
        confidence: 'high',
      },
      relation: null,
      score: 0.93,
      reasons: [
        { why: 'name_letters', text: 'the name is spelled exactly so', weight: 2.6 },
        { why: 'inside_named_unit', text: 'inside Salah al-Din, named in the sentence', weight: 1.3 },
        { why: 'near_sibling', text: '22 km from Sharqat, named nearby', weight: 0.5 },
        { why: 'low_source_confidence', text: 'position read from a sketch map', weight: -0.3 },
      ],
      candidates: [
        {
          id: 'x:1',
          name: 'Kanaan',
          lon: 44.86,
          lat: 33.7,
          radius_km: 5,
          kind: 'point',
          country: 'IQ',
          admin1: 'Diyala',
          score: 0.05,
          distance_km: 262.3,
          reasons: [
            { why: 'name_two_edits', text: 'the name differs by two letters', weight: -1 },
            { why: 'outside_named_units', text: 'outside Salah al-Din, named in the sentence', weight: -2.2 },
          ],
        },
        {
          id: 'x:2',
          name: 'Qanus',
          lon: 36.8,
          lat: 34.6,
          radius_km: 3,
          kind: 'point',
          country: 'SY',
          admin1: 'Homs',
          score: 0.02,
          distance_km: 601,
          reasons: [
            { why: 'other_country_than_report', text: 'in Syria; the report is about Iraq', weight: -0.8 },
          ],
        },
      ],
    },
  }),
  event({
    title: 'Armed clash: Mutaibija',
    event_type: 'Battles',
    sub_event_type: 'Armed clash',
    ...day('2019-10-14'),
    place_name: 'Mutaibija',
    admin1: 'Salah al-Din',
    location_precision: 'vicinity',
    radius_m: 12000,
    position: [44.42, 34.27],
    actors: [{ name: 'Popular Mobilization', side: 'A' }],
    confidence: 0.78,
  }),
  event({
    title: 'Sweep along the Hamrin range',
    event_type: 'Strategic developments',
    sub_event_type: 'Disrupted weapons use',
    date_start: '2019-07-07',
    date_end: '2019-07-11',
    date_precision: 'range',
    place_name: 'Hamrin',
    location_precision: 'line',
    radius_m: 45000,
    position: [44.3, 34.54],
    extent: hamrin,
    confidence: 0.66,
  }),
  event({
    title: 'Armed clash: Wadi Zghetoon',
    event_type: 'Battles',
    sub_event_type: 'Armed clash',
    date_start: '2019-08-01',
    date_end: '2019-08-31',
    date_precision: 'month',
    place_name: 'Wadi Zghetoon',
    admin1: 'Kirkuk',
    location_precision: 'area',
    radius_m: 18000,
    position: [44.1, 35.02],
    confidence: 0.58,
  }),
  event({
    title: 'Campaign in the western desert',
    event_type: 'Strategic developments',
    sub_event_type: 'Other',
    date_start: '2019-07-01',
    date_end: '2019-12-31',
    date_precision: 'year',
    place_name: 'Anbar',
    admin1: 'Anbar',
    location_precision: 'province',
    radius_m: 190000,
    position: [41.3, 33.2],
    extent: anbar,
    confidence: 0.44,
  }),
  event({
    title: 'Arrests: Anbar',
    event_type: 'Strategic developments',
    sub_event_type: 'Arrests',
    ...day('2019-11-02'),
    place_name: 'Anbar',
    admin1: 'Anbar',
    location_precision: 'province',
    radius_m: 190000,
    position: [41.3, 33.2],
    extent: anbar,
    confidence: 0.5,
  }),
  event({
    title: 'Roadside bomb: Daquq',
    event_type: 'Explosions/Remote violence',
    sub_event_type: 'Remote explosive/landmine/IED',
    ...day('2019-09-23'),
    place_name: 'Daquq',
    admin1: 'Kirkuk',
    location_precision: 'settlement',
    radius_m: 6000,
    position: [44.45, 35.14],
    fatalities_low: 2,
    fatalities_best: 3,
    fatalities_high: 4,
    status: 'confirmed',
    confidence: 0.95,
  }),
  event({
    title: 'Air strike: 15 km south of Kirkuk',
    event_type: 'Explosions/Remote violence',
    sub_event_type: 'Air/drone strike',
    date_start: '2019-09-09',
    date_end: '2019-09-15',
    date_precision: 'week',
    place_name: '15 km south of Kirkuk',
    is_made: true,
    admin1: 'Nineveh',
    location_precision: 'vicinity',
    radius_m: 9000,
    position: [43.58, 35.62],
    confidence: 0.7,
  }),
  event({
    title: 'Abduction: Tarmiyah',
    event_type: 'Violence against civilians',
    sub_event_type: 'Abduction/forced disappearance',
    ...day('2019-06-18'),
    place_name: 'Tarmiyah',
    admin1: 'Baghdad',
    location_precision: 'settlement',
    radius_m: 3000,
    position: [44.39, 33.67],
    status: 'disputed',
    confidence: 0.61,
  }),
  event({
    title: 'Protest: Tahrir Square, Baghdad',
    event_type: 'Protests',
    sub_event_type: 'Peaceful protest',
    ...day('2019-10-25'),
    place_name: 'Tahrir Square',
    admin1: 'Baghdad',
    location_precision: 'exact',
    radius_m: 300,
    position: [44.408, 33.328],
    status: 'confirmed',
    confidence: 0.97,
  }),
  event({
    title: 'Mob violence: Baghdad',
    event_type: 'Riots',
    sub_event_type: 'Mob violence',
    ...day('2019-12-12'),
    place_name: 'Tahrir Square',
    admin1: 'Baghdad',
    location_precision: 'exact',
    radius_m: 300,
    position: [44.408, 33.328],
    status: 'rejected',
    confidence: 0.31,
  }),
  event({
    title: 'Shelling: Khan Shaykhun district',
    event_type: 'Explosions/Remote violence',
    sub_event_type: 'Shelling/artillery/missile attack',
    ...day('2019-08-17'),
    place_name: 'Maarat al-Numan district',
    admin1: 'Idlib',
    country: 'SY',
    location_precision: 'district',
    radius_m: 25000,
    position: [36.65, 35.55],
    confidence: 0.64,
  }),
  event({
    title: 'قصف على كوباني',
    event_type: 'Explosions/Remote violence',
    sub_event_type: 'Air/drone strike',
    ...day('2019-10-09'),
    place_name: 'كوباني',
    admin1: 'Aleppo',
    country: 'SY',
    location_precision: 'settlement',
    radius_m: 5000,
    position: [38.35, 36.89],
    evidence_text: 'قصفت طائرات أطراف كوباني بعد الظهر وأصيب ثلاثة أشخاص.',
    confidence: 0.8,
  }),
  event({
    title: 'Attack: Euphrates valley, Syria',
    event_type: null,
    ...day('2019-05-30'),
    place_name: 'Syria',
    country: 'SY',
    location_precision: 'country',
    radius_m: 260000,
    position: [38.6, 34.9],
    confidence: 0.35,
  }),
  ...['2019-10-02', '2019-10-03', '2019-10-04', '2019-11-20', '2019-11-21'].map((date, index) =>
    event({
      title: `Incident ${index + 1} at Hawija`,
      event_type: index % 2 ? 'Battles' : 'Violence against civilians',
      sub_event_type: index % 2 ? 'Armed clash' : 'Attack',
      ...day(date),
      place_name: 'Hawija',
      admin1: 'Kirkuk',
      location_precision: 'settlement',
      radius_m: 5000,
      position: [43.77, 35.33],
    }),
  ),
];

const UNPLACED = [
  event({
    title: 'Seizure of weapons: Kuweis',
    event_type: 'Strategic developments',
    sub_event_type: 'Disrupted weapons use',
    ...day('2019-08-20'),
    place_name: 'Kuweis',
    location_precision: 'unknown',
    confidence: 0.3,
    resolution: { mention: 'Kuweis', place: null, relation: null, score: null, reasons: [], candidates: [] },
  }),
  event({
    title: 'Armed clash: al-Miskar',
    event_type: 'Battles',
    sub_event_type: 'Armed clash',
    date_text: 'recently',
    place_name: 'al-Miskar',
    location_precision: 'unknown',
    confidence: 0.28,
  }),
];

/** Many more events around the hand-made ones, from a fixed sequence, so that every run sees the same. */
function invented(count) {
  let state = 42;
  const random = () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
  const types = [
    'Battles',
    'Explosions/Remote violence',
    'Violence against civilians',
    'Protests',
    'Riots',
    'Strategic developments',
  ];
  return Array.from({ length: count }, (_, index) => {
    const month = 1 + Math.floor(random() * 12);
    const date = `${2013 + Math.floor(random() * 9)}-${String(month).padStart(2, '0')}-${String(1 + Math.floor(random() * 28)).padStart(2, '0')}`;
    const spread = random() < 0.7 ? 0.6 : 3;
    return event({
      title: `Invented event ${index + 1}`,
      event_type: types[Math.floor(random() * types.length)],
      ...day(date),
      place_name: `Place ${index % 997}`,
      location_precision: random() < 0.8 ? 'settlement' : 'province',
      radius_m: 5000,
      position: [43.2 + (random() - 0.5) * 2 * spread, 34.9 + (random() - 0.5) * 2 * spread],
    });
  });
}

const REPORT_HEAD = 'SALAH AL-DIN (example) —\n\n';
const REPORT_TAIL =
  '\n\nThe search was part of a wider sweep between Sharqat and Makhmur that began a week earlier. An officer said the river bank had been used to hide supplies.';

/** The one report of the mock, with offsets in code points. */
export function makeReport(events) {
  const text = REPORT_HEAD + kanousText + REPORT_TAIL;
  const at = (part) => {
    const start = text.indexOf(part);
    return { start, end: start + part.length };
  };
  const kanous = events.find((item) => item.place_name === 'Kanous Island');
  return {
    id: 'report-1',
    title: 'Police search the reed beds of Kanous Island',
    text,
    publisher: 'Example reports',
    url: null,
    published_at: '2019-10-21',
    country: 'IQ',
    version: 1,
    mentions: ['Kanous Island', 'Sharqat', 'Makhmur', 'SALAH AL-DIN'].map((name) => ({
      ...at(name),
      text: name,
      role: name === 'Kanous Island' ? 'event' : 'containing',
      score: 0.9,
      place: { id: name, name },
      candidates: [],
    })),
    events: kanous
      ? [
          {
            id: kanous.id,
            title: kanous.title,
            place_name: kanous.place_name,
            place_id: kanous.place_id,
            country: kanous.country,
            mode: 'present',
            event_type: 'Battles',
            sub_event_type: null,
            evidence: [at(kanousText)],
          },
        ]
      : [],
  };
}

function complete(item) {
  const text =
    item.evidence_text ?? `A short made-up sentence says that something happened at ${item.place_name}.`;
  const { evidence_text: _, ...rest } = item;
  const evidence = [
    { report_id: 'report-1', start: REPORT_HEAD.length, end: REPORT_HEAD.length + text.length, text },
  ];
  return { ...rest, evidence, published_at: '2019-10-21' };
}

/** The data set: `more` invented events beside the hand-made ones; none at all with -1. */
export function makeData(more = 0) {
  if (more < 0) return { events: [], unplaced: [] };
  return { events: [...HAND_MADE, ...invented(more)].map(complete), unplaced: UNPLACED.map(complete) };
}
