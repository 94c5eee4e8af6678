// The ground that marks cover, so that the names of the base map can step aside.
import type { LonLat } from '../state/types';
import type { Box } from './labelplacing';
import { clusterRadius, type Mark } from './marks';
import { project } from './project';

/** Half the size of a glyph with its ring, of one with a number at its corner, and of a badge, in pixels. */
const GLYPH = { across: 11, up: 11 };
const NUMBERED = { across: 17, up: 17 };
const BADGE = { across: 21, up: 14 };
const CLUSTER_RIM = 4;

/** A mark as the names see it: half its width and height in pixels around a position. */
export interface Obstacle {
  readonly position: LonLat;
  readonly across: number;
  readonly up: number;
}

export function obstacleOf(mark: Mark): Obstacle {
  const { position } = mark;
  if (mark.kind === 'cluster') {
    const radius = clusterRadius(mark.cluster.count) + CLUSTER_RIM;
    return { position, across: radius, up: radius };
  }
  if (mark.kind === 'area') return { position, ...BADGE };
  return { position, ...(mark.events.length > 1 ? NUMBERED : GLYPH) };
}

/** The box of an obstacle in pixels of the world at a zoom. */
export function obstacleBox({ position, across, up }: Obstacle, zoom: number): Box {
  const { x, y } = project(position, zoom);
  return { left: x - across, right: x + across, top: y - up, bottom: y + up };
}

/** How far from a dot its name must begin: beyond the marks that cover the dot. */
export function reachOf(x: number, y: number, boxes: readonly Box[]): number {
  const over = boxes.filter((box) => box.left < x && x < box.right && box.top < y && y < box.bottom);
  return Math.max(0, ...over.map((box) => Math.max(x - box.left, box.right - x)));
}
