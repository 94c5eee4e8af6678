import { t } from '../i18n';
import { chooseLanguage, chooseTheme, currentTheme, pageLanguage } from '../state/preferences';
import { screen } from '../state/session';
import { Counts } from './Counts';
import { ExportButton, ShareButton } from './HeaderButtons';
import { PHONE, useMedia } from './hooks';
import { Icon } from './Icon';
import { Search } from './Search';

function LanguageButton() {
  const other = pageLanguage() === 'en' ? 'ar' : 'en';
  const name = other === 'ar' ? 'العربية' : 'English';
  return (
    <button type="button" class="button is-quiet" lang={other} onClick={() => chooseLanguage(other)}>
      {name}
    </button>
  );
}

function ThemeButton() {
  const other = currentTheme() === 'light' ? 'dark' : 'light';
  const label = t(other === 'dark' ? 'theme.dark' : 'theme.light');
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      onClick={() => chooseTheme(other)}
    >
      <Icon name={other === 'dark' ? 'moon' : 'sun'} />
    </button>
  );
}

export function Header() {
  const isPhone = useMedia(PHONE);
  return (
    <header class="header">
      <h1 class="brand">
        <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true">
          <circle class="brand-ring" cx="16" cy="16" r="12" />
          <circle class="brand-dot" cx="16" cy="16" r="5" />
        </svg>
        <span>Sitmap</span>
      </h1>
      <Search />
      {!isPhone && <Counts />}
      <div class="header-actions">
        {isPhone && (
          <button
            type="button"
            class="icon-button"
            aria-label={t('filters.title')}
            onClick={() => screen.set({ dialog: 'filters' })}
          >
            <Icon name="filter" />
          </button>
        )}
        {!isPhone && <ExportButton />}
        {!isPhone && <ShareButton />}
        <LanguageButton />
        <ThemeButton />
      </div>
    </header>
  );
}
