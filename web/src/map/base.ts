// The base map: vector tiles and relief drawn on canvas tiles, with one overlay of names above them.

import { type ReliefPatch, type ReliefTiles, reliefPatch, reliefTiles } from './baserelief';
import { type Address, type BaseTile, type TileCache, vectorSource, vectorTiles } from './basetiles';
import { LabelLayer } from './labels';
import * as L from './leaflet';
import type { Obstacle } from './obstacles';
import {
  at,
  type Language,
  lowerStrokes,
  type Palette,
  palettes,
  type Stroke,
  shallows,
  type Theme,
  upperStrokes,
} from './style';

/** What the map must say about its base, in plain text. */
/** Whom the base map must name. */
export const SOURCES = ['Natural Earth', 'NOAA GLOBE', 'GeoNames, CC BY 4.0'];

export interface BaseOptions {
  /** Address template of vector tiles with {z}, {x} and {y}. */
  tileUrl: string;
  /** Address template of relief tiles with {z}, {x} and {y}. */
  reliefUrl: string;
  theme: Theme;
  language: Language;
}

export interface BaseMap {
  /** Adds tiles, names and attribution to the map. */
  addTo(map: L.Map): BaseMap;
  /** Redraws in another theme; what is shown stays until the new drawing is ready. */
  setTheme(theme: Theme): void;
  /** Redraws the names in another language. */
  setLanguage(language: Language): void;
  /** Marks that lie over the base map: names step aside where they can. */
  setObstacles(obstacles: readonly Obstacle[]): void;
}

const tileSize = 256;

/** How a source tile is laid on a smaller tile below it: pixels of shift, and enlargement. */
interface Placement {
  scale: number;
  left: number;
  top: number;
}

function placement(source: Address, target: Address): Placement {
  const scale = 2 ** (target.z - source.z);
  return {
    scale,
    left: (source.x * scale - target.x) * tileSize,
    top: (source.y * scale - target.y) * tileSize,
  };
}

interface Ingredients {
  target: Address;
  vector: BaseTile;
  vectorPlace: Placement;
  relief: ReliefPatch | null;
}

type Drawing = CanvasRenderingContext2D;

function stroke(
  drawing: Drawing,
  { vector, vectorPlace, target }: Ingredients,
  rule: Stroke,
  palette: Palette,
) {
  const path = vector.paths.get(rule.path);
  const width = at(rule.width, target.z);
  if (!path || width <= 0) return;
  drawing.strokeStyle = String(palette[rule.colour]);
  drawing.lineWidth = width / vectorPlace.scale;
  drawing.setLineDash((rule.dash ?? []).map((length) => length / vectorPlace.scale));
  drawing.lineCap = rule.dash ? 'butt' : 'round';
  drawing.stroke(path);
  drawing.setLineDash([]);
}

function fill(drawing: Drawing, path: Path2D | undefined, colour: string) {
  if (!path) return;
  drawing.fillStyle = colour;
  drawing.fill(path, 'evenodd');
}

/** Draws in the source tile's units: 256 to a source tile. */
function inSource(drawing: Drawing, place: Placement, draw: () => void) {
  drawing.save();
  drawing.translate(place.left, place.top);
  drawing.scale(place.scale, place.scale);
  draw();
  drawing.restore();
}

function drawRelief(drawing: Drawing, relief: ReliefPatch | null) {
  if (!relief) return;
  const { picture, left, top, scale } = relief;
  drawing.globalCompositeOperation = 'source-atop';
  drawing.imageSmoothingEnabled = true;
  drawing.imageSmoothingQuality = scale > 1 ? 'medium' : 'high';
  drawing.drawImage(picture, left, top, picture.width * scale, picture.height * scale);
  drawing.globalCompositeOperation = 'source-over';
}

/** Water goes under what is drawn already, the topmost band first. */
function drawSea(drawing: Drawing, ingredients: Ingredients, palette: Palette) {
  const { vector, vectorPlace, target } = ingredients;
  drawing.globalCompositeOperation = 'destination-over';
  inSource(drawing, vectorPlace, () => {
    drawing.strokeStyle = palette.shallow;
    drawing.lineJoin = 'round';
    const coast = vector.paths.get('coast');
    for (const band of coast ? shallows : []) {
      drawing.globalAlpha = 0.5;
      drawing.lineWidth = at(band, target.z) / vectorPlace.scale;
      drawing.stroke(coast as Path2D);
    }
  });
  drawing.fillStyle = palette.sea;
  drawing.fillRect(0, 0, tileSize, tileSize);
  drawing.globalCompositeOperation = 'source-over';
}

