// What makes a guide easier to follow: choices that remember themselves in the address, links to steps
// that can be copied, marks and legends that light each other up, a table of contents that follows.

const choices = [...document.querySelectorAll('.choice')];
const radios = (choice) => [...choice.querySelectorAll(':scope > fieldset input')];
const options = (choice) => [...choice.querySelectorAll(':scope > .option')];

// Browsers without `:has` need classes to show one branch.
const show = CSS.supports('selector(:has(a))')
  ? () => {}
  : (choice) => {
      choice.classList.add('on');
      const chosen = radios(choice).findIndex((radio) => radio.checked);
      options(choice).forEach((option, index) => option.classList.toggle('shown', index === chosen));
    };

function remember() {
  const address = new URL(location);
  address.searchParams.delete('cas');
  for (const choice of choices) {
    const chosen = radios(choice).find((radio) => radio.checked && !radio.defaultChecked);
    if (chosen) address.searchParams.append('cas', chosen.value);
  }
  history.replaceState(null, '', address);
}

function recall() {
  const left = [...choices];
  for (const name of new URLSearchParams(location.search).getAll('cas')) {
    const has = (choice) => radios(choice).some((radio) => radio.value === name);
    const at = left.findIndex(has);
    if (at < 0) continue;
    const [choice] = left.splice(at, 1);
    radios(choice).find((radio) => radio.value === name).checked = true;
  }
  choices.forEach(show);
}

// Opens the branches around what the address points to.
function reveal() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  let inside = false;
  for (let option = target.closest('.option'); option; option = option.parentElement.closest('.option')) {
    const choice = option.parentElement;
    const radio = radios(choice)[options(choice).indexOf(option)];
    if (!radio.checked) inside = radio.checked = true;
    show(choice);
  }
  if (!inside) return;
  remember();
  target.scrollIntoView();
}

for (const choice of choices) {
  choice.querySelector('fieldset').addEventListener('change', () => {
    show(choice);
    remember();
  });
}
recall();
reveal();
addEventListener('hashchange', reveal);

// The address of a step, with the branches that lead to it.
async function copy(event) {
  const link = event.target.closest?.('.copy');
  if (!link || !navigator.clipboard) return;
  event.preventDefault();
  const address = new URL(location);
  address.hash = link.hash;
  history.replaceState(null, '', address);
  try {
    await navigator.clipboard.writeText(address);
  } catch {
    // Refused: the address bar shows it.
    return;
  }
  const done = Object.assign(document.createElement('span'), { className: 'copied', role: 'status' });
  link.after(done);
  // A live region is read when its text changes, not when it appears.
  setTimeout(() => (done.textContent = link.dataset.done), 50);
  setTimeout(() => done.remove(), 3000);
}
document.addEventListener('click', copy);

// A mark of the drawing and its line in the legend: each lights the other up.
function light(on) {
  return ({ target }) => {
    const one = target.closest?.('.mark, .legend li');
    if (!one) return;
    const name = one.id.startsWith('_') ? one.id.slice(1) : `_${one.id}`;
    for (const it of [one, document.getElementById(name)]) it?.classList.toggle('on', on);
  };
}
for (const type of ['mouseover', 'focusin']) document.addEventListener(type, light(true));
for (const type of ['mouseout', 'focusout']) document.addEventListener(type, light(false));

// The table of contents: open where there is room beside the text, with the place of the reader.
const contents = document.querySelector('.contents details');
if (contents) {
  const wide = matchMedia('(min-width: 64rem)');
  const unfold = () => (contents.open = wide.matches);
  unfold();
  wide.addEventListener('change', unfold);
  const links = [...contents.querySelectorAll('a')];
  const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  const follow = () => {
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
    links.forEach((link, index) => {
      if (index === passed.length - 1) link.setAttribute('aria-current', 'location');
      else link.removeAttribute('aria-current');
    });
  };
  let waiting = false;
  addEventListener('scroll', () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      follow();
    });
  }, { passive: true });
  follow();
}
