// Everything works with a keyboard alone, and the focus can always be seen.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { each, start, tabTo, visible } from './browser.mjs';
import { guides, kinds } from './pages.mjs';

const { visit, stop } = await start();
after(stop);

const active = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.className);

// What the focused element looks like, and whether it comes after the one before. Runs in the page.
function focused() {
  const element = document.activeElement;
  if (element === document.body) return null;
  const before = globalThis.lastFocused;
  globalThis.lastFocused = element;
  const shows = (pseudo) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element, pseudo);
    return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
  };
  const rects = [...element.getClientRects()];
  const seen = rects.some((rect) => {
    const points = [0.15, 0.5, 0.85].flatMap((x) => [0.15, 0.5, 0.85].map((y) => [rect.left + rect.width * x, rect.top + rect.height * y]));
    return points.some(([x, y]) => {
      const top = document.elementFromPoint(x, y);
      return top && (element.contains(top) || top.contains(element));
    });
  });
  const name = `${element.localName}.${element.className} “${(element.textContent || element.value || '').trim().slice(0, 40)}”`;
  const group = element.closest('header.site, .breadcrumb, footer.site, .cases, .pager')?.className;
  const { left, top, bottom } = rects[0] ?? element.getBoundingClientRect();
  return {
    name,
    group,
    left,
    top: top + scrollY,
    bottom: bottom + scrollY,
    ring: shows(null) || shows('::after'),
    seen,
    later: !before || Boolean(before.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING),
  };
}

async function walk(page, where) {
  const wrong = [];
  let last = null;
  let count = 0;
  for (; count < 400; count += 1) {
    await page.keyboard.press('Tab');
    const stopped = await page.evaluate(focused);
    if (!stopped) break;
    if (!stopped.ring) wrong.push(`${where}: no ring around ${stopped.name}`);
    if (!stopped.seen) wrong.push(`${where}: out of sight: ${stopped.name}`);
    if (!stopped.later) wrong.push(`${where}: against the order of the page: ${stopped.name}`);
    // In a row, the focus goes on; between rows, it goes down.
    const back = last?.group && last.group === stopped.group && (stopped.bottom <= last.top + 1 || (stopped.top < last.bottom && stopped.left < last.left && last.top < stopped.bottom));
    if (back) wrong.push(`${where}: jumps back from ${last.name} to ${stopped.name}`);
    last = stopped;
  }
  assert.ok(count > 5, `${where}: only ${count} things take the focus`);
  assert.deepEqual(wrong, []);
}

const looks = [
  { width: 1440 },
  { width: 375, dark: true },
];
for (const [kind, address] of Object.entries(kinds)) {
  test(`${kind}: the focus is seen everywhere, and in order`, () =>
    each(looks, (look) => visit(address, look, (page) => walk(page, `${address} ${look.width}px`))));
}

test('the first Tab offers to skip to the content, and does', () =>
  each(Object.values(kinds), (address) =>
    visit(address, { width: 375 }, async (page) => {
      await page.keyboard.press('Tab');
      assert.equal(await active(page), 'skip', address);
      const { x, y } = await page.locator('.skip').boundingBox();
      assert.ok(x >= 0 && y >= 0, 'the skip link is on the screen');
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => location.hash === '#_main');
      await page.keyboard.press('Tab');
      const inside = await page.evaluate(() => {
        const { activeElement } = document;
        const main = document.querySelector('main');
        // A page whose content has nothing to focus goes on to what follows it.
        return main.contains(activeElement) || Boolean(main.compareDocumentPosition(activeElement) & Node.DOCUMENT_POSITION_FOLLOWING);
      });
      assert.ok(inside, `${address}: the next Tab starts from the content`);
    }),
  ));

const cas = (page) => page.evaluate(() => new URLSearchParams(location.search).getAll('cas'));
const shown = (page) =>
  page.evaluate(() => [...document.querySelectorAll('.option')].filter((option) => option.checkVisibility()).map(({ id }) => id));
const checked = (page) => page.evaluate(() => [...document.querySelectorAll('.cases :checked')].map(({ value }) => value));

test('arrow keys choose an option, the address remembers it, and going back to the usual one forgets it', () =>
  visit(guides['guide with a recommended option'], { width: 1440 }, async (page) => {
    const before = await shown(page);
    assert.equal(before.length, 1, 'the recommended option alone is shown');
    await tabTo(page, '.cases input');
    const usual = await checked(page);
    await page.keyboard.press('ArrowDown');
    const chosen = await checked(page);
    assert.notDeepEqual(chosen, usual);
    assert.deepEqual(await cas(page), chosen);
    const after = await shown(page);
    assert.equal(after.length, 1);
    assert.notDeepEqual(after, before);
    await page.reload();
    assert.deepEqual(await checked(page), chosen, 'after a reload');
    assert.deepEqual(await shown(page), after, 'after a reload');
    await tabTo(page, '.cases input');
    await page.keyboard.press('ArrowUp');
    assert.deepEqual(await cas(page), []);
    assert.deepEqual(await shown(page), before);
  }));

