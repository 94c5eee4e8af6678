// The box by its four numbers: for keyboards, and for boxes that come from elsewhere.
import { useState } from 'preact/hooks';
import { t } from '../i18n';
import { mapControl } from '../map/controller';
import { formatBox, parseBox } from '../state/filter';
import { address, screen, setFilter } from '../state/session';
import { Dialog } from './Dialog';

function initialText(): string {
  const box = address.get().filter.bbox ?? screen.get().window?.box;
  return box ? formatBox(box) : '';
}

export function BoxDialog({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState(initialText);
  const [isWrong, setWrong] = useState(false);
  const submit = (event: Event) => {
    event.preventDefault();
    const bbox = parseBox(text);
    setWrong(bbox === null);
    if (!bbox) return;
    setFilter({ ...address.get().filter, bbox });
    mapControl()?.showBox(bbox);
    onClose();
  };
  return (
    <Dialog name="box" title={t('box.title')} onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        <label class="field">
          <span>{t('box.label')}</span>
          <input
            type="text"
            class="mono"
            dir="ltr"
            value={text}
            aria-invalid={isWrong}
            aria-describedby="box-help"
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <p id="box-help" class={isWrong ? 'hint is-wrong' : 'hint'} role={isWrong ? 'alert' : undefined}>
          {isWrong ? t('box.wrong', { text }) : t('box.help')}
        </p>
        <button type="submit" class="button is-primary">
          {t('box.apply')}
        </button>
      </form>
    </Dialog>
  );
}
