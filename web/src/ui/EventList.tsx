// The list: the accessible twin of the map. Only the rows in view exist in the document.
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n';
import { loadMore } from '../state/load';
import { address, answers, screen, select, type Tab } from '../state/session';
import { useStore } from '../state/store';
import type { EventFeature } from '../state/types';
import { EventRow } from './EventRow';
import { useSize } from './hooks';
import { ListState } from './notices/ListState';

export const ROW_HEIGHT = 54;
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
  const first = Math.max(0, Math.floor(top / ROW_HEIGHT) - OVERSCAN);
  const last = Math.min(features.length, Math.ceil((top + height) / ROW_HEIGHT) + OVERSCAN);
  useEffect(() => {
    if (tab !== 'spot' && last > features.length - LOAD_AHEAD)
      loadMore(tab === 'events' ? 'list' : 'unplaced');
  }, [last, features.length, tab]);
  useFollowSelection(features, selected, setActive, box);
  const move = (index: number) => {
    const target = Math.max(0, Math.min(features.length - 1, index));
    setActive(target);
    scrollTo(box, target);
    screen.set({ hovered: features[target]?.id ?? null });
  };
  const onKeyDown = (event: KeyboardEvent) => handleKey(event, { active, height, features, move });
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
      onKeyDown={onKeyDown}
    >
      <div class="rows-space" role="presentation" style={{ height: `${features.length * ROW_HEIGHT}px` }}>
        {features.slice(first, last).map((feature, offset) => (
          <EventRow
            key={feature.id}
            feature={feature}
            index={first + offset}
            matched={matched}
            isSelected={feature.id === selected}
            isActive={first + offset === active}
          />
        ))}
      </div>
    </div>
  );
}

/** Keeps the open event's row in view when it is opened from elsewhere. */
function useFollowSelection(
  features: readonly EventFeature[],
  selected: string | null,
  setActive: (index: number) => void,
  box: HTMLElement | null,
): void {
  const known = useRef<string | null>(null);
  useEffect(() => {
    const index = features.findIndex((feature) => feature.id === selected);
    if (index < 0 || known.current === selected || !box) return;
    known.current = selected;
    setActive(index);
    scrollTo(box, index);
  }, [selected, features, box]);
}

function scrollTo(box: HTMLElement | null, index: number): void {
  if (!box) return;
  const top = index * ROW_HEIGHT;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + ROW_HEIGHT > box.scrollTop + box.clientHeight)
    box.scrollTop = top + ROW_HEIGHT - box.clientHeight;
}

interface KeyContext {
  readonly active: number;
  readonly height: number;
  readonly features: readonly EventFeature[];
  readonly move: (index: number) => void;
}

function handleKey(event: KeyboardEvent, { active, height, features, move }: KeyContext): void {
  const page = Math.max(1, Math.floor(height / ROW_HEIGHT) - 1);
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
