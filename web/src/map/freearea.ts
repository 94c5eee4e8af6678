// The part of the map that panels leave free: on a phone the sheet covers the lower half, on middle screens the
// card covers one side. On wide screens nothing lies over the map.
import { address, screen } from '../state/session';
import * as L from './leaflet';

const CARD_PX = 392;
const EDGE_PX = 44;
const PHONE_HEAD_PX = 70;
/** Share of the height that the phone's sheet takes at each stop, as in the style sheet. */
const SHEET = { peek: 0.14, half: 0.54, full: 0.54 } as const;

/** The free rectangle in pixels of the map's container. */
export function freeArea(map: L.Map): L.Bounds {
  const { x, y } = map.getSize();
  if (matchMedia('(max-width: 699px)').matches) {
    return new L.Bounds([0, PHONE_HEAD_PX], [x, y * (1 - SHEET[screen.get().stop])]);
  }
  const isCovered = address.get().selected !== null && matchMedia('(max-width: 1099px)').matches;
  const cover = isCovered ? Math.min(CARD_PX, x * 0.7) : 0;
  const isRtl = document.documentElement.dir === 'rtl';
  return new L.Bounds([isRtl ? cover : 0, 0], [isRtl ? x : x - cover, y]);
}

/** The same as padding for fitting a box. */
export function padding(map: L.Map): { paddingTopLeft: L.Point; paddingBottomRight: L.Point } {
  const { min, max } = freeArea(map);
  const edge = new L.Point(EDGE_PX, EDGE_PX);
  const size = map.getSize();
  return {
    paddingTopLeft: (min ?? new L.Point(0, 0)).add(edge),
    paddingBottomRight: size.subtract(max ?? size).add(edge),
  };
}
