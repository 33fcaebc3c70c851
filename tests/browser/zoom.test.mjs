// A picture at its full size: opened and left by mouse, keyboard and fingers, with its marks; a plain link
// without scripts.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';
import { start, tabTo } from './browser.mjs';
import { fileURLToPath } from 'node:url';
import { make, sizes } from './drawings.mjs';
import { guides } from './pages.mjs';

const { visit, stop } = await start();
after(stop);
// A site with pictures that are wider than those of the sample, and with links in the words of marks.
const drawn = await start(await make(fileURLToPath(new URL('../../target/zoom/', import.meta.url))));
after(drawn.stop);
const marks = '/lille/reperes/';
const address = guides['guide with many screenshots'];
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const open = async (page, way) => {
  await way(page);
  await page.locator('dialog[open] .shot img').waitFor();
};
const click = (page) => page.locator('.zoom').first().click();
// How the picture lies in its pane.
const lies = (page) =>
  page.evaluate(() => {
    const pane = document.querySelector('dialog .pane');
    const box = pane.querySelector('.shot').getBoundingClientRect();
    return { width: Math.round(box.width), left: Math.round(box.left), top: Math.round(box.top), pane: pane.clientWidth };
  });

const ways = {
  'its link': click,
  'the picture': (page) => page.locator('.shot img').first().click({ position: { x: 5, y: 5 } }),
  Enter: async (page) => {
    await tabTo(page, '.zoom');
    await page.keyboard.press('Enter');
  },
};
for (const [name, way] of Object.entries(ways)) {
  test(`${name} opens the picture; Escape closes it and gives the focus back`, () =>
    visit(address, { width: 1440 }, async (page) => {
      await open(page, way);
      assert.match(await page.locator('dialog h2').innerText(), /étape 1$/);
      assert.ok(await page.evaluate(() => document.activeElement.matches('.pane')), 'the arrow keys move it at once');
      await page.keyboard.press('Escape');
      await page.locator('dialog').waitFor({ state: 'detached' });
      assert.ok(await page.evaluate(() => document.activeElement === document.querySelector('.zoom')));
      assert.equal(new URL(page.url()).pathname, address, 'nobody left the page');
      await open(page, way);
      await page.getByRole('button', { name: 'Fermer' }).click();
      await page.locator('dialog').waitFor({ state: 'detached' });
    }));
}

test('Back closes the picture, and only then leaves the page', () =>
  visit('/besancon/', { width: 375, height: 720 }, async (page) => {
    await page.goto(address);
    await page.evaluate(() => scrollTo(0, 600));
    await open(page, click);
    const scroll = await page.evaluate(() => scrollY);
    await page.evaluate(() => history.back());
    await page.locator('dialog').waitFor({ state: 'detached' });
    assert.equal(new URL(page.url()).pathname, address);
    assert.equal(await page.evaluate(() => scrollY), scroll);
    // Closed otherwise, nothing of it is left in the history.
    await open(page, click);
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    await page.waitForTimeout(300);
    await page.goBack();
    assert.equal(new URL(page.url()).pathname, '/besancon/');
  }));

test('all marks are there, with numbers, words and a legend, and light each other up', () =>
  visit(address, { width: 1440 }, async (page) => {
    const count = await page.locator('.shot').first().locator('.mark').count();
    await open(page, click);
    assert.equal(await page.locator('dialog .mark').count(), count);
    assert.equal(await page.locator('dialog .legend li').count(), count);
    const ids = await page.evaluate(() => [...document.querySelectorAll('[id]')].map(({ id }) => id));
    assert.equal(new Set(ids).size, ids.length, 'no name is there twice');
    await page.locator('dialog .legend li').last().hover();
    assert.ok(await page.locator('dialog .mark').last().evaluate((mark) => mark.classList.contains('on')));
    const told = await page.locator('dialog img').evaluate((image) => document.getElementById(image.getAttribute('aria-describedby')).closest('dialog') !== null);
    assert.ok(told, 'it is described by its own legend');
  }));

