// What a page costs on the wire, compressed. One KB is 1000 bytes, which is the stricter of the two.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { site, start } from './browser.mjs';
import { everyPage, guides } from './pages.mjs';

const { browser, origin, visit, stop } = await start();
after(stop);

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
const gzipped = async (...path) => gzipSync(await readFile(join(site, ...path))).length;

// Bytes of each response, headers included, as they came over the wire; nothing for what was at hand.
async function received(page, address) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const kinds = new Map();
  const bytes = {};
  session.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId);
    bytes[kind] = (bytes[kind] ?? 0) + encodedDataLength;
  });
  await page.goto(origin + address, { waitUntil: 'networkidle' });
  await session.detach();
  return bytes;
}

const rest = ({ Image, ...others }) => Object.values(others).reduce((sum, bytes) => sum + bytes, 0);

test('a first guide costs at most 40 KB without its pictures, another after it 12 KB', async (t) => {
  const addresses = Object.values(guides);
  for (const [index, address] of addresses.entries()) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const first = await received(page, address);
    assert.ok(first.Font > 0 && first.Script > 0 && first.Stylesheet > 0, JSON.stringify(first));
    const other = addresses[(index + 1) % addresses.length];
    const next = await received(page, other);
    await context.close();
    t.diagnostic(`${address} ${kilobytes(rest(first))}, then ${other} ${kilobytes(rest(next))}`);
    assert.ok(rest(first) <= 40_000, `${address}: ${kilobytes(rest(first))}, ${JSON.stringify(first)}`);
    assert.ok(rest(next) <= 12_000, `${other} after ${address}: ${kilobytes(rest(next))}, ${JSON.stringify(next)}`);
    assert.equal(next.Font ?? 0, 0, 'fonts are fetched once');
  }
});

test('the HTML of a guide of nine steps is at most 9 KB', async (t) => {
  let largest = 0;
  let measured = 0;
  for (const address of await everyPage()) {
    if (address.split('/').filter(Boolean).length !== 2 || address.startsWith('/guides/')) continue;
    const html = await readFile(join(site, address, 'index.html'), 'utf8').catch(() => '');
    const steps = html.match(/<li class="step"/g)?.length ?? 0;
    if (steps === 0 || steps > 9) continue;
    const bytes = gzipSync(html).length;
    largest = Math.max(largest, bytes);
    measured += 1;
    assert.ok(bytes <= 9_000, `${address}, ${steps} steps: ${kilobytes(bytes)}`);
  }
  assert.ok(measured > 5);
  t.diagnostic(`${measured} guides, the largest ${kilobytes(largest)}`);
});

// The script of the checkers comes on top, on pages that have one: checker.test.mjs measures it.
const limits = { css: 9_000, js: 6_000 };
for (const [extension, limit] of Object.entries(limits)) {
  test(`all ${extension} files together are at most ${kilobytes(limit)}`, async (t) => {
    const all = (await readdir(join(site, 'assets'))).filter((name) => name.endsWith(`.${extension}`));
    const names = all.filter((name) => extension !== 'js' || !name.startsWith('checker.'));
    const sizes = await Promise.all(names.map((name) => gzipped('assets', name)));
    const sum = sizes.reduce((total, bytes) => total + bytes, 0);
    t.diagnostic(`${kilobytes(sum)}: ${names.map((name, index) => `${name} ${sizes[index]}`).join(', ')}`);
    assert.ok(sum > 500 && sum <= limit, kilobytes(sum));
  });
}

test('pictures below the first screen wait until they are needed', () =>
  visit(guides['guide with many screenshots'], { width: 1440 }, async (page) => {
    const waiting = await page.evaluate(() => [...document.querySelectorAll('.shot img')].filter(({ complete, loading }) => loading === 'lazy' && !complete).length);
    assert.ok(waiting > 0);
  }));
