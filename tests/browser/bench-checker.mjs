// How long one check of a 30-character password takes in Chromium, dictionary included, beside a floor: the
// same way into the module and back for an empty text, without the dictionary. Medians of batches.
//
//   SITE=../../target/sample node bench-checker.mjs

import { launch } from './browser.mjs';
import { loadInto, vectors } from './module.mjs';

const BATCHES = 200;
const CHECKS = 200;
const questions = {
  floor: ['moodle', '', false],
  'no word in it': ['strict', 'xQ7*kj2Wv-9zRp!4Tg_8mKb#6LdFhJ', true],
  'words all over': ['strict', 'ConstitutionRecommandation1964*', true],
  'one letter': ['strict', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', true],
};

// Runs in the page: microseconds a check, a figure a batch.
async function time([record, text, useWords, batches, checks]) {
  const times = [];
  for (let batch = 0; batch < batches; batch += 1) {
    const start = performance.now();
    for (let index = 0; index < checks; index += 1) ask(record, text, 'jdupont', useWords);
    times.push(((performance.now() - start) * 1000) / checks);
  }
  return times.sort((a, b) => a - b);
}

const browser = await launch();
const page = await browser.newPage();
await loadInto(page);
const table = {};
for (const [name, [record, text, useWords]] of Object.entries(questions)) {
  const times = await page.evaluate(time, [vectors.names.indexOf(record), text, useWords, BATCHES, CHECKS]);
  const figure = (share) => Number(times[Math.floor((times.length - 1) * share)].toFixed(1));
  table[name] = { 'median, µs': figure(0.5), lowest: figure(0), '95 %': figure(0.95) };
}
await browser.close();
console.table(table);
