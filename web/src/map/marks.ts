// What is drawn for an answer: clusters, spots (a glyph for one or more events on one position) and areas
// (a badge, never a dot: the event may be anywhere inside).
import type { Cluster, ExtentGeometry, LonLat, MapAnswer, MapEvent } from '../state/types';

const AREA_RADIUS_M = 50_000;

export type Mark =
  | { readonly kind: 'cluster'; readonly key: string; readonly position: LonLat; readonly cluster: Cluster }
  | {
      readonly kind: 'spot' | 'area';
      readonly key: string;
      readonly position: LonLat;
      readonly events: readonly MapEvent[];
    };

export type EventMark = Extract<Mark, { kind: 'spot' | 'area' }>;

/** True when the position is too vague for a dot. */
export function isArea(event: Pick<MapEvent, 'extent' | 'location_precision' | 'radius_m'>): boolean {
  if (isLine(event.extent)) return false;
  if (event.extent && event.extent.type !== 'Point') return true;
  const isWhole = event.location_precision === 'province' || event.location_precision === 'country';
  return isWhole || (event.radius_m ?? 0) > AREA_RADIUS_M;
}

export function isLine(extent: ExtentGeometry | null): boolean {
  return extent?.type === 'LineString' || extent?.type === 'MultiLineString';
}

/** Groups an answer's events by position; clusters come first so that single events are drawn above them. */
export function toMarks(answer: MapAnswer): Mark[] {
  const clusters: Mark[] = answer.clusters.map((cluster) => ({
    kind: 'cluster',
    key: `cluster:${cluster.position.join()}`,
    position: cluster.position,
    cluster,
  }));
  const areas = group(answer.events.filter(isArea), 'area');
  const spots = group(
    answer.events.filter((event) => !isArea(event)),
    'spot',
  );
  return [...clusters, ...areas, ...spots];
}

function group(events: readonly MapEvent[], kind: 'spot' | 'area'): EventMark[] {
  const groups = new Map<string, MapEvent[]>();
  for (const event of events) {
    const key = `${kind}:${event.position.map((degree) => degree.toFixed(5)).join()}`;
    const members = groups.get(key);
    if (members) members.push(event);
    else groups.set(key, [event]);
  }
  return [...groups].map(([key, members]) => ({
    kind,
    key,
    position: (members[0] as MapEvent).position,
    events: members,
  }));
}

/** Radius of a cluster's disc in pixels: grows with the logarithm of the count. */
export function clusterRadius(count: number): number {
  return Math.min(34, 12 + 3 * Math.log2(Math.max(1, count)));
}
