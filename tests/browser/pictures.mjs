// Takes the pictures of the README from the built site. Needs poppler-utils and imagemagick.
//
//   SITE=../../target/sample node pictures.mjs

import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { start } from './browser.mjs';
import { guides } from './pages.mjs';

const out = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const scratch = await mkdtemp(join(tmpdir(), 'pasapas-pictures-'));
await mkdir(out, { recursive: true });
const address = guides['guide with many screenshots'];
const { visit, stop } = await start();

// A reader of the README may be on a slow network too.
async function keep(source, name, colours, ...changes) {
  const file = join(out, `${name}.png`);
  const plain = ['-strip', '+dither', '-colors', String(colours), '-define', 'png:compression-level=9'];
  execFileSync('convert', [source, ...changes, ...plain, `PNG8:${file}`]);
  const { size } = await stat(file);
  console.log(`${name}.png ${Math.round(size / 1000)} KB`);
}

const views = {
  'guide-wide': { width: 1440, height: 1000, at: '.step:has(.screenshot)' },
  'guide-phone': { width: 375, height: 800, at: '.step:has(.screenshot)', deviceScaleFactor: 2 },
  'guide-dark': { width: 1440, height: 1000, at: '.step:has(.screenshot)', dark: true },
};
for (const [name, { at, ...settings }] of Object.entries(views)) {
  await visit(address, settings, async (page) => {
    await page.locator(at).first().evaluate((step) => step.scrollIntoView({ block: 'start', behavior: 'instant' }));
    await page.waitForFunction(() =>
      [...document.images].every((image) => image.complete || image.getBoundingClientRect().top > innerHeight),
    );
    await page.evaluate(() => Promise.all([...document.images].filter(({ complete }) => complete).map((image) => image.decode())));
    const file = join(scratch, `${name}.png`);
    await page.screenshot({ path: file });
    await keep(file, name, 160);
  });
}

await visit(address, { width: 1440 }, async (page) => {
  const pdf = join(scratch, 'print.pdf');
  await writeFile(pdf, await page.pdf({ format: 'A4', preferCSSPageSize: true }));
  execFileSync('pdftoppm', ['-r', '80', '-singlefile', '-png', pdf, join(scratch, 'print')]);
  await keep(join(scratch, 'print.png'), 'guide-print', 64, '-bordercolor', '#999', '-border', '1');
});

await stop();
await rm(scratch, { recursive: true });
