// The numbers on a picture and their lines below it belong together, on any screen.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { start, tabTo } from './browser.mjs';
import { fileURLToPath } from 'node:url';
import { make } from './drawings.mjs';
import { guides } from './pages.mjs';

const { visit, stop } = await start();
after(stop);
// A site with marks where they are hardest: close to each other, at the edges.
const drawn = await start(await make(fileURLToPath(new URL('../../target/marks/', import.meta.url))));
after(drawn.stop);
const address = guides['guide with many screenshots'];

const looks = (page) =>
  page.evaluate(() => {
    const line = document.querySelector('.legend li');
    const mark = document.getElementById(line.id.slice(1));
    const drawn = [...mark.querySelectorAll('circle, rect')].find((it) => it.checkVisibility());
    const { stroke, strokeWidth } = getComputedStyle(drawn);
    const { backgroundColor, boxShadow } = getComputedStyle(line);
    return { drawing: `${stroke} ${strokeWidth}`, line: `${backgroundColor} ${boxShadow}` };
  });

const ways = {
  'pointing at a line of the legend': (page) => page.locator('.legend li').first().hover(),
  'pointing at a number on the picture': (page) => page.locator('.mark circle:visible').first().hover({ force: true }),
  'coming to a line with Tab': (page) => tabTo(page, '.legend li a'),
};
for (const [way, point] of Object.entries(ways)) {
  test(`${way} lights up the number and its line`, () =>
    visit(address, { width: 1440 }, async (page) => {
      const before = await looks(page);
      await point(page);
      const lit = await looks(page);
      assert.notEqual(lit.drawing, before.drawing);
      assert.notEqual(lit.line, before.line);
    }));
}

test('pointing elsewhere puts the light out', () =>
  visit(address, { width: 1440 }, async (page) => {
    const before = await looks(page);
    await page.locator('.legend li').first().hover();
    await page.locator('h1').hover();
    assert.deepEqual(await looks(page), before);
  }));

test('following the number of a line leads to the picture, where it stays lit', () =>
  visit(address, { width: 375 }, async (page) => {
    const before = await looks(page);
    await tabTo(page, '.legend li a');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => location.hash);
    assert.notEqual((await looks(page)).drawing, before.drawing);
    const { y } = await page.locator('.mark circle:visible').first().boundingBox();
    assert.ok(y >= 0 && y < 900, 'on the screen');
  }));

test('following a number on the picture leads to its line', () =>
  visit(address, { width: 375 }, async (page) => {
    const before = await looks(page);
    await page.locator('.mark a').first().click();
    const name = await page.evaluate(() => location.hash.slice(1));
    assert.equal(name, await page.locator('.legend li').first().getAttribute('id'));
    await page.locator('h1').hover();
    assert.notEqual((await looks(page)).line, before.line, 'which stays lit');
  }));

// Where each mark is, in parts of its picture. Runs in the page.
function places() {
  return [...document.querySelectorAll('.shot')].flatMap((shot) => {
    const picture = shot.querySelector('img').getBoundingClientRect();
    return [...shot.querySelectorAll('.mark')].map((mark) => {
      const drawn = (mark.querySelector('path.stroke') ?? mark.querySelector('circle')).getBoundingClientRect();
      const disc = [...mark.querySelectorAll('circle, svg.says rect')].find((it) => it.checkVisibility()).getBoundingClientRect();
      const x = (drawn.left + drawn.width / 2 - picture.left) / picture.width;
      const y = (drawn.top + drawn.height / 2 - picture.top) / picture.height;
      return { id: mark.id, x, y, disc: disc.height, left: disc.left, right: innerWidth - disc.right };
    });
  });
}

test('marks stay on what they frame, and numbers keep a size that can be read, at any width', async () => {
  const at = (width) => visit(address, { width }, (page) => page.evaluate(places));
  const [narrow, wide] = [await at(320), await at(1440)];
  assert.ok(wide.length > 3);
  wide.forEach((mark, index) => {
    const same = narrow[index];
    const away = Math.hypot(mark.x - same.x, mark.y - same.y);
    assert.ok(away < 0.02, `${mark.id} is ${Math.round(away * 100)} % of the picture away at 320 px`);
    assert.ok(same.disc >= 20 && mark.disc >= 20, `${mark.id} has a number ${same.disc}px wide`);
    assert.ok(same.left >= 0 && same.right >= 0, `${mark.id} has its number off the screen at 320 px`);
    assert.ok(mark.x >= 0 && mark.x <= 1 && mark.y >= 0 && mark.y <= 1, `${mark.id} is off its picture`);
  });
});

