// A report as people read it: its text with the places and the evidence of its events marked.
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../../i18n';
import { formatDay, typeName } from '../../i18n/format';
import { formatTitle } from '../../i18n/titles';
import { isArabic, type Segment, type Span, toSegments } from '../../state/segments';
import { address, answers, openReport, select } from '../../state/session';
import { useStore } from '../../state/store';
import type { Report, ReportEvent } from '../../state/types';
import { Dialog } from '../Dialog';
import { Glyph } from '../Glyph';

function spansOf(report: Report): Span[] {
  const mentions = report.mentions.map(({ start, end }) => ({ start, end, kind: 'mention' }));
  const evidence = report.events.flatMap((event) =>
    event.evidence.map(({ start, end }) => ({ start, end, kind: 'evidence', id: event.id })),
  );
  return [...evidence, ...mentions];
}

function Piece({ segment, selected }: { segment: Segment; selected: string | null }) {
  const isEvidence = segment.spans.some((span) => span.kind === 'evidence');
  const isOpen = segment.spans.some((span) => span.id !== undefined && span.id === selected);
  const isMention = segment.spans.some((span) => span.kind === 'mention');
  if (!isEvidence && !isMention) return <>{segment.text}</>;
  const name = ['piece', isEvidence && 'is-evidence', isOpen && 'is-open', isMention && 'is-mention']
    .filter(Boolean)
    .join(' ');
  return <mark class={name}>{segment.text}</mark>;
}

function EventLink({ event }: { event: ReportEvent }) {
  const open = () => {
    openReport(null);
    select(event.id);
  };
  return (
    <li>
      <button type="button" class="report-event" onClick={open}>
        <Glyph type={event.event_type} />
        <span>
          <bdi class="row-title">{formatTitle(event)}</bdi>
          <span class="hint">{typeName(event.event_type)}</span>
        </span>
      </button>
    </li>
  );
}

function Meta({ report }: { report: Report }) {
  const day = report.published_at
    ? t('card.published', { day: formatDay(report.published_at) })
    : t('card.publishedUnknown');
  return (
    <p class="report-meta">
      {report.publisher && <bdi>{report.publisher}</bdi>}
      <span class="hint">{day}</span>
      <span class="hint">{t('report.found', { n: report.events.length })}</span>
    </p>
  );
}

function Body({ report }: { report: Report }) {
  const selected = useStore(address, (now) => now.selected);
  const text = useRef<HTMLDivElement>(null);
  useEffect(() => {
    text.current?.querySelector('.is-open')?.scrollIntoView({ block: 'center' });
  }, [report.id]);
  const isRtl = isArabic(report.text);
  return (
    <>
      <Meta report={report} />
      <div class="report-columns">
        <div
          class="report-text"
          ref={text}
          tabIndex={0}
          dir={isRtl ? 'rtl' : 'ltr'}
          lang={isRtl ? 'ar' : undefined}
        >
          {toSegments(report.text, spansOf(report)).map((segment) => (
            <Piece key={segment.start} segment={segment} selected={selected} />
          ))}
        </div>
        <div class="report-side">
          <h3>{t('report.events')}</h3>
          {report.events.length === 0 && <p class="hint">{t('report.noEvents')}</p>}
          <ul>
            {report.events.map((event) => (
              <EventLink key={event.id} event={event} />
            ))}
          </ul>
          <p class="hint report-key">
            <mark class="piece is-evidence">{t('report.keyEvidence')}</mark>{' '}
            <mark class="piece is-mention">{t('report.keyMention')}</mark>
          </p>
        </div>
      </div>
    </>
  );
}

export function ReportDialog({ id }: { id: string }) {
  const { value, error } = useStore(answers, (now) => now.report);
  const title = value?.title ?? t(value ? 'report.untitled' : 'report.loading');
  return (
    <Dialog key={id} name="report" title={title} onClose={() => openReport(null)}>
      {value && <Body report={value} />}
      {error && (
        <p role="alert" class="hint is-wrong">
          {t('error.report', { detail: error.isUnreachable ? t('error.unreachable') : error.message })}
        </p>
      )}
    </Dialog>
  );
}
