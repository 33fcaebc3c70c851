// A picture at its full size, with its marks, over the whole window. `zoom(figure)` opens it; guide.js loads this
// when it is first asked for.
{
  const most = 8;
  const step = 1.5;
  // From this share of the full size on, the whole picture can be read.
  const readable = 0.6;

  globalThis.zoom = (figure) => {
    // A double click asks twice.
    if (document.querySelector('.zoomed')) return;
    const dialog = document.querySelector('template').content.cloneNode(true).firstElementChild;
    const pane = dialog.querySelector('.pane');
    const shot = copy(figure.querySelector('.shot'));
    const image = shot.querySelector('img');
    const full = Number(image.getAttribute('width'));
    const part = (name) => dialog.querySelector(`[data-do="${name}"]`);
    let scale = 1;

    const whole = () =>
      Math.min(1, pane.clientWidth / full, pane.clientHeight / Number(image.getAttribute('height')));

    // What is at `x`, `y` of the window stays there; without them, what is in the middle.
    function resize(to, x, y) {
      const box = pane.getBoundingClientRect();
      const [atX, atY] = [x ?? box.left + box.width / 2, y ?? box.top + box.height / 2];
      const old = shot.getBoundingClientRect();
      scale = Math.min(most, Math.max(whole(), to));
      shot.style.width = `${full * scale}px`;
      const now = shot.getBoundingClientRect();
      pane.scrollLeft += now.left + ((atX - old.left) / old.width) * now.width - atX;
      pane.scrollTop += now.top + ((atY - old.top) / old.height) * now.height - atY;
      // Still in the order of Tab: a button that vanished would take the focus with it.
      part('in').ariaDisabled = scale >= most;
      part('out').ariaDisabled = scale <= whole();
    }

    const actions = {
      in: () => resize(scale * step),
      out: () => resize(scale / step),
      fit: () => resize(whole()),
      close: () => dialog.close(),
    };
    const keys = { '+': 'in', '=': 'in', '-': 'out', 0: 'fit' };

    dialog.querySelector('h2').append(` ${figure.closest('.step').querySelector('.num').lastChild.data}`);
    pane.append(shot);
    const legend = figure.querySelector('.legend');
    if (legend) dialog.append(copy(legend));
    dialog.addEventListener('click', (event) => {
      actions[event.target.closest('[data-do]')?.dataset.do]?.();
      const name = event.target.closest('a')?.getAttribute('href').match(/^#(.*)/)?.[1];
      if (name === undefined) return;
      const target = document.getElementById(decodeURIComponent(name));
      // What is elsewhere in the page is behind this.
      if (!dialog.contains(target)) return dialog.close();
      event.preventDefault();
      if (target.matches('.mark')) center(pane, target);
      else target.querySelector('a').focus();
    });
    dialog.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
      event.preventDefault();
      actions[keys[event.key]]();
    });
    // Back closes it and leads nowhere else; closed otherwise, it leaves no trace in the history.
    let left = false;
    const back = () => {
      left = true;
      dialog.close();
    };
    history.pushState(null, '');
    addEventListener('popstate', back);
    dialog.addEventListener('close', () => {
      removeEventListener('popstate', back);
      if (!left) history.back();
      dialog.remove();
    });
    follow(pane, () => scale, resize);

    document.body.append(dialog);
    // Where the focus comes back to, also after a click on the picture.
    figure.querySelector('.zoom').focus({ preventScroll: true });
    dialog.showModal();
    pane.focus();
    const all = whole();
    resize(all >= readable ? all : 1);
    if (all < readable) center(pane, shot.querySelector('.mark'));
  };

  // A copy whose names are its own, and whose picture is the one at full size.
  function copy(element) {
    const twin = element.cloneNode(true);
    const figure = element.closest('figure');
    const own = (name) => name.replace(/^_?/, '$&zoom.');
    for (const it of [twin, ...twin.querySelectorAll('*')]) {
      const [, name] = it.getAttribute('href')?.match(/^#(.*)/) ?? [];
      if (name && figure.contains(document.getElementById(decodeURIComponent(name)))) it.setAttribute('href', `#${own(name)}`);
      if (it.id) it.id = own(it.id);
      it.removeAttribute('loading');
      it.classList.remove('on');
      const words = it.getAttribute('aria-describedby');
      if (words) it.setAttribute('aria-describedby', own(words));
    }
    const choice = twin.querySelector('[sizes]');
    const width = twin.querySelector('img')?.getAttribute('width');
    // What is too large to be kept whole in one encoding is whole in the other.
    if (choice?.srcset.includes(` ${width}w`)) choice.sizes = `${width}px`;
    else choice?.remove();
    return twin;
  }

  // The middle of a mark, or its beginning where it is wider than the window: there its words begin too.
  function center(pane, mark) {
    const drawn = mark?.querySelector('path, circle')?.getBoundingClientRect();
    if (!drawn) return;
    const box = pane.getBoundingClientRect();
    const ahead = Math.max(16, (box.width - drawn.width) / 2);
    pane.scrollLeft += drawn.left - box.left - ahead;
    pane.scrollTop += drawn.top + drawn.height / 2 - box.top - box.height / 2;
  }

  // A mouse drags, a wheel with Ctrl and two fingers change the size.
  function follow(pane, scale, resize) {
    pane.addEventListener('pointerdown', (event) => {
      if (event.pointerType === 'mouse' && event.button === 0) pane.setPointerCapture(event.pointerId);
    });
    pane.addEventListener('pointermove', (event) => {
      if (!pane.hasPointerCapture(event.pointerId) || event.pointerType !== 'mouse') return;
      pane.scrollLeft -= event.movementX;
      pane.scrollTop -= event.movementY;
    });
    pane.addEventListener('wheel', (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      resize(scale() * Math.exp(-event.deltaY / 200), event.clientX, event.clientY);
    }, { passive: false });
    let apart = 0;
    pane.addEventListener('touchmove', (event) => {
      if (event.touches.length !== 2) return;
      event.preventDefault();
      const [a, b] = event.touches;
      const now = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
      if (apart) resize((scale() * now) / apart, (a.clientX + b.clientX) / 2, (a.clientY + b.clientY) / 2);
      apart = now;
    }, { passive: false });
    for (const type of ['touchstart', 'touchend', 'touchcancel']) {
      pane.addEventListener(type, () => (apart = 0), { passive: true });
    }
  }
}
