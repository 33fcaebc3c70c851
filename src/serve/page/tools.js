// What the preview shows over the page: a bar that tells how the site is, what is wrong with it, and the way
// back to the sources. All of it lives in a shadow root, so that no style of the page and none of these
// meet.

import { problems } from './problems.js';
import { sources } from './sources.js';
import { pixels } from './pixels.js';

// An element with attributes, handlers and children.
export function make(kind, facts = {}, ...children) {
  const element = document.createElement(kind);
  for (const [name, value] of Object.entries(facts)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

// Numbers and the signs of French keep to their words.
export const plural = (count, word) => `${count}\u{A0}${word}${count > 1 ? 's' : ''}`;

export function tools(root) {
  const host = make('div', { id: '_pasapas', lang: 'fr' });
  const shadow = host.attachShadow({ mode: 'open' });
  shadow.append(make('link', { rel: 'stylesheet', href: `${root}preview.css` }));
  const status = make('p', { role: 'status', class: 'toast' });
  const bar = make('section', { class: 'bar', 'aria-label': 'Aperçu pasapas' });
  shadow.append(bar, status);
  document.documentElement.append(host);
  // A picture at its full size makes all the rest of the page inert: the tools go along.
  new MutationObserver(() => {
    const place = document.querySelector('dialog:modal') ?? document.documentElement;
    if (host.parentNode !== place) place.append(host);
  }).observe(document.body, { childList: true, subtree: true, attributeFilter: ['open'] });
  let lost = false;
  let hiding;

  // Says something for a moment.
  function say(text) {
    clearTimeout(hiding);
    status.textContent = text;
    status.classList.add('on');
    hiding = setTimeout(() => status.classList.remove('on'), 4000);
  }

  // Without a secure address, as from another computer, there is no clipboard: the old way does.
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const field = make('textarea', {});
      field.value = text;
      shadow.append(field);
      field.select();
      document.execCommand('copy');
      field.remove();
    }
    say(`Copié\u{A0}: ${text}`);
  }

  // Opens a place in the user's editor, or copies where it is.
  async function goTo(place, editor) {
    const where = `${place.file}:${place.line ?? 1}`;
    if (!editor) return copy(where);
    const body = JSON.stringify({ file: place.file, line: place.line ?? 1 });
    const done = await fetch(`${root}open`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    say(done.ok ? `Ouvert\u{A0}: ${where}` : 'L’éditeur de PASAPAS_EDITOR ne démarre pas.');
  }

  // What a key does here it does not do to the page besides.
  function swallow(key, act) {
    addEventListener('keydown', (event) => {
      if (event.key !== key || !act()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    }, { capture: true });
  }

  const tool = { shadow, bar, say, copy, goTo, swallow };
  const wrong = problems(tool);
  const places = sources(tool);
  const coordinates = pixels(tool);

  return {
    show(told, { first, changed }) {
      if (lost) say('L’aperçu est de retour.');
      else if (changed && !first) say('Page mise à jour.');
      lost = false;
      bar.classList.toggle('lost', Boolean(told.trouble));
      wrong(told, first);
      places(told);
      coordinates(told);
    },
    lost() {
      if (!lost) say('L’aperçu s’est arrêté\u{A0}: relancez «\u{A0}pasapas serve\u{A0}».');
      lost = true;
      bar.classList.add('lost');
    },
    isLost: () => lost,
  };
}
