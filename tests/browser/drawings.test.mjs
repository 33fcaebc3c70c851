// Every kind of mark, as it is drawn on a phone and on a wide screen, beside a picture that somebody looked at.
// `BLESS=1` takes the pictures anew: look at them before you commit them.

import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { start } from './browser.mjs';
import { kinds, make } from './drawings.mjs';

const golden = fileURLToPath(new URL('drawings/', import.meta.url));
const scratch = fileURLToPath(new URL('../../target/drawings/', import.meta.url));
// How far a channel of a pixel may be off, and how many pixels may be further off: another release of Chromium
// smooths edges and letters a little differently. A number's disc has 570 pixels: none may be missing.
const [off, most] = [48, 150];

const { visit, stop } = await start(await make(scratch));
after(stop);

// How many pixels differ. Runs in the page, whose browser can read both.
async function differ([first, second, allowed]) {
  const pixels = async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (it) => it.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height);
  };
  const [a, b] = [await pixels(first), await pixels(second)];
  if (a.width !== b.width || a.height !== b.height) return `${a.width} × ${a.height} instead of ${b.width} × ${b.height}`;
  let wrong = 0;
  for (let at = 0; at < a.data.length; at += 4) {
    if ([0, 1, 2].some((channel) => Math.abs(a.data[at + channel] - b.data[at + channel]) > allowed)) wrong += 1;
  }
  return wrong;
}

for (const width of [375, 1440]) {
  for (const kind of Object.keys(kinds)) {
    test(`${kind} at ${width} px looks as it was approved`, () =>
      visit('/lille/reperes/', { width, height: 900 }, async (page) => {
        // The theme's font is used only where it is at hand at once: it is the second time.
        await page.evaluate(() => Promise.all(['400', '700'].map((weight) => document.fonts.load(`${weight} 1em Atkinson`))));
        await page.reload({ waitUntil: 'load' });
        const figure = page.locator(`#reperes_${kind} figure`);
        await figure.scrollIntoViewIfNeeded();
        await figure.locator('img').evaluate((image) => image.decode());
        const shown = await figure.screenshot();
        const name = `${kind}-${width}.png`;
        if (process.env.BLESS) return writeFile(join(golden, name), shown);
        const approved = await readFile(join(golden, name));
        const wrong = await page.evaluate(differ, [shown.toString('base64'), approved.toString('base64'), off]);
        await mkdir(scratch, { recursive: true });
        await writeFile(join(scratch, name), shown);
        assert.ok(wrong <= most, `${wrong} pixels differ: compare ${join(scratch, name)}`);
      }));
  }
}
