// The module of the checkers in a page of its own, with the questions and answers that the checker gave
// natively: VECTORS holds them, MODULE is another module than the site's.

import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { site } from './browser.mjs';
import { dictionaryWords } from './reference.mjs';

const folder = join(site, 'assets', 'checker');
const named = async (start, ending) => {
  const names = await readdir(folder);
  return join(folder, names.find((name) => name.startsWith(start) && name.endsWith(ending)));
};
const path = process.env.VECTORS ?? fileURLToPath(new URL('../../target/checker-vectors.json', import.meta.url));
export const vectors = JSON.parse(await readFile(path, 'utf8'));
const module = await readFile(process.env.MODULE ?? (await named('module.', '.wasm')));
const dictionary = await readFile(await named('dictionary.', '.txt'));
export const words = dictionaryWords(dictionary.toString());

// Runs in the page: makes `ask`, which checks one text.
async function load([code, rules, text]) {
  const decode = (encoded) => Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt());
  const { instance } = await WebAssembly.instantiate(decode(code));
  const { memory, check, prepare, __heap_base: heap } = instance.exports;
  memory.grow(8);
  const ends = (heap.value + 3) & ~3;
  let free = ends + 4 * 676;
  const place = (bytes) => {
    const at = free;
    new Uint8Array(memory.buffer).set(bytes, at);
    free += bytes.length;
    return [at, bytes.length];
  };
  const words = place(decode(text));
  const lines = place(decode(rules));
  prepare(...words, ends);
  const start = free;
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  globalThis.ask = (record, typed, own, useWords) => {
    free = start;
    const given = place(encoder.encode(typed));
    const identifier = place(encoder.encode(own));
    const length = check(...lines, record, 20261001, ...given, ...identifier, words[0], useWords ? words[1] : 0, ends, free, 16384);
    return decoder.decode(new Uint8Array(memory.buffer, free, length));
  };
}

export const loadInto = (page) =>
  page.evaluate(load, [module.toString('base64'), vectors.rules, dictionary.toString('base64')]);
