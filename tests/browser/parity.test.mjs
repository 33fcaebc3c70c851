// The module in Chromium says what the checker says natively, and what a reference of our own says.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from './browser.mjs';
import { loadInto, vectors, words } from './module.mjs';
import { classes, identifierAnswer, passwordAnswer, passwords } from './reference.mjs';

let browser;
let page;
before(async () => {
  browser = await launch();
  page = await browser.newPage();
  await loadInto(page);
});
after(() => browser.close());

test('the module answers as the checker does natively', async () => {
  const answers = await page.evaluate(([cases, count]) => cases.map(([record, text, own]) => ask(record, text, own, record < count)), [vectors.cases, Object.keys(passwords).length]);
  assert.equal(answers.length, 44_000);
  vectors.cases.forEach(([record, text, own, expected], index) => {
    assert.equal(answers[index], expected, `${vectors.names[record]} “${text}” “${own}”`);
  });
});

// Characters to which Unicode gave a class after the tables of PHP that Moodle counts with.
const young = (text) => /[\u0295\u1c80-\u1c8f\ua7c0-\ua7ff\u{10000}-\u{1ffff}]/u.test(text);

test('passwords are judged as the reference judges them', (t) => {
  let compared = 0;
  for (const [record, text, own, answer] of vectors.cases) {
    const name = vectors.names[record];
    if (!(name in passwords) || young(text.replace(/[\u{1f600}-\u{1f63f}]/gu, ''))) continue;
    assert.equal(answer, passwordAnswer(name, text, own, words), `${name} “${text}” “${own}”`);
    compared += 1;
  }
  assert.ok(compared > 8000);
  t.diagnostic(`${compared} passwords`);
});

test('identifiers are judged as the reference judges them', (t) => {
  const seen = new Map();
  for (const [record, text, , answer] of vectors.cases) {
    const name = vectors.names[record];
    if (name in passwords) continue;
    const [verdict, at, cleaned, correction, note] = answer.split('\n');
    const expected = identifierAnswer(name, text, correction);
    assert.deepEqual([verdict, at, cleaned, note], expected, `${name} “${text}”`);
    seen.set(name + verdict, (seen.get(name + verdict) ?? 0) + 1);
  }
  t.diagnostic(JSON.stringify(Object.fromEntries(seen)));
  for (const name of vectors.names.slice(3)) {
    for (const verdict of 'vuw') assert.ok(seen.get(name + verdict) > 50, `${name} ${verdict}`);
  }
});

test('every code point has the class that the browser gives it, but for those younger than Moodle’s tables', async (t) => {
  const outcomes = await page.evaluate(() => {
    let all = '';
    for (let code = 0; code < 0x110000; code += 1) {
      const answer = code >= 0xd800 && code < 0xe000 ? '-----' : ask(0, String.fromCodePoint(code), '', false);
      all += 'ULDS'[answer.slice(1, 5).indexOf('k')] ?? '-';
    }
    return all;
  });
  const different = [];
  for (let code = 0; code < 0x110000; code += 1) {
    if (code >= 0xd800 && code < 0xe000) continue;
    const { upper, lower, digit } = classes(String.fromCodePoint(code));
    const expected = upper ? 'U' : lower ? 'L' : digit ? 'D' : 'S';
    if (outcomes[code] !== expected) different.push([code, outcomes[code]]);
  }
  t.diagnostic(`${different.length} differences`);
  for (const [code, outcome] of different) {
    assert.equal(outcome, 'S', `U+${code.toString(16)}`);
    assert.ok(young(String.fromCodePoint(code)), `U+${code.toString(16)}`);
  }
});
