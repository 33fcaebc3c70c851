// Times on Lighthouse's slow phone, which depend on the machine: medians and ranges of several runs.
//
//   SITE=../../target/sample node bench.mjs [runs]

import { pages, startLighthouse } from './lighthouse.mjs';

const runs = Number(process.argv[2] ?? 5);
const figures = {
  'largest paint, s': ({ audits }) => audits['largest-contentful-paint'].numericValue / 1000,
  'first paint, s': ({ audits }) => audits['first-contentful-paint'].numericValue / 1000,
  'layout shift': ({ audits }) => audits['cumulative-layout-shift'].numericValue,
  'performance': ({ categories }) => categories.performance.score * 100,
};
const short = (number) => Number(number.toFixed(2));
const summary = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  return `${short(sorted[Math.floor(sorted.length / 2)])} (${short(sorted[0])}–${short(sorted.at(-1))})`;
};

const { measure, stop } = await startLighthouse();
const table = {};
for (const [kind, address] of Object.entries(pages)) {
  const reports = [];
  for (let run = 0; run < runs; run += 1) reports.push(await measure(address, ['performance']));
  table[kind] = Object.fromEntries(Object.entries(figures).map(([name, read]) => [name, summary(reports.map(read))]));
}
await stop();
console.log(`Medians of ${runs} runs (lowest–highest)`);
console.table(table);
