// Language and theme: the address first, then what was chosen before, then what the system prefers.
import { setCurrentLanguage } from '../i18n';
import { address } from './session';
import type { Language, Theme } from './url';

function stored(key: string): string | null {
  try {
    return localStorage.getItem(`sitmap.${key}`);
  } catch {
    return null; // storage is switched off
  }
}

function store(key: string, value: string): void {
  try {
    localStorage.setItem(`sitmap.${key}`, value);
  } catch {
    // Storage is switched off: the choice lasts as long as the page.
  }
}

export function pageLanguage(): Language {
  const wanted = address.get().language ?? stored('lang') ?? navigator.language;
  return wanted.startsWith('ar') ? 'ar' : 'en';
}

export function currentTheme(): Theme {
  const wanted = address.get().theme ?? stored('theme');
  if (wanted === 'light' || wanted === 'dark') return wanted;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function chooseLanguage(language: Language): void {
  store('lang', language);
  address.set({ language });
}

export function chooseTheme(theme: Theme): void {
  store('theme', theme);
  address.set({ theme });
}

/** Applies them now and on every change; before others watch the address, so that they act in the language of now. */
export function followPreferences(): void {
  applyPreferences();
  address.watch(applyPreferences);
}

/** Writes language, direction and theme onto the document. */
function applyPreferences(): void {
  const language = pageLanguage();
  setCurrentLanguage(language);
  document.documentElement.lang = language;
  document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr';
  document.documentElement.dataset.theme = currentTheme();
}
