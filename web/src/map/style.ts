// The base map's drawing rules: what is drawn, from which zoom, how wide and in which colour.

export type Theme = 'light' | 'dark';
export type Language = 'en' | 'ar';

/** West, south, east, north in degrees. */
export type DegreeBox = readonly [number, number, number, number];

/** Deepest zoom of the vector tiles: the whole world, and inside `detailBox`. */
export const worldZoom = 5;
export const detailZoom = 9;
export const detailBox: DegreeBox = [33, 24, 54, 42];

const quadrant: DegreeBox = [0, 0, 90, 50];

/** Where each zoom of the relief exists; tools/basemap/check.sh holds it against the files. */
export const reliefBoxes: Readonly<Record<number, DegreeBox>> = {
  4: quadrant,
  5: quadrant,
  6: [22, 16, 65, 47],
  7: detailBox,
  8: detailBox,
};

/** Red of level ground in a relief tile, its darkest value, and the largest red-less-blue difference. */
export const relief = { level: 176, darkest: 100, tint: 96 };

export interface Palette {
  land: string;
  high: string;
  shadow: string;
  shadowStrength: number;
  glow: string;
  glowStrength: number;
  sea: string;
  shallow: string;
  coast: string;
  lake: string;
  shore: string;
  river: string;
  province: string;
  ribbon: string;
  border: string;
  halo: string;
  placeText: string;
  townText: string;
  provinceText: string;
  countryText: string;
  waterText: string;
  landformText: string;
}

export const palettes: Readonly<Record<Theme, Palette>> = {
  light: {
    land: '#f1eee4',
    high: '#e8d9bd',
    shadow: '#6e5a48',
    shadowStrength: 0.62,
    glow: '#fffdf8',
    glowStrength: 0.75,
    sea: '#c9dbe6',
    shallow: '#dbe8ef',
    coast: '#86a5b9',
    lake: '#c0d6e4',
    shore: '#8db0c6',
    river: '#7ba5c2',
    province: '#8f857f',
    ribbon: 'rgba(150, 108, 140, 0.20)',
    border: '#6b5c70',
    halo: '#f7f3ea',
    placeText: '#24221f',
    townText: '#45413b',
    provinceText: '#7d6f7c',
    countryText: '#6a5668',
    waterText: '#4a7898',
    landformText: '#7d6748',
  },
  dark: {
    land: '#171c21',
    high: '#1b2227',
    shadow: '#050708',
    shadowStrength: 0.85,
    glow: '#3d4a54',
    glowStrength: 0.75,
    sea: '#0e1820',
    shallow: '#12202a',
    coast: '#33505f',
    lake: '#12232f',
    shore: '#2b4a5d',
    river: '#2f5873',
    province: '#57616a',
    ribbon: 'rgba(150, 160, 190, 0.10)',
    border: '#8d96a0',
    halo: '#11161a',
    placeText: '#e9ecee',
    townText: '#bcc4ca',
    provinceText: '#8a949d',
    countryText: '#a9b0bb',
    waterText: '#6f9fbf',
    landformText: '#9b917f',
  },
};

/** Pairs of zoom and width in pixels, the zooms rising. */
export type Stops = readonly (readonly [number, number])[];

/** The width at a zoom, straight between stops and level outside them. */
export function at(stops: Stops, zoom: number): number {
  let before = stops[0] ?? [0, 0];
  for (const stop of stops) {
    if (zoom <= stop[0]) {
      const span = stop[0] - before[0];
      return span === 0 ? stop[1] : before[1] + ((stop[1] - before[1]) * (zoom - before[0])) / span;
    }
    before = stop;
  }
  return before[1];
}

/** The name of a path in a tile: its layer, and the one number that splits the layer. */
export type PathName =
  | 'land'
  | 'lakes'
  | 'coast'
  | 'rivers1'
  | 'rivers2'
  | 'rivers3'
  | 'admin1_1'
  | 'admin1_2'
  | 'borders0'
  | 'borders1';

export interface Stroke {
  path: PathName;
  colour: keyof Palette;
  width: Stops;
  dash?: readonly number[];
}

/** Lines over the land, the first lowest. */
export const lowerStrokes: readonly Stroke[] = [
  {
    path: 'rivers3',
    colour: 'river',
    width: [
      [4, 0.4],
      [7, 0.9],
      [10, 1.6],
      [13, 2.4],
    ],
  },
  {
    path: 'rivers2',
    colour: 'river',
    width: [
      [3, 0.4],
      [7, 1.3],
      [10, 2.4],
      [13, 3.4],
    ],
  },
  {
    path: 'rivers1',
    colour: 'river',
    width: [
      [3, 0.6],
      [7, 1.9],
      [10, 3.2],
      [13, 4.4],
    ],
  },
];

/** Lines over the lakes, the first lowest. A country line is a wide pale ribbon with a thin line on it. */
export const upperStrokes: readonly Stroke[] = [
  {
    path: 'lakes',
    colour: 'shore',
    width: [
      [4, 0.3],
      [7, 0.7],
      [11, 1.1],
    ],
  },
  {
    path: 'coast',
    colour: 'coast',
    width: [
      [0, 0.4],
      [5, 0.8],
      [9, 1.2],
    ],
  },
  {
    path: 'admin1_2',
    colour: 'province',
    width: [
      [6, 0.25],
      [8, 0.5],
      [11, 0.8],
    ],
    dash: [3, 3],
  },
  {
    path: 'admin1_1',
    colour: 'province',
    width: [
      [5, 0.5],
      [7, 0.8],
      [11, 1.2],
    ],
    dash: [5, 3],
  },
  {
    path: 'borders0',
    colour: 'ribbon',
    width: [
      [3, 2],
      [6, 7],
      [9, 10],
    ],
  },
  {
    path: 'borders1',
    colour: 'ribbon',
    width: [
      [3, 2],
      [6, 7],
      [9, 10],
    ],
  },
  {
    path: 'borders0',
    colour: 'border',
    width: [
      [0, 0.4],
      [5, 1],
      [9, 1.7],
    ],
  },
  {
    path: 'borders1',
    colour: 'border',
    width: [
      [0, 0.4],
      [5, 1],
      [9, 1.5],
    ],
    dash: [4, 4],
  },
];

/** Widths of the pale bands along the coast, on the water side; the last is the outermost. */
export const shallows: readonly Stops[] = [
  [
    [3, 2],
    [7, 7],
  ],
  [
    [3, 4],
    [7, 14],
  ],
];
