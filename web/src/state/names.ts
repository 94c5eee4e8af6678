// What places are called in the page's language. The service's answers name them in English; their names are asked for
// in one request a page of events, before the events are shown.
import { currentLanguage } from '../i18n';
import { namesOf, parseRelation } from '../i18n/relations';
import { fetchNames } from './api';
import { createStore } from './store';
import type { Candidate } from './types';

/** What an event says of its place, as far as names go. */
export interface Placed {
  readonly place_name: string | null;
  /** Null for a place that is made of others. */
  readonly place_id: string | null;
  readonly admin1?: string | null;
  readonly admin2?: string | null;
  readonly country: string | null;
}

/** The most names of one request. */
const CHUNK = 100;
const PATIENCE_MS = 800;

/** Names by language, country and what was asked for; an empty text is a name that the service does not know. */
export const names = createStore<{ readonly known: Readonly<Record<string, string>> }>({ known: {} });

function keyOf(asked: string, country: string | null): string {
  return `${currentLanguage()} ${isId(asked) ? '' : (country ?? '')} ${asked}`;
}

function isId(asked: string): boolean {
  return asked.includes(':');
}

/** The name of a place by its id or its English name, or null while it is not known. */
export function knownName(asked: string, country: string | null): string | null {
  return names.get().known[keyOf(asked, country)] || null;
}

/** The ids and English names whose local names an event needs. */
export function askedBy({ place_name: name, place_id: id, admin1, admin2 }: Placed): string[] {
  const relation = id === null && name !== null ? parseRelation(name) : null;
  const made = relation ? namesOf(relation) : [id];
  return [...made, admin1, admin2].filter((asked): asked is string => Boolean(asked));
}

/** The same for the places that were not chosen. */
export function candidatePlaces(candidates: readonly Candidate[]): Placed[] {
  return candidates.map(({ id, name, admin1, country }) => ({
    place_id: id,
    place_name: name,
    admin1,
    country,
  }));
}

/**
 * Learns the names of these places, where the page's language is not the service's. Nobody waits for them longer than
 * a moment: what is late, or fails, stands in English until it comes.
 */
export async function learnNames(places: readonly Placed[]): Promise<void> {
  if (currentLanguage() === 'en') return;
  const byCountry = new Map<string, Set<string>>();
  for (const place of places) {
    const wanted = askedBy(place).filter((asked) => !(keyOf(asked, place.country) in names.get().known));
    const country = place.country ?? '';
    byCountry.set(country, new Set([...(byCountry.get(country) ?? []), ...wanted]));
  }
  const asking = [...byCountry].map(([country, wanted]) => ask(country || null, [...wanted]));
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  await Promise.race([Promise.allSettled(asking), patience]);
}

async function ask(country: string | null, wanted: readonly string[]): Promise<void> {
  for (let from = 0; from < wanted.length; from += CHUNK) {
    const chunk = wanted.slice(from, from + CHUNK);
    const found = await fetchNames(currentLanguage(), chunk, country);
    const learnt = chunk.map((asked) => [keyOf(asked, country), found[asked] ?? '']);
    names.set({ known: { ...names.get().known, ...Object.fromEntries(learnt) } });
  }
}
