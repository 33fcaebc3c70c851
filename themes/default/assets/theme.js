// Runs before the page is drawn: says that scripts run, and which theme the reader chose.
{
  const root = document.documentElement;
  root.classList.add('js');
  try {
    const chosen = localStorage.getItem('theme');
    if (chosen) root.dataset.theme = chosen;
  } catch {
    // Storage is refused: the theme is the system's.
  }
}
