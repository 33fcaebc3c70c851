// Photographs every page of screens/ and writes the PNG where the guides expect them.
//
//   node render.mjs              all screens
//   node render.mjs arena        only the screens whose file name contains "arena"
//   CHROMIUM=/path node render.mjs
//
// A screen says where its picture goes with
//   <meta name="output" content="academies/grenoble/screenshots/arena-connexion.png" data-academie="Grenoble">
// once per picture: each data-* attribute fills the elements that carry data-fill="<its name>", so one
// screen serves several academies. An element with data-mark="name" is measured: marks.json holds its
// [x, y, width, height] in pixels of the picture, ready to be copied into a procedure. With
// data-only="selector" the picture is that element alone, on nothing: a logo.

import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const site = dirname(here);
const marksFile = join(here, 'marks.json');
const viewport = { width: 1280, height: 800 };

const wanted = process.argv.slice(2);
const screens = (await readdir(join(here, 'screens')))
  .filter((name) => name.endsWith('.html'))
  .filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)))
  .sort();
if (screens.length === 0) {
  console.error(`No screen matches: ${wanted.join(' ')}`);
  process.exit(2);
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--hide-scrollbars'],
});
const marks = existsSync(marksFile) ? JSON.parse(await readFile(marksFile, 'utf8')) : {};
let failed = false;
try {
  const context = await browser.newContext({ viewport, deviceScaleFactor: 1, locale: 'fr-FR' });
  for (const screen of screens) await photograph(context, screen);
} finally {
  await browser.close();
}
const sorted = Object.fromEntries(Object.entries(marks).sort(([a], [b]) => (a < b ? -1 : 1)));
await writeFile(marksFile, format(sorted));
process.exitCode = failed ? 1 : 0;

async function photograph(context, screen) {
  const page = await context.newPage();
  page.on('requestfailed', (request) => complain(screen, `cannot load ${request.url()}`));
  await page.goto(pathToFileURL(join(here, 'screens', screen)).href);
  const outputs = await page.$$eval('meta[name="output"]', (metas) =>
    metas.map((meta) => ({ path: meta.content, fill: { ...meta.dataset } })));
  if (outputs.length === 0) complain(screen, 'has no <meta name="output">');
  for (const { path, fill } of outputs) {
    const found = await page.evaluate(fillAndMeasure, fill);
    if (found.overflow) complain(screen, `is larger than ${viewport.width}×${viewport.height}`);
    const target = join(site, path);
    await mkdir(dirname(target), { recursive: true });
    if (fill.only) {
      await page.locator(fill.only).screenshot({ path: target, omitBackground: true });
    } else {
      await page.screenshot({ path: target });
      marks[path] = found.boxes;
    }
    console.log(path);
  }
  await page.close();
}

// Runs in the page.
function fillAndMeasure(fill) {
  for (const [name, text] of Object.entries(fill)) {
    for (const element of document.querySelectorAll(`[data-fill="${name}"]`)) element.textContent = text;
  }
  const boxes = {};
  for (const element of document.querySelectorAll('[data-mark]')) {
    const { x, y, width, height } = element.getBoundingClientRect();
    boxes[element.dataset.mark] = [x, y, width, height].map(Math.round);
  }
  const { scrollWidth, scrollHeight } = document.documentElement;
  return { boxes, overflow: scrollWidth > innerWidth || scrollHeight > innerHeight };
}

function complain(screen, what) {
  failed = true;
  console.error(`${screen}: ${what}`);
}

// One line per mark.
function format(all) {
  const screens = Object.entries(all).map(([path, boxes]) => {
    const lines = Object.entries(boxes).map(([name, box]) => `    ${JSON.stringify(name)}: [${box.join(', ')}]`);
    return `  ${JSON.stringify(path)}: {\n${lines.join(',\n')}\n  }`;
  });
  return `{\n${screens.join(',\n')}\n}\n`;
}
