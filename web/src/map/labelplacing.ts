// Decides which names fit: pure geometry, the first come (the most important) keeps its place.

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** One way to draw a name: where its middle is, and the boxes it covers. */
export interface Spot {
  x: number;
  y: number;
  boxes: readonly Box[];
}

export function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Pixels of a cell of the grid. */
const cell = 96;

/** The boxes that are taken; asked often, so they are kept by cell of a coarse grid. */
export class Occupied {
  private readonly cells = new Map<string, Box[]>();

  private *around(box: Box): Generator<string> {
    for (let x = Math.floor(box.left / cell); x <= Math.floor(box.right / cell); x++) {
      for (let y = Math.floor(box.top / cell); y <= Math.floor(box.bottom / cell); y++) yield `${x},${y}`;
    }
  }

  private cell(key: string): Box[] {
    const known = this.cells.get(key) ?? [];
    this.cells.set(key, known);
    return known;
  }

  isFree(boxes: readonly Box[]): boolean {
    return boxes.every((box) =>
      [...this.around(box)].every((key) => !this.cells.get(key)?.some((taken) => overlap(taken, box))),
    );
  }

  take(boxes: readonly Box[]): void {
    for (const box of boxes) {
      for (const key of this.around(box)) this.cell(key).push(box);
    }
  }
}

function boxAround(x: number, y: number, width: number, height: number): Box {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

/** Right, left, above, below, then the four corners of a dot: the order of a printed atlas. */
const sides: readonly (readonly [number, number])[] = [
  [1, 0],
  [-1, 0],
  [0, -1],
  [0, 1],
  [0.8, -1],
  [0.8, 1],
  [-0.8, -1],
  [-0.8, 1],
];

/** The box of a dot, a little larger than the dot. */
export function dotBox(x: number, y: number, gap: number): Box {
  return boxAround(x, y, gap * 1.3, gap * 1.3);
}

/** Places for the name of a dot, best first; none covers the dot. */
export function spotsAroundDot(x: number, y: number, width: number, height: number, gap: number): Spot[] {
  return sides.map(([across, down]) => {
    const middleX = x + across * (width / 2 + (down === 0 ? gap : gap * 0.4));
    const middleY = y + down * (height / 2 + gap * 0.7);
    return { x: middleX, y: middleY, boxes: [boxAround(middleX, middleY, width, height)] };
  });
}

/** The one place of a name without a dot, turned by `angle` degrees: a row of squares along the baseline. */
export function spotAlong(x: number, y: number, width: number, height: number, angle: number): Spot {
  if (angle === 0) return { x, y, boxes: [boxAround(x, y, width, height)] };
  const turn = (angle * Math.PI) / 180;
  const count = Math.max(1, Math.ceil(width / height));
  const boxes = Array.from({ length: count }, (_, index) => {
    const along = ((index + 0.5) / count - 0.5) * width;
    return boxAround(x + along * Math.cos(turn), y + along * Math.sin(turn), height, height);
  });
  return { x, y, boxes };
}

/** The first free spot, which is then taken; null if there is none. */
export function firstFree(spots: readonly Spot[], occupied: Occupied): Spot | null {
  const spot = spots.find(({ boxes }) => occupied.isFree(boxes)) ?? null;
  if (spot) occupied.take(spot.boxes);
  return spot;
}
