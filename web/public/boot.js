// Runs before the first paint so that neither theme nor writing direction flashes.
(() => {
  const root = document.documentElement;
  const query = new URLSearchParams(location.hash.slice(location.hash.indexOf('?') + 1));
  const stored = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage is switched off: the page works without it
    }
  };
  const theme = query.get('theme') ?? stored('sitmap.theme');
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  const wanted = query.get('lang') ?? stored('sitmap.lang') ?? navigator.language;
  if (wanted.startsWith('ar')) {
    root.lang = 'ar';
    root.dir = 'rtl';
  }
})();
