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
  const region = group?.querySelector('h3')?.textContent ?? '';
  const words = ` academie rectorat de d la l ${fold(item.textContent)} ${fold(region)}`;
  return { item, group, words };
});
const hint = found?.textContent;

function narrow() {
  const typed = fold(field.value);
  const fits = (words) => typed.split(' ').every((word) => words.includes(` ${word}`));
  for (const { item, words } of entries) item.hidden = !fits(words);
  for (const { group } of entries) {
    if (group) group.hidden = !group.querySelector('li:not([hidden])');
  }
  const left = entries.filter(({ item }) => !item.hidden).length;
  const { none, one, other } = filter.dataset;
  const text = left === 0 ? none : left === 1 ? one : other;
  found.textContent = typed ? text.replace('{n}', left) : hint;
}

function open(event) {
  if (event.key !== 'Enter' || !fold(field.value)) return;
  entries.find(({ item }) => !item.hidden)?.item.querySelector('a').click();
}

// The académie whose folder is named in the address that was asked for.
function suggest(place) {
  const asked = location.pathname.toLowerCase().split('/');
  const links = entries.map(({ item }) => item.querySelector('a'));
  const best = links.find((link) => asked.includes(link.pathname.split('/').at(-2)));
  if (!best) return;
  place.append(`${place.dataset.text} `, best.cloneNode(true));
  place.hidden = false;
}

if (field) {
  field.addEventListener('input', narrow);
  field.addEventListener('keydown', open);
  if (field.value) narrow();
}
const place = document.querySelector('.suggestion');
if (place) suggest(place);
