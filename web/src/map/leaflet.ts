// The only module that imports Leaflet. Everything is made with `new`, so that the next major version,
// which drops the lower-case factories, changes this file alone. The names are listed because the development
// server cannot pass on all names of a CommonJS package.
import 'leaflet/dist/leaflet.css';

export type {
  Coords,
  DoneCallback,
  LeafletEventHandlerFn,
  LeafletKeyboardEvent,
  LeafletMouseEvent,
  TileEvent,
  ZoomAnimEvent,
} from 'leaflet';
export { Bounds, DomUtil, GridLayer, LatLng, LatLngBounds, Layer, Map, Point } from 'leaflet';