test('two choices of one page are made and remembered each for itself', () =>
  visit(guides['guide with several procedures and choices'], { width: 375 }, async (page) => {
    assert.deepEqual(await shown(page), [], 'nothing is chosen for the reader');
    assert.ok((await visible(page, '.choice .hint')) >= 2, 'and each choice says what to do');
    const names = await page.evaluate(() => [...new Set([...document.querySelectorAll('.cases input')].map(({ name }) => name))]);
    assert.ok(names.length >= 2);
    for (const name of names.slice(0, 2)) {
      await tabTo(page, `[name="${name}"]`);
      await page.keyboard.press('Space');
    }
    await page.keyboard.press('ArrowDown');
    const chosen = await checked(page);
    assert.equal(chosen.length, 2);
    assert.deepEqual(await cas(page), chosen);
    const options = await shown(page);
    assert.equal(options.length, 2);
    await page.reload();
    assert.deepEqual(await checked(page), chosen);
    assert.deepEqual(await shown(page), options);
  }));

test('a link to a step inside another branch opens that branch', () =>
  visit(guides['guide with a recommended option'], { width: 1440 }, async (page) => {
    const id = await page.evaluate(() => [...document.querySelectorAll('.option .step')].find((step) => !step.checkVisibility()).id);
    for (const arrive of [
      () => page.evaluate((hash) => (location.hash = hash), id),
      async () => {
        await page.goto('about:blank');
        await page.goto(`${guides['guide with a recommended option']}#${id}`);
      },
    ]) {
      await arrive();
      await page.locator(`[id="${id}"]`).waitFor({ state: 'visible' });
      assert.ok(await page.locator(`[id="${id}"] > :is(h3, h4, h5, h6)`).first().evaluate((heading) => {
        const { top, bottom } = heading.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
      }), 'and the step is on the screen');
      assert.equal((await cas(page)).length, 1);
    }
  }));

test('an address that names nothing leaves the page as it is', () =>
  visit(`${guides['guide with a recommended option']}?cas=inconnu#%`, { width: 1440 }, async (page) => {
    assert.equal((await shown(page)).length, 1);
    assert.equal(await page.locator('.contents details').getAttribute('open'), '', 'the rest of the script ran');
  }));

test('a heading followed after a choice keeps the choice in the address', () =>
  visit(guides['guide with a recommended option'], { width: 1440 }, async (page) => {
    await page.locator('.contents a').last().click();
    await tabTo(page, '.cases input');
    await page.keyboard.press('ArrowDown');
    const chosen = await cas(page);
    await page.goBack();
    assert.deepEqual(await checked(page), chosen, 'the branch is still shown');
    await page.waitForFunction((wanted) => new URLSearchParams(location.search).get('cas') === wanted, chosen[0]);
  }));

test('the filter finds an académie by parts of its name or region, says how many, and Enter opens it', () =>
  visit(kinds.home, { width: 375 }, async (page) => {
    const left = () => page.evaluate(() => [...document.querySelectorAll('.groups li')].filter((item) => item.checkVisibility()).map((item) => item.textContent.trim()));
    const said = () => page.locator('#_found').textContent();
    const type = async (text) => {
      await page.keyboard.press('Control+A');
      await page.keyboard.type(text);
    };
    const all = await left();
    const hint = await said();
    await tabTo(page, '#_filter');
    await type('ile');
    assert.deepEqual(await left(), ['Créteil'], 'the one of Île-de-France');
    assert.match(await said(), /^1\s/);
    await type('ÎLE DE FRANCE');
    assert.deepEqual(await left(), ['Créteil']);
    await type('académie de Créteil');
    assert.deepEqual(await left(), ['Créteil'], 'by its full name');
    await type('xyz');
    assert.deepEqual(await left(), []);
    assert.match(await said(), /aucune/i);
    assert.equal(await visible(page, '.groups h3'), 0, 'no region without an académie');
    await page.keyboard.press('Enter');
    assert.equal(new URL(page.url()).pathname, '/', 'Enter goes nowhere when nothing is left');
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    assert.deepEqual(await left(), all);
    assert.equal(await said(), hint);
    await type('besancon');
    assert.equal((await left()).length, 1);
    assert.equal(await page.locator('#_found').getAttribute('role'), 'status');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/besancon/');
  }));

test('the unknown address proposes the académie it names', () =>
  visit('/lille/se-conecter/', { width: 375 }, async (page) => {
    assert.equal(await page.locator('.suggestion').isVisible(), true);
    assert.match(await page.locator('.suggestion a').getAttribute('href'), /lille\/$/);
  }));

