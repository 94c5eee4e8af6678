// The list: the accessible twin of the map. Only the rows in view exist in the document.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { t } from '../i18n';
import { loadMore } from '../state/load';
import { rowAt, rowTops } from '../state/rows';
import { address, answers, screen, select, type Tab } from '../state/session';
import { useStore } from '../state/store';
import type { EventFeature } from '../state/types';
import { EventRow } from './EventRow';
import { useSize } from './hooks';
import { ListState } from './notices/ListState';

const OVERSCAN = 6;
const LOAD_AHEAD = 20;

const RESOURCE = { events: 'list', unplaced: 'unplaced', spot: 'spot' } as const;

export function EventList({ tab }: { tab: Tab }) {
  const resource = useStore(answers, (now) => now[RESOURCE[tab]]);
  const list = resource.value;
  if (!list || list.matched === 0) return <ListState tab={tab} resource={resource} />;
  return <Rows tab={tab} features={list.features} matched={list.matched} />;
}

interface RowsProps {
  readonly tab: Tab;
  readonly features: readonly EventFeature[];
  readonly matched: number;
}

function Rows({ tab, features, matched }: RowsProps) {
  const [box, setBox] = useState<HTMLElement | null>(null);
  const [top, setTop] = useState(0);
  const { height } = useSize(box);
  const selected = useStore(address, (now) => now.selected);
  const [active, setActive] = useState(0);
  const tops = useMeasuredTops(features, box);
  const first = Math.max(0, rowAt(tops, top) - OVERSCAN);
  const last = Math.min(features.length, rowAt(tops, top + height) + 1 + OVERSCAN);
  useEffect(() => {
    if (tab !== 'spot' && last > features.length - LOAD_AHEAD)
      loadMore(tab === 'events' ? 'list' : 'unplaced');
  }, [last, features.length, tab]);
  const show = (index: number) => {
    setActive(index);
    scrollTo(box, tops, index);
  };
  useFollowSelection(features, selected, box, show);
  const move = (index: number) => {
    const target = Math.max(0, Math.min(features.length - 1, index));
    show(target);
    screen.set({ hovered: features[target]?.id ?? null });
  };
  const page = Math.max(1, rowAt(tops, top + height) - rowAt(tops, top) - 1);
  return (
    <div
      class="rows"
      id="list"
      ref={setBox}
      role="listbox"
      tabIndex={0}
      aria-label={t('list.title')}
      aria-activedescendant={features[active] && `row-${features[active].id}`}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onKeyDown={(event) => handleKey(event, { active, page, features, move })}
    >
      <div class="rows-space" role="presentation" style={{ height: `${tops.at(-1) ?? 0}px` }}>
        {features.slice(first, last).map((feature, offset) => (
          <EventRow
            key={feature.id}
            feature={feature}
            index={first + offset}
            matched={matched}
            top={tops[first + offset] ?? 0}
            isSelected={feature.id === selected}
            isActive={first + offset === active}
          />
        ))}
      </div>
    </div>
  );
}

/** The rows' distances from the top. Rows are measured once they exist; what stands in view keeps its place meanwhile. */
function useMeasuredTops(features: readonly EventFeature[], box: HTMLElement | null): readonly number[] {
  const heights = useRef(new Map<string, number>());
  const [measured, setMeasured] = useState(0);
  const ids = useMemo(() => features.map((feature) => feature.id), [features]);
  const tops = useMemo(() => rowTops(ids, heights.current), [ids, measured]);
  useLayoutEffect(() => {
    const before = heights.current;
    const now = measure(box);
    if (!box || now.every(([id, height]) => before.get(id) === height)) return;
    const anchor = rowAt(tops, box.scrollTop);
    heights.current = new Map([...before, ...now]);
    box.scrollTop += (rowTops(ids, heights.current)[anchor] ?? 0) - (tops[anchor] ?? 0);
    setMeasured(measured + 1);
  });
  return tops;
}

function measure(box: HTMLElement | null): [string, number][] {
  const rows = box?.querySelectorAll<HTMLElement>('.row') ?? [];
  return [...rows].map((row) => [row.id.slice('row-'.length), row.offsetHeight]);
}

/** Keeps the open event's row in view when it is opened from elsewhere. */
function useFollowSelection(
  features: readonly EventFeature[],
  selected: string | null,
  box: HTMLElement | null,
  show: (index: number) => void,
): void {
  const known = useRef<string | null>(null);
  useEffect(() => {
    const index = features.findIndex((feature) => feature.id === selected);
    if (index < 0 || known.current === selected || !box) return;
    known.current = selected;
    show(index);
  }, [selected, features, box]);
}

function scrollTo(box: HTMLElement | null, tops: readonly number[], index: number): void {
  if (!box) return;
  const [top, bottom] = [tops[index] ?? 0, tops[index + 1] ?? 0];
  if (top < box.scrollTop) box.scrollTop = top;
  else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
}

interface KeyContext {
  readonly active: number;
  /** How many rows a page is. */
  readonly page: number;
  readonly features: readonly EventFeature[];
  readonly move: (index: number) => void;
}

function handleKey(event: KeyboardEvent, { active, page, features, move }: KeyContext): void {
  const targets: Record<string, number> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + page,
    PageUp: active - page,
    Home: 0,
    End: features.length - 1,
  };
  const target = targets[event.key];
  const current = features[active];
  if (target !== undefined) move(target);
  else if ((event.key === 'Enter' || event.key === ' ') && current) select(current.id);
  else return;
  event.preventDefault();
}
