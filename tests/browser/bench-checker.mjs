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

// Ten times the text should take some ten times as long, whatever it is.
const growth = {
  spaces: (count) => [' '.repeat(count), ' '.repeat(count)],
  'one letter': (count) => ['a'.repeat(count), 'a'.repeat(count)],
  accents: (count) => ['e\u0301'.repeat(count / 2), 'e\u0301'.repeat(count / 2)],
  words: (count) => ['constitution'.repeat(count / 12), 'constitution'],
};

// Runs in the page: milliseconds for one check of texts of each length, the lowest of five.
async function grow([record, pairs]) {
  return pairs.map(([text, own]) => {
    const times = [1, 2, 3, 4, 5].map(() => {
      const start = performance.now();
      for (let count = 0; count < 10; count += 1) ask(record, text, own, true);
      return (performance.now() - start) / 10;
    });
    return Math.min(...times);
  });
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
console.table(table);
const grown = {};
for (const [name, make] of Object.entries(growth)) {
  const [short, long] = await page.evaluate(grow, [vectors.names.indexOf('strict'), [make(1200), make(12_000)]]);
  grown[name] = { '1,200 characters, ms': short.toFixed(2), '12,000, ms': long.toFixed(2), growth: (long / short).toFixed(1) };
}
await browser.close();
console.table(grown);
