// What is wrong with the site: a panel that lists it all, newest first, and an overlay on the page when an
// edit broke something. Both show what the terminal shows: file, line, the line itself, and how to mend it.

import { make, plural } from './tools.js';

export function problems({ shadow, bar, goTo }) {
  const button = make('button', { type: 'button', 'aria-expanded': 'false', onclick: () => toggle() });
  const panel = make('section', { class: 'panel', 'aria-label': 'Problèmes du site', hidden: true });
  const alarm = make('section', { class: 'alarm', 'aria-labelledby': 'alarm', hidden: true });
  bar.append(button);
  shadow.append(panel, alarm);
  let known = 0;

  function toggle(open = panel.hidden) {
    panel.hidden = !open;
    button.setAttribute('aria-expanded', open);
    if (open) panel.querySelector('h2').focus();
  }

  function close() {
    alarm.hidden = true;
  }
  const leave = (event) => {
    if (event.key !== 'Escape') return;
    if (!panel.hidden) {
      toggle(false);
      button.focus();
    }
    close();
  };
  addEventListener('keydown', leave);

  return ({ problems: all, count, editor, edition, fresh }, first) => {
    const errors = all.filter(({ severity }) => severity === 'error');
    const kinds = [
      [errors.length, 'erreur'],
      [count - errors.length, 'avertissement'],
    ];
    const words = kinds.filter(([number]) => number).map(([number, word]) => plural(number, word));
    button.textContent = words.join(', ') || 'Aucun problème';
    bar.classList.toggle('wrong', errors.length > 0);
    const list = (some) => make('ol', {}, ...some.map((one) => item(one, (place) => goTo(place, editor), editor)));
    panel.replaceChildren(
      make('h2', { tabindex: '-1' }, words.length ? `Dans ce site : ${words.join(', ')}` : 'Ce site n’a aucun problème.'),
      list(all),
      ...(count > all.length ? [make('p', {}, `… et ${count - all.length} autres.`)] : []),
      make('button', { type: 'button', class: 'close', onclick: () => toggle(false) }, 'Fermer'),
    );
    // What the last edit broke, and what keeps this page from being shown as it is.
    const urgent = errors.filter((one) => one.own || (!first && one.since > known));
    known = edition;
    alarm.hidden = urgent.length === 0;
    if (alarm.hidden) return alarm.replaceChildren();
    const title = fresh ? 'Le site a une erreur' : 'Cette page attend une correction';
    alarm.replaceChildren(
      make('div', { role: 'alert' }, make('h2', { id: 'alarm' }, title)),
      ...(fresh ? [] : [make('p', {}, 'Dessous, la page telle qu’elle était avant l’erreur.')]),
      list(urgent),
      make('button', { type: 'button', class: 'close', onclick: close }, 'Fermer'),
    );
  };
}

function item(one, open, editor) {
  const severity = one.severity === 'error' ? 'Erreur' : 'Avertissement';
  const line = make('li', { class: one.severity }, make('p', { class: 'message' }, make('b', {}, severity), ` ${one.message}`));
  if (one.file) {
    const where = one.line ? `${one.file}:${one.line}:${one.column}` : one.file;
    const name = editor ? `Ouvrir ${where}` : `Copier ${where}`;
    line.append(make('button', { type: 'button', class: 'where', title: name, onclick: () => open(one) }, where));
  }
  if (one.source?.trim()) line.append(excerpt(one));
  if (one.help) line.append(make('p', { class: 'help' }, make('b', {}, 'Aide :'), ` ${one.help}`));
  return line;
}

// The line of the source, with the place underlined.
function excerpt({ source, mark, line }) {
  const characters = [...source];
  const part = (from, to) => characters.slice(from, to).join('');
  const [from, to] = mark ?? [0, 0];
  return make('pre', { tabindex: '0', role: 'group', 'aria-label': `Ligne ${line}` },
    make('span', { class: 'number', 'aria-hidden': 'true' }, `${line} `),
    part(0, from), make('mark', {}, part(from, to) || ' '), part(to));
}
