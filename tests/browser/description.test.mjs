// What assistive technology is told of a screenshot: its description, then its marks, numbered, in reading
// order; and both are the words that everybody reads.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { each, start } from './browser.mjs';
import { guides } from './pages.mjs';

const { visit, stop } = await start();
after(stop);

// Name and description of every image with marks, from the tree that screen readers get.
async function described(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Accessibility.enable');
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  const images = nodes.filter((node) => node.role?.value === 'image' && node.description?.value);
  return images.map((node) => [node.name.value, node.description.value]);
}

const squeeze = (text) => text.replace(/\s+/g, ' ').trim();

test('a screenshot is described by its text and its marks, in their order', () =>
  each(Object.values(guides), (address) =>
    visit(address, { javaScriptEnabled: false }, async (page) => {
      const written = await page.locator('.shot img[aria-describedby]').evaluateAll((images) =>
        images.map((image) => [image.alt, [...image.closest('figure').querySelectorAll('.legend li')].map((line) => line.textContent)]),
      );
      const expected = written.map(([alt, lines]) => [squeeze(alt), squeeze(lines.join(' '))]);
      const told = (await described(page)).map((pair) => pair.map(squeeze));
      assert.deepEqual(told.sort(), expected.sort(), address);
      // Numbers go on through a procedure, so that "mark 7" is one mark.
      const procedures = await page.locator('.procedure').evaluateAll((all) =>
        all.map((it) => [...it.querySelectorAll('.legend li')].map((line) => line.textContent)),
      );
      for (const lines of procedures) {
        lines.forEach((line, at) => assert.match(squeeze(line), new RegExp(`^Repère ${at + 1} .`), address));
      }
      assert.ok(written.every(([, lines]) => lines.length > 0));
    }),
  ));
