// Names of places, units and actors in the page's language; what has none there keeps the service's English.
import { knownName, type Placed } from '../state/names';
import type { PlaceName } from '../state/types';
import arabicActors from './actors.ar.json';
import { formatDistance } from './format';
import { currentLanguage } from './index';
import { formatRelation, parseRelation } from './relations';

/** The place of an event: the entry's name, or how the place was made from others. Null when none is named. */
export function placeName({ place_name: name, place_id: id, country }: Placed): string | null {
  if (name === null || currentLanguage() === 'en') return name;
  if (id !== null) return knownName(id, country) ?? name;
  const relation = parseRelation(name);
  if (!relation) return name;
  return formatRelation(
    relation,
    (english) => unitName(english, country) ?? english,
    (km) => formatDistance(km * 1000),
  );
}

/** A governorate, district or other place by its English name. */
export function unitName(english: string | null, country: string | null): string | null {
  if (english === null || currentLanguage() === 'en') return english;
  return knownName(english, country) ?? english;
}

/** The name of an entry by its id; `name` is the English one. */
export function nameOfEntry({ id, name }: { id: string; name: string }): string {
  return currentLanguage() === 'en' ? name : (knownName(id, null) ?? name);
}

/** The entry's name in the page's language, from all of its names; the first of a language is the one to show. */
export function entryName({ name, names }: { name: string; names: readonly PlaceName[] }): string {
  const language = currentLanguage();
  return (language !== 'en' && names.find(({ lang }) => lang === language)?.text) || name;
}

const ACTORS: Readonly<Record<string, Readonly<Record<string, string>>>> = { ar: arabicActors };

/** An actor of the service's table by its name there; names as a report writes them stay as they are. */
export function actorName(name: string): string {
  return ACTORS[currentLanguage()]?.[name] ?? name;
}
