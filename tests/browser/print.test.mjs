// On paper: every branch, no picture cut in two, dark ink on white.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { addStyle, start } from './browser.mjs';
import { guides, kinds } from './pages.mjs';

const { visit, stop } = await start();
const scratch = await mkdtemp(join(tmpdir(), 'pasapas-print-'));
after(async () => {
  await stop();
  await rm(scratch, { recursive: true });
});

const paper = { format: 'A4', preferCSSPageSize: true };

async function print(page, name) {
  const file = join(scratch, `${name}.pdf`);
  await writeFile(file, await page.pdf(paper));
  return file;
}

// Pixels of every page, three bytes each.
async function raster(pdf) {
  const stem = pdf.replace(/\.pdf$/, '');
  execFileSync('pdftoppm', ['-r', '40', pdf, stem]);
  const names = (await readdir(scratch)).filter((name) => join(scratch, name).startsWith(`${stem}-`)).sort();
  return Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(join(scratch, name));
      const [header, width, height] = bytes.toString('latin1', 0, 40).match(/^P6\s(\d+)\s(\d+)\s255\s/);
      return { width: Number(width), height: Number(height), pixels: bytes.subarray(header.length) };
    }),
  );
}

// Patches of magenta, down the page, as the boxes around them.
function magenta({ width, height, pixels }) {
  const left = new Uint8Array(width * height);
  for (let at = 0; at < left.length; at += 1) {
    const [red, green, blue] = pixels.subarray(at * 3, at * 3 + 3);
    left[at] = red > 190 && green < 90 && blue > 190 ? 1 : 0;
  }
  const boxes = [];
  for (let start = left.indexOf(1); start >= 0; start = left.indexOf(1, start)) {
    const [xs, ys] = [[], []];
    const around = [start];
    left[start] = 0;
    while (around.length) {
      const at = around.pop();
      const x = at % width;
      xs.push(x);
      ys.push((at - x) / width);
      for (const next of [at - 1, at + 1, at - width, at + width]) {
        if (left[next] && Math.abs((next % width) - x) <= 1) {
          left[next] = 0;
          around.push(next);
        }
      }
    }
    const span = (values) => values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b)) + 1;
    boxes.push({ width: span(xs), height: span(ys), top: (start - (start % width)) / width });
  }
  return boxes.sort((a, b) => a.top - b.top);
}

// In place of each picture, its box in one colour, with its edge: whatever a picture shows, it can be found.
const plain = '.shot img { object-position: -9999px 0 !important; background: #f0f !important; outline-color: #f0f !important; outline-width: 3px !important; border-color: #f0f !important; border-radius: 0 !important; print-color-adjust: exact; } .marks { display: none !important; }';

for (const [kind, address] of Object.entries(guides)) {
  test(`${kind}: no picture is cut`, () =>
    visit(address, { width: 1440, style: plain }, async (page) => {
      const pictures = await page.evaluate(() =>
        [...document.querySelectorAll('.shot img')].map((image) => image.getAttribute('width') / image.getAttribute('height')),
      );
      const boxes = (await raster(await print(page, `cut${address.replaceAll('/', '-')}`))).flatMap(magenta);
      assert.equal(boxes.length, pictures.length, 'as many boxes as pictures');
      boxes.forEach(({ width, height }, index) => {
        // Two pixels more or less at each edge are the outline's and the rasteriser's.
        const error = Math.abs(width / height / pictures[index] - 1);
        assert.ok(error < 4 / width + 4 / height, `picture ${index + 1} is ${width} × ${height}, not whole`);
        assert.ok(width > 40, `picture ${index + 1} is too small to see`);
      });
    }));
}

const letters = (text) => text.normalize('NFKC').replace(/[\s\u00ad\u200b-]+/g, '');

for (const [kind, address] of Object.entries(guides)) {
  test(`${kind}: every branch, step, legend and the page’s address are printed, and no control`, () =>
    visit(address, { width: 375, dark: true }, async (page) => {
      const pdf = await print(page, `text${address.replaceAll('/', '-')}`);
      const text = letters(execFileSync('pdftotext', ['-raw', pdf, '-'], { encoding: 'utf8' }));
      // Text node by text node: the address of a link is printed after its words.
      const wanted = await page.evaluate(() => {
        const places = 'main h1, .step > :is(h2, h3, h4, h5, h6), .option > :is(h3, h4, h5, h6, .when), .legend, .result, .trouble';
        return [...document.querySelectorAll(places)].flatMap((place) => {
          const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
          const texts = [];
          while (walker.nextNode()) if (!walker.currentNode.parentElement.closest('.vh')) texts.push(walker.currentNode.data.trim());
          return texts.filter(Boolean);
        });
      });
      assert.ok(wanted.length > 0);
      for (const words of wanted) assert.ok(text.includes(letters(words)), `missing: ${words}`);
      assert.ok(text.includes(letters(new URL(await page.locator('link[rel=canonical]').getAttribute('href')).href)), 'its address');
      for (const words of ['Mode sombre', 'Aller au contenu', 'Choisissez votre cas', 'Imprimer ce guide']) {
        assert.ok(!text.includes(letters(words)), `printed in vain: ${words}`);
      }
    }));
}

