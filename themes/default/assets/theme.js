// Runs before the page is drawn: says that scripts run, and which theme the reader chose.
{
  const root = document.documentElement;
  // With the newest syntax of the modules: a browser that cannot read them stops here.
  root?.classList.add('js');
  try {
    const chosen = localStorage.getItem('theme');
    if (chosen === 'dark' || chosen === 'light') root.dataset.theme = chosen;
  } catch {
    // Storage is refused: the theme is the system's.
  }
}
