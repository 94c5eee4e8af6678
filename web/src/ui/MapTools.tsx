import { t } from '../i18n';
import { mapControl } from '../map/controller';
import { screen } from '../state/session';
import { useStore } from '../state/store';
import { Icon, type IconName } from './Icon';

function Tool({
  icon,
  label,
  onClick,
  pressed,
}: {
  icon: IconName;
  label: string;
  onClick: () => void;
  pressed?: boolean;
}) {
  return (
    <button
      type="button"
      class="tool"
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

/** While a box is being drawn: what to do, and the way to type it instead. */
function BoxHint() {
  return (
    <div class="box-hint" role="status">
      <span>{t('box.hint')}</span>
      <button
        type="button"
        class="text-button"
        onClick={() => screen.set({ isDrawingBox: false, dialog: 'box' })}
      >
        {t('box.type')}
      </button>
      <button type="button" class="text-button" onClick={() => screen.set({ isDrawingBox: false })}>
        {t('cancel')}
      </button>
    </div>
  );
}

export function MapTools() {
  const isDrawing = useStore(screen, (now) => now.isDrawingBox);
  return (
    <>
      <div class="tools" role="toolbar" aria-label={t('tools.title')} aria-orientation="vertical">
        <div class="tool-group">
          <Tool icon="plus" label={t('tools.zoomIn')} onClick={() => mapControl()?.zoomBy(1)} />
          <Tool icon="minus" label={t('tools.zoomOut')} onClick={() => mapControl()?.zoomBy(-1)} />
        </div>
        <div class="tool-group">
          <Tool icon="fit" label={t('tools.fit')} onClick={() => mapControl()?.showAll()} />
          <Tool
            icon="box"
            label={t('tools.box')}
            pressed={isDrawing}
            onClick={() => screen.set({ isDrawingBox: !isDrawing })}
          />
        </div>
        <div class="tool-group">
          <Tool icon="help" label={t('tools.help')} onClick={() => screen.set({ dialog: 'help' })} />
        </div>
      </div>
      {isDrawing && <BoxHint />}
    </>
  );
}
