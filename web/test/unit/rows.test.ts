import { describe, expect, it } from 'vitest';
import { ESTIMATED_HEIGHT, rowAt, rowTops } from '../../src/state/rows';

describe('rows of their own heights', () => {
  const tops = rowTops(['a', 'b', 'c'], new Map([['b', 100]]));

  it('stand below each other, with an estimate where none was measured', () => {
    expect(tops).toEqual([0, ESTIMATED_HEIGHT, ESTIMATED_HEIGHT + 100, 2 * ESTIMATED_HEIGHT + 100]);
  });

  it('are found by their distance from the top', () => {
    expect(
      [0, ESTIMATED_HEIGHT - 1, ESTIMATED_HEIGHT, ESTIMATED_HEIGHT + 99].map((y) => rowAt(tops, y)),
    ).toEqual([0, 0, 1, 1]);
    expect(rowAt(tops, 10_000)).toBe(2);
    expect(rowAt([0], 50)).toBe(0);
  });
});
