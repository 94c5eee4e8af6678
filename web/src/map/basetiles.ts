// Fetches vector tiles, turns them into paths and labels once, and finds the tile that serves a place.

import { VectorTile, type VectorTileFeature, type VectorTileLayer } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { type DegreeBox, detailBox, detailZoom, type PathName, reliefBoxes, worldZoom } from './style';

export interface Address {
  z: number;
  x: number;
  y: number;
}

export type LabelKind = 'place' | 'province' | 'country' | 'feature';

/** A name and its point; x and y are 0..1 inside the tile it came in. */
export interface Label {
  kind: LabelKind;
  name: string;
  nameArabic: string;
  rank: number;
  x: number;
  y: number;
  capital: boolean;
  /** Sea, lake, river, range or desert; empty for the other kinds. */
  feature: string;
  /** Degrees clockwise. */
  angle: number;
  lastZoom: number;
}

/** Paths are in units of 256 to a tile. */
export interface BaseTile {
  paths: Map<PathName, Path2D>;
  labels: Label[];
}

const unit = 256;
const labelLayers: readonly (readonly [string, LabelKind])[] = [
  ['places', 'place'],
  ['admin1_label', 'province'],
  ['country_label', 'country'],
  ['feature_label', 'feature'],
];
const pathLayers: readonly (readonly [string, string | null])[] = [
  ['land', null],
  ['lakes', null],
  ['coast', null],
  ['rivers', 'rank'],
  ['admin1', 'rank'],
  ['borders', 'disputed'],
];

export function addressKey({ z, x, y }: Address): string {
  return `${z}/${x}/${y}`;
}

/** The tile at zoom `z` that holds the address; `z` is not deeper than the address. */
export function ancestor(address: Address, z: number): Address {
  const shift = 2 ** (address.z - z);
  return { z, x: Math.floor(address.x / shift), y: Math.floor(address.y / shift) };
}

function column(longitude: number): number {
  return longitude / 360 + 0.5;
}

function row(latitude: number): number {
  const sine = Math.sin((latitude * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

/** Whether a tile and a box have any ground in common. */
export function touches({ z, x, y }: Address, [west, south, east, north]: DegreeBox): boolean {
  const size = 2 ** z;
  const across = x <= column(east) * size && x + 1 > column(west) * size;
  return across && y <= row(south) * size && y + 1 > row(north) * size;
}

/** The vector tile to draw for an address: itself, or the deepest tile above it that exists. */
export function vectorSource(address: Address): Address {
  if (address.z <= worldZoom) return address;
  const deep = ancestor(address, Math.min(address.z, detailZoom));
  return touches(deep, detailBox) ? deep : ancestor(address, worldZoom);
}

/** The relief tile to draw for an address, or null where there is none. */
export function reliefSource(address: Address): Address | null {
  for (let z = address.z; z >= 0; z--) {
    const box = reliefBoxes[z];
    if (box && touches(ancestor(address, z), box)) return ancestor(address, z);
  }
  return null;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function labelOf(feature: VectorTileFeature, kind: LabelKind): Label | null {
  const point = feature.loadGeometry()[0]?.[0];
  if (!point) return null;
  const { name, name_ar, rank, capital, angle, last_zoom, kind: featureKind } = feature.properties;
  return {
    kind,
    name: text(name),
    nameArabic: text(name_ar),
    rank: Number(rank),
    x: point.x / feature.extent,
    y: point.y / feature.extent,
    capital: capital === 1,
    feature: kind === 'feature' ? text(featureKind) : '',
    angle: Number(angle ?? 0),
    lastZoom: Number(last_zoom ?? Number.POSITIVE_INFINITY),
  };
}

function* featuresOf(layer: VectorTileLayer | undefined): Generator<VectorTileFeature> {
  for (let index = 0; layer && index < layer.length; index++) yield layer.feature(index);
}

function labelsOf(tile: VectorTile): Label[] {
  return labelLayers.flatMap(([layer, kind]) =>
    [...featuresOf(tile.layers[layer])]
      .map((feature) => labelOf(feature, kind))
      .filter((label) => label !== null),
  );
}

function trace(path: Path2D, feature: VectorTileFeature): void {
  const scale = unit / feature.extent;
  for (const run of feature.loadGeometry()) {
    run.forEach((point, index) => {
      if (index === 0) path.moveTo(point.x * scale, point.y * scale);
      else path.lineTo(point.x * scale, point.y * scale);
    });
  }
}

function pathName(layer: string, split: string | null, feature: VectorTileFeature): PathName {
  const part = split === null ? '' : String(feature.properties[split]);
  return (layer === 'admin1' ? `admin1_${part}` : `${layer}${part}`) as PathName;
}

function pathsOf(tile: VectorTile): Map<PathName, Path2D> {
  const paths = new Map<PathName, Path2D>();
  for (const [layer, split] of pathLayers) {
    for (const feature of featuresOf(tile.layers[layer])) {
      const name = pathName(layer, split, feature);
      const path = paths.get(name) ?? new Path2D();
      trace(path, feature);
      paths.set(name, path);
    }
  }
  return paths;
}

/** Reads one Mapbox Vector Tile. */
export function decode(bytes: ArrayBuffer): BaseTile {
  const tile = new VectorTile(new PbfReader(new Uint8Array(bytes)));
  return { paths: pathsOf(tile), labels: labelsOf(tile) };
}

/** Fills a `{z}/{x}/{y}` template. */
export function tileAddress(template: string, address: Address): string {
  return template
    .replace('{z}', String(address.z))
    .replace('{x}', String(address.x))
    .replace('{y}', String(address.y));
}

/** The body of a tile, or null if the server has none there; any other answer is an error. */
export async function fetchTile(template: string, address: Address): Promise<Response | null> {
  const where = tileAddress(template, address);
  const response = await fetch(where);
  if (response.status === 204 || response.status === 404) return null;
  if (!response.ok) throw new Error(`base map: expected a tile at ${where}, found status ${response.status}`);
  return response;
}

/** Keeps the answers of `load` by address, the latest used `limit` of them; failures are not kept. */
export class TileCache<T> {
  private readonly pending = new Map<string, Promise<T>>();
  private readonly ready = new Map<string, T>();

  constructor(
    private readonly load: (address: Address) => Promise<T>,
    private readonly limit: number,
  ) {}

  /** The tile if it is already here. */
  peek(address: Address): T | undefined {
    return this.ready.get(addressKey(address));
  }

  get(address: Address): Promise<T> {
    const key = addressKey(address);
    const known = this.pending.get(key) ?? this.start(key, address);
    this.pending.delete(key);
    this.pending.set(key, known);
    return known;
  }

  private start(key: string, address: Address): Promise<T> {
    const promise = this.load(address);
    promise.then(
      (tile) => this.ready.set(key, tile),
      () => this.forget(key),
    );
    for (const oldest of [...this.pending.keys()].slice(0, Math.max(0, this.pending.size - this.limit))) {
      this.forget(oldest);
    }
    return promise;
  }

  private forget(key: string): void {
    this.pending.delete(key);
    this.ready.delete(key);
  }
}

/** The vector tiles behind an address template. */
export function vectorTiles(template: string): TileCache<BaseTile> {
  const load = async (address: Address): Promise<BaseTile> => {
    const response = await fetchTile(template, address);
    return response ? decode(await response.arrayBuffer()) : { paths: new Map(), labels: [] };
  };
  return new TileCache(load, 400);
}
