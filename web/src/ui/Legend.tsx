// What the marks mean. Closed at first on small screens.
import { t } from '../i18n';
import { typeName } from '../i18n/format';
import { Glyph } from './Glyph';
import { PHONE, useMedia } from './hooks';

/** Protests and riots share one mark. */
const TYPES = [
  'Battles',
  'Explosions/Remote violence',
  'Violence against civilians',
  'Strategic developments',
] as const;

function Sample({ kind, label }: { kind: 'circle' | 'dashed' | 'line' | 'area' | 'cluster'; label: string }) {
  return (
    <li>
      <svg class={`sample sample-${kind}`} viewBox="0 0 28 18" aria-hidden="true">
        {kind === 'line' ? <path class="sample-line" d="M3 13C9 4 17 15 25 5" /> : null}
        {kind === 'area' ? <path class="sample-area" d="M4 5L13 2l11 4-2 9-14 1z" /> : null}
        {kind === 'circle' || kind === 'dashed' ? <circle cx="14" cy="9" r="7.5" /> : null}
        {kind === 'cluster' ? <circle class="sample-ring" cx="14" cy="9" r="6.5" /> : null}
      </svg>
      {label}
    </li>
  );
}

export function Legend() {
  const isPhone = useMedia(PHONE);
  if (isPhone) return null;
  return (
    <details class="legend">
      <summary>{t('legend.title')}</summary>
      <ul>
        {TYPES.map((type) => (
          <li key={type}>
            <Glyph type={type} size={16} />
            {typeName(type)}
          </li>
        ))}
        <li>
          <Glyph type="Protests" size={16} />
          {t('legend.protest')}
        </li>
        <li>
          <Glyph type="Battles" size={16} filled />
          {t('legend.confirmed')}
        </li>
      </ul>
      <ul>
        <Sample kind="circle" label={t('legend.circle')} />
        <Sample kind="dashed" label={t('legend.dashed')} />
        <Sample kind="line" label={t('legend.line')} />
        <Sample kind="area" label={t('legend.area')} />
        <Sample kind="cluster" label={t('legend.cluster')} />
      </ul>
    </details>
  );
}
