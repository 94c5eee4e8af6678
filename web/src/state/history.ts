// Keeps the browser's address and the session in step.
import { toParameters } from './filter';
import { address, screen } from './session';
import { type Address, fromFragment, toFragment } from './url';

const MOVE_DELAY_MS = 300;

/** Reads the address once, then follows the session and the Back button. */
export function followHistory(): void {
  readLocation();
  let timer: ReturnType<typeof setTimeout> | undefined;
  address.watch((now, before) => {
    const fragment = toFragment(now);
    if (fragment === location.hash) return;
    clearTimeout(timer);
    if (isStep(now, before)) history.pushState(null, '', fragment);
    else timer = setTimeout(() => history.replaceState(null, '', toFragment(address.get())), MOVE_DELAY_MS);
  });
  window.addEventListener('popstate', () => {
    clearTimeout(timer);
    readLocation();
  });
}

function readLocation(): void {
  const { address: read, unread } = fromFragment(location.hash);
  const { view, language, theme } = address.get();
  screen.set({ unread });
  address.set({
    ...read,
    view: read.view ?? view,
    language: read.language ?? language,
    theme: read.theme ?? theme,
  });
}

/** A change worth a Back step: another filter, selection or report; moving the map is not. */
function isStep(now: Address, before: Address): boolean {
  const key = ({ filter, selected, report }: Address) =>
    JSON.stringify([toParameters(filter), selected, report]);
  return key(now) !== key(before);
}
