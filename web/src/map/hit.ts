// Which mark lies under the pointer: the nearest one within reach, a line only when no mark is.
import type { LonLat, MapEvent } from '../state/types';
import { clusterRadius, type Mark } from './marks';
import { distanceToSegment, type Point } from './project';
import { linesOf } from './uncertain';

export const MOUSE_REACH = 6;
export const TOUCH_REACH = 14;
const GLYPH_RADIUS = 9;
const LINE_REACH = 7;

export type ToPixels = (position: LonLat) => Point;

/** Distance in pixels from the mark's edge; 0 inside. */
function gap(mark: Mark, at: Point, pointer: Point): number {
  const [dx, dy] = [Math.abs(at.x - pointer.x), Math.abs(at.y - pointer.y)];
  if (mark.kind === 'area') return Math.max(0, dx - 20, dy - 12);
  const radius = mark.kind === 'cluster' ? clusterRadius(mark.cluster.count) : GLYPH_RADIUS;
  return Math.max(0, Math.hypot(dx, dy) - radius);
}

/** The mark nearest to the pointer within `reach` pixels of its edge; later marks win ties, as they are drawn on top. */
export function markAt(
  marks: readonly Mark[],
  pointer: Point,
  toPixels: ToPixels,
  reach: number,
): Mark | null {
  let best: Mark | null = null;
  let bestGap = reach;
  for (const mark of marks) {
    const distance = gap(mark, toPixels(mark.position), pointer);
    if (distance <= bestGap) [best, bestGap] = [mark, distance];
  }
  return best ?? lineAt(marks, pointer, toPixels);
}

function lineAt(marks: readonly Mark[], pointer: Point, toPixels: ToPixels): Mark | null {
  const hits = (event: MapEvent) => linesOf(event.extent).some((line) => isNear(line, pointer, toPixels));
  return marks.findLast((mark) => mark.kind === 'spot' && mark.events.some(hits)) ?? null;
}

function isNear(line: readonly LonLat[], pointer: Point, toPixels: ToPixels): boolean {
  const points = line.map(toPixels);
  return points.some((b, i) => {
    const a = points[i - 1];
    return a !== undefined && distanceToSegment(pointer, a, b) <= LINE_REACH;
  });
}
