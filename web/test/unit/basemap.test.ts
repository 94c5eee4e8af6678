import { describe, expect, it } from 'vitest';
import { ancestor, reliefSource, tileAddress, vectorSource } from '../../src/map/basetiles';
import { firstFree, Occupied, overlap, spotAlong, spotsAroundDot } from '../../src/map/labelplacing';
import { at } from '../../src/map/style';

const mosul = { z: 9, x: 317, y: 200 };

describe('source tiles', () => {
  it('uses the deep tile inside the region and enlarges it beyond the deepest zoom', () => {
    expect(vectorSource(mosul)).toEqual(mosul);
    expect(vectorSource({ z: 12, x: 317 * 8 + 3, y: 200 * 8 + 5 })).toEqual(mosul);
  });

  it('enlarges the world tile outside the region', () => {
    expect(vectorSource({ z: 9, x: 260, y: 170 })).toEqual({ z: 5, x: 16, y: 10 });
  });

  it('gives the world tile itself where it is shallow enough', () => {
    expect(vectorSource({ z: 3, x: 1, y: 2 })).toEqual({ z: 3, x: 1, y: 2 });
  });

  it('finds relief one zoom above the vectors, and none in the Pacific or on a world view', () => {
    expect(reliefSource(mosul)).toEqual(ancestor(mosul, 8));
    expect(reliefSource({ z: 6, x: 2, y: 30 })).toBeNull();
    expect(reliefSource({ z: 3, x: 4, y: 3 })).toBeNull();
  });

  it('fills an address template', () => {
    expect(tileAddress('/basemap/{z}/{x}/{y}.mvt', mosul)).toBe('/basemap/9/317/200.mvt');
  });
});

describe('placing of names', () => {
  it('moves the second of two neighbours to another side', () => {
    const occupied = new Occupied();
    const first = firstFree(spotsAroundDot(100, 100, 60, 14, 6), occupied);
    const second = firstFree(spotsAroundDot(160, 102, 60, 14, 6), occupied);
    expect(first?.x).toBeGreaterThan(100);
    expect(second).not.toBeNull();
    for (const a of first?.boxes ?? []) {
      for (const b of second?.boxes ?? []) expect(overlap(a, b)).toBe(false);
    }
  });

  it('leaves a name out where no side is free', () => {
    const occupied = new Occupied();
    occupied.take([{ left: 0, top: 0, right: 400, bottom: 400 }]);
    expect(firstFree(spotsAroundDot(200, 200, 60, 14, 6), occupied)).toBeNull();
  });

  it('covers a turned name along its baseline, not its upright box', () => {
    const { boxes } = spotAlong(0, 0, 100, 10, 90);
    expect(Math.max(...boxes.map((box) => box.bottom))).toBeCloseTo(50);
    expect(Math.max(...boxes.map((box) => box.right))).toBeCloseTo(5);
  });
});

describe('widths', () => {
  it('are level outside their stops and straight between them', () => {
    const stops = [
      [4, 1],
      [8, 3],
    ] as const;
    expect([at(stops, 2), at(stops, 6), at(stops, 12)]).toEqual([1, 2, 3]);
  });
});
