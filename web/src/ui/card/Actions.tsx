import { t } from '../../i18n';
import { formatPosition } from '../../i18n/format';
import { itemPath } from '../../state/api';
import { EMPTY_FILTER } from '../../state/filter';
import { address, type OpenEvent, toast } from '../../state/session';
import { toFragment } from '../../state/url';
import { copyText } from '../copy';
import { Icon } from '../Icon';

async function copy(text: string): Promise<void> {
  toast(t((await copyText(text)) ? 'copy.done' : 'copy.failed'));
}

/** The address of this event alone, without the filter of the moment. */
function eventLink(): string {
  const fragment = toFragment({ ...address.get(), filter: EMPTY_FILTER, report: null });
  return new URL(fragment, location.href).href;
}

export function Actions({ open }: { open: OpenEvent }) {
  const { feature, collection } = open;
  const position = feature.geometry?.coordinates;
  const radius = feature.properties.radius_m;
  return (
    <div class="actions">
      <button type="button" class="button" onClick={() => copy(eventLink())}>
        <Icon name="link" />
        {t('card.copyLink')}
      </button>
      {position && (
        <button type="button" class="button" onClick={() => copy(formatPosition(position, radius))}>
          <Icon name="pin" />
          {t('card.copyPosition')}
        </button>
      )}
      <a class="button" href={itemPath(collection, feature.id)} download={`${feature.id}.geojson`}>
        <Icon name="download" />
        {t('card.export')}
      </a>
    </div>
  );
}