test('plus, minus and zero change its size; the arrow keys move it', () =>
  visit(address, { width: 1000, height: 700 }, async (page) => {
    await open(page, click);
    const first = await lies(page);
    await page.keyboard.press('+');
    const larger = await lies(page);
    assert.ok(larger.width > first.width * 1.4 && larger.width > larger.pane);
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction((left) => document.querySelector('dialog .shot').getBoundingClientRect().left < left, larger.left);
    await page.keyboard.press('-');
    assert.ok((await lies(page)).width < larger.width);
    for (let more = 0; more < 12; more += 1) await page.keyboard.press('+');
    const most = await lies(page);
    await page.keyboard.press('+');
    assert.equal((await lies(page)).width, most.width, 'it ends somewhere');
    assert.equal(await page.getByRole('button', { name: 'Agrandir' }).getAttribute('aria-disabled'), 'true');
    await page.keyboard.press('0');
    const whole = await lies(page);
    assert.ok(whole.width <= whole.pane);
  }));

test('a mouse drags it, and a wheel with Ctrl enlarges what is under the pointer', () =>
  visit(address, { width: 1000, height: 700 }, async (page) => {
    await open(page, click);
    for (let more = 0; more < 3; more += 1) await page.keyboard.press('+');
    const before = await lies(page);
    await page.mouse.move(500, 400);
    await page.mouse.down();
    await page.mouse.move(440, 370, { steps: 4 });
    await page.mouse.up();
    const dragged = await lies(page);
    assert.deepEqual([before.left - dragged.left, before.top - dragged.top], [60, 30]);
    const under = (it) => (440 - it.left) / it.width;
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -60);
    await page.keyboard.up('Control');
    await page.waitForFunction((width) => document.querySelector('dialog .shot').getBoundingClientRect().width > width * 1.1, dragged.width);
    assert.ok(Math.abs(under(await lies(page)) - under(dragged)) < 0.01);
  }));

test('on a phone it opens at its full size where the first mark is; two fingers change that', () =>
  visit(address, { width: 375, height: 700, hasTouch: true, isMobile: true }, async (page, context) => {
    await open(page, (it) => it.locator('.zoom').first().tap());
    const { width, pane } = await lies(page);
    assert.equal(width, Number(await page.locator('dialog img').getAttribute('width')));
    const mark = await page.locator('dialog .mark path').first().boundingBox();
    assert.ok(mark.x >= 0 && mark.x < pane / 2, 'the first mark is in sight, from its beginning on');
    const session = await context.newCDPSession(page);
    const touch = (type, ...xs) => session.send('Input.dispatchTouchEvent', { type, touchPoints: xs.map((x, id) => ({ x, y: 300, id })) });
    await touch('touchStart', 100, 300);
    for (const closer of [20, 40, 60]) await touch('touchMove', 100 + closer, 300 - closer);
    await touch('touchEnd');
    assert.ok((await lies(page)).width < width * 0.6);
  }));

test('axe-core finds nothing wrong with it, light and dark, narrow and wide', async () => {
  for (const settings of [{ width: 375 }, { width: 1440 }, { width: 1440, dark: true }, { width: 320 }]) {
    await visit(address, settings, async (page) => {
      await open(page, click);
      await page.evaluate(axe);
      const found = await page.evaluate(async () => (await axe.run(document.querySelector('dialog'), { rules: { 'target-size': { enabled: true } } })).violations.map(({ id, nodes }) => `${id} ${nodes[0].html}`));
      assert.deepEqual(found, [], JSON.stringify(settings));
      assert.ok(await page.evaluate(() => document.querySelector('dialog').scrollWidth <= innerWidth), 'nothing is wider than the window');
    });
  }
});

