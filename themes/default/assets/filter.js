// Narrows the list of académies down to what is typed, whatever the accents, case and hyphens.
// Enter opens the first one left. On the page for an unknown address, proposes what looks like it.

const fold = (text) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/œ/g, 'oe').replace(/[^a-z0-9]+/g, ' ').trim();

const filter = document.querySelector('.filter');
const found = filter?.querySelector('[role=status]');
const field = filter?.querySelector('input');
const list = filter?.nextElementSibling;
const entries = [...(list?.querySelectorAll('li') ?? [])].map((item) => {
  const group = item.closest('.group');
  const words = ` ${fold(item.textContent)} ${fold(group?.querySelector('h3')?.textContent ?? '')}`;
  return { item, group, words };
});
const hint = found?.textContent;

function narrow() {
  const typed = fold(field.value).split(' ');
  for (const { item, words } of entries) item.hidden = !typed.every((word) => words.includes(` ${word}`));
  for (const { group } of entries) {
    if (group) group.hidden = !group.querySelector('li:not([hidden])');
  }
  const left = entries.filter(({ item }) => !item.hidden).length;
  const { none, one, other } = filter.dataset;
  const text = left === 0 ? none : left === 1 ? one : other;
  found.textContent = field.value.trim() ? text.replace('{n}', left) : hint;
}

function open(event) {
  if (event.key !== 'Enter' || !field.value.trim()) return;
  entries.find(({ item }) => !item.hidden)?.item.querySelector('a').click();
}

// The académie or page whose address begins like the one that was asked for.
function suggest(place) {
  const asked = location.pathname.split('/');
  const shared = ({ pathname }) => {
    const parts = pathname.split('/').filter(Boolean);
    return parts.length && parts.every((part) => asked.includes(part)) ? parts.length : 0;
  };
  const links = [...document.querySelectorAll('main a')].filter(shared);
  const best = links.sort((a, b) => shared(b) - shared(a))[0];
  if (!best) return;
  const link = best.cloneNode(true);
  place.append(`${place.dataset.text} `, link);
  place.hidden = false;
}

if (field) {
  field.addEventListener('input', narrow);
  field.addEventListener('keydown', open);
  if (field.value) narrow();
}
const place = document.querySelector('.suggestion');
if (place) suggest(place);
