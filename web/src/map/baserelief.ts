// Colours the relief: one look-up per pixel from hillshade and height to the theme's land colour.

import { type Address, fetchTile, reliefSource, TileCache, touches } from './basetiles';
import { palettes, relief, reliefBoxes, type Theme } from './style';

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
export function reliefTiles(template: string, theme: Theme): ReliefTiles {
  const load = async (address: Address): Promise<HTMLCanvasElement | null> => {
    const response = await fetchTile(template, address);
    if (!response) return null;
    const drawing = context();
    drawing.putImageData(coloured(await pixelsOf(response), theme), 0, 0);
    return drawing.canvas;
  };
  return new TileCache(load, 120);
}

export type ReliefTiles = TileCache<HTMLCanvasElement | null>;

/** The relief for one drawn tile, with its corner in that tile's pixels and its enlargement. */
export interface ReliefPatch {
  picture: HTMLCanvasElement;
  left: number;
  top: number;
  scale: number;
}

/** First and last pixel of a span of an enlarged tile, one more on each side for smoothing. */
function span(index: number, scale: number): [number, number] {
  return [Math.floor((index * size) / scale) - 1, Math.ceil(((index + 1) * size) / scale) + 1];
}

function tilesUnder(z: number, [x0, x1]: [number, number], [y0, y1]: [number, number]): Address[] {
  const box = reliefBoxes[z];
  const found: Address[] = [];
  for (let x = Math.floor(x0 / size); x <= Math.floor((x1 - 1) / size); x++) {
    for (let y = Math.floor(y0 / size); y <= Math.floor((y1 - 1) / size); y++) {
      if (box && touches({ z, x, y }, box)) found.push({ z, x, y });
    }
  }
  return found;
}

async function enlarged(tiles: ReliefTiles, target: Address, z: number): Promise<ReliefPatch> {
  const scale = 2 ** (target.z - z);
  const [across, down] = [span(target.x, scale), span(target.y, scale)];
  const under = tilesUnder(z, across, down);
  const pictures = await Promise.all(under.map((address) => tiles.get(address)));
  const picture = document.createElement('canvas');
  picture.width = across[1] - across[0];
  picture.height = down[1] - down[0];
  const drawing = picture.getContext('2d');
  under.forEach(({ x, y }, index) => {
    const tile = pictures[index];
    if (tile) drawing?.drawImage(tile, x * size - across[0], y * size - down[0]);
  });
  return {
    picture,
    left: across[0] * scale - target.x * size,
    top: down[0] * scale - target.y * size,
    scale,
  };
}

/**
 * The relief under a tile. Enlarged, it is cut with a pixel of its neighbours around, or smoothing would leave a
 * seam where two relief tiles meet.
 */
export async function reliefPatch(tiles: ReliefTiles, target: Address): Promise<ReliefPatch | null> {
  const source = reliefSource(target);
  if (!source) return null;
  if (source.z < target.z) return enlarged(tiles, target, source.z);
  const picture = await tiles.get(source);
  return picture && { picture, left: 0, top: 0, scale: 1 };
}
