// Pixels of the original under the pointer, for who writes marks: pointing at a screenshot shows them, and
// dragging over it gives a box to paste into the procedure.

import { make } from './tools.js';

// Less is a click with an unsteady hand.
const LEAST = 4;

export function pixels({ shadow, copy }) {
  // For eyes only: it changes with every move.
  const label = make('div', { class: 'pixels', hidden: true, 'aria-hidden': 'true' });
  const frame = make('div', { class: 'frame', hidden: true });
  shadow.append(frame, label);
  let pictures = new Map();
  let from;
  let box;

  // The screenshot at a place of the window, with what is needed to count its pixels.
  function pictureOf(target) {
    const image = target.closest?.('.shot')?.querySelector('img');
    const place = image && (pictures.get(image.closest('figure')) ?? enlarged(image));
    return place ? { image, part: place.picture.part } : null;
  }

  // In the enlarged picture, dragging moves it, and draws only with the key for capitals.
  const enlarged = (image) =>
    image.closest('dialog') && [...pictures].find(([figure]) => figure.querySelector('img').getAttribute('src') === image.getAttribute('src'))?.[1];
  const draws = (event) => !event.target.closest('dialog') || event.shiftKey;

  // The pixel of the original under the pointer, inside what is shown of it.
  function pixel({ image, part: [x, y, width, height] }, { clientX, clientY }) {
    const shown = image.getBoundingClientRect();
    const share = (at, start, size) => Math.min(Math.max((at - start) / size, 0), 1);
    return [
      Math.round(x + share(clientX, shown.left, shown.width) * width),
      Math.round(y + share(clientY, shown.top, shown.height) * height),
    ];
  }

  function tell(text, { clientX, clientY }) {
    label.textContent = text;
    label.hidden = false;
    label.style.left = `${Math.min(clientX + 14, innerWidth - label.offsetWidth - 4)}px`;
    label.style.top = `${Math.min(clientY + 14, innerHeight - label.offsetHeight - 4)}px`;
  }

  function draw(event) {
    const [start, end] = [from.pixel, pixel(from.picture, event)];
    const corner = start.map((at, axis) => Math.min(at, end[axis]));
    const size = start.map((at, axis) => Math.abs(at - end[axis]));
    box = size.every((length) => length > 0) ? `box: [${[...corner, ...size].join(', ')}]` : null;
    const shown = from.picture.image.getBoundingClientRect();
    const inside = ({ clientX, clientY }) => [
      Math.min(Math.max(clientX, shown.left), shown.right),
      Math.min(Math.max(clientY, shown.top), shown.bottom),
    ];
    const [[left, top], [right, bottom]] = [inside(from.event), inside(event)];
    Object.assign(frame.style, {
      left: `${Math.min(left, right)}px`,
      top: `${Math.min(top, bottom)}px`,
      width: `${Math.abs(left - right)}px`,
      height: `${Math.abs(top - bottom)}px`,
    });
    frame.hidden = false;
    tell(box ?? `${end[0]}, ${end[1]}`, event);
  }

  function stop() {
    frame.hidden = label.hidden = true;
    from = box = undefined;
  }

  document.addEventListener('pointerdown', (event) => {
    const picture = event.button === 0 && event.pointerType !== 'touch' ? pictureOf(event.target) : null;
    if (!picture || !draws(event)) return;
    from = { picture, event, pixel: pixel(picture, event) };
    if (event.shiftKey) event.stopPropagation();
  }, { capture: true });
  document.addEventListener('pointermove', (event) => {
    const far = from && Math.hypot(event.clientX - from.event.clientX, event.clientY - from.event.clientY) > LEAST;
    if (far || (from && !frame.hidden)) return draw(event);
    const picture = event.pointerType === 'touch' ? null : pictureOf(event.target);
    if (!picture) label.hidden = true;
    else tell(pixel(picture, event).join(', '), event);
  });
  document.addEventListener('pointerup', () => {
    if (box) {
      copy(box);
      // The click at the end of a drag is none: it would open the picture.
      const swallow = (click) => {
        click.preventDefault();
        click.stopPropagation();
      };
      addEventListener('click', swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener('click', swallow, { capture: true }));
    }
    stop();
  });
  document.addEventListener('pointercancel', stop);
  addEventListener('keydown', ({ key }) => key === 'Escape' && stop());
  // Browsers drag the picture itself.
  document.addEventListener('dragstart', (event) => pictureOf(event.target) && event.preventDefault());

  return ({ places }) => {
    pictures = new Map();
    for (const place of places.filter(({ picture }) => picture)) {
      const figure = document.getElementById(place.id)?.querySelector(place.inside);
      if (figure) pictures.set(figure, place);
    }
  };
}
