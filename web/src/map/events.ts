// The event layer: one canvas that moves with the map and is drawn anew on every move.

import { formatNumber } from '../i18n';
import type { BoundingBox, Candidate, LonLat, MapEvent } from '../state/types';
import type { Theme } from '../state/url';
import { drawAreaBadge, drawCluster } from './badges';
import { drawCorner, drawGlyph } from './glyph';
import { markAt } from './hit';
import { drawLeader } from './leader';
import * as L from './leaflet';
import { type EventMark, isArea, type Mark } from './marks';
import { INKS, typeClass } from './palette';
import { type Point, project } from './project';
import { type Canvas2, drawExtents } from './uncertain';

const ALL_EXTENTS_BELOW = 150;
const GLYPH_RADIUS = 6.5;
const STRONG_RADIUS = 8.5;

/** Everything the layer draws. */
export interface Scene {
  readonly marks: readonly Mark[];
  readonly hovered: string | null;
  /** The open event, drawn even when it is hidden in a cluster. */
  readonly selected: MapEvent | null;
  readonly candidate: Candidate | null;
  readonly box: BoundingBox | null;
  readonly theme: Theme;
}

export const EMPTY_SCENE: Scene = {
  marks: [],
  hovered: null,
  selected: null,
  candidate: null,
  box: null,
  theme: 'light',
};

export class EventLayer extends L.Layer {
  private readonly canvas = document.createElement('canvas');
  private readonly scratch = document.createElement('canvas');
  private scene: Scene = EMPTY_SCENE;
  private frame = 0;
  /** Where the canvas was drawn: needed to stretch it during a zoom animation. */
  private drawn: { corner: L.LatLng; zoom: number } | null = null;

  override onAdd(map: L.Map): this {
    const pane = map.getPane('events') ?? map.createPane('events');
    pane.style.zIndex = '450';
    pane.style.pointerEvents = 'none';
    this.canvas.className = 'event-canvas leaflet-zoom-animated';
    this.canvas.setAttribute('aria-hidden', 'true');
    pane.appendChild(this.canvas);
    this.schedule();
    return this;
  }

  override onRemove(): this {
    cancelAnimationFrame(this.frame);
    this.canvas.remove();
    return this;
  }

  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    const redraw = () => this.schedule();
    return {
      move: redraw,
      moveend: redraw,
      resize: redraw,
      viewreset: redraw,
      zoomend: redraw,
      zoomanim: (event) => this.stretch(event as L.ZoomAnimEvent),
    };
  }

  /** Replaces part of the scene and draws it in the next frame. */
  show(patch: Partial<Scene>): void {
    this.scene = { ...this.scene, ...patch };
    this.schedule();
  }

  /** The mark under a point of the container. */
  at(point: Point, reach: number): Mark | null {
    const map = this._map;
    return map ? markAt(this.scene.marks, point, this.toContainer(map), reach) : null;
  }

  private toContainer(map: L.Map): (position: LonLat) => Point {
    const corner = map.getPixelBounds().min ?? new L.Point(0, 0);
    const zoom = map.getZoom();
    return (position) => {
      const { x, y } = project(position, zoom);
      return { x: x - corner.x, y: y - corner.y };
    };
  }

  private schedule(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.draw());
  }

  private stretch({ center, zoom }: L.ZoomAnimEvent): void {
    const map = this._map;
    if (!map || !this.drawn) return;
    const pane = map.getPane('mapPane');
    const shift = pane ? L.DomUtil.getPosition(pane) : new L.Point(0, 0);
    const origin = map.project(center, zoom).subtract(map.getSize().divideBy(2)).add(shift).round();
    const corner = map.project(this.drawn.corner, zoom).subtract(origin);
    L.DomUtil.setTransform(this.canvas, corner, map.getZoomScale(zoom, this.drawn.zoom));
  }

  private draw(): void {
    const map = this._map;
    if (!map) return;
    const size = map.getSize();
    const ratio = window.devicePixelRatio || 1;
    const ctx = prepare(this.canvas, size, ratio);
    const scratch = prepare(this.scratch, size, ratio);
    if (!ctx || !scratch) return;
    L.DomUtil.setTransform(this.canvas, map.containerPointToLayerPoint([0, 0]), 1);
    this.drawn = { corner: map.containerPointToLatLng([0, 0]), zoom: map.getZoom() };
    drawScene(
      { ctx, scratch, toPixels: this.toContainer(map), zoom: map.getZoom(), theme: this.scene.theme },
      this.scene,
    );
  }
}

