// In the colours that a reader's system imposes, everything keeps its outline and its place.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { each, start, tabTo, visible } from './browser.mjs';
import { guides, kinds } from './pages.mjs';

const { visit, stop } = await start();
after(stop);
const forced = { width: 1440, forcedColors: 'active' };
const pictures = fileURLToPath(new URL('../../target/browser', import.meta.url));
await mkdir(pictures, { recursive: true });

// Boxes that only their background would set apart. Runs in the page.
const bare = (selector) =>
  [...document.querySelectorAll(selector)]
    .filter((element) => element.checkVisibility())
    .filter((element) => {
      const { borderTopStyle, borderTopWidth, borderLeftStyle, borderLeftWidth, outlineStyle } = getComputedStyle(element);
      const edge = (style, width) => style !== 'none' && parseFloat(width) >= 1;
      return !edge(borderTopStyle, borderTopWidth) && !edge(borderLeftStyle, borderLeftWidth) && outlineStyle === 'none';
    })
    .map((element) => element.outerHTML.slice(0, 80));

const boxes = '.step, .choice, .cases label, .badge, .num, .result, .trouble, .alert, .before, .checker, .cards li, .groups .group, .needs .group, .contacts li, .filter input, .pager a, .shot img, .legend a, th, td';

test('every box and control keeps an edge', () =>
  each(Object.entries(kinds), ([kind, address]) =>
    visit(address, forced, async (page) => {
      assert.deepEqual(await page.evaluate(bare, boxes), [], address);
      await page.screenshot({ path: `${pictures}/forced-${kind.replaceAll(' ', '-')}.png`, fullPage: true });
    }),
  ));

test('the switch, which could change nothing, is not shown', () =>
  each([false, true], (dark) =>
    visit(kinds.home, { ...forced, dark }, async (page) => assert.equal(await visible(page, '.switch'), 0)),
  ));

test('the option chosen and the focus can be told', () =>
  visit(guides['guide with a recommended option'], forced, async (page) => {
    await tabTo(page, '.cases input');
    const { appearance, outlineStyle } = await page.evaluate(() => {
      const { appearance, outlineStyle } = getComputedStyle(document.activeElement);
      return { appearance, outlineStyle };
    });
    assert.notEqual(appearance, 'none', 'the system draws its own radio buttons');
    assert.notEqual(outlineStyle, 'none');
  }));

test('marks keep their colours on pictures, which keep theirs', () =>
  visit(guides['guide with many screenshots'], forced, async (page) => {
    const stroke = await page.evaluate(() => getComputedStyle(document.querySelector('.marks path.stroke')).stroke);
    const usual = await visit(guides['guide with many screenshots'], { width: 1440 }, (other) =>
      other.evaluate(() => getComputedStyle(document.querySelector('.marks path.stroke')).stroke),
    );
    assert.equal(stroke, usual);
  }));
