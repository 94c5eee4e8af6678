// The histogram on a canvas: crisp at any bin count. The sliders of the brush carry its meaning for screen readers.
import { useEffect, useRef } from 'preact/hooks';
import { formatNumber, locale } from '../../i18n';
import { TYPE_CLASSES, TYPE_COLOURS, typeClass } from '../../map/palette';
import type { TimeUnit } from '../../state/api';
import { currentTheme } from '../../state/preferences';
import { address } from '../../state/session';
import { useStore } from '../../state/store';
import type { TimeBin } from '../../state/timeline';
import { useMedia } from '../hooks';

export const AXIS_HEIGHT = 20;
const TOP = 6;
const LABEL_PX = 74;
const WIDEST_BAR = 30;
/** A single event is not drawn as a peak. */
const LEAST_SCALE = 3;

interface Props {
  readonly bins: readonly TimeBin[];
  readonly unit: TimeUnit;
  readonly start: number;
  readonly end: number;
  readonly width: number;
  readonly height: number;
}

export function Bars(props: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useStore(address, (now) => now.theme);
  const isDark = useMedia('(prefers-color-scheme: dark)');
  const { bins, unit, start, end, width, height } = props;
  useEffect(() => {
    if (canvas.current) draw(canvas.current, props);
  }, [bins, unit, start, end, width, height, theme, isDark, locale()]);
  return <canvas class="bars" ref={canvas} aria-hidden="true" />;
}

interface Pen extends Props {
  readonly ctx: CanvasRenderingContext2D;
  readonly isRtl: boolean;
  readonly muted: string;
  readonly ink: string;
  readonly rule: string;
}

/** Time runs in reading direction. */
function leftOf({ bins, width, isRtl }: Pen, index: number): number {
  const step = width / bins.length;
  return isRtl ? width - (index + 1) * step : index * step;
}

function draw(canvas: HTMLCanvasElement, props: Props): void {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(props.width * ratio);
  canvas.height = Math.round(props.height * ratio);
  const ctx = canvas.getContext('2d');
  if (!ctx) return;
  ctx.scale(ratio, ratio);
  const style = getComputedStyle(canvas);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const isRtl = document.documentElement.dir === 'rtl';
  const pen = {
    ...props,
    ctx,
    isRtl,
    muted: colour('--bar-muted'),
    ink: colour('--muted'),
    rule: colour('--line'),
  };
  drawAxis(pen);
  const most = Math.max(LEAST_SCALE, ...props.bins.map((bin) => bin.count));
  for (let index = 0; index < props.bins.length; index++) drawBar(pen, index, most);
}

function drawBar(pen: Pen, index: number, most: number): void {
  const { ctx, bins, width, height, start, end } = pen;
  const bin = bins[index];
  if (!bin || bin.count === 0) return;
  const step = width / bins.length;
  const wide = Math.min(WIDEST_BAR, Math.max(1, step - Math.min(3, step * 0.2)));
  const x = leftOf(pen, index) + (step - wide) / 2;
  const floor = height - AXIS_HEIGHT;
  const scale = (floor - TOP) / most;
  const isIn = index >= start && index < end;
  let y = floor;
  for (const [colour, count] of stack(bin, isIn, pen.muted)) {
    const tall = Math.max(2, count * scale);
    ctx.fillStyle = colour;
    ctx.fillRect(x, y - tall, wide, tall - (tall > 6 ? 1 : 0));
    y -= tall;
  }
}

/** Parts of a bar from below, in the palette's order; one muted part outside the brush. */
function stack(bin: TimeBin, isIn: boolean, muted: string): [string, number][] {
  if (!isIn) return [[muted, bin.count]];
  const colours = TYPE_COLOURS[currentTheme()];
  const counts = Object.entries(bin.types);
  if (counts.length === 0) return [[colours.unknown, bin.count]];
  return TYPE_CLASSES.flatMap((type) => {
    const count = counts.filter(([name]) => typeClass(name) === type).reduce((sum, [, n]) => sum + n, 0);
    return count > 0 ? [[colours[type], count] as [string, number]] : [];
  });
}

function drawAxis(pen: Pen): void {
  const { ctx, bins, width, height, rule, ink } = pen;
  const floor = height - AXIS_HEIGHT + 0.5;
  ctx.strokeStyle = rule;
  ctx.beginPath();
  ctx.moveTo(0, floor);
  ctx.lineTo(width, floor);
  ctx.stroke();
  ctx.fillStyle = ink;
  ctx.font = '11px "Noto Sans", "Noto Sans Arabic", system-ui, sans-serif';
  ctx.textBaseline = 'middle';
  let free = Number.NEGATIVE_INFINITY;
  bins.forEach((bin, index) => {
    const offset = (index / bins.length) * width;
    const text = tickText(pen, bin, index);
    if (text === null || offset < free) return;
    drawTick(pen, index, text);
    free = offset + LABEL_PX;
  });
}

function drawTick(pen: Pen, index: number, text: string): void {
  const { ctx, height, isRtl, bins, width } = pen;
  const edge = isRtl ? leftOf(pen, index) + width / bins.length : leftOf(pen, index);
  ctx.textAlign = isRtl ? 'right' : 'left';
  ctx.fillRect(Math.round(edge), height - AXIS_HEIGHT, 1, 5);
  ctx.fillText(text, edge + (isRtl ? -5 : 5), height - AXIS_HEIGHT / 2 + 2);
}

/** Labels stand at years when the row spans several, at months within a year, at days within weeks. */
function tickText({ bins, unit }: Pen, bin: TimeBin, index: number): string | null {
  const date = new Date(`${bin.start}T00:00:00Z`);
  const write = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale(), { ...options, timeZone: 'UTC' }).format(date);
  const before = bins[index - 1]?.start ?? '';
  if (unit === 'year') return formatNumber(date.getUTCFullYear(), { useGrouping: false });
  if (unit === 'day') return write({ day: 'numeric', month: 'short' });
  const isShort = bins.length <= (unit === 'month' ? 30 : 110);
  if (before.slice(0, 4) !== bin.start.slice(0, 4))
    return write(isShort ? { month: 'short', year: 'numeric' } : { year: 'numeric' });
  return isShort && before.slice(0, 7) !== bin.start.slice(0, 7)
    ? write({ month: 'short', year: 'numeric' })
    : null;
}
