import { currentLanguage, translated } from '../../i18n';
import { formatWeight } from '../../i18n/format';
import type { Reason } from '../../state/types';

/** English has the service's own sentence, which names places and distances; other languages translate the code
 *  and keep the sentence for the pointer. */
function wording({ why, text }: Reason): string {
  return currentLanguage() === 'en' ? text : translated('why', why, text);
}

/** Signed reasons, strongest as the service orders them. */
export function Reasons({ reasons }: { reasons: readonly Reason[] }) {
  const isTranslated = currentLanguage() !== 'en';
  return (
    <ul class="reasons">
      {reasons.map((reason) => (
        <li
          key={`${reason.why} ${reason.text}`}
          class={reason.weight < 0 ? 'reason is-against' : 'reason is-for'}
        >
          <bdi class="weight" dir="ltr">
            {formatWeight(reason.weight)}
          </bdi>
          <span dir="auto" title={isTranslated ? reason.text : undefined}>
            {wording(reason)}
          </span>
        </li>
      ))}
    </ul>
  );
}
