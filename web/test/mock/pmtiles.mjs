// Reads single tiles from a PMTiles version 3 archive, enough to show the base map without the service.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const HEADER = 127;

function varints(bytes) {
  let at = 0;
  return () => {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = bytes[at++];
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
  };
}

function readDirectory(bytes) {
  const next = varints(bytes);
  const entries = Array.from({ length: next() }, () => ({}));
  let id = 0;
  for (const entry of entries) entry.id = id += next();
  for (const entry of entries) entry.run = next();
  for (const entry of entries) entry.length = next();
  entries.forEach((entry, i) => {
    const offset = next();
    entry.offset = offset === 0 && i > 0 ? entries[i - 1].offset + entries[i - 1].length : offset - 1;
  });
  return entries;
}

/** Position of a tile along the Hilbert curve, after all tiles of lower zooms. */
export function tileId(z, x, y) {
  let id = (4 ** z - 1) / 3;
  for (let s = 2 ** (z - 1); s >= 1; s /= 2) {
    const rx = x & s ? 1 : 0;
    const ry = y & s ? 1 : 0;
    id += s * s * ((3 * rx) ^ ry);
    [x, y] = [x & (s - 1), y & (s - 1)];
    if (ry === 0) {
      if (rx === 1) [x, y] = [s - 1 - x, s - 1 - y];
      [x, y] = [y, x];
    }
  }
  return id;
}

/** A function (z, x, y) -> tile bytes as stored, or null. */
export function openArchive(path) {
  const file = readFileSync(path);
  const u64 = (at) => Number(file.readBigUInt64LE(at));
  const isPacked = file[97] === 2;
  const directory = (offset, length) => {
    const bytes = file.subarray(offset, offset + length);
    return readDirectory(isPacked ? gunzipSync(bytes) : bytes);
  };
  if (file.subarray(0, 7).toString() !== 'PMTiles' || file.length < HEADER)
    throw new Error(`expected a PMTiles archive: ${path}`);
  const root = directory(u64(8), u64(16));
  const find = (entries, id) => {
    const entry = entries.findLast((candidate) => candidate.id <= id);
    if (!entry) return null;
    if (entry.run === 0) return find(directory(u64(40) + entry.offset, entry.length), id);
    if (id >= entry.id + entry.run) return null;
    return file.subarray(u64(56) + entry.offset, u64(56) + entry.offset + entry.length);
  };
  return (z, x, y) => find(root, tileId(z, x, y));
}
