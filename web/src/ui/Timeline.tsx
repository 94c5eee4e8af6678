// Events over time, stacked by type, with a brush that sets the date filter.
import { useMemo, useState } from 'preact/hooks';
import { t } from '../i18n';
import { formatDay } from '../i18n/format';
import type { TimeUnit } from '../state/api';
import { without } from '../state/filter';
import { address, answers, screen, setFilter } from '../state/session';
import { useStore } from '../state/store';
import { brushedBins, fillBins, type TimeBin } from '../state/timeline';
import { useSize } from './hooks';
import { Icon } from './Icon';
import { Bars } from './timeline/Bars';
import { Brush } from './timeline/Brush';

const UNITS = ['auto', 'day', 'week', 'month', 'year'] as const;
const FEWEST_BINS = 24;
const PIXELS_PER_BIN = 34;

function UnitChoice() {
  const unit = useStore(screen, (now) => now.timeUnit);
  return (
    <select
      class="unit"
      aria-label={t('timeline.unit')}
      value={unit}
      onChange={(event) => screen.set({ timeUnit: event.currentTarget.value as TimeUnit | 'auto' })}
    >
      {UNITS.map((name) => (
        <option key={name} value={name}>
          {t(`unit.${name}`)}
        </option>
      ))}
    </select>
  );
}

function Head() {
  const filter = useStore(address, (now) => now.filter);
  const undated = useStore(answers, (now) => now.time.value?.undated ?? 0);
  const isOpen = useStore(screen, (now) => now.isTimelineOpen);
  const hasDates = filter.from !== null || filter.to !== null;
  return (
    <div class="timeline-head">
      <button
        type="button"
        class="section-toggle"
        aria-expanded={isOpen}
        onClick={() => screen.set({ isTimelineOpen: !isOpen })}
      >
        <h2>{t('timeline.title')}</h2>
        <Icon name="down" />
      </button>
      {isOpen && <UnitChoice />}
      <span class="timeline-range">{hasDates ? describeRange(filter.from, filter.to) : ''}</span>
      {hasDates && (
        <button type="button" class="text-button" onClick={() => setFilter(without(filter, 'datetime'))}>
          {t('timeline.reset')}
        </button>
      )}
      {undated > 0 && (
        <span class="timeline-undated" title={t('timeline.undatedHint')}>
          {t('timeline.undated', { n: undated })}
        </span>
      )}
    </div>
  );
}

function describeRange(from: string | null, to: string | null): string {
  if (from && to) return t('chip.dates', { from: formatDay(from), to: formatDay(to) });
  return from ? t('chip.from', { day: formatDay(from) }) : t('chip.to', { day: formatDay(to ?? '') });
}

/** Sets the date filter from bins; a brush over everything is no filter. */
function brush(bins: readonly TimeBin[], start: number, end: number): void {
  const { filter } = address.get();
  const isAll = start <= 0 && end >= bins.length;
  const [first, last] = [bins[start], bins[end - 1]];
  if (isAll || !first || !last) setFilter(without(filter, 'datetime'));
  else setFilter({ ...filter, from: first.start, to: last.end });
}

export function Timeline({ isSmall }: { isSmall: boolean }) {
  const [box, setBox] = useState<HTMLElement | null>(null);
  const { width, height } = useSize(box);
  const answer = useStore(answers, (now) => now.time.value);
  const span = useStore(answers, (now) => now.span);
  const from = useStore(address, (now) => now.filter.from);
  const to = useStore(address, (now) => now.filter.to);
  const isOpen = useStore(screen, (now) => now.isTimelineOpen) || isSmall;
  const fewest = Math.max(FEWEST_BINS, Math.floor(width / PIXELS_PER_BIN));
  const bins = useMemo(
    () => (answer ? fillBins(answer.bins, answer.by as TimeUnit, fewest, span) : []),
    [answer, fewest, span],
  );
  const [start, end] = brushedBins(bins, from, to);
  return (
    <section class="timeline" aria-label={t('timeline.title')}>
      {!isSmall && <Head />}
      {isOpen && (
        <div class="timeline-box" ref={setBox} data-loading={answer === null}>
          {bins.length > 0 && width > 0 && (
            <>
              <Bars
                bins={bins}
                unit={answer?.by as TimeUnit}
                start={start}
                end={end}
                width={width}
                height={height}
              />
              <Brush
                bins={bins}
                start={start}
                end={end}
                width={width}
                onBrush={(a, b) => brush(bins, a, b)}
              />
            </>
          )}
          {answer && bins.length === 0 && <p class="hint timeline-none">{t('timeline.none')}</p>}
        </div>
      )}
    </section>
  );
}
