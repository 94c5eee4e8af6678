// The names of the base map: one canvas over the whole view, so that names never end at a tile's edge.

import {
  type Address,
  addressKey,
  type BaseTile,
  type Label,
  type TileCache,
  vectorSource,
} from './basetiles';
import { type Box, dotBox, firstFree, Occupied, type Spot, spotAlong, spotsAroundDot } from './labelplacing';
import { type LabelStyle, nameOf, shows, styleOf } from './labelstyle';
import * as L from './leaflet';
import { type Obstacle, obstacleBox, reachOf } from './obstacles';
import { type Language, palettes, type Theme } from './style';

/** Share of the view drawn beyond each edge, so that a pan shows names at once. */
const margin = 0.25;
/** Share that must be left after a move; while it is, nothing is drawn again and no name jumps. */
const leastMargin = 0.08;
const haloWidth = 3.2;
/** Pixels between a dot and its name. */
const nameGap = 4;
/** Pixels by which a name without a dot goes out of a mark's way. */
const markHeight = 16;
const lastReservedRank = 4;
const tileSize = 256;

/** A name with its pixel in the world at the drawn zoom. */
interface Anchored {
  label: Label;
  x: number;
  y: number;
}

interface Styled extends Anchored {
  style: LabelStyle;
}

interface Placed extends Styled {
  text: string;
  spot: Spot;
}