function drawTile(drawing: Drawing, ingredients: Ingredients, palette: Palette) {
  const { vector, vectorPlace } = ingredients;
  drawing.clearRect(0, 0, tileSize, tileSize);
  drawing.lineJoin = 'round';
  inSource(drawing, vectorPlace, () => fill(drawing, vector.paths.get('land'), palette.land));
  drawRelief(drawing, ingredients.relief);
  inSource(drawing, vectorPlace, () => {
    for (const rule of lowerStrokes) stroke(drawing, ingredients, rule, palette);
    fill(drawing, vector.paths.get('lakes'), palette.lake);
    for (const rule of upperStrokes) stroke(drawing, ingredients, rule, palette);
  });
  drawSea(drawing, ingredients, palette);
}

function tileCanvas(): HTMLCanvasElement {
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  const canvas = document.createElement('canvas');
  canvas.width = tileSize * ratio;
  canvas.height = tileSize * ratio;
  canvas.getContext('2d')?.scale(ratio, ratio);
  return canvas;
}

/** Milliseconds of drawing after which the browser gets its turn: tiles that are all at hand come in one burst. */
const burst = 12;
let burstBegan = 0;

async function takeTurns(): Promise<void> {
  if (performance.now() - burstBegan < burst) return;
  await new Promise((next) => setTimeout(next));
  burstBegan = performance.now();
}

/** Leaflet's grid of canvas tiles; the canvases on screen are known so that a theme repaints them in place. */
class BaseGrid extends L.GridLayer {
  private readonly shown = new Map<HTMLElement, Address>();
  private readonly reliefs: Record<Theme, ReliefTiles>;

  constructor(
    private readonly vectors: TileCache<BaseTile>,
    reliefUrl: string,
    private theme: Theme,
  ) {
    super({ attribution: SOURCES.join(' · '), keepBuffer: 3, minZoom: 0, updateWhenIdle: false });
    this.reliefs = { light: reliefTiles(reliefUrl, 'light'), dark: reliefTiles(reliefUrl, 'dark') };
    this.on('tileunload', (event) => this.shown.delete((event as L.TileEvent).tile));
  }

  override createTile(coords: L.Coords, done: L.DoneCallback): HTMLElement {
    const canvas = tileCanvas();
    const target = { x: coords.x, y: coords.y, z: coords.z };
    this.shown.set(canvas, target);
    this.paint(canvas, target).then(
      () => done(undefined, canvas),
      (error: Error) => done(error, canvas),
    );
    return canvas;
  }

  /** Repaints every canvas on screen in the theme. */
  setTheme(theme: Theme): void {
    if (theme === this.theme) return;
    this.theme = theme;
    for (const [canvas, target] of this.shown) {
      this.paint(canvas as HTMLCanvasElement, target).catch((error: Error) =>
        this.fire('tileerror', { error }),
      );
    }
  }

  private async paint(canvas: HTMLCanvasElement, target: Address): Promise<void> {
    const theme = this.theme;
    const from = vectorSource(target);
    const [vector, relief] = await Promise.all([
      this.vectors.get(from),
      reliefPatch(this.reliefs[theme], target),
    ]);
    await takeTurns();
    const drawing = canvas.getContext('2d');
    if (!drawing || theme !== this.theme || !this.shown.has(canvas)) return;
    drawTile(drawing, { target, vector, vectorPlace: placement(from, target), relief }, palettes[theme]);
  }
}

class Base implements BaseMap {
  private readonly grid: BaseGrid;
  private readonly labels: LabelLayer;

  constructor(options: BaseOptions) {
    const vectors = vectorTiles(options.tileUrl);
    this.grid = new BaseGrid(vectors, options.reliefUrl, options.theme);
    this.labels = new LabelLayer(vectors, options.theme, options.language);
  }

  addTo(map: L.Map): BaseMap {
    this.grid.addTo(map);
    this.labels.addTo(map);
    return this;
  }

  setTheme(theme: Theme): void {
    this.grid.setTheme(theme);
    this.labels.setTheme(theme);
  }

  setLanguage(language: Language): void {
    this.labels.setLanguage(language);
  }

  setObstacles(obstacles: readonly Obstacle[]): void {
    this.labels.setObstacles(obstacles);
  }
}

/** Makes the base map; nothing is fetched before it is added to a map. */
export function baseLayer(options: BaseOptions): BaseMap {
  return new Base(options);
}
