// Reads the plain English in which the service says how a place was made from others ("15 km south of Makhmur"), and
// says the same in the language of the page. What does not read stays in English.
import type { Key } from './index';
import { formatList, isolated, t, translated } from './index';
import patterns from './relations.json';

const RELATIONS = patterns.map(({ key, pattern }) => ({ key: key as Key, pattern: new RegExp(pattern) }));

/** A relation taken apart: the words of the compass and of its kind, and the English names of its places. */
export interface Relation {
  readonly key: Key;
  readonly km: number | null;
  /** Words of the catalogue by their group: `side`, `part`, `rim`. */
  readonly words: Readonly<Record<string, string>>;
  readonly names: Readonly<Record<string, readonly string[]>>;
}

const WORD_GROUPS = ['side', 'part', 'rim'] as const;
const NAME_GROUPS = ['place', 'places', 'river'] as const;

/** The relation that English words say, or null: then they are a name. */
export function parseRelation(english: string): Relation | null {
  for (const { key, pattern } of RELATIONS) {
    const groups = pattern.exec(english)?.groups;
    if (groups && WORD_GROUPS.every((group) => isKnown(group, groups[group]))) return toRelation(key, groups);
  }
  return null;
}

function isKnown(group: string, word: string | undefined): boolean {
  return word === undefined || translated(group, word, '') !== '';
}

function toRelation(key: Key, groups: Readonly<Record<string, string | undefined>>): Relation {
  const given = <T extends string>(names: readonly T[]) =>
    names.flatMap((name) => (groups[name] === undefined ? [] : [[name, groups[name]] as const]));
  return {
    key,
    km: groups.km === undefined ? null : Number(groups.km),
    words: Object.fromEntries(given(WORD_GROUPS)),
    names: Object.fromEntries(given(NAME_GROUPS).map(([name, text]) => [name, splitNames(text)])),
  };
}

/** "A, B and C" */
function splitNames(text: string): string[] {
  return text.split(/, | and /);
}

/** The English names that a relation is made of. */
export function namesOf(relation: Relation): string[] {
  return Object.values(relation.names).flat();
}

/** The relation in words of the page's language; `nameOf` gives the names of its places there. */
export function formatRelation(
  { key, km, words, names }: Relation,
  nameOf: (english: string) => string,
  formatKm: (km: number) => string,
): string {
  const said = Object.entries(words).map(([group, word]) => [group, translated(group, word)]);
  const listed = Object.entries(names).map(([group, list]) => [
    group,
    formatList(list.map((name) => isolated(nameOf(name)))),
  ]);
  return t(key, { km: km === null ? '' : formatKm(km), ...Object.fromEntries([...said, ...listed]) });
}
