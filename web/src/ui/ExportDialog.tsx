// Download what the filter selects: the rows, the format, the exact address.
import { useState } from 'preact/hooks';
import { t } from '../i18n';
import { type Collection, type ExportFormat, exportPath } from '../state/api';
import { isEmpty, without } from '../state/filter';
import { address, answers, toast } from '../state/session';
import { useStore } from '../state/store';
import { copyText } from './copy';
import { Dialog } from './Dialog';
import { Icon } from './Icon';

const FORMATS: readonly {
  format: ExportFormat;
  name: string;
  hint: 'export.geojson' | 'export.geojsonseq' | 'export.csv';
}[] = [
  { format: 'geojson', name: 'GeoJSON', hint: 'export.geojson' },
  { format: 'geojsonseq', name: 'GeoJSON Sequence', hint: 'export.geojsonseq' },
  { format: 'csv', name: 'CSV', hint: 'export.csv' },
];

function Choice({
  name,
  value,
  current,
  label,
  hint,
  onPick,
}: {
  name: string;
  value: string;
  current: string;
  label: string;
  hint?: string;
  onPick: () => void;
}) {
  return (
    <label class="radio">
      <input type="radio" name={name} value={value} checked={value === current} onChange={onPick} />
      <span class="radio-text">
        <span>{label}</span>
        {hint && <span class="hint">{hint}</span>}
      </span>
    </label>
  );
}

export function ExportDialog({ onClose }: { onClose: () => void }) {
  const [format, setFormat] = useState<ExportFormat>('geojson');
  const [collection, setCollection] = useState<Collection>('events');
  const filter = useStore(address, (now) => now.filter);
  const matched = useStore(answers, (now) => now.list.value?.matched ?? 0);
  const unplaced = useStore(answers, (now) => now.unplaced.value?.matched ?? 0);
  const scope = collection === 'events' ? filter : without(filter, 'bbox');
  const path = exportPath(collection, scope, format);
  const url = new URL(path, location.href).href;
  const count = collection === 'events' ? matched : unplaced;
  const copy = async () => toast(t((await copyText(url)) ? 'copy.done' : 'copy.failed'));
  return (
    <Dialog name="export" title={t('export.title')} onClose={onClose}>
      <div class="stack">
        <p class="export-count">
          <strong>{t('events.count', { n: count })}</strong>
          <span class="hint">{t(isEmpty(scope) ? 'export.all' : 'export.filtered')}</span>
        </p>
        {unplaced > 0 && (
          <fieldset class="radios is-inline">
            <legend>{t('export.what')}</legend>
            <Choice
              name="what"
              value="events"
              current={collection}
              label={t('export.placed')}
              onPick={() => setCollection('events')}
            />
            <Choice
              name="what"
              value="unplaced"
              current={collection}
              label={t('export.unplaced')}
              onPick={() => setCollection('unplaced')}
            />
          </fieldset>
        )}
        <fieldset class="radios">
          <legend>{t('export.format')}</legend>
          {FORMATS.map((entry) => (
            <Choice
              key={entry.format}
              name="format"
              value={entry.format}
              current={format}
              label={entry.name}
              hint={t(entry.hint)}
              onPick={() => setFormat(entry.format)}
            />
          ))}
        </fieldset>
        <div class="url-row">
          <code class="url" dir="ltr" id="export-url">
            {url}
          </code>
          <button
            type="button"
            class="icon-button"
            aria-label={t('export.copy')}
            title={t('export.copy')}
            onClick={copy}
          >
            <Icon name="copy" />
          </button>
        </div>
        <a class="button is-primary" href={path} download>
          <Icon name="download" />
          {t('export.download')}
        </a>
      </div>
    </Dialog>
  );
}
