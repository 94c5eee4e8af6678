// Shapes of the service's answers. Positions are [longitude, latitude]; unknown values are null.

export const EVENT_TYPES = [
  'Battles',
  'Explosions/Remote violence',
  'Violence against civilians',
  'Protests',
  'Riots',
  'Strategic developments',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export const PRECISIONS = [
  'exact',
  'settlement',
  'vicinity',
  'area',
  'district',
  'province',
  'country',
  'line',
  'unknown',
] as const;
export type Precision = (typeof PRECISIONS)[number];

export const STATUSES = ['proposed', 'confirmed', 'disputed', 'rejected'] as const;
export type Status = (typeof STATUSES)[number];

export type DatePrecision = 'day' | 'day_without_year' | 'week' | 'month' | 'year' | 'range' | 'unknown';

export type LonLat = [number, number];
/** West, south, east, north in degrees; west > east crosses the antimeridian. */
export type BoundingBox = readonly [number, number, number, number];

export type ExtentGeometry =
  | { type: 'Point'; coordinates: LonLat }
  | { type: 'LineString'; coordinates: LonLat[] }
  | { type: 'MultiLineString'; coordinates: LonLat[][] }
  | { type: 'Polygon'; coordinates: LonLat[][] }
  | { type: 'MultiPolygon'; coordinates: LonLat[][][] };

/** What list rows, map marks and the card have in common. */
export interface EventSummary {
  id: string;
  event_type: string | null;
  sub_event_type: string | null;
  mode: string | null;
  date_start: string | null;
  date_end: string | null;
  date_precision: DatePrecision | null;
  date_text: string | null;
  place_name: string | null;
  place_id: string | null;
  admin1: string | null;
  country: string | null;
  location_precision: Precision | null;
  radius_m: number | null;
  status: Status | null;
  confidence: number | null;
}

export interface MapEvent extends EventSummary {
  position: LonLat;
  /** Null for circles: draw `position` and `radius_m`. */
  extent: ExtentGeometry | null;
}

export interface Cluster {
  position: LonLat;
  count: number;
  types: Record<string, number>;
  bbox: BoundingBox;
  coarse: number;
  ids?: string[];
}

export interface MapAnswer {
  version: string;
  numberMatched: number;
  total: number;
  unplaced: number;
  clusters: Cluster[];
  events: MapEvent[];
}

export interface CountInterval {
  kind: string;
  of: string | null;
  min: number | null;
  max: number | null;
  text: string | null;
  shared?: boolean;
}

export interface Evidence {
  report_id: string;
  start: number;
  end: number;
  text: string;
}

export interface Reason {
  why: string;
  text: string;
  weight: number;
}

export interface PlaceName {
  lang: string | null;
  text: string;
}

export interface ResolvedPlace {
  id: string;
  name: string;
  names: PlaceName[];
  lon: number;
  lat: number;
  radius_km: number | null;
  kind: string | null;
  country: string | null;
  admin1: string | null;
  source: string | null;
  confidence: string | null;
}

export interface Candidate {
  id: string;
  name: string;
  lon: number;
  lat: number;
  radius_km: number | null;
  kind: string | null;
  country: string | null;
  admin1: string | null;
  score: number;
  distance_km: number | null;
  reasons: Reason[];
}

export interface Resolution {
  mention: string | null;
  place: ResolvedPlace | null;
  relation: string | null;
  score: number | null;
  reasons: Reason[];
  candidates: Candidate[];
}

export interface EventProperties extends EventSummary {
  admin2: string | null;
  actors: { name: string; side: 'A' | 'B' | null }[] | null;
  fatalities_low: number | null;
  fatalities_best: number | null;
  fatalities_high: number | null;
  counts: CountInterval[] | null;
  summary: string | null;
  evidence: Evidence[] | null;
  source: string | null;
  source_url: string | null;
  published_at: string | null;
  dataset: string | null;
  license: string | null;
  incident_id: string | null;
  attribution: string | null;
  resolution?: Resolution | null;
}

export interface EventFeature {
  type: 'Feature';
  id: string;
  geometry: { type: 'Point'; coordinates: LonLat } | null;
  properties: EventProperties;
}

export interface Link {
  rel: string;
  href: string;
}

export interface FeaturePage<F = EventFeature> {
  type: 'FeatureCollection';
  numberMatched: number;
  numberReturned: number;
  links: Link[];
  features: F[];
}

export interface Bin {
  key: string;
  start?: string;
  end?: string;
  count: number;
  types?: Record<string, number>;
}

export interface Aggregate {
  by: string;
  numberMatched: number;
  undated: number;
  /** How many of the matches only may lie in the dates asked for; missing when none were. */
  possible?: number;
  bins: Bin[];
}

export interface PlaceFeature {
  type: 'Feature';
  geometry: { type: string; coordinates: unknown } | null;
  properties: {
    id: string;
    name: string;
    names: PlaceName[];
    matched: string | null;
    score: number;
    kind: string | null;
    feature_class: string | null;
    feature_code: string | null;
    country: string | null;
    admin1: string | null;
    radius_km: number | null;
    bbox: BoundingBox | null;
  };
}

export interface ReportMention {
  start: number;
  end: number;
  text: string;
  role: string | null;
  score: number | null;
  place: { id: string; name: string } | string | null;
}

export interface ReportEvent {
  id: string;
  place_name: string | null;
  place_id: string | null;
  country: string | null;
  mode: string | null;
  event_type: string | null;
  sub_event_type: string | null;
  evidence: { start: number; end: number }[];
}

export interface Report {
  id: string;
  title: string | null;
  text: string;
  publisher: string | null;
  url: string | null;
  published_at: string | null;
  country: string | null;
  mentions: ReportMention[];
  events: ReportEvent[];
}

export interface CollectionInfo {
  id: string;
  attribution?: string;
  extent?: { spatial?: { bbox?: number[][] }; temporal?: { interval?: (string | null)[][] } };
}