/** The part of the world that the canvas covers, in pixels at `zoom`. */
interface Frame {
  zoom: number;
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The ground that the marks cover: in the order given, and for asking. */
interface Marks {
  boxes: readonly Box[];
  ground: Occupied;
}

function marksAt(obstacles: readonly Obstacle[], zoom: number): Marks {
  const boxes = obstacles.map((obstacle) => obstacleBox(obstacle, zoom));
  const ground = new Occupied();
  ground.take(boxes);
  return { boxes, ground };
}

interface Cell {
  /** The display tile as laid out, which may lie east or west of the world's edge. */
  x: number;
  y: number;
  target: Address;
  source: Address;
}

function frameOf(map: L.Map): Frame {
  const size = map.getSize();
  const corner = map.getPixelBounds().min ?? new L.Point(0, 0);
  return {
    zoom: Math.round(map.getZoom()),
    left: Math.round(corner.x - size.x * margin),
    top: Math.round(corner.y - size.y * margin),
    width: Math.round(size.x * (1 + 2 * margin)),
    height: Math.round(size.y * (1 + 2 * margin)),
  };
}

/** Whether the frame still covers the view and `share` of it beyond each edge. */
function covers(frame: Frame, map: L.Map, share: number): boolean {
  const size = map.getSize();
  const corner = map.getPixelBounds().min ?? new L.Point(0, 0);
  const left = corner.x - size.x * share - frame.left;
  const top = corner.y - size.y * share - frame.top;
  const right = left + size.x * (1 + 2 * share);
  const bottom = top + size.y * (1 + 2 * share);
  return (
    map.getZoom() === frame.zoom && left >= 0 && top >= 0 && right <= frame.width && bottom <= frame.height
  );
}

function cellsOf({ zoom, left, top, width, height }: Frame): Cell[] {
  const side = 2 ** zoom;
  const cells: Cell[] = [];
  for (
    let y = Math.max(0, Math.floor(top / tileSize));
    y <= Math.min(side - 1, (top + height) / tileSize);
    y++
  ) {
    for (let x = Math.floor(left / tileSize); x <= (left + width) / tileSize; x++) {
      const target = { z: zoom, x: ((x % side) + side) % side, y };
      cells.push({ x, y, target, source: vectorSource(target) });
    }
  }
  return cells;
}

/** The names of one display tile: those of its source that lie inside it. */
function anchoredIn(cell: Cell, tile: BaseTile): Anchored[] {
  const { target, source } = cell;
  const scale = 2 ** (target.z - source.z);
  const inside = ({ x, y }: { x: number; y: number }) => x >= 0 && x < 1 && y >= 0 && y < 1;
  return tile.labels
    .filter((label) => shows(label, target.z))
    .map((label) => ({
      label,
      x: (source.x + label.x) * scale - target.x,
      y: (source.y + label.y) * scale - target.y,
    }))
    .filter(inside)
    .map(({ label, x, y }) => ({ label, x: (cell.x + x) * tileSize, y: (cell.y + y) * tileSize }));
}

/** Widths by font and text: measuring costs more than anything else in a redraw. Emptied when a web font arrives. */
const widths = new Map<string, number>();

/** Width of a text with its letter spacing. */
function widthOf(drawing: CanvasRenderingContext2D, text: string, style: LabelStyle): number {
  const key = `${style.font}|${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    drawing.font = style.font;
    width = drawing.measureText(text).width;
    widths.set(key, width);
  }
  return width + style.spacing * Math.max(0, [...text].length - 1);
}

/**
 * Where a name can stand, best first. A name beside a dot stands rather where no mark covers it; one without a dot
 * gives way upwards or downwards.
 */
function spotsFor({ x, y, label }: Anchored, width: number, style: LabelStyle, marks: Marks): Spot[] {
  const height = style.size * 1.25;
  const isClear = ({ boxes }: Spot) => marks.ground.isFree(boxes);
  if (style.dot > 0) {
    const gap = Math.max(style.dot + nameGap, reachOf(x, y, marks.boxes));
    const spots = spotsAroundDot(x, y, width + 2, height, gap);
    return [...spots.filter(isClear), ...spots.filter((spot) => !isClear(spot))];
  }
  const at = (shift: number) => spotAlong(x, y + shift, width + 6, height, label.angle);
  const here = at(0);
  if (label.angle !== 0 || isClear(here)) return [here];
  const step = height / 2 + markHeight;
  return [...[at(step), at(-step)].filter(isClear), here];
}

/**
 * Takes the room of an important dot before any name is placed, so that the name of Mosul goes to the side away
 * from Erbil; false if a more important dot is already there. Lesser dots give way to names.
 */
function keepsDot({ x, y, label, style }: Styled, occupied: Occupied): boolean {
  if (style.dot === 0 || label.rank > lastReservedRank) return true;
  const box = [dotBox(x, y, style.dot + nameGap)];
  const free = occupied.isFree(box);
  if (free) occupied.take(box);
  return free;
}

/** Letters one by one where they are spaced: canvas letter spacing is not in every browser. */
function eachRun(
  drawing: CanvasRenderingContext2D,
  { text, style }: Placed,
  draw: (run: string, x: number) => void,
) {
  const width = widthOf(drawing, text, style);
  if (style.spacing === 0) {
    draw(text, -width / 2);
    return;
  }
  let x = -width / 2;
  for (const letter of text) {
    draw(letter, x);
    x += drawing.measureText(letter).width + style.spacing;
  }
}

function drawText(drawing: CanvasRenderingContext2D, placed: Placed, halo: string) {
  const { style, spot, label } = placed;
  drawing.save();
  drawing.translate(spot.x, spot.y);
  if (style.dot === 0) drawing.rotate((label.angle * Math.PI) / 180);
  drawing.font = style.font;
  drawing.globalAlpha = style.alpha;
  drawing.strokeStyle = halo;
  drawing.fillStyle = style.colour;
  eachRun(drawing, placed, (run, x) => drawing.strokeText(run, x, 0));
  eachRun(drawing, placed, (run, x) => drawing.fillText(run, x, 0));
  drawing.restore();
}

/** A capital is a ringed dot, any other place a dot. */
function drawDot(drawing: CanvasRenderingContext2D, { x, y, style, label }: Placed, halo: string) {
  const disc = (radius: number, colour: string) => {
    drawing.fillStyle = colour;
    drawing.beginPath();
    drawing.arc(x, y, radius, 0, 2 * Math.PI);
    drawing.fill();
  };
  disc(style.dot + 1.2, halo);
  disc(style.dot, style.colour);
  if (label.capital) {
    disc(style.dot * 0.62, halo);
    disc(style.dot * 0.36, style.colour);
  }
}

/** Draws the base map's names and keeps them in place while the map moves. */
export class LabelLayer extends L.Layer {
  private readonly canvas = document.createElement('canvas');
  private frame: Frame | null = null;
  private run = 0;
  private obstacles: readonly Obstacle[] = [];
  private readonly refitted = () => {
    widths.clear();
    this.redraw();
  };

  constructor(
    private readonly tiles: TileCache<BaseTile>,
    private theme: Theme,
    private language: Language,
  ) {
    super();
  }

  override onAdd(map: L.Map): this {
    const pane = map.getPane('base-labels') ?? map.createPane('base-labels');
    pane.style.zIndex = '350';
    pane.style.pointerEvents = 'none';
    this.canvas.className = 'leaflet-zoom-animated';
    this.canvas.setAttribute('aria-hidden', 'true');
    pane.appendChild(this.canvas);
    // A web font arrives after the first drawing asked for it.
    document.fonts.addEventListener('loadingdone', this.refitted);
    void this.refresh(map);
    return this;
  }

  override onRemove(): this {
    this.run++;
    this.frame = null;
    document.fonts.removeEventListener('loadingdone', this.refitted);
    this.canvas.remove();
    return this;
  }

  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    return {
      move: () => this.keepCovering(0),
      moveend: () => this.keepCovering(leastMargin),
      resize: () => this.redraw(),
      zoom: () => this.follow(this._map.getCenter(), this._map.getZoom()),
      zoomanim: (event) => {
        const { center, zoom } = event as L.ZoomAnimEvent;
        this.follow(center, zoom);
      },
    };
  }

  setTheme(theme: Theme): void {
    if (theme === this.theme) return;
    this.theme = theme;
    this.redraw();
  }

  setLanguage(language: Language): void {
    if (language === this.language) return;
    this.language = language;
    this.redraw();
  }

  /** Marks that names should not lie under. */
  setObstacles(obstacles: readonly Obstacle[]): void {
    const isSame = JSON.stringify(obstacles) === JSON.stringify(this.obstacles);
    this.obstacles = obstacles;
    if (!isSame) this.redraw();
  }

  /** Draws again when the canvas no longer reaches; a zoom is drawn at its end, not on its way. */
  private keepCovering(share: number): void {
    const onTheWay = share === 0 && this.frame?.zoom !== this._map.getZoom();
    if (this.frame && !onTheWay && !covers(this.frame, this._map, share)) this.redraw();
  }

  private redraw(): void {
    if (this._map) void this.refresh(this._map);
  }

  /** Fetches what the view needs, then draws at once; a newer call makes this one give way. */
  private async refresh(map: L.Map): Promise<void> {
    const run = ++this.run;
    const frame = frameOf(map);
    const cells = cellsOf(frame);
    const sources = new Map(cells.map(({ source }) => [addressKey(source), source]));
    const missing = [...sources.values()].filter((source) => !this.tiles.peek(source));
    // A tile that failed has no names; the tile layer reports the failure.
    if (missing.length > 0) await Promise.allSettled(missing.map((source) => this.tiles.get(source)));
    if (run === this.run) this.draw(map, frame, cells);
  }

  private draw(map: L.Map, frame: Frame, cells: Cell[]): void {
    const drawing = this.prepared(frame);
    if (!drawing) return;
    const halo = palettes[this.theme].halo;
    const placed = this.placed(drawing, frame, cells);
    for (const name of placed) if (name.style.dot > 0) drawDot(drawing, name, halo);
    for (const name of placed.reverse()) drawText(drawing, name, halo);
    this.frame = frame;
    this.follow(map.getCenter(), map.getZoom());
  }

  /** Sizes the canvas, which also clears it, and moves its origin to the world's. */
  private prepared(frame: Frame): CanvasRenderingContext2D | null {
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    this.canvas.width = frame.width * ratio;
    this.canvas.height = frame.height * ratio;
    this.canvas.style.width = `${frame.width}px`;
    this.canvas.style.height = `${frame.height}px`;
    const drawing = this.canvas.getContext('2d');
    drawing?.setTransform(ratio, 0, 0, ratio, -frame.left * ratio, -frame.top * ratio);
    if (drawing) {
      drawing.textBaseline = 'middle';
      drawing.lineJoin = 'round';
      drawing.lineWidth = haloWidth;
    }
    return drawing;
  }

  private placed(drawing: CanvasRenderingContext2D, frame: Frame, cells: Cell[]): Placed[] {
    const palette = palettes[this.theme];
    const none: BaseTile = { paths: new Map(), labels: [] };
    const styled = cells
      .flatMap((cell) => anchoredIn(cell, this.tiles.peek(cell.source) ?? none))
      .map((name) => ({ ...name, style: styleOf(name.label, frame.zoom, palette, this.language) }))
      .sort((a, b) => a.style.priority - b.style.priority);
    const marks = marksAt(this.obstacles, frame.zoom);
    const occupied = new Occupied();
    const shown = styled.filter((name) => keepsDot(name, occupied));
    return shown.flatMap((name) => {
      const spelt = nameOf(name.label, this.language);
      const text = name.style.capitals ? spelt.toLocaleUpperCase('en') : spelt;
      const spots = spotsFor(name, widthOf(drawing, text, name.style), name.style, marks);
      const spot = firstFree(spots, occupied);
      return spot ? [{ ...name, text, spot }] : [];
    });
  }

  /** Lays the drawn canvas where its part of the world is (or will be, at the end of a zoom). */
  private follow(center: L.LatLng, zoom: number): void {
    if (!this.frame) return;
    const map = this._map;
    const scale = map.getZoomScale(zoom, this.frame.zoom);
    const pane = map.getPane('mapPane');
    const shift = pane ? L.DomUtil.getPosition(pane) : new L.Point(0, 0);
    const origin = map.project(center, zoom).subtract(map.getSize().divideBy(2)).add(shift).round();
    const corner = new L.Point(this.frame.left, this.frame.top).multiplyBy(scale).subtract(origin);
    L.DomUtil.setTransform(this.canvas, corner.round(), scale);
  }
}