// Which numbers leave their picture, and which cover each other. Runs in the page.
function crowded(within) {
  return [...document.querySelectorAll(`${within} .shot`)].flatMap((shot) => {
    const picture = shot.querySelector('img').getBoundingClientRect();
    const discs = [...shot.querySelectorAll('.spot circle, .keys circle')].filter((it) => it.checkVisibility());
    const circles = discs.map((disc) => {
      const { left, top, width } = disc.getBoundingClientRect();
      return { name: disc.closest('.mark').id, x: left + width / 2, y: top + width / 2, radius: width / 2 };
    });
    return circles.flatMap(({ name, x, y, radius }, at) => {
      const out = x - radius < picture.left - 1 || x + radius > picture.right + 1 || y - radius < picture.top - 1 || y + radius > picture.bottom + 1;
      const under = circles.slice(0, at).find((other) => Math.hypot(x - other.x, y - other.y) < radius + other.radius);
      return [...(out ? [`${name} leaves the picture`] : []), ...(under ? [`${name} covers ${under.name}`] : [])];
    });
  });
}

test('numbers are inside their picture and cover no other number, on narrow screens and enlarged', async () => {
  for (const settings of [{ width: 320 }, { width: 375 }, { width: 700 }]) {
    const wrong = await drawn.visit('/lille/reperes/', settings, (page) => page.evaluate(crowded, ''));
    assert.deepEqual(wrong, [], JSON.stringify(settings));
    for (const address of Object.values(guides)) {
      assert.deepEqual(await visit(address, settings, (page) => page.evaluate(crowded, '')), [], `${address} ${JSON.stringify(settings)}`);
    }
    const enlarged = await drawn.visit('/lille/reperes/', settings, async (page) => {
      await page.locator('#reperes_champs .zoom').click();
      await page.locator('dialog[open] .shot img').waitFor();
      return page.evaluate(crowded, 'dialog');
    });
    assert.deepEqual(enlarged, [], `enlarged ${JSON.stringify(settings)}`);
  }
});

// Everything that is written in the drawings, with the size of its letters. Runs in the page.
const written = () =>
  [...document.querySelectorAll('.marks text')]
    .filter((text) => text.checkVisibility())
    .map((text) => ({ text: text.textContent, size: parseFloat(getComputedStyle(text).fontSize), says: Boolean(text.closest('svg.says')) }));

test('text in a picture has at least 14 px at any width; words show only where the picture is wide', async () => {
  for (const width of [320, 375, 768, 1024, 1440]) {
    const texts = await visit(address, { width }, (page) => page.evaluate(written));
    assert.ok(texts.length > 10);
    for (const { text, size } of texts) assert.ok(size >= 14, `“${text}” has ${size}px at ${width}px`);
    const words = texts.filter(({ says }) => says).length;
    if (width <= 375) assert.equal(words, 0, 'on a phone the legend carries the words');
    if (width >= 1440) assert.ok(words > 10, 'on a wide screen they are in the picture');
  }
});

// What is covered that must not be, by labels as they are really drawn. Runs in the page.
function covered() {
  const apart = (a, b) => a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
  return [...document.querySelectorAll('.shot')].flatMap((shot) => {
    const picture = shot.querySelector('img').getBoundingClientRect();
    const labels = [...shot.querySelectorAll('svg.says rect')].filter((it) => it.checkVisibility());
    const shapes = [...shot.querySelectorAll('path.stroke, path.head, .spot circle')].filter((it) => it.checkVisibility());
    // The outline of an arrow is a slant, whose rectangle says too much.
    const solid = shapes.filter((it) => !it.matches('.mark-arrow .stroke'));
    return labels.flatMap((label, at) => {
      const box = label.getBoundingClientRect();
      const name = label.closest('.mark').id;
      const wrong = [];
      if (box.left < picture.left - 1 || box.right > picture.right + 1 || box.top < picture.top - 1 || box.bottom > picture.bottom + 1) wrong.push(`${name} leaves the picture`);
      const text = label.parentElement.querySelector('text:last-of-type').getBoundingClientRect();
      if (text.right > box.right + 1 || text.bottom > box.bottom + 1) wrong.push(`${name}: the words leave their label`);
      for (const other of [...labels.slice(0, at), ...solid]) {
        if (!apart(box, other.getBoundingClientRect())) wrong.push(`${name} covers ${other.closest('.mark').id}`);
      }
      return wrong;
    });
  });
}

test('labels cover no label, no shape, no number and no edge, also where text is larger', async () => {
  for (const address of Object.values(guides)) {
    for (const settings of [{ width: 1024 }, { width: 1440 }, { width: 2560, text: 200 }]) {
      const wrong = await visit(address, settings, (page) => page.evaluate(covered));
      assert.deepEqual(wrong, [], `${address} ${JSON.stringify(settings)}`);
    }
  }
});

test('the two strokes of a mark are so far apart that one of them has 3:1 against any picture', () =>
  visit(address, { width: 1440 }, async (page) => {
    const strokes = await page.evaluate(() =>
      ['stroke', 'halo'].map((name) => getComputedStyle(document.querySelector(`.marks .${name}`)).stroke.match(/[\d.]+/g).map(Number)),
    );
    const light = ([red, green, blue]) => {
      const [r, g, b] = [red, green, blue].map((it) => (it <= 10 ? it / 3294 : ((it / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const [dark, bright] = strokes.map(light).sort((a, b) => a - b);
    // A picture between the two has the same contrast to both at worst: the root of theirs.
    assert.ok((bright + 0.05) / (dark + 0.05) >= 9, `${(bright + 0.05) / (dark + 0.05)}`);
  }));
