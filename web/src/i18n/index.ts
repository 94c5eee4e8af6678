// Catalogues and the current language. Plural forms come from Intl, so that Arabic gets its six.
import type { Language } from '../state/url';
import ar from './ar.json';
import en from './en.json';

type Entry = string | Readonly<Record<string, string>>;
export type Key = keyof typeof en;
export type Values = Readonly<Record<string, string | number>>;

const CATALOGUES: Record<Language, Readonly<Record<string, Entry>>> = { en, ar };
/** British dates ("19 October 2020"); Iraqi month names and digits. */
const LOCALES: Record<Language, string> = { en: 'en-GB', ar: 'ar-IQ-u-nu-arab' };

let current: Language = 'en';

export function setCurrentLanguage(language: Language): void {
  current = language;
}

export function currentLanguage(): Language {
  return current;
}

export function locale(): string {
  return LOCALES[current];
}

/** The text of a key. `{name}` is replaced by a value; a plural entry is chosen by `n`. Numbers are written in the language's digits. */
export function t(key: Key, values: Values = {}): string {
  const entry = CATALOGUES[current][key] ?? key;
  return fill(typeof entry === 'string' ? entry : pluralForm(entry, Number(values.n)), values);
}

/** The text of a key made at run time (`type.Battles`, `why.name_exact`), or the fallback if there is none. */
export function translated(group: string, name: string, fallback = name): string {
  const entry = CATALOGUES[current][`${group}.${name}`];
  return typeof entry === 'string' ? entry : fallback;
}

function pluralForm(forms: Readonly<Record<string, string>>, n: number): string {
  return forms[new Intl.PluralRules(locale()).select(n)] ?? forms.other ?? '';
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? formatNumber(value) : value;
  });
}

/** "A, B and C" */
export function formatList(words: readonly string[]): string {
  return new Intl.ListFormat(locale(), { type: 'conjunction' }).format(words);
}

/** The text between invisible marks that keep its direction from shuffling the words around it. */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}

const formatters = new Map<string, Intl.NumberFormat>();

/** Formatters are kept: making one costs more than drawing the mark whose count it writes. */
export function formatNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  const key = `${locale()} ${JSON.stringify(options)}`;
  const known = formatters.get(key);
  if (known) return known.format(value);
  const made = new Intl.NumberFormat(locale(), options);
  formatters.set(key, made);
  return made.format(value);
}
