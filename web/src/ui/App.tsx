import { useEffect } from 'preact/hooks';
import { t } from '../i18n';
import { names } from '../state/names';
import { address, screen } from '../state/session';
import { useStore } from '../state/store';
import { Announcer } from './Announcer';
import { EventCard } from './card/EventCard';
import { Dialogs } from './Dialogs';
import { Header } from './Header';
import { PHONE, useMedia } from './hooks';
import { MapView } from './MapView';
import { Banners } from './notices/Banners';
import { Panel } from './Panel';
import { SheetHandle } from './SheetHandle';
import { Timeline } from './Timeline';

const SKIPS = [
  ['#map', 'skip.map'],
  ['#list', 'skip.list'],
  ['#filters', 'skip.filters'],
] as const;
/** On a phone the filters are a dialog with a button of its own. */
const PHONE_SKIPS = SKIPS.slice(0, 2);

/** Fragments hold the page's state, so skip links move the focus instead of the address. */
function SkipLinks({ isPhone }: { isPhone: boolean }) {
  const jump = (event: Event, target: string) => {
    event.preventDefault();
    document.querySelector<HTMLElement>(target)?.focus();
  };
  return (
    <nav class="skips" aria-label={t('skip.title')}>
      {(isPhone ? PHONE_SKIPS : SKIPS).map(([target, key]) => (
        <a key={target} href={target} onClick={(event) => jump(event, target)}>
          {t(key)}
        </a>
      ))}
    </nav>
  );
}

export function App() {
  const language = useStore(address, (now) => now.language);
  const theme = useStore(address, (now) => now.theme);
  const selected = useStore(address, (now) => now.selected);
  const stop = useStore(screen, (now) => now.stop);
  // Names that arrive late are written everywhere.
  useStore(names, (now) => now.known);
  const isTimelineOpen = useStore(screen, (now) => now.isTimelineOpen);
  const isPhone = useMedia(PHONE);
  useEffect(() => {
    document.title = t('app.title');
  }, [language, theme]);
  return (
    <div
      class="app"
      data-card={selected ? 'open' : 'closed'}
      data-stop={stop}
      data-timeline={isTimelineOpen ? 'open' : 'closed'}
    >
      <SkipLinks isPhone={isPhone} />
      <Header />
      <Banners />
      <MapView />
      <div class="sheet" data-stop={stop}>
        {isPhone && <SheetHandle />}
        {(!isPhone || !selected) && <Panel isPhone={isPhone} />}
        {selected && <EventCard id={selected} />}
        <Timeline isSmall={isPhone} />
      </div>
      <Dialogs isPhone={isPhone} />
      <Announcer />
    </div>
  );
}
