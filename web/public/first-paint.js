// Before anything is drawn: the theme and language that were chosen, so that a dark page never flashes white.
(() => {
  let scheme = 'auto';
  try {
    scheme = localStorage.getItem('mantine-color-scheme-value') ?? 'auto';
    document.documentElement.lang = localStorage.getItem('kaiku.language') ?? 'fi';
  } catch {
    // Storage may be closed to this page; the defaults stand.
  }
  const dark = scheme === 'dark' || (scheme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