function prepare(canvas: HTMLCanvasElement, size: L.Point, ratio: number): CanvasRenderingContext2D | null {
  const [width, height] = [Math.round(size.x * ratio), Math.round(size.y * ratio)];
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
    canvas.style.width = `${size.x}px`;
    canvas.style.height = `${size.y}px`;
  }
  const ctx = canvas.getContext('2d');
  ctx?.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx?.clearRect(0, 0, size.x, size.y);
  return ctx;
}

function drawScene(canvas: Canvas2, scene: Scene): void {
  if (scene.box) drawBox(canvas, scene.box);
  drawExtents(canvas, extentsToDraw(scene));
  for (const mark of scene.marks) drawMark(canvas, mark, scene);
  if (scene.selected) drawSelected(canvas, scene.selected, scene);
  if (scene.selected && scene.candidate) drawLeader(canvas, scene.selected.position, scene.candidate);
}

/** One extent per spot or area; with many events on screen only those of the hovered and the open one. */
function extentsToDraw({ marks, hovered, selected }: Scene): MapEvent[] {
  const events = marks.flatMap((mark) => (mark.kind === 'cluster' ? [] : mark.events));
  const isFew = events.length < ALL_EXTENTS_BELOW;
  const others = events.filter((event) => event.id !== selected?.id && (isFew || event.id === hovered));
  const distinct = new Map(
    others.map((event) => [`${event.position}|${event.radius_m}|${event.event_type}`, event]),
  );
  return [...distinct.values(), ...(selected ? [selected] : [])];
}

function isHovered(mark: EventMark, { hovered }: Scene): boolean {
  return mark.events.some((event) => event.id === hovered);
}

function drawMark(canvas: Canvas2, mark: Mark, scene: Scene): void {
  const { ctx, theme } = canvas;
  const at = canvas.toPixels(mark.position);
  if (mark.kind === 'cluster') drawCluster(ctx, at, mark.cluster, theme);
  else if (mark.kind === 'area') drawAreaBadge(ctx, at, mark.events, theme, isHovered(mark, scene));
  else drawSpot(ctx, at, mark, scene);
}

function drawSpot(ctx: CanvasRenderingContext2D, at: Point, mark: EventMark, scene: Scene): void {
  const first = mark.events.find((event) => event.id === scene.hovered) ?? mark.events[0];
  if (!first) return;
  const radius = isHovered(mark, scene) ? STRONG_RADIUS : GLYPH_RADIUS;
  drawGlyph(ctx, at, { type: typeClass(first.event_type), status: first.status, radius, theme: scene.theme });
  if (mark.events.length < 2) return;
  ctx.save();
  ctx.translate(at.x, at.y);
  drawCorner(ctx, formatNumber(mark.events.length), radius, scene.theme);
  ctx.restore();
}

function drawSelected(canvas: Canvas2, event: MapEvent, { theme, marks }: Scene): void {
  const { ctx, toPixels } = canvas;
  const at = toPixels(event.position);
  if (isArea(event)) {
    drawAreaBadge(ctx, at, companions(event, marks), theme, true);
    return;
  }
  ctx.beginPath();
  ctx.arc(at.x, at.y, 17, 0, 2 * Math.PI);
  for (const [colour, width] of [
    [INKS[theme].ring, 5],
    [INKS[theme].accent, 2.5],
  ] as const) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.stroke();
  }
  drawGlyph(ctx, at, {
    type: typeClass(event.event_type),
    status: event.status,
    radius: STRONG_RADIUS,
    theme,
  });
}

/** The events that share the badge of an area. */
function companions(event: MapEvent, marks: readonly Mark[]): readonly MapEvent[] {
  const areas = marks.flatMap((mark) => (mark.kind === 'area' ? [mark.events] : []));
  return areas.find((events) => events.some(({ id }) => id === event.id)) ?? [event];
}

/** The filter's box: a dashed frame with the rest of the map slightly veiled. */
function drawBox({ ctx, toPixels, theme }: Canvas2, [west, south, east, north]: BoundingBox): void {
  const a = toPixels([west, north]);
  const b = toPixels([east < west ? east + 360 : east, south]);
  const { width, height } = ctx.canvas;
  ctx.save();
  ctx.beginPath();
  ctx.rect(0, 0, width, height);
  ctx.rect(a.x, a.y, b.x - a.x, b.y - a.y);
  ctx.fillStyle = theme === 'light' ? 'rgba(60,66,72,.14)' : 'rgba(0,0,0,.34)';
  ctx.fill('evenodd');
  ctx.setLineDash([7, 4]);
  ctx.strokeStyle = INKS[theme].accent;
  ctx.lineWidth = 2;
  ctx.strokeRect(a.x, a.y, b.x - a.x, b.y - a.y);
  ctx.restore();
}
