// One event on the canvas: shape and colour for the type, fill for the status.
import type { Theme } from '../state/url';
import { INKS, SHAPES, TYPE_COLOURS, type TypeClass } from './palette';
import type { Point } from './project';

export interface GlyphStyle {
  readonly type: TypeClass;
  readonly status: string | null;
  readonly radius: number;
  readonly theme: Theme;
}

const paths = new Map<string, Path2D>();

/** The outline of a type at a radius, around the origin. */
export function shapePath(type: TypeClass, radius: number): Path2D {
  const key = `${type} ${radius}`;
  const known = paths.get(key);
  if (known) return known;
  const path = new Path2D();
  path.addPath(new Path2D(SHAPES[type]), new DOMMatrix([radius, 0, 0, radius, 0, 0]));
  paths.set(key, path);
  return path;
}

/** Draws ring, edge and glyph. A proposed event is hollow: a claim nobody has confirmed yet. */
export function drawGlyph(ctx: CanvasRenderingContext2D, at: Point, style: GlyphStyle): void {
  const { surface, ring, edge } = INKS[style.theme];
  const path = shapePath(style.type, style.radius);
  ctx.save();
  ctx.translate(at.x, at.y);
  ctx.lineJoin = 'round';
  stroke(ctx, path, edge, 6);
  stroke(ctx, path, ring, 4);
  const colour = TYPE_COLOURS[style.theme][style.type];
  const isHollow = style.type === 'unknown' || style.status !== 'confirmed';
  ctx.fillStyle = isHollow ? surface : colour;
  ctx.fill(path);
  if (isHollow) stroke(ctx, shapePath(style.type, style.radius - 1.4), colour, 3.2);
  drawStatus(ctx, style, colour);
  ctx.restore();
}

function stroke(ctx: CanvasRenderingContext2D, path: Path2D, colour: string, width: number): void {
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.stroke(path);
}

function drawStatus(
  ctx: CanvasRenderingContext2D,
  { status, radius, theme }: GlyphStyle,
  colour: string,
): void {
  if (status === 'disputed') drawCorner(ctx, '?', radius, theme);
  if (status !== 'rejected') return;
  ctx.beginPath();
  ctx.moveTo(-radius, radius);
  ctx.lineTo(radius, -radius);
  ctx.strokeStyle = colour;
  ctx.lineWidth = 2;
  ctx.stroke();
}

/** A small label at the glyph's upper corner: "?" for disputed, a number for several events on one spot. */
export function drawCorner(ctx: CanvasRenderingContext2D, text: string, radius: number, theme: Theme): void {
  const { surface, text: ink, edge } = INKS[theme];
  ctx.font = '600 10px "Noto Sans", "Noto Sans Arabic", system-ui, sans-serif';
  const width = Math.max(14, ctx.measureText(text).width + 7);
  const [x, y] = [radius + 1, -radius - 3];
  ctx.beginPath();
  ctx.roundRect(x - 7, y - 7, width, 14, 7);
  ctx.fillStyle = surface;
  ctx.fill();
  ctx.strokeStyle = edge;
  ctx.lineWidth = 1;
  ctx.stroke();
  ctx.fillStyle = ink;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText(text, x - 7 + width / 2, y + 0.5);
}
