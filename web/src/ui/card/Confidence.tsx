import { t } from '../../i18n';
import { describeConfidence, formatPercent } from '../../i18n/format';

/** Confidence as a word, a number and a small bar. */
export function Confidence({ value }: { value: number | null }) {
  if (value === null) return <span class="badge">{t('confidence.unknown')}</span>;
  return (
    <span class="badge badge-confidence">
      <span class="meter" aria-hidden="true">
        <span style={{ inlineSize: `${Math.round(value * 100)}%` }} />
      </span>
      {t('confidence.text', { word: describeConfidence(value), percent: formatPercent(value) })}
    </span>
  );
}
