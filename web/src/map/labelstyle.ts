// How each kind of name looks and when it shows: size, weight, spacing, colour, first and last zoom.

import type { Label } from './basetiles';
import { at, type Language, type Palette, type Stops, worldZoom } from './style';

const family = '"Noto Sans", "Noto Sans Arabic", system-ui, sans-serif';

export interface LabelStyle {
  font: string;
  size: number;
  /** Pixels between letters; always 0 for Arabic, whose letters join. */
  spacing: number;
  capitals: boolean;
  colour: string;
  /** Smaller comes first and wins a collision. */
  priority: number;
  /** Radius of the dot in pixels, 0 for a name without one. */
  dot: number;
  alpha: number;
}

const firstZoomOfRank = 3;
const provinceLastZoom = 10;
const countryLastZoom = 7;

function firstZoom(label: Label): number {
  if (label.kind === 'place') return firstZoomOfRank + label.rank;
  if (label.kind === 'province') return label.rank === 1 ? 6 : 8;
  return label.rank;
}

function lastZoom(label: Label): number {
  if (label.kind === 'province') return provinceLastZoom;
  return label.kind === 'country' ? countryLastZoom : label.lastZoom;
}

/** Whether a name belongs on the map at this zoom. */
export function shows(label: Label, zoom: number): boolean {
  return zoom >= firstZoom(label) && zoom <= lastZoom(label);
}

/** The name in the language, or the Latin name where there is no Arabic one. */
export function nameOf(label: Label, language: Language): string {
  return (language === 'ar' && label.nameArabic) || label.name;
}

export function isArabic(name: string): boolean {
  return /[\u0600-\u06ff]/.test(name);
}

const placeSize: Readonly<Record<number, Stops>> = {
  1: [
    [4, 12],
    [7, 15.5],
    [10, 19],
  ],
  2: [
    [5, 11.5],
    [7, 14],
    [10, 18],
  ],
  3: [
    [6, 11.5],
    [8, 13.5],
    [10, 16],
  ],
  4: [
    [7, 11],
    [9, 13],
    [11, 15],
  ],
  5: [
    [8, 11],
    [10, 12.5],
    [12, 14],
  ],
  6: [
    [9, 10.5],
    [12, 12.5],
  ],
};
const smallestPlace: Stops = [
  [10, 10.5],
  [13, 12],
];

function placeStyle(
  label: Label,
  zoom: number,
  palette: Palette,
): Omit<LabelStyle, 'font'> & { weight: string } {
  const great = label.rank <= 2;
  return {
    weight: label.capital || great ? '600' : '400',
    size: at(placeSize[Math.max(1, label.rank)] ?? smallestPlace, zoom),
    spacing: 0,
    capitals: false,
    colour: label.rank <= 3 ? palette.placeText : palette.townText,
    priority: label.rank <= 1 ? (label.rank - 1) * 2 : label.rank * 10,
    dot: label.capital ? 3.2 : great ? 2.8 : label.rank <= 4 ? 2.2 : 1.7,
    alpha: 1,
  };
}

function provinceStyle(
  label: Label,
  zoom: number,
  palette: Palette,
): Omit<LabelStyle, 'font'> & { weight: string } {
  const size =
    at(
      [
        [6, 9],
        [8, 11],
        [10, 13],
      ],
      zoom,
    ) - (label.rank === 1 ? 0 : 1);
  const spacing = at(
    [
      [6, 1.2],
      [10, 3],
    ],
    zoom,
  );
  const priority = label.rank === 1 ? 34 : 48;
  return {
    weight: '400',
    size,
    spacing,
    capitals: true,
    colour: palette.provinceText,
    priority,
    dot: 0,
    alpha: 0.95,
  };
}

function countryStyle(
  label: Label,
  zoom: number,
  palette: Palette,
): Omit<LabelStyle, 'font'> & { weight: string } {
  const size =
    at(
      [
        [2, 9.5],
        [4, 12],
        [7, 19],
      ],
      zoom,
    ) -
    Math.max(0, label.rank - 3) * 0.7;
  const spacing = at(
    [
      [2, 1],
      [5, 3],
      [7, 7],
    ],
    zoom,
  );
  return {
    weight: '600',
    size,
    spacing,
    capitals: true,
    colour: palette.countryText,
    priority: zoom <= worldZoom ? -1 : 5,
    dot: 0,
    alpha: 0.8,
  };
}

const waters: Readonly<Record<string, number>> = { sea: 8, lake: 33, river: 36 };

function featureStyle(
  label: Label,
  zoom: number,
  palette: Palette,
): Omit<LabelStyle, 'font'> & { weight: string } {
  const water = waters[label.feature];
  const wide = label.feature !== 'lake' && label.feature !== 'river';
  return {
    weight: 'italic 400',
    size:
      at(
        [
          [3, 10.5],
          [6, 12],
          [9, 13.5],
        ],
        zoom,
      ) - (wide ? 0 : 1.5),
    spacing: wide
      ? at(
          [
            [3, 1],
            [8, 2.5],
          ],
          zoom,
        )
      : 0.3,
    capitals: false,
    colour: water === undefined ? palette.landformText : palette.waterText,
    priority: water ?? 32,
    dot: 0,
    alpha: 1,
  };
}

const styles = { place: placeStyle, province: provinceStyle, country: countryStyle, feature: featureStyle };

/** The look of a name at a zoom. */
export function styleOf(label: Label, zoom: number, palette: Palette, language: Language): LabelStyle {
  const { weight, ...rest } = styles[label.kind](label, zoom, palette);
  const arabic = isArabic(nameOf(label, language));
  const size = arabic ? rest.size * 1.12 : rest.size;
  const spacing = arabic ? 0 : rest.spacing;
  const upright = arabic ? weight.replace('italic ', '') : weight;
  return {
    ...rest,
    size,
    spacing,
    capitals: rest.capitals && !arabic,
    font: `${upright} ${size}px ${family}`,
  };
}