const ground = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

for (const dark of [false, true]) {
  test(`the switch changes a ${dark ? 'dark' : 'light'} system’s theme for every page, from their first moment on`, () =>
    visit(kinds.home, { width: 1440, dark }, async (page) => {
      // Notes the theme at the moment the body begins, which is before anything is painted.
      await page.addInitScript(() => {
        new MutationObserver((_, observer) => {
          if (!document.body) return;
          observer.disconnect();
          globalThis.firstTheme = document.documentElement.dataset.theme ?? 'system';
        }).observe(document, { childList: true, subtree: true });
      });
      const usual = await ground(page);
      await tabTo(page, '.switch');
      assert.equal(await page.locator('.switch').getAttribute('aria-pressed'), String(dark));
      await page.keyboard.press('Space');
      assert.equal(await page.locator('.switch').getAttribute('aria-pressed'), String(!dark));
      const chosen = await ground(page);
      assert.notEqual(chosen, usual);
      await page.goto(kinds.academy);
      assert.equal(await page.evaluate(() => firstTheme), dark ? 'light' : 'dark');
      assert.equal(await ground(page), chosen);
      assert.equal(await page.locator('.switch').getAttribute('aria-pressed'), String(!dark));
      await tabTo(page, '.switch');
      await page.keyboard.press('Enter');
      assert.equal(await ground(page), usual);
      assert.equal(await page.evaluate(() => localStorage.length), 0, 'the system’s theme is not worth remembering');
    }));
}

const goThrough = async (page) => {
  await tabTo(page, '.contents li:last-child a');
  const id = await page.evaluate(() => decodeURIComponent(document.activeElement.hash.slice(1)));
  await page.keyboard.press('Enter');
  await page.waitForFunction((wanted) => decodeURIComponent(location.hash.slice(1)) === wanted, id);
  await page.waitForFunction((wanted) => {
    const { top } = document.getElementById(wanted).getBoundingClientRect();
    return top >= 0 && top < innerHeight;
  }, id);
  await page.keyboard.press('Tab');
  assert.ok(await page.evaluate((wanted) => Boolean(document.getElementById(wanted).compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING), id), 'Tab goes on from there');
};

test('on a phone the table of contents opens with Enter and leads to its headings', () =>
  visit(guides['guide with many screenshots'], { width: 375 }, async (page) => {
    assert.equal(await page.locator('.contents details').getAttribute('open'), null, 'it leaves the room to the guide');
    await tabTo(page, '.contents summary');
    await page.keyboard.press('Enter');
    assert.ok(await visible(page, '.contents li'));
    await goThrough(page);
  }));

test('on a wide screen the table of contents is open and stays beside the text', () =>
  visit(guides['guide with many screenshots'], { width: 1440 }, async (page) => {
    assert.ok(await visible(page, '.contents li'));
    await goThrough(page);
    const here = page.locator('.contents [aria-current]');
    assert.equal(await here.count(), 1, 'it says where the reader is');
    assert.equal(await here.getAttribute('href'), new URL(page.url()).hash, 'which is the heading just followed');
    const { y } = await page.locator('.contents').boundingBox();
    assert.ok(y >= 0 && y < 900, 'it followed');
  }));

test('the link of a step is copied with its branches, and the reader is told', () =>
  visit(guides['guide with a recommended option'], { width: 375, permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
    await tabTo(page, '.cases input');
    await page.keyboard.press('ArrowDown');
    await tabTo(page, '.option .copy');
    const hash = await page.evaluate(() => document.activeElement.hash);
    await page.keyboard.press('Enter');
    await page.locator('.copied[role="status"]').filter({ hasText: /./ }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(new URL(copied).hash, hash);
    assert.equal(new URL(copied).searchParams.getAll('cas').length, 1);
    assert.ok(await page.evaluate(() => document.activeElement.matches('.copy')), 'the focus stays');
    await page.goto('about:blank');
    await page.goto(copied);
    assert.ok(await page.locator(`[id="${hash.slice(1)}"]`).isVisible());
  }));

test('a browser that refuses to copy does so without an error', () =>
  visit(guides['guide with a recommended option'], { width: 375 }, async (page) => {
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new DOMException('refused', 'NotAllowedError'));
    });
    await tabTo(page, '.copy');
    const hash = await page.evaluate(() => document.activeElement.hash);
    await page.keyboard.press('Enter');
    await page.waitForFunction((wanted) => location.hash === wanted, hash);
    await page.waitForTimeout(200);
    assert.equal(await page.locator('.copied').filter({ hasText: /./ }).count(), 0, 'nor does it claim to have copied');
  }));
