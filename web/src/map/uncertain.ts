// How far an event may be from its mark: circles in true metres, soft lines, hatched areas.
// All fills go to one off-screen canvas and are laid over the map once, so that overlapping circles
// do not add up to something that looks like certainty.
import type { ExtentGeometry, LonLat, MapEvent } from '../state/types';
import type { Theme } from '../state/url';
import type { ToPixels } from './hit';
import { isArea, isLine } from './marks';
import { TYPE_COLOURS, typeClass } from './palette';
import { metresToPixels, type Point } from './project';

const FILL_ALPHA = 0.13;
/** Whole provinces must not drown the map under them: their hatched edge says where they are. */
const AREA_ALPHA = 0.06;
const LINE_ALPHA = 0.3;
const LINE_WIDTH = 13;
const HATCH_WIDTH = 16;
const EXACT_MIN_ZOOM = 11;
const SMALLEST_CIRCLE_PX = 9;
const DASHED_FROM_M = 10_000;

export interface Canvas2 {
  readonly ctx: CanvasRenderingContext2D;
  /** Canvas of the same size for the fills. */
  readonly scratch: CanvasRenderingContext2D;
  readonly toPixels: ToPixels;
  readonly zoom: number;
  readonly theme: Theme;
}

/** The lines of a geometry; empty for anything that is not a line. */
export function linesOf(extent: ExtentGeometry | null): readonly LonLat[][] {
  if (extent?.type === 'LineString') return [extent.coordinates];
  return extent?.type === 'MultiLineString' ? extent.coordinates : [];
}

/** Radius of the uncertainty circle in pixels, or null where none is drawn. */
export function circleRadius(event: MapEvent, zoom: number): number | null {
  if (event.radius_m === null || isLine(event.extent) || event.extent?.type.includes('Polygon')) return null;
  if (event.location_precision === 'exact' && zoom < EXACT_MIN_ZOOM) return null;
  const radius = metresToPixels(event.radius_m, event.position[1], zoom);
  return radius < SMALLEST_CIRCLE_PX && !isArea(event) ? null : radius;
}

interface Shape {
  readonly path: Path2D;
  readonly colour: string;
  readonly kind: 'circle' | 'dashed' | 'line' | 'area';
}

/** Draws the extents of all given events. */
export function drawExtents(canvas: Canvas2, events: readonly MapEvent[]): void {
  const shapes = events.flatMap((event) => toShape(canvas, event) ?? []);
  const fills = { area: AREA_ALPHA, circle: FILL_ALPHA, dashed: FILL_ALPHA, line: LINE_ALPHA };
  for (const alpha of [AREA_ALPHA, FILL_ALPHA, LINE_ALPHA]) {
    const alike = shapes.filter((shape) => fills[shape.kind] === alpha);
    compose(canvas, alike, alpha, fillShape);
  }
  for (const shape of shapes) drawOutline(canvas.ctx, shape);
}

function toShape(canvas: Canvas2, event: MapEvent): Shape | null {
  const colour = TYPE_COLOURS[canvas.theme][typeClass(event.event_type)];
  const { extent } = event;
  if (isLine(extent)) return { path: linePath(linesOf(extent), canvas.toPixels), colour, kind: 'line' };
  const rings = ringsOf(extent);
  if (rings.length > 0) return { path: linePath(rings, canvas.toPixels, true), colour, kind: 'area' };
  const radius = circleRadius(event, canvas.zoom);
  if (radius === null) return null;
  const isDashed = (event.radius_m ?? 0) > DASHED_FROM_M;
  const kind = isArea(event) ? 'area' : isDashed ? 'dashed' : 'circle';
  return { path: circlePath(canvas.toPixels(event.position), radius), colour, kind };
}

function ringsOf(extent: ExtentGeometry | null): readonly LonLat[][] {
  if (extent?.type === 'Polygon') return extent.coordinates;
  return extent?.type === 'MultiPolygon' ? extent.coordinates.flat() : [];
}

function circlePath({ x, y }: Point, radius: number): Path2D {
  const path = new Path2D();
  path.arc(x, y, radius, 0, 2 * Math.PI);
  return path;
}

function linePath(lines: readonly LonLat[][], toPixels: ToPixels, isClosed = false): Path2D {
  const path = new Path2D();
  for (const line of lines) {
    line.forEach((position, index) => {
      const { x, y } = toPixels(position);
      if (index === 0) path.moveTo(x, y);
      else path.lineTo(x, y);
    });
    if (isClosed) path.closePath();
  }
  return path;
}

function fillShape(ctx: CanvasRenderingContext2D, shape: Shape): void {
  ctx.fillStyle = shape.colour;
  if (shape.kind !== 'line') ctx.fill(shape.path, 'evenodd');
  else strokePath(ctx, shape.path, shape.colour, LINE_WIDTH);
}

/** Draws shapes opaquely off screen and lays the result over the map once, at `alpha`. */
function compose(
  { ctx, scratch }: Canvas2,
  shapes: readonly Shape[],
  alpha: number,
  draw: (ctx: CanvasRenderingContext2D, shape: Shape) => void,
): void {
  if (shapes.length === 0) return;
  const { width, height } = scratch.canvas;
  scratch.save();
  scratch.resetTransform();
  scratch.clearRect(0, 0, width, height);
  scratch.restore();
  for (const shape of shapes) draw(scratch, shape);
  ctx.save();
  ctx.resetTransform();
  ctx.globalAlpha = alpha;
  ctx.drawImage(scratch.canvas, 0, 0);
  ctx.restore();
}

function drawOutline(ctx: CanvasRenderingContext2D, shape: Shape): void {
  ctx.save();
  if (shape.kind === 'area') drawHatch(ctx, shape);
  if (shape.kind === 'dashed') ctx.setLineDash([6, 4]);
  if (shape.kind === 'line') ctx.setLineDash([1, 5]);
  ctx.globalAlpha = shape.kind === 'area' ? 0.75 : 1;
  strokePath(ctx, shape.path, shape.colour, shape.kind === 'line' ? 2 : 1.5);
  ctx.restore();
}

/** A hatched band along the inside of the edge: "somewhere in here". */
function drawHatch(ctx: CanvasRenderingContext2D, shape: Shape): void {
  const pattern = hatchPattern(ctx, shape.colour);
  if (!pattern) return;
  ctx.save();
  ctx.clip(shape.path, 'evenodd');
  ctx.globalAlpha = 0.55;
  strokePath(ctx, shape.path, pattern, HATCH_WIDTH);
  ctx.restore();
}

function strokePath(
  ctx: CanvasRenderingContext2D,
  path: Path2D,
  style: string | CanvasPattern,
  width: number,
): void {
  ctx.strokeStyle = style;
  ctx.lineWidth = width;
  ctx.lineJoin = 'round';
  ctx.lineCap = 'round';
  ctx.stroke(path);
}

const hatches = new Map<string, CanvasPattern | null>();

function hatchPattern(ctx: CanvasRenderingContext2D, colour: string): CanvasPattern | null {
  const known = hatches.get(colour);
  if (known !== undefined) return known;
  const size = 6;
  const tile = new OffscreenCanvas(size, size);
  const pen = tile.getContext('2d');
  if (!pen) return null;
  pen.strokeStyle = colour;
  pen.lineWidth = 1.2;
  for (const offset of [-size, 0, size]) {
    pen.moveTo(offset - 1, size + 1);
    pen.lineTo(offset + size + 1, -1);
  }
  pen.stroke();
  const pattern = ctx.createPattern(tile, 'repeat');
  hatches.set(colour, pattern);
  return pattern;
}
