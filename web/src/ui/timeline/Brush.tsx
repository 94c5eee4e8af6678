// The brush over the bars: two sliders, and a middle that can be moved as a whole.
import { useRef, useState } from 'preact/hooks';
import { t } from '../../i18n';
import { formatDay } from '../../i18n/format';
import type { TimeBin } from '../../state/timeline';

interface Props {
  readonly bins: readonly TimeBin[];
  readonly start: number;
  readonly end: number;
  readonly width: number;
  readonly onBrush: (start: number, end: number) => void;
}

type Grip = 'start' | 'end' | 'middle' | 'new';
interface Drag {
  readonly grip: Grip;
  readonly from: number;
  readonly start: number;
  readonly end: number;
}

const PAGE = 10;
const EDGE_PX = 10;

/** The span after dragging a grip to a bin edge; never empty, never outside the row. */
export function dragged({ grip, from, start, end }: Drag, at: number, count: number): [number, number] {
  const inside = (edge: number) => Math.max(0, Math.min(count, edge));
  if (grip === 'start') return [Math.min(inside(at), end - 1), end];
  if (grip === 'end') return [start, Math.max(inside(at), start + 1)];
  if (grip === 'middle') {
    const by = Math.max(-start, Math.min(count - end, at - from));
    return [start + by, end + by];
  }
  const [low, high] = [Math.min(from, at), Math.max(from, at)];
  return [inside(low), inside(Math.max(high, low + 1))];
}

function useDrag({ bins, start, end, width, onBrush }: Props) {
  const [preview, setPreview] = useState<[number, number] | null>(null);
  const drag = useRef<Drag | null>(null);
  const edgeAt = (event: PointerEvent, round: (edge: number) => number) => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const isRtl = document.documentElement.dir === 'rtl';
    const offset = isRtl ? box.right - event.clientX : event.clientX - box.left;
    return round((offset / width) * bins.length);
  };
  const gripAt = (edge: number): Grip => {
    const near = (EDGE_PX / width) * bins.length;
    if (Math.abs(edge - start) <= near) return 'start';
    if (Math.abs(edge - end) <= near) return 'end';
    const isWhole = start === 0 && end === bins.length;
    return !isWhole && edge > start && edge < end ? 'middle' : 'new';
  };
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    const grip = gripAt(edgeAt(event, (edge) => edge));
    drag.current = { grip, from: edgeAt(event, grip === 'new' ? Math.floor : Math.round), start, end };
  };
  const move = (event: PointerEvent) => {
    const current = drag.current;
    if (!current) return;
    const round = current.grip === 'new' ? Math.ceil : Math.round;
    setPreview(dragged(current, edgeAt(event, round), bins.length));
  };
  const up = () => {
    drag.current = null;
    if (preview) onBrush(...preview);
    setPreview(null);
  };
  return {
    span: preview ?? ([start, end] as [number, number]),
    handlers: { onPointerDown: down, onPointerMove: move, onPointerUp: up },
  };
}

export function Brush(props: Props) {
  const { bins, onBrush } = props;
  const { span, handlers } = useDrag(props);
  const [start, end] = span;
  const share = (edge: number) => `${(edge / bins.length) * 100}%`;
  const reset = () => onBrush(0, bins.length);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the thumbs inside are the sliders for the keyboard
    <div class="brush" {...handlers} onDblClick={reset}>
      <div class="brush-veil is-before" style={{ inlineSize: share(start) }} />
      <div class="brush-veil is-after" style={{ inlineSize: share(bins.length - end) }} />
      <Thumb
        id="brush-start"
        edge={start}
        low={0}
        high={end - 1}
        day={bins[start]?.start}
        label={t('timeline.start')}
        at={share(start)}
        onMove={(edge) => onBrush(edge, end)}
      />
      <Thumb
        id="brush-end"
        edge={end}
        low={start + 1}
        high={bins.length}
        day={bins[end - 1]?.end}
        label={t('timeline.end')}
        at={share(end)}
        onMove={(edge) => onBrush(start, edge)}
      />
    </div>
  );
}

interface ThumbProps {
  readonly id: string;
  readonly edge: number;
  readonly low: number;
  readonly high: number;
  readonly day: string | undefined;
  readonly label: string;
  readonly at: string;
  readonly onMove: (edge: number) => void;
}

function Thumb({ id, edge, low, high, day, label, at, onMove }: ThumbProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    const forward = document.documentElement.dir === 'rtl' ? -1 : 1;
    const size = event.shiftKey ? PAGE : 1;
    const steps: Record<string, number> = {
      ArrowRight: forward,
      ArrowLeft: -forward,
      ArrowUp: 1,
      ArrowDown: -1,
    };
    const by = steps[event.code];
    const target =
      event.key === 'Home' ? low : event.key === 'End' ? high : by === undefined ? null : edge + by * size;
    if (target === null) return;
    event.preventDefault();
    onMove(Math.max(low, Math.min(high, target)));
  };
  return (
    <div
      id={id}
      class="thumb"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={low}
      aria-valuemax={high}
      aria-valuenow={edge}
      aria-valuetext={day ? formatDay(day) : ''}
      style={{ insetInlineStart: at }}
      onKeyDown={onKeyDown}
    />
  );
}
