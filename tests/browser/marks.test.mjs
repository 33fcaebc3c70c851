// The numbers on a picture and their lines below it belong together, on any screen.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { start, tabTo } from './browser.mjs';
import { guides } from './pages.mjs';

const { visit, stop } = await start();
after(stop);
const address = guides['guide with many screenshots'];

const looks = (page) =>
  page.evaluate(() => {
    const line = document.querySelector('.legend li');
    const mark = document.getElementById(line.id.slice(1));
    const { stroke, strokeWidth } = getComputedStyle(mark.querySelector('circle'));
    const { backgroundColor, boxShadow } = getComputedStyle(line);
    return { drawing: `${stroke} ${strokeWidth}`, line: `${backgroundColor} ${boxShadow}` };
  });

const ways = {
  'pointing at a line of the legend': (page) => page.locator('.legend li').first().hover(),
  'pointing at a number on the picture': (page) => page.locator('.mark circle').first().hover(),
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
    const { y } = await page.locator('.mark circle').first().boundingBox();
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
      const disc = mark.querySelector('circle').getBoundingClientRect();
      const x = (drawn.left + drawn.width / 2 - picture.left) / picture.width;
      const y = (drawn.top + drawn.height / 2 - picture.top) / picture.height;
      return { id: mark.id, x, y, disc: disc.width, left: disc.left, right: innerWidth - disc.right };
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