for (const [name, [width]] of Object.entries(sizes)) {
  test(`a picture ${width} px wide is shown with all its pixels, also on a screen of low density`, async () => {
    for (const settings of [{ width: 375 }, { width: 1440 }, { width: 360, deviceScaleFactor: 1.5 }]) {
      await drawn.visit(marks, settings, async (page) => {
        await open(page, (it) => it.locator(`#reperes_${name} .zoom`).click());
        const shown = await page.locator('dialog img').evaluate(async (image) => {
          await image.decode();
          const file = await createImageBitmap(await (await fetch(image.currentSrc)).blob());
          return file.width;
        });
        assert.equal(shown, width, JSON.stringify(settings));
      });
    }
  });
}

test('a double click opens one dialog, also the first time', () =>
  visit(address, { width: 1440 }, async (page) => {
    await open(page, (it) => it.locator('.shot img').first().dblclick({ position: { x: 20, y: 20 } }));
    await page.waitForTimeout(300);
    assert.equal(await page.locator('dialog').count(), 1);
  }));

test('the numbers of its legend are reached by Tab, light up their marks and bring them in sight', () =>
  drawn.visit(marks, { width: 375, height: 700 }, async (page) => {
    await open(page, (it) => it.locator('#reperes_champs .zoom').click());
    await tabTo(page, 'dialog .legend li:nth-child(4) > a');
    assert.ok(await page.locator('dialog .mark').nth(3).evaluate((mark) => mark.classList.contains('on')));
    const address = page.url();
    await tabTo(page, 'dialog .legend li:nth-child(7) > a');
    await page.keyboard.press('Enter');
    const { x, width } = await page.locator('dialog .mark').nth(6).locator('path').first().boundingBox();
    assert.ok(x >= 0 && x + width <= 375, `the mark is in sight: ${x} ${width}`);
    assert.equal(page.url(), address, 'the address is still that of the page');
    assert.equal(await page.locator('dialog').count(), 1);
  }));

test('links in the words of marks lead where they lead in the page', () =>
  drawn.visit(marks, { width: 1440 }, async (page) => {
    await open(page, (it) => it.locator('#reperes_champs .zoom').click());
    const line = page.locator('dialog .legend li').nth(2);
    assert.equal(await line.getByRole('link', { name: 'le site' }).getAttribute('href'), 'https://exemple.fr/');
    await line.getByRole('link', { name: 'plus loin' }).click();
    await page.locator('dialog').waitFor({ state: 'detached' });
    assert.match(page.url(), /#reperes_large$/);
    const { y } = await page.locator('#reperes_large').boundingBox();
    assert.ok(y >= -1 && y < 900, 'the page shows it');
  }));

test('Tab stays in it', () =>
  visit(address, { width: 1440 }, async (page) => {
    await open(page, click);
    for (let more = 0; more < 8; more += 1) {
      await page.keyboard.press('Tab');
      assert.ok(await page.evaluate(() => document.activeElement === document.body || Boolean(document.activeElement.closest('dialog'))));
    }
  }));

test('with Ctrl, without scripts, and where its script cannot be loaded, the link leads to the image', async () => {
  const leads = async (page) => {
    await page.waitForURL(/\.(png|jpg)$/);
    assert.ok(true);
  };
  await visit(address, { javaScriptEnabled: false }, async (page) => {
    await page.locator('.zoom').first().click();
    await leads(page);
  });
  await visit(address, { width: 1440 }, async (page, context) => {
    const [tab] = await Promise.all([context.waitForEvent('page'), page.locator('.zoom').first().click({ modifiers: ['Control'] })]);
    await leads(tab);
    assert.equal(await page.locator('dialog').count(), 0);
  });
});

test('nothing of it is loaded before', () =>
  visit(address, { width: 1440 }, async (page) => {
    const names = () => page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => /zoom/.test(name)));
    assert.deepEqual(await names(), []);
    await open(page, click);
    assert.equal((await names()).length, 1);
  }));
