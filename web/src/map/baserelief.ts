// Colours the relief: one look-up per pixel from hillshade and height to the theme's land colour.

import { type Address, fetchTile, TileCache } from './basetiles';
import { palettes, relief, type Theme } from './style';

type Colour = readonly [number, number, number];

/** A relief tile as stored: red is the hillshade, red less blue the height tint. */
const size = 256;
const grain = 3;

export function colourOf(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function mixed(from: Colour, to: Colour, share: number): Colour {
  const part = (index: 0 | 1 | 2) => from[index] + (to[index] - from[index]) * share;
  return [part(0), part(1), part(2)];
}

/** Share of the highland colour; the tint is finer for low land than the eye needs, so the curve bends back. */
function heightShare(tint: number): number {
  return (tint / relief.tint) ** 1.7;
}

/** Shading beyond the grain of the picture's compression, which would mottle level ground. */
function beyondGrain(shade: number): number {
  const difference = shade - relief.level;
  return Math.sign(difference) * Math.max(0, Math.abs(difference) - grain);
}

function landColour(theme: Theme, shade: number, tint: number): Colour {
  const palette = palettes[theme];
  const ground = mixed(colourOf(palette.land), colourOf(palette.high), heightShare(tint));
  const slope = beyondGrain(shade);
  if (slope < 0) {
    const depth = -slope / (relief.level - grain - relief.darkest);
    return mixed(ground, colourOf(palette.shadow), Math.min(1, depth) * palette.shadowStrength);
  }
  const glow = slope / (255 - grain - relief.level);
  return mixed(ground, colourOf(palette.glow), glow * palette.glowStrength);
}

/** Every land colour of a theme, indexed by hillshade then height tint; little-endian RGBA. */
function ramp(theme: Theme): Uint32Array {
  const steps = relief.tint + 1;
  const colours = new Uint32Array(256 * steps);
  for (let index = 0; index < colours.length; index++) {
    const [red, green, blue] = landColour(theme, Math.floor(index / steps), index % steps);
    colours[index] = ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  }
  return colours;
}

const ramps: Record<Theme, Uint32Array | null> = { light: null, dark: null };

function rampOf(theme: Theme): Uint32Array {
  const known = ramps[theme] ?? ramp(theme);
  ramps[theme] = known;
  return known;
}

function coloured(pixels: ImageData, theme: Theme): ImageData {
  const colours = rampOf(theme);
  const out = new Uint32Array(size * size);
  for (let index = 0; index < out.length; index++) {
    const shade = pixels.data[index * 4] ?? 0;
    const tint = Math.max(0, Math.min(relief.tint, shade - (pixels.data[index * 4 + 2] ?? 0)));
    out[index] = colours[shade * (relief.tint + 1) + tint] ?? 0;
  }
  return new ImageData(new Uint8ClampedArray(out.buffer), size, size);
}

function context(): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const drawing = canvas.getContext('2d', { willReadFrequently: true });
  if (!drawing) throw new Error('base map: expected a 2d canvas, found a browser without one');
  return drawing;
}

async function pixelsOf(response: Response): Promise<ImageData> {
  const picture = await createImageBitmap(await response.blob(), { colorSpaceConversion: 'none' });
  const drawing = context();
  drawing.drawImage(picture, 0, 0);
  picture.close();
  return drawing.getImageData(0, 0, size, size);
}

/** Relief tiles in a theme's colours; null where the server has none. */
export function reliefTiles(template: string, theme: Theme): TileCache<HTMLCanvasElement | null> {
  const load = async (address: Address): Promise<HTMLCanvasElement | null> => {
    const response = await fetchTile(template, address);
    if (!response) return null;
    const drawing = context();
    drawing.putImageData(coloured(await pixelsOf(response), theme), 0, 0);
    return drawing.canvas;
  };
  return new TileCache(load, 120);
}
