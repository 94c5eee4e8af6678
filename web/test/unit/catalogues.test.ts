import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import arabicActors from '../../src/i18n/actors.ar.json';
import ar from '../../src/i18n/ar.json';
import en from '../../src/i18n/en.json';
import { EVENT_TYPES, PRECISIONS, STATUSES } from '../../src/state/types';

type Catalogue = Record<string, string | Record<string, string>>;
const CATALOGUES: [string, Catalogue][] = [
  ['en', en],
  ['ar', ar],
];
const REPOSITORY = join(import.meta.dirname, '../../..');
const SOURCE = join(import.meta.dirname, '../../src');

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string).sort();
}

/** Keys that the source names in full. */
function usedKeys(): string[] {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.tsx?$/.test(file),
  );
  const text = files.map((file) => readFileSync(join(SOURCE, file), 'utf8')).join('\n');
  return [...text.matchAll(/\bt\(\s*'([\w.]+)'/g)].map((match) => match[1] as string);
}

describe('catalogues', () => {
  it('have the same keys', () => {
    expect(Object.keys(ar).sort()).toEqual(Object.keys(en).sort());
  });

  it.each(CATALOGUES)('%s has all plural forms of its language', (language, catalogue) => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    for (const [key, entry] of Object.entries(catalogue)) {
      if (typeof entry !== 'string') expect(Object.keys(entry).sort(), key).toEqual(forms);
    }
  });

  it('name the same values in both languages', () => {
    for (const [key, entry] of Object.entries(en)) {
      const other = (ar as Catalogue)[key];
      if (typeof entry === 'string' && typeof other === 'string')
        expect(placeholders(other), key).toEqual(placeholders(entry));
    }
  });

  it('know every key that the source asks for', () => {
    const keys = usedKeys();
    expect(keys.length).toBeGreaterThan(100);
    expect(keys.filter((key) => !(key in en))).toEqual([]);
  });

  it('name every event type, precision and status', () => {
    const wanted = [
      ...EVENT_TYPES.map((name) => `type.${name}`),
      ...PRECISIONS.flatMap((name) => [`precision.${name}`, `precision.short.${name}`]),
      ...STATUSES.map((name) => `status.${name}`),
    ];
    expect(wanted.filter((key) => !(key in en))).toEqual([]);
  });
});

describe('catalogues beside the service', () => {
  it('have words for every reason of the resolver', () => {
    const weights = readFileSync(join(REPOSITORY, 'src/gazetteer/weights.toml'), 'utf8');
    const [, features = ''] = weights.split('[features]');
    const wanted = [...features.matchAll(/^(\w+) = /gm)].map((match) => `why.${match[1]}`);
    expect(wanted.length).toBeGreaterThan(20);
    expect(wanted.filter((key) => !(key in en))).toEqual([]);
  });

  it('have an Arabic name for every actor of the table', () => {
    const table = readFileSync(join(REPOSITORY, 'src/extract/lexicon/actors.toml'), 'utf8');
    const names = [...table.matchAll(/^name = "(.+)"$/gm)].map((match) => match[1] as string);
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => !(name in arabicActors))).toEqual([]);
  });
});

describe('the Arabic catalogue', () => {
  it('has Arabic letters in every Arabic text but the few that are names or symbols', () => {
    const plain = Object.entries(ar as Catalogue).filter(
      ([, text]) => typeof text === 'string' && !/\p{Script=Arabic}/u.test(text),
    );
    expect(plain.map(([key]) => key).sort()).toEqual(
      [
        'card.export',
        'chip.dates',
        'count.lineBare',
        'count.line',
        'date.month',
        'date.year',
        'event.title',
        'list.comma',
        'number',
        'relation.beyond',
        'relation.offset',
        'relation.rim',
        'relation.rimSide',
      ].sort(),
    );
  });
});
