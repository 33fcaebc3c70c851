// Runs before the page is drawn: says that scripts run, and which theme the reader chose. Then it tends the
// switch between light and dark. Choosing what the system has anyway means following the system.
{
  const root = document.documentElement;
  // With the newest syntax of the other scripts: a browser that cannot read them stops here.
  root?.classList.add('js');
  const system = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (root.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark';
  const show = () => document.querySelector('.switch')?.setAttribute('aria-pressed', isDark());

  function restore() {
    try {
      const chosen = localStorage.getItem('theme');
      if (chosen === 'dark' || chosen === 'light') root.dataset.theme = chosen;
      else delete root.dataset.theme;
    } catch {
      // Storage is refused: the theme is the system's.
    }
    show();
  }

  function choose(dark) {
    const chosen = dark === system.matches ? null : dark ? 'dark' : 'light';
    if (chosen) root.dataset.theme = chosen;
    else delete root.dataset.theme;
    try {
      if (chosen) localStorage.setItem('theme', chosen);
      else localStorage.removeItem('theme');
    } catch {
      // Storage is refused: the choice lasts as long as the page.
    }
    show();
  }

  restore();
  addEventListener('DOMContentLoaded', () => {
    document.querySelector('.switch')?.addEventListener('click', () => choose(!isDark()));
    show();
  });
  // Chosen in another tab, or before this page came back from the browser's memory.
  addEventListener('storage', restore);
  addEventListener('pageshow', ({ persisted }) => persisted && restore());
  system.addEventListener('change', show);
}
