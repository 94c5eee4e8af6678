// Colours and shapes of event types. Each colour has at least 3:1 contrast on every base-map colour of its theme
// (a unit test holds that), and type is told by shape as well.
import type { Theme } from '../state/url';

export const TYPE_CLASSES = ['battle', 'explosion', 'civilians', 'protest', 'strategic', 'unknown'] as const;
export type TypeClass = (typeof TYPE_CLASSES)[number];

const CLASS_OF: Readonly<Record<string, TypeClass>> = {
  Battles: 'battle',
  'Explosions/Remote violence': 'explosion',
  'Violence against civilians': 'civilians',
  Protests: 'protest',
  Riots: 'protest',
  'Strategic developments': 'strategic',
};

export function typeClass(eventType: string | null): TypeClass {
  return CLASS_OF[eventType ?? ''] ?? 'unknown';
}

/** Land, high land, water and panel of each theme: what marks must stand out from. */
export const BASE_COLOURS: Record<Theme, readonly string[]> = {
  light: ['#f1eee4', '#e8d9bd', '#c9dbe6', '#fffdf8'],
  dark: ['#1b2227', '#0e1820', '#171c21'],
};

export const TYPE_COLOURS: Record<Theme, Readonly<Record<TypeClass, string>>> = {
  light: {
    battle: '#d64611',
    explosion: '#0c858a',
    civilians: '#ad29ff',
    protest: '#0a1158',
    strategic: '#52070d',
    unknown: '#5b6470',
  },
  dark: {
    battle: '#fdfd0e',
    explosion: '#7afed2',
    civilians: '#b301fe',
    protest: '#ea0405',
    strategic: '#19749a',
    unknown: '#a7b0ba',
  },
};

/** Inks of the canvas that are not type colours. */
export interface Inks {
  readonly surface: string;
  readonly text: string;
  readonly ring: string;
  readonly edge: string;
  readonly accent: string;
}

export const INKS: Record<Theme, Inks> = {
  light: {
    surface: '#fffdf8',
    text: '#1f2328',
    ring: '#ffffff',
    edge: 'rgba(31,35,40,.62)',
    accent: '#1d5a80',
  },
  dark: {
    surface: '#171c21',
    text: '#e8eaed',
    ring: '#0b0f12',
    edge: 'rgba(190,200,210,.6)',
    accent: '#8cc4ee',
  },
};

/** Outlines around the origin, about one unit in radius and equal in visual weight; used by canvas and SVG alike. */
export const SHAPES: Readonly<Record<TypeClass, string>> = {
  battle: 'M1 0A1 1 0 1 1 -1 0A1 1 0 1 1 1 0Z',
  explosion: 'M0 -1.16L1.16 .88L-1.16 .88Z',
  civilians: 'M-.9 -.9H.9V.9H-.9Z',
  protest: 'M0 -1.24L1.24 0L0 1.24L-1.24 0Z',
  strategic: 'M.56 -.97H-.56L-1.12 0L-.56 .97H.56L1.12 0Z',
  unknown: 'M1 0A1 1 0 1 1 -1 0A1 1 0 1 1 1 0Z',
};
