// What makes a guide easier to follow: choices that remember themselves in the address, links to steps
// that can be copied, marks and legends that light each other up, pictures at their full size, a table of
// contents that follows, checkers that are there when the reader comes to them. A classic script: modules do not run in a folder on a disk.
{
  const files = document.currentScript.dataset;
  const choices = [...document.querySelectorAll('.choice')];
  const radios = (choice) => [...choice.querySelectorAll(':scope > fieldset input')];
  const options = (choice) => [...choice.querySelectorAll(':scope > .option')];

  // What an address names, however oddly it is written.
  function named(hash) {
    try {
      return document.getElementById(decodeURIComponent(hash.slice(1)));
    } catch {
      return null;
    }
  }

  // The style sheet shows one branch by itself; these classes are for browsers without `:has`, and for
  // more options than it knows.
  function show(choice) {
    choice.classList.add('on');
    const chosen = radios(choice).findIndex((radio) => radio.checked);
    options(choice).forEach((option, index) => option.classList.toggle('shown', index === chosen));
  }

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
    const names = new URLSearchParams(location.search).getAll('cas');
    for (const choice of choices) {
      const radio = radios(choice).find((it) => names.includes(it.value));
      if (radio) radio.checked = true;
      show(choice);
    }
  }

  // Opens the branches around what the address points to.
  function reveal() {
    const target = named(location.hash);
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
  // Also after Back, whose address may be older than the choice.
  addEventListener('popstate', () => {
    reveal();
    remember();
  });

  // The address of a step, with the branches that lead to it.
  const words = document.querySelector('article').dataset;

  async function copy(event) {
    const link = event.target.closest?.('.copy');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const address = new URL(location);
    address.hash = link.hash;
    try {
      await navigator.clipboard.writeText(address);
    } catch {
      // Refused: the link leads to its step, whose address the browser then shows.
      location.hash = link.hash;
      return;
    }
    history.replaceState(null, '', address);
    document.querySelector('.copied')?.remove();
    const done = Object.assign(document.createElement('span'), { className: 'copied', role: 'status' });
    link.after(done);
    // A live region is read when its text changes, not when it appears.
    setTimeout(() => (done.textContent = words.copied), 50);
    setTimeout(() => done.remove(), 3000);
  }
  if (navigator.clipboard) {
    for (const label of document.querySelectorAll('.copy .vh')) label.firstChild.data = `${words.copy} `;
    document.addEventListener('click', copy);
  }

  // A mark of the drawing and its line in the legend: each lights the other up.
  function light(on) {
    return ({ target }) => {
      const one = target.closest?.('.mark, .legend li');
      // The mouse leaves, the focus stays.
      if (!one || (!on && one.contains(document.activeElement))) return;
      const name = one.id.startsWith('_') ? one.id.slice(1) : `_${one.id}`;
      for (const it of [one, document.getElementById(name)]) it?.classList.toggle('on', on);
    };
  }
  for (const type of ['mouseover', 'focusin']) document.addEventListener(type, light(true));
  for (const type of ['mouseout', 'focusout']) document.addEventListener(type, light(false));

  // What is loaded only when it is asked for.
  const fetchPart = (kind, facts, data = {}) =>
    new Promise((onload, onerror) => {
      const element = document.createElement(kind);
      Object.assign(element.dataset, data);
      document.head.append(Object.assign(element, facts, { onload, onerror }));
    });
  let dressed;
  const dress = () => (dressed ??= fetchPart('link', { rel: 'stylesheet', href: files.style }));

  // A picture at its full size.
  let zooming;
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('.zoom, .shot img')?.closest('.screenshot').querySelector('.zoom');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !globalThis.HTMLDialogElement) return;
    event.preventDefault();
    zooming ??= Promise.all([dress(), fetchPart('script', { src: files.zoom })]);
    // What cannot be loaded is at least a link.
    zooming.then(() => zoom(link.closest('.screenshot')), () => (location.href = link.href));
  });

  // The table of contents: open where there is room beside the text, with the place of the reader.
  const contents = document.querySelector('.contents details');
  if (contents) {
    const wide = matchMedia('(min-width: 64rem)');
    const unfold = () => (contents.open = wide.matches);
    unfold();
    wide.addEventListener('change', unfold);
    const entries = [...contents.querySelectorAll('a')].map((link) => ({ link, heading: named(link.hash) }));
    const follow = () => {
      const end = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
      const passed = entries.filter(({ heading }) => end || heading?.getBoundingClientRect().top < innerHeight / 3);
      for (const entry of entries) {
        if (entry === passed.at(-1)) entry.link.setAttribute('aria-current', 'location');
        else entry.link.removeAttribute('aria-current');
      }
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

  // Checkers are loaded by a click, a Tab or a scroll: who only opens the page loads nothing. Their fields show
  // only once this runs, and where they can work.
  const sections = document.querySelectorAll('.checker');
  const say = (text) => {
    for (const section of sections) section.querySelector('.state').textContent = text;
  };
  let loading = false;
  const load = () => {
    if (loading) return;
    loading = true;
    // Checkers work without.
    dress().catch(() => {});
    fetchPart('script', { src: files.script }, files).catch(() => {
      // The next click or Tab tries again.
      loading = false;
      say(files.later);
    });
  };
  const works = Boolean(globalThis.WebAssembly);
  for (const section of sections) {
    section.classList.add(works ? 'ready' : 'refused');
    if (works) section.addEventListener('focusin', load);
  }
  if (!works) say(files.refused);
  else addEventListener('scroll', () => {
    const observer = new IntersectionObserver((seen) => {
      if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      load();
    });
    for (const section of sections) observer.observe(section);
  }, { once: true, passive: true });
}
