// The sentences the event was read from, with the place name marked, and where they were published.
import { t } from '../../i18n';
import { formatDay } from '../../i18n/format';
import { isArabic, occurrences, toSegments } from '../../state/segments';
import { openReport } from '../../state/session';
import type { EventProperties, Evidence } from '../../state/types';
import { Icon } from '../Icon';

function Quote({ evidence, name }: { evidence: Evidence; name: string }) {
  const segments = toSegments(evidence.text, occurrences(evidence.text, name, 'place'));
  const isRtl = isArabic(evidence.text);
  return (
    <blockquote class="quote" dir={isRtl ? 'rtl' : 'ltr'} lang={isRtl ? 'ar' : undefined}>
      {segments.map(({ start, text, spans }) => (spans.length > 0 ? <mark key={start}>{text}</mark> : text))}
    </blockquote>
  );
}

/** Only web addresses become links: the source's address comes from outside. */
function Source({ event }: { event: EventProperties }) {
  const isWeb = /^https?:\/\//.test(event.source_url ?? '');
  const name = event.source ?? event.dataset;
  return (
    <p class="source">
      {isWeb ? (
        <a href={event.source_url ?? ''} rel="noreferrer noopener" target="_blank">
          <bdi>{name ?? event.source_url}</bdi>
        </a>
      ) : (
        <bdi>{name}</bdi>
      )}
      <span class="hint">
        {event.published_at
          ? t('card.published', { day: formatDay(event.published_at) })
          : t('card.publishedUnknown')}
      </span>
    </p>
  );
}

export function EvidenceSection({ event }: { event: EventProperties }) {
  const evidence = event.evidence ?? [];
  const name = event.resolution?.mention ?? event.place_name ?? '';
  const reports = [...new Set(evidence.map((item) => item.report_id))];
  return (
    <section class="card-section">
      <h3>{t('card.evidence')}</h3>
      {evidence.length === 0 && <p class="hint">{t('card.noEvidence')}</p>}
      {evidence.map((item) => (
        <Quote key={`${item.report_id} ${item.start}`} evidence={item} name={name} />
      ))}
      <Source event={event} />
      {reports.map((id) => (
        <button key={id} type="button" class="text-button with-icon" onClick={() => openReport(id)}>
          <Icon name="report" />
          {t('card.showReport')}
        </button>
      ))}
    </section>
  );
}
