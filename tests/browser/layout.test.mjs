// Nothing is cut, covered or pushed out of the page, on a narrow screen, with large text, with wide spacing.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { each, start } from './browser.mjs';
import { everyPage, kinds } from './pages.mjs';

const { visit, stop } = await start();
after(stop);

// WCAG 1.4.12, word for word.
const spacing = '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }';

const openContents = (page) =>
  page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));

const overflow = (page) =>
  page.evaluate(() => ({
    wide: document.scrollingElement.scrollWidth - innerWidth,
    hidden: [document.documentElement, document.body].some((it) => /hidden|clip/.test(getComputedStyle(it).overflowX)),
  }));

async function noSideways(page, where) {
  const { wide, hidden } = await overflow(page);
  assert.ok(!hidden, `${where}: what sticks out is cut off`);
  assert.ok(wide <= 0, `${where}: scrolls sideways by ${wide}px`);
}

// Text that a box cuts off, that leaves the page, or that lies on other text. Runs in the page.
function unreadable() {
  const scrolls = (element) => {
    for (let it = element; it; it = it.parentElement) {
      if (it !== document.documentElement && /auto|scroll/.test(getComputedStyle(it).overflowX)) return true;
    }
    return false;
  };
  const clips = (element) => {
    for (let it = element; it && it !== document.documentElement; it = it.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(it);
      if (/hidden|clip/.test(overflowX) && it.scrollWidth > it.clientWidth + 1) return it;
      if (/hidden|clip/.test(overflowY) && it.scrollHeight > it.clientHeight + 1) return it;
    }
    return null;
  };
  // Text for screen readers alone, and the numbers drawn on pictures, are where they should be.
  const aside = '.vh, .skip, svg, script, style, .switch span';
  const found = [];
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest(aside) || !parent.checkVisibility({ visibilityProperty: true })) continue;
    const text = node.data.trim().slice(0, 40);
    if (clips(parent)) found.push(`cut off: ${text}`);
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const { left, right, top, bottom } of range.getClientRects()) {
      if (right - left < 1) continue;
      if (!scrolls(parent) && (left < -1 || right > innerWidth + 1)) found.push(`outside the page: ${text}`);
      // Lines of text may touch; letters may not.
      const inset = (bottom - top) * 0.28;
      lines.push({ node, text, left: left + 1, right: right - 1, top: top + inset, bottom: bottom - inset });
    }
  }
  lines.sort((a, b) => a.top - b.top);
  lines.forEach((a, index) => {
    for (let next = index + 1; next < lines.length && lines[next].top < a.bottom; next += 1) {
      const b = lines[next];
      if (a.node !== b.node && a.left < b.right && b.left < a.right) found.push(`“${a.text}” on “${b.text}”`);
    }
  });
  return [...new Set(found)];
}

test('no page scrolls sideways at 320 px, nor asks another host for anything', async () => {
  await each(await everyPage(), (address) =>
    visit(address, { width: 320, height: 256 }, async (page) => {
      await openContents(page);
      await noSideways(page, address);
    }),
  );
});

const readers = {
  'at 320 px': { width: 320 },
  'at 375 px': { width: 375 },
  'at 768 px': { width: 768 },
  'at 1440 px': { width: 1440 },
  'with text at 200 % on a wide screen': { width: 1440, text: 200 },
  'with text at 200 % on a phone': { width: 375, text: 200 },
  'with wide spacing on a wide screen': { width: 1440, style: spacing },
  'with wide spacing on a phone': { width: 375, style: spacing },
  'with every branch open, without scripts, at 320 px': { width: 320, javaScriptEnabled: false },
};

for (const [reader, settings] of Object.entries(readers)) {
  test(`all text can be read ${reader}`, async () => {
    await each(Object.entries(kinds), ([kind, address]) =>
      visit(address, settings, async (page) => {
        await openContents(page);
        await noSideways(page, `${kind} ${reader}`);
        assert.deepEqual(await page.evaluate(unreadable), [], `${kind} ${reader}`);
      }),
    );
  });
}

test('text at 200 % is twice as large', async () => {
  const size = (text) =>
    visit(kinds.home, { width: 375, text }, (page) => page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize)));
  const [normal, large] = [await size(100), await size(200)];
  assert.ok(large / normal > 1.9, `${normal}px becomes ${large}px`);
});

// Runs in the page, before anything of its own.
function noteShifts() {
  globalThis.shifts = [];
  const keep = (list) => {
    for (const { value, sources } of list.getEntries()) {
      shifts.push({ value, moved: sources.map(({ node }) => `${node?.nodeName}.${node?.className}`) });
    }
  };
  new PerformanceObserver(keep).observe({ type: 'layout-shift', buffered: true });
}

test('nothing moves while a page loads, with all to fetch or all at hand', async () => {
  const pages = Object.values(kinds).flatMap((address) => [375, 1440].map((width) => ({ address, width })));
  await each(pages, ({ address, width }) =>
    visit(address, { width, script: noteShifts }, async (page) => {
      for (const load of ['first', 'second']) {
        if (load === 'second') await page.reload();
        // Fonts and the last scripts have had their turn by then.
        await page.waitForTimeout(300);
        assert.deepEqual(await page.evaluate(() => shifts), [], `${address} ${width}px, ${load} load`);
      }
    }),
  );
});
