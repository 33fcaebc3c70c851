// The way back to the sources: pointing at a part of the page shows "voir la source" with its file and line;
// a list of all of them is there for the keyboard.

import { make } from './tools.js';

export function sources({ shadow, bar, goTo, swallow }) {
  let found = new Map();
  let editor = false;
  let shown;
  const chip = make('button', { type: 'button', class: 'chip', hidden: true, onclick: () => goTo(shown, editor) });
  const button = make('button', { type: 'button', 'aria-expanded': 'false', onclick: () => toggle() }, 'Sources');
  const panel = make('section', { class: 'panel', 'aria-label': 'Sources de cette page', hidden: true });
  bar.append(button);
  shadow.append(panel, chip);

  function toggle(open = panel.hidden) {
    panel.hidden = !open;
    button.setAttribute('aria-expanded', open);
    if (!open) return button.focus();
    hide();
    list();
    panel.querySelector('h2').focus();
  }
  swallow('Escape', () => {
    if (panel.hidden) return false;
    toggle(false);
    return true;
  });

  function list() {
    const entry = ([element, place]) => {
      const go = () => goTo(place, editor);
      const where = make('button', { type: 'button', class: 'where', onclick: go }, `${place.file}:${place.line}`);
      return make('li', {}, where, ' ', make('span', {}, words(element)));
    };
    panel.replaceChildren(
      make('h2', { tabindex: '-1' }, 'Sources de cette page'),
      make('p', {}, editor ? 'Un clic ouvre le fichier dans votre éditeur.' : 'Un clic copie le chemin et la ligne.'),
      make('ol', {}, ...[...found].map(entry)),
      make('button', { type: 'button', class: 'close', onclick: () => toggle(false) }, 'Fermer'),
    );
  }

  // The innermost part with a known place.
  function partAt(target) {
    for (let element = target; element; element = element.parentElement) if (found.has(element)) return element;
    return null;
  }

  function show(element) {
    shown = found.get(element);
    const box = element.getBoundingClientRect();
    const where = `${shown.file}:${shown.line}`;
    chip.replaceChildren(make('span', {}, 'voir la source'), ' ', make('small', {}, where));
    chip.title = editor ? `Ouvrir ${where}` : `Copier ${where}`;
    chip.hidden = false;
    chip.style.top = `${Math.max(box.top - chip.offsetHeight + 4, 4)}px`;
    chip.style.left = `${Math.max(Math.min(box.right, innerWidth - 4) - chip.offsetWidth, 4)}px`;
  }
  function hide() {
    chip.hidden = true;
  }

  let waiting;
  document.addEventListener('pointerover', ({ target, pointerType }) => {
    if (pointerType === 'touch') return;
    const element = target instanceof Element && target !== shadow.host ? partAt(target) : null;
    clearTimeout(waiting);
    waiting = setTimeout(() => (element?.isConnected ? show(element) : hide()), chip.hidden ? 150 : 400);
  });
  addEventListener('scroll', hide, { passive: true });
  // Whoever reaches the chip keeps it.
  chip.addEventListener('pointerover', (event) => {
    event.stopPropagation();
    clearTimeout(waiting);
  });

  return ({ places, editor: known }) => {
    editor = known;
    found = new Map();
    for (const place of places) {
      const scope = place.id ? document.getElementById(place.id) : document;
      const element = place.inside ? scope?.querySelector(place.inside) : scope;
      if (element) found.set(element, place);
    }
    hide();
    const had = panel.contains(shadow.activeElement);
    if (!panel.hidden) list();
    if (had) panel.querySelector('h2').focus();
  };
}

function words(element) {
  const image = element.matches('figure') ? element.querySelector('img') : null;
  const pieces = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) pieces.push(walker.currentNode.data);
  const text = (image?.alt ?? pieces.join(' ')).trim().replace(/\s+/g, ' ');
  return text.length > 70 ? `${text.slice(0, 69)}…` : text;
}
