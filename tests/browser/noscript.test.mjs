// Without JavaScript a guide says all it has to say, and shows nothing that does not work.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { each, start, visible } from './browser.mjs';
import { everyPage, guides } from './pages.mjs';

const { visit, stop } = await start();
after(stop);
const off = { width: 1440, javaScriptEnabled: false };
const pages = await everyPage();

// Text of the content that is shown nowhere. Runs in the page.
function unseen() {
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const seen = new Set();
  const hidden = new Set();
  // The buttons of a choice repeat the titles of its branches; contents are folded, and unfold without scripts;
  // the field of a checker needs them, its rules stand below.
  const aside = '.cases, .hint, .filter, .try, .address, .suggestion, details, script, style';
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { parentElement } = node;
    if (!node.data.trim() || parentElement.closest(aside)) continue;
    const shown = parentElement.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    (shown ? seen : hidden).add(node.data.trim());
  }
  return [...hidden].filter((text) => !seen.has(text));
}

test('every page shows all its text, and no button, field or note that needs scripts', () =>
  each(pages, (address) =>
    visit(address, off, async (page) => {
      assert.deepEqual(await page.evaluate(unseen), [], address);
      assert.equal(await visible(page, 'button, input, select, textarea, .hint, .copied, .suggestion, [role=status]'), 0, address);
    }),
  ));

test('every branch of a choice is shown, with when to take it', () =>
  each(Object.values(guides), (address) =>
    visit(address, off, async (page) => {
      const all = await page.locator('.option, .option > .when').count();
      assert.equal(await visible(page, '.option, .option > .when'), all, address);
    }),
  ));

test('the table of contents unfolds', () =>
  visit(guides['guide with many screenshots'], { ...off, width: 375 }, async (page) => {
    await page.locator('.contents summary').click();
    assert.ok(await visible(page, '.contents li'));
  }));

test('the link to a step is an ordinary link', () =>
  visit(guides['guide with many screenshots'], off, async (page) => {
    const link = page.locator('.copy').nth(3);
    await link.click();
    assert.equal(new URL(page.url()).hash, await link.getAttribute('href'));
  }));

test('dark systems get the dark theme', async () => {
  const ground = (dark) => visit('/', { ...off, dark }, (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor));
  assert.notEqual(await ground(true), await ground(false));
});
