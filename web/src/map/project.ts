// Web Mercator in plain functions, so that distances on screen can be tested without a browser.
import type { LonLat } from '../state/types';

const EARTH_CIRCUMFERENCE_M = 40_075_016.686;
const EARTH_RADIUS_M = 6_371_008.8;
const TILE = 256;
const RADIANS = Math.PI / 180;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Pixels from the north-west corner of the world at a zoom (which may be fractional). */
export function project([lon, lat]: LonLat, zoom: number): Point {
  const scale = TILE * 2 ** zoom;
  const sine = Math.sin(Math.max(-85.0511, Math.min(85.0511, lat)) * RADIANS);
  const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  return { x: (lon / 360 + 0.5) * scale, y: y * scale };
}

/** Length on screen of a distance on the ground, at a latitude. */
export function metresToPixels(metres: number, lat: number, zoom: number): number {
  return (metres * TILE * 2 ** zoom) / (EARTH_CIRCUMFERENCE_M * Math.cos(lat * RADIANS));
}

/** Great-circle distance in metres. */
export function distance([lon1, lat1]: LonLat, [lon2, lat2]: LonLat): number {
  const half = (a: number, b: number) => Math.sin(((b - a) * RADIANS) / 2) ** 2;
  const h = half(lat1, lat2) + Math.cos(lat1 * RADIANS) * Math.cos(lat2 * RADIANS) * half(lon1, lon2);
  return 2 * EARTH_RADIUS_M * Math.asin(Math.sqrt(Math.min(1, h)));
}

/** Distance of a point from a line segment, in pixels. */
export function distanceToSegment(p: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / length));
  return Math.hypot(p.x - a.x - along * dx, p.y - a.y - along * dy);
}
