// The switch between light and dark. Choosing what the system has anyway means following the system.

const root = document.documentElement;
const button = document.querySelector('.switch');
const system = matchMedia('(prefers-color-scheme: dark)');
const isDark = () => (root.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark';
const show = () => button?.setAttribute('aria-pressed', isDark());

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
}

button?.addEventListener('click', () => {
  choose(!isDark());
  show();
});
// Chosen in another tab, or before this page came back from the browser's memory.
function restore() {
  try {
    const chosen = localStorage.getItem('theme');
    if (chosen === 'dark' || chosen === 'light') root.dataset.theme = chosen;
    else delete root.dataset.theme;
  } catch {
    // Storage is refused: there is nothing to restore.
  }
  show();
}

addEventListener('storage', restore);
addEventListener('pageshow', ({ persisted }) => persisted && restore());
system.addEventListener('change', show);
show();
