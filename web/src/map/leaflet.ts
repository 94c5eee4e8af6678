// The only module that imports Leaflet. Everything is made with `new`, so that the next major version,
// which drops the lower-case factories, changes this file alone.
import 'leaflet/dist/leaflet.css';

export * from 'leaflet';
