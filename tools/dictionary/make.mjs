// Makes checker/dictionary/fr.txt: 20,000 French words, names and common passwords, folded to the letters
// a to z, in 676 lines. Line n holds the words that begin with the n-th pair of letters, aa to zz,
// without these two; in it, a capital tells how many letters a word shares with the one before (A is
// none), then come the others. So the whole is half as large on the wire as a transducer, and a search
// reads one line for each letter of a password.
//
//   npm ci && node make.mjs

import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const SIZE = 20_000;
const SHORTEST = 4;
const LONGEST = 20;

const require = createRequire(import.meta.url);
const { dictionary: french } = require('@zxcvbn-ts/language-fr');
const { dictionary: common } = require('@zxcvbn-ts/language-common');
const out = fileURLToPath(new URL('../../checker/dictionary/', import.meta.url));

// As the checker folds what a reader types.
const fold = (word) =>
  word.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replaceAll('œ', 'oe').replaceAll('æ', 'ae');

// Most wanted first: words, then what people choose as passwords, then first names.
const lists = [french.commonWords, common.passwords.slice(0, 5_000), french.lastnames, french.wikipedia];
const words = new Set();
for (const word of lists.flat().map(fold)) {
  if (words.size === SIZE) break;
  if (/^[a-z]+$/.test(word) && word.length >= SHORTEST && word.length <= LONGEST) words.add(word);
}

const letters = [...'abcdefghijklmnopqrstuvwxyz'];
const sorted = [...words].sort();
const shared = (a, b) => {
  let count = 0;
  while (count < a.length && a[count] === b[count]) count += 1;
  return count;
};
const lines = letters.flatMap((first) =>
  letters.map((second) => {
    const rests = sorted.filter((word) => word.startsWith(first + second)).map((word) => word.slice(2));
    return rests.map((rest, index) => {
      const same = index === 0 ? 0 : shared(rests[index - 1], rest);
      return String.fromCharCode(65 + same) + rest.slice(same);
    }).join('');
  }),
);

const text = `${lines.join('\n')}\n`;
await mkdir(out, { recursive: true });
await writeFile(join(out, 'fr.txt'), text);
await copyFile(join(dirname(require.resolve('@zxcvbn-ts/language-fr')), '../LICENSE.txt'), join(out, 'LICENSE.txt'));
console.log(`${words.size} words, ${text.length} bytes, ${gzipSync(text, { level: 9 }).length} after gzip`);
