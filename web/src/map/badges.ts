// Marks that stand for more than one position: clusters (count inside a donut by type) and area badges.
import { formatNumber } from '../i18n';
import type { Cluster, MapEvent } from '../state/types';
import type { Theme } from '../state/url';
import { shapePath } from './glyph';
import { clusterRadius } from './marks';
import { INKS, TYPE_CLASSES, TYPE_COLOURS, type TypeClass, typeClass } from './palette';
import type { Point } from './project';

const FONT = '"Noto Sans", "Noto Sans Arabic", system-ui, sans-serif';
const DONUT_WIDTH = 4.5;

function write(ctx: CanvasRenderingContext2D, text: string, at: Point, size: number, colour: string): void {
  ctx.font = `600 ${size}px ${FONT}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillStyle = colour;
  ctx.fillText(text, at.x, at.y + 0.5);
}

/** Counts by class in the palette's order, so that rings of neighbouring clusters can be compared. */
function byClass(types: Readonly<Record<string, number>>): [TypeClass, number][] {
  const sums = new Map<TypeClass, number>();
  for (const [name, count] of Object.entries(types)) {
    const type = typeClass(name);
    sums.set(type, (sums.get(type) ?? 0) + count);
  }
  return TYPE_CLASSES.flatMap((type) =>
    sums.has(type) ? [[type, sums.get(type) ?? 0] as [TypeClass, number]] : [],
  );
}

/** A disc with the count and a ring by type; a dashed rim says that most members are only known to an area. */
export function drawCluster(ctx: CanvasRenderingContext2D, at: Point, cluster: Cluster, theme: Theme): void {
  const radius = clusterRadius(cluster.count);
  const { surface, text, edge, ring } = INKS[theme];
  ctx.save();
  disc(ctx, at, radius + 1.5, ring);
  disc(ctx, at, radius, surface);
  drawRing(ctx, at, radius - DONUT_WIDTH / 2, cluster, theme);
  ctx.beginPath();
  ctx.arc(at.x, at.y, radius + 2, 0, 2 * Math.PI);
  ctx.setLineDash(cluster.coarse * 2 > cluster.count ? [4, 3] : []);
  ctx.strokeStyle = edge;
  ctx.lineWidth = 1;
  ctx.stroke();
  const label = formatNumber(cluster.count, { notation: cluster.count > 9999 ? 'compact' : 'standard' });
  write(ctx, label, at, radius < 20 ? 12 : 13, text);
  ctx.restore();
}

function disc(ctx: CanvasRenderingContext2D, at: Point, radius: number, colour: string): void {
  ctx.beginPath();
  ctx.arc(at.x, at.y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = colour;
  ctx.fill();
}

function drawRing(
  ctx: CanvasRenderingContext2D,
  at: Point,
  radius: number,
  cluster: Cluster,
  theme: Theme,
): void {
  const parts = byClass(cluster.types);
  const total = parts.reduce((sum, [, count]) => sum + count, 0);
  const split = parts.length > 1 ? 0.05 : 0;
  let angle = -Math.PI / 2;
  ctx.lineWidth = DONUT_WIDTH;
  for (const [type, count] of parts) {
    const turn = (count / total) * 2 * Math.PI;
    ctx.beginPath();
    ctx.arc(at.x, at.y, radius, angle + split, angle + turn - split);
    ctx.strokeStyle = TYPE_COLOURS[theme][type];
    ctx.stroke();
    angle += turn;
  }
}

/** A label "glyph + number" for events known only to an area. */
export function drawAreaBadge(
  ctx: CanvasRenderingContext2D,
  at: Point,
  events: readonly MapEvent[],
  theme: Theme,
  isStrong: boolean,
): void {
  const { surface, text, ring, accent } = INKS[theme];
  const types = [...new Set(events.map((event) => typeClass(event.event_type)))];
  const label = formatNumber(events.length);
  ctx.save();
  ctx.font = `600 12px ${FONT}`;
  const width = 15 * types.length + ctx.measureText(label).width + 14;
  const left = at.x - width / 2;
  pill(ctx, left - 1.5, at.y - 12.5, width + 3, 25, ring);
  pill(ctx, left, at.y - 11, width, 22, surface);
  ctx.setLineDash(isStrong ? [] : [4, 3]);
  ctx.strokeStyle = isStrong ? accent : TYPE_COLOURS[theme][types[0] ?? 'unknown'];
  ctx.lineWidth = isStrong ? 2.5 : 1.5;
  ctx.stroke();
  ctx.setLineDash([]);
  types.forEach((type, index) => {
    drawSmallGlyph(ctx, { x: left + 13 + 15 * index, y: at.y }, type, theme);
  });
  write(ctx, label, { x: left + width - 8 - ctx.measureText(label).width / 2, y: at.y }, 12, text);
  ctx.restore();
}

function pill(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  colour: string,
): void {
  ctx.beginPath();
  ctx.roundRect(x, y, width, height, height / 2);
  ctx.fillStyle = colour;
  ctx.fill();
}

function drawSmallGlyph(ctx: CanvasRenderingContext2D, at: Point, type: TypeClass, theme: Theme): void {
  ctx.save();
  ctx.translate(at.x, at.y);
  ctx.strokeStyle = TYPE_COLOURS[theme][type];
  ctx.lineWidth = 2.2;
  ctx.stroke(shapePath(type, 4.2));
  ctx.restore();
}
