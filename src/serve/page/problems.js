// What is wrong with the site: a panel that lists it all, newest first, and an overlay on the page when an
// edit broke something. Both show what the terminal shows: file, line, the line itself, and how to mend it.

import { make, plural } from './tools.js';

const titles = {
  fresh: ['Le site a une erreur', ''],
  before: ['Cette page attend une correction', 'Dessous, la page telle qu’elle était avant l’erreur.'],
  partial: ['Cette page est incomplète', 'Dessous, ce qui peut en être montré malgré l’erreur.'],
};

export function problems({ shadow, bar, goTo, swallow }) {
  const button = make('button', { type: 'button', 'aria-expanded': 'false', onclick: () => toggle() });
  const panel = make('section', { class: 'panel', 'aria-label': 'Problèmes du site', hidden: true });
  const alarm = make('section', { class: 'alarm', 'aria-labelledby': 'alarm', hidden: true });
  bar.append(button);
  shadow.append(panel, alarm);
  let seen = 0;
  let shown = '';
  let alarming = '';

  function toggle(open = panel.hidden) {
    panel.hidden = !open;
    button.setAttribute('aria-expanded', open);
    if (!open) return button.focus();
    alarm.hidden = true;
    panel.querySelector('h2').focus();
  }

  function dismiss() {
    const had = alarm.contains(shadow.activeElement);
    alarm.hidden = true;
    if (had) button.focus();
  }

  swallow('Escape', () => {
    if (!panel.hidden) toggle(false);
    else if (!alarm.hidden) dismiss();
    else return false;
    return true;
  });

  const close = (act) => make('button', { type: 'button', class: 'close', onclick: act }, 'Fermer');

  function fill(told, counts, list) {
    const total = told.errors + told.warnings;
    panel.replaceChildren(
      make('h2', { tabindex: '-1' }, counts ? `Dans ce site\u{A0}: ${counts}` : 'Ce site n’a aucun problème.'),
      ...(told.trouble ? [make('p', { role: 'alert' }, told.trouble)] : []),
      list(told.problems),
      ...(total > told.problems.length ? [make('p', {}, `… et ${plural(total - told.problems.length, 'autre')}.`)] : []),
      close(() => toggle(false)),
    );
  }

  // What the last edit broke, and what keeps this page from being shown as it is.
  function warn(told, list, first) {
    const since = seen;
    seen = told.edition;
    const errors = told.problems.filter(({ severity }) => severity === 'error');
    const urgent = errors.filter((one) => (told.age === 'fresh' ? !first && one.since > since : one.own));
    const now = urgent.length ? JSON.stringify([told.age, urgent.map(({ file, message, source, line }) => [file, message, source, line])]) : '';
    // A dismissed one stays so until something else is wrong; one that was news stays until it is mended.
    if (told.age === 'fresh' && !urgent.length && !alarm.hidden && errors.length) return;
    if (now === alarming) return;
    alarming = now;
    alarm.hidden = !now;
    if (!now) return alarm.replaceChildren();
    const [title, words] = titles[told.age];
    alarm.replaceChildren(
      make('div', { role: 'alert' }, make('h2', { id: 'alarm' }, title)),
      ...(words ? [make('p', {}, words)] : []),
      list(urgent),
      close(dismiss),
    );
    if (!panel.hidden) alarm.hidden = true;
  }

  return (told, first) => {
    const kinds = [
      [told.errors, 'erreur'],
      [told.warnings, 'avertissement'],
    ];
    const counts = kinds.filter(([number]) => number).map(([number, word]) => plural(number, word)).join(', ');
    button.textContent = told.trouble ? 'Aperçu figé' : counts || 'Aucun problème';
    bar.classList.toggle('wrong', told.errors > 0);
    const list = (some) => make('ol', {}, ...some.map((one) => item(one, (place) => goTo(place, told.editor), told.editor)));
    // Whoever reads the panel is not disturbed by edits that change nothing in it.
    const now = JSON.stringify([told.problems, told.errors, told.warnings, told.trouble]);
    if (now !== shown) {
      const had = panel.contains(shadow.activeElement);
      fill(told, counts, list);
      if (had) panel.querySelector('h2').focus();
    }
    shown = now;
    warn(told, list, first);
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
  for (const { file, line: number, column, message } of one.notes) {
    const where = number ? `${file}:${number}:${column}` : file;
    line.append(make('p', { class: 'note' }, `${message}\u{A0}: `, make('button', { type: 'button', class: 'where', title: editor ? `Ouvrir ${where}` : `Copier ${where}`, onclick: () => open({ file, line: number, column }) }, where)));
  }
  if (one.help) line.append(make('p', { class: 'help' }, make('b', {}, 'Aide\u{A0}:'), ` ${one.help}`));
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
