// Debian's Chromium over the built site, and what the tests share.

import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { serve } from './server.mjs';

export const site = process.env.SITE ?? fileURLToPath(new URL('../../target/sample', import.meta.url));

// A browser that asks nobody for anything of its own accord.
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const launch = (args = []) =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...quiet, ...args] });

export async function start(folder = site) {
  const server = await serve(folder);
  const browser = await launch();
  const stop = async () => {
    await browser.close();
    await server.close();
  };
  return { browser, origin: server.origin, stop, visit: visitor(browser, server.origin) };
}

// Opens `address` as a reader with these settings, hands the page over, and refuses console messages
// and requests to other hosts whatever the test is about.
function visitor(browser, origin) {
  return async (address, { width = 1440, height = 900, dark, text, style, script, ...settings }, work) => {
    const context = await browser.newContext({
      baseURL: origin,
      viewport: { width, height },
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
      ...settings,
    });
    try {
      const page = await context.newPage();
      const trouble = watch(page, origin);
      if (script) await page.addInitScript(script);
      if (text) await textSize(page, text);
      await page.goto(address, { waitUntil: 'load' });
      if (style) await addStyle(page, style);
      const outcome = await work(page, context);
      assert.deepEqual(trouble, [], `${address} complains`);
      return outcome;
    } finally {
      await context.close();
    }
  };
}

function watch(page, origin) {
  const trouble = [];
  page.on('console', (message) => {
    const unknownAddress = message.location().url === page.url() && /status of 404/.test(message.text());
    if (['error', 'warning'].includes(message.type()) && !unknownAddress) trouble.push(message.text());
  });
  page.on('pageerror', (error) => trouble.push(String(error)));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && !['data:', 'blob:'].includes(url.protocol)) trouble.push(`foreign: ${url}`);
  });
  return trouble;
}

// The reader's own default size, which lengths in rem and media queries follow; 16 px is everyone's.
async function textSize(page, percent) {
  const session = await page.context().newCDPSession(page);
  const standard = (16 * percent) / 100;
  await session.send('Page.setFontSizes', { fontSizes: { standard, fixed: (13 * percent) / 100 } });
}

// Not a <style> element: the pages' security policy refuses it, and must stay on.
export const addStyle = (page, css) =>
  page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }, css);

// Presses Tab until the focus is there, as a reader without a mouse has to.
export async function tabTo(page, selector, most = 150) {
  for (let count = 0; count < most; count += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
  }
  assert.fail(`no way to ${selector} with Tab`);
}

export const visible = (page, selector) =>
  page.evaluate((wanted) => [...document.querySelectorAll(wanted)].filter((e) => e.checkVisibility()).length, selector);

// At most two pages at once: the machine has two cores. Says all that is wrong, not only the first.
export async function each(items, work) {
  const left = [...items];
  const wrong = [];
  const worker = async () => {
    while (left.length) await work(left.shift()).catch((error) => wrong.push(error.message));
  };
  await Promise.all([worker(), worker()]);
  assert.equal(wrong.length, 0, wrong.join('\n'));
}