test('a dark screen prints on white, with all pictures, even those not yet scrolled to', () =>
  visit(guides['guide with many screenshots'], { width: 1440, dark: true }, async (page) => {
    const pdf = await print(page, 'dark');
    const [first] = await raster(pdf);
    assert.deepEqual([...first.pixels.subarray(0, 3)], [255, 255, 255]);
    const white = first.pixels.filter((byte) => byte > 240).length / first.pixels.length;
    assert.ok(white > 0.7, `${Math.round(white * 100)} % of the first page is white`);
    const sources = await page.evaluate(() => new Set([...document.querySelectorAll('.shot img')].map(({ src }) => src)).size);
    const list = execFileSync('pdfimages', ['-list', pdf], { encoding: 'utf8' }).trim().split('\n').slice(2);
    const objects = new Set(list.map((line) => line.trim().split(/\s+/)).filter(([, , type]) => type === 'image').map((row) => row[10]));
    assert.ok(objects.size >= sources, `${objects.size} of ${sources} pictures`);
  }));

// Only words are left to tell where a page ends, and those of headings are magenta.
const words = '* { border-color: transparent !important; outline-color: transparent !important; } main :is(h1, h2, h3, h4, h5, h6), main :is(h1, h2, h3, h4, h5, h6) * { color: #f0f !important; }';

function endsWithHeading({ width, height, pixels }) {
  const last = { heading: 0, text: 0 };
  // The number of the page is in the margin.
  for (let y = 0; y < Math.floor(height * (1 - 15 / 297)); y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [red, green, blue] = pixels.subarray((y * width + x) * 3, (y * width + x) * 3 + 3);
      if (red > 200 && green < 170 && blue > 200) last.heading = y;
      else if (red < 150 && green < 150 && blue < 150) last.text = y;
    }
  }
  return last.heading > last.text;
}

for (const [kind, address] of Object.entries(guides)) {
  test(`${kind}: no heading is left alone at the foot of a page`, () =>
    visit(address, { width: 1440, style: words }, async (page) => {
      const pages = await raster(await print(page, `headings${address.replaceAll('/', '-')}`));
      const wrong = pages.slice(0, -1).flatMap((one, index) => (endsWithHeading(one) ? [index + 1] : []));
      assert.deepEqual(wrong, [], 'pages that end with a heading');
    }));
}

const pages = (pdf) => Number(execFileSync('pdfinfo', [pdf], { encoding: 'utf8' }).match(/Pages:\s+(\d+)/)[1]);

test('paper is not wasted: two or three steps to a page, a glossary of short entries in two columns', async () => {
  await visit(guides['guide with many screenshots'], {}, async (page) => {
    const steps = await page.evaluate(() => document.querySelectorAll('.step').length);
    const count = pages(await print(page, 'pages'));
    assert.ok(count <= 1 + steps / 2, `${steps} steps on ${count} pages`);
  });
  await visit(kinds.glossary, {}, async (page) => {
    const height = await page.evaluate(() => document.querySelector('.glossary').getBoundingClientRect().height);
    const count = pages(await print(page, 'glossary'));
    assert.ok(height > 900 && count <= 2, `${height}px on ${count} pages`);
  });
});

// Chromium makes a page smaller when something in it is too wide for the paper.
test('the page of an académie is printed as large as a guide, and nothing that only a screen can use', async () => {
  const heading = (address) =>
    visit(address, {}, async (page) => {
      const pdf = await print(page, `size${address.replaceAll('/', '-')}`);
      const [first] = (await page.locator('main h1').innerText()).split(/\s/);
      const words = execFileSync('pdftotext', ['-bbox', pdf, '-'], { encoding: 'utf8' });
      const boxes = [...words.matchAll(/yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]*)</g)];
      const heights = boxes.filter(([, , , word]) => word === first).map(([, top, bottom]) => bottom - top);
      return { height: Math.max(...heights), text: boxes.map(([, , , word]) => word).join(' ') };
    });
  const guide = await heading(guides['guide with many screenshots']);
  for (const address of [kinds.academy, '/besancon/']) {
    const { height, text } = await heading(address);
    assert.ok(Math.abs(height / guide.height - 1) < 0.02, `${address}: ${height}, a guide: ${guide.height}`);
    assert.ok(!text.includes('(PDF)'), `${address}: links to handouts`);
    assert.equal(text.split('Qui peut vous aider').length, 2, `${address}: the heading alone, without the link to it`);
  }
});

const dots = '.shot { visibility: hidden; } .window > p::before { --line: #f0f; }';

test('the frame of a browser keeps its three dots', () =>
  visit(guides['guide in the frame of a browser'], { width: 1440, style: dots }, async (page) => {
    const windows = await page.evaluate(() => document.querySelectorAll('.window').length);
    const boxes = (await raster(await print(page, 'dots'))).flatMap(magenta);
    assert.ok(windows > 0);
    assert.equal(boxes.length, 3 * windows);
  }));
