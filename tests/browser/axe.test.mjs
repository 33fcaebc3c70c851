// No page has what axe-core can find, whichever branch of a choice is shown.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';
import { each, start } from './browser.mjs';
import { kinds } from './pages.mjs';

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
const { visit, stop } = await start();
after(stop);

// Off unless named, although WCAG 2.2 AA asks for it.
const options = { runOnly: tags, rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] };

const violations = (page) =>
  page.evaluate(async (given) => {
    const { violations: found } = await axe.run(document, given);
    return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary}`));
  }, options);

// Shows what a reader may open: the contents, and the branch `index` of every choice that has it.
const openBranch = (page, index) =>
  page.evaluate((at) => {
    for (const details of document.querySelectorAll('details')) details.open = true;
    const labels = [...document.querySelectorAll(`.cases label:nth-child(${at + 1}) input`)];
    for (const radio of labels) radio.click();
    return labels.length;
  }, index);

for (const [kind, address] of Object.entries(kinds)) {
  test(`${kind}: nothing that axe-core finds fault with`, async () => {
    const settings = [375, 1440].flatMap((width) => [false, true].map((dark) => ({ width, dark })));
    await each(settings, (setting) =>
      visit(address, setting, async (page) => {
        await page.evaluate(source);
        const where = `${address} ${setting.width}px ${setting.dark ? 'dark' : 'light'}`;
        assert.deepEqual(await violations(page), [], where);
        for (let index = 0; index < 8; index += 1) {
          if (!(await openBranch(page, index)) && index > 0) break;
          assert.deepEqual(await violations(page), [], `${where}, option ${index + 1} of each choice`);
        }
      }),
    );
  });
}
