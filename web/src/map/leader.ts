// The dashed line from an event to a place that was considered and not chosen.
import { formatDistance } from '../i18n/format';
import { nameOfEntry } from '../i18n/places';
import type { Candidate, LonLat } from '../state/types';
import { INKS } from './palette';
import { metresToPixels, type Point } from './project';
import type { Canvas2 } from './uncertain';

export function drawLeader(
  { ctx, toPixels, zoom, theme }: Canvas2,
  from: LonLat,
  candidate: Candidate,
): void {
  const { accent, surface } = INKS[theme];
  const [a, b] = [toPixels(from), toPixels([candidate.lon, candidate.lat])];
  ctx.save();
  ctx.lineCap = 'round';
  ctx.setLineDash([2, 7]);
  line(ctx, a, b, surface, 6);
  line(ctx, a, b, accent, 3);
  ctx.setLineDash([]);
  ring(
    ctx,
    b,
    Math.max(8, metresToPixels((candidate.radius_km ?? 0) * 1000, candidate.lat, zoom)),
    surface,
    4,
  );
  ring(
    ctx,
    b,
    Math.max(8, metresToPixels((candidate.radius_km ?? 0) * 1000, candidate.lat, zoom)),
    accent,
    2,
  );
  const distance = candidate.distance_km === null ? '' : ` · ${formatDistance(candidate.distance_km * 1000)}`;
  label(ctx, b, `${nameOfEntry(candidate)}${distance}`, theme);
  ctx.restore();
}

function line(ctx: CanvasRenderingContext2D, a: Point, b: Point, colour: string, width: number): void {
  ctx.beginPath();
  ctx.moveTo(a.x, a.y);
  ctx.lineTo(b.x, b.y);
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.stroke();
}

function ring(ctx: CanvasRenderingContext2D, at: Point, radius: number, colour: string, width: number): void {
  ctx.beginPath();
  ctx.arc(at.x, at.y, radius, 0, 2 * Math.PI);
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.stroke();
}

function label(ctx: CanvasRenderingContext2D, at: Point, text: string, theme: Canvas2['theme']): void {
  const { surface, text: ink } = INKS[theme];
  ctx.font = '600 12px "Noto Sans", "Noto Sans Arabic", system-ui, sans-serif';
  ctx.textAlign = 'center';
  ctx.lineWidth = 4;
  ctx.lineJoin = 'round';
  ctx.strokeStyle = surface;
  ctx.strokeText(text, at.x, at.y - 16);
  ctx.fillStyle = ink;
  ctx.fillText(text, at.x, at.y - 16);
}
