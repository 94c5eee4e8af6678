import { type Key, t } from '../i18n';
import { Dialog } from './Dialog';

const KEYS: readonly [string, Key][] = [
  ['/', 'key.search'],
  ['f', 'key.filters'],
  ['l', 'key.list'],
  ['m', 'key.map'],
  ['t', 'key.timeline'],
  ['b', 'key.box'],
  ['e', 'key.export'],
  ['[ ]', 'key.step'],
  ['+ −', 'key.zoom'],
  ['Enter', 'key.enter'],
  ['Esc', 'key.escape'],
  ['?', 'key.help'],
];

export function HelpDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog name="help" title={t('help.title')} onClose={onClose}>
      <dl class="keys">
        {KEYS.map(([keys, text]) => (
          <div key={keys} class="key-row">
            <dt dir="ltr">
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">{t('help.marks')}</p>
    </Dialog>
  );
}
