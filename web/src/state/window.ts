// Which box to ask the service for, given the visible window and the filter's own box.
import type { BoundingBox } from './types';

/**
 * The part of the window worth asking for: snapped outward to a grid (so that answers cache and small pans need
 * no new answer), cut to the filter's box. Null when the two do not meet.
 */
export function requestBox(
  window: BoundingBox,
  zoom: number,
  filter: BoundingBox | null,
): BoundingBox | null {
  const snapped = snap(window, zoom);
  if (!filter) return snapped;
  // Over the antimeridian a cut may be two boxes; the filter's box alone is correct and only draws more.
  if (snapped[0] > snapped[2] || filter[0] > filter[2]) return filter;
  return cut(snapped, filter);
}

function snap([west, south, east, north]: BoundingBox, zoom: number): BoundingBox {
  const step = Math.min(45, 90 / 2 ** Math.floor(zoom));
  const down = (degree: number) => Math.floor(degree / step) * step;
  const up = (degree: number) => Math.ceil(degree / step) * step;
  return [
    Math.max(-180, down(west)),
    Math.max(-90, down(south)),
    Math.min(180, up(east)),
    Math.min(90, up(north)),
  ];
}

function cut(a: BoundingBox, b: BoundingBox): BoundingBox | null {
  const box = [
    Math.max(a[0], b[0]),
    Math.max(a[1], b[1]),
    Math.min(a[2], b[2]),
    Math.min(a[3], b[3]),
  ] as const;
  return box[0] <= box[2] && box[1] <= box[3] ? box : null;
}
