import { describe, expect, it } from 'vitest';
import { markAt } from '../../src/map/hit';
import { clusterRadius, isArea, type Mark, toMarks } from '../../src/map/marks';
import { BASE_COLOURS, TYPE_CLASSES, TYPE_COLOURS, typeClass } from '../../src/map/palette';
import { distance, distanceToSegment, metresToPixels, project } from '../../src/map/project';
import { circleRadius } from '../../src/map/uncertain';
import type { Cluster, LonLat, MapEvent } from '../../src/state/types';

function makeEvent(given: Partial<MapEvent>): MapEvent {
  return {
    id: 'e',
    title: '',
    position: [0, 0],
    extent: null,
    radius_m: 5000,
    location_precision: 'settlement',
    ...given,
  } as MapEvent;
}

function makeCluster(position: LonLat, count: number): Cluster {
  return { position, count, types: { Battles: count }, bbox: [...position, ...position], coarse: 0 };
}

const toPixels = ([x, y]: LonLat) => ({ x, y });

describe('projection', () => {
  it('puts the corners of the world where Web Mercator does', () => {
    expect(project([0, 0], 0)).toEqual({ x: 128, y: 128 });
    expect(project([-180, 85.0511], 1).y).toBeCloseTo(0, 1);
    expect(project([180, 0], 2).x).toBe(1024);
  });

  it('draws metres true to the ground', () => {
    for (const lat of [0, 35, -60]) {
      const [a, b] = [project([44, lat], 9), project([44.1, lat], 9)];
      const metres = distance([44, lat], [44.1, lat]);
      // Mercator is a sphere of the equator's radius, distances use the mean radius: 0.2 % apart.
      expect(metresToPixels(metres, lat, 9) / (b.x - a.x)).toBeCloseTo(1, 2);
    }
  });

  it('measures distance to a segment, not to its line', () => {
    expect(distanceToSegment({ x: 5, y: 3 }, { x: 0, y: 0 }, { x: 10, y: 0 })).toBe(3);
    expect(distanceToSegment({ x: 13, y: 4 }, { x: 0, y: 0 }, { x: 10, y: 0 })).toBe(5);
    expect(distanceToSegment({ x: 3, y: 4 }, { x: 0, y: 0 }, { x: 0, y: 0 })).toBe(5);
  });
});

describe('marks', () => {
  it('never give a dot to a province, a country or a radius above 50 km', () => {
    expect(isArea(makeEvent({ location_precision: 'province', radius_m: 30_000 }))).toBe(true);
    expect(isArea(makeEvent({ location_precision: 'area', radius_m: 60_000 }))).toBe(true);
    expect(isArea(makeEvent({ location_precision: 'area', radius_m: 30_000 }))).toBe(false);
    const line = {
      type: 'LineString' as const,
      coordinates: [
        [0, 0],
        [1, 1],
      ] as LonLat[],
    };
    expect(isArea(makeEvent({ location_precision: 'line', radius_m: 60_000, extent: line }))).toBe(false);
  });

  it('put events of one position on one mark', () => {
    const events = [makeEvent({ id: 'a' }), makeEvent({ id: 'b' }), makeEvent({ id: 'c', position: [1, 1] })];
    const marks = toMarks({
      version: '1',
      numberMatched: 3,
      total: 3,
      unplaced: 0,
      clusters: [makeCluster([5, 5], 9)],
      events,
    });
    expect(marks.map((mark) => (mark.kind === 'cluster' ? mark.cluster.count : mark.events.length))).toEqual([
      9, 2, 1,
    ]);
  });

  it('hide the circle of an exact event until zoom 11', () => {
    const exact = makeEvent({ location_precision: 'exact', radius_m: 900 });
    expect(circleRadius(exact, 10)).toBeNull();
    expect(circleRadius(exact, 13)).toBeCloseTo(metresToPixels(900, 0, 13));
  });

  it('grow clusters by the logarithm of their count, within bounds', () => {
    expect([1, 2, 8, 1_000_000].map(clusterRadius)).toEqual([12, 15, 21, 34]);
  });
});

describe('hit testing', () => {
  const spot: Mark = { kind: 'spot', key: 's', position: [100, 100], events: [makeEvent({ id: 's' })] };
  const cluster: Mark = {
    kind: 'cluster',
    key: 'c',
    position: [130, 100],
    cluster: makeCluster([130, 100], 8),
  };

  it('takes the nearest mark within reach', () => {
    expect(markAt([spot, cluster], { x: 101, y: 99 }, toPixels, 6)).toBe(spot);
    expect(markAt([spot, cluster], { x: 140, y: 110 }, toPixels, 6)).toBe(cluster);
    expect(markAt([spot, cluster], { x: 100, y: 130 }, toPixels, 6)).toBeNull();
  });

  it('lets the mark drawn last win', () => {
    const above: Mark = { ...spot, key: 'above' };
    expect(markAt([spot, above], { x: 100, y: 100 }, toPixels, 6)).toBe(above);
  });

  it('finds a line away from its glyph', () => {
    const extent = {
      type: 'LineString' as const,
      coordinates: [
        [0, 0],
        [200, 0],
      ] as LonLat[],
    };
    const line: Mark = { kind: 'spot', key: 'l', position: [100, 0], events: [makeEvent({ extent })] };
    expect(markAt([line], { x: 20, y: 5 }, toPixels, 6)).toBe(line);
    expect(markAt([line], { x: 20, y: 30 }, toPixels, 6)).toBeNull();
  });
});

function luminance(hex: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const linear = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

describe('palette', () => {
  it.each(['light', 'dark'] as const)('has at least 3:1 on every base colour of the %s theme', (theme) => {
    for (const type of TYPE_CLASSES) {
      for (const base of BASE_COLOURS[theme]) {
        expect(contrast(TYPE_COLOURS[theme][type], base), `${type} on ${base}`).toBeGreaterThanOrEqual(3);
      }
    }
  });

  it('has an unknown class for what it does not know', () => {
    expect(typeClass('Weather')).toBe('unknown');
    expect(typeClass(null)).toBe('unknown');
  });
});
