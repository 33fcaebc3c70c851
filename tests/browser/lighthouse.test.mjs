// What Lighthouse says that does not depend on how busy the machine is. Times are in bench.mjs.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { faults, pages, startLighthouse } from './lighthouse.mjs';

const { measure, stop } = await startLighthouse();
after(stop);
const steady = ['accessibility', 'best-practices', 'seo'];

for (const [kind, address] of Object.entries(pages)) {
  test(`${kind}: Lighthouse gives 100 for accessibility, best practices and search engines; nothing moves, nothing waits in vain`, async () => {
    const report = await measure(address, [...steady, 'performance']);
    for (const name of steady) {
      assert.deepEqual(faults({ ...report, categories: { [name]: report.categories[name] } }), [], name);
      assert.equal(report.categories[name].score, 1, name);
    }
    const { audits } = report;
    assert.equal(audits['cumulative-layout-shift'].numericValue, 0);
    assert.equal(audits['unused-javascript'].score, 1, audits['unused-javascript'].displayValue);
    assert.equal(audits['unused-css-rules'].score, 1, audits['unused-css-rules'].displayValue);
    assert.equal(audits['uses-text-compression'].score, 1);
    const requests = audits['network-requests'].details.items;
    // The style sheets and the few lines that choose the theme; the other scripts are modules, which wait.
    const blocking = requests.filter(({ url, resourceType }) => (resourceType === 'Stylesheet' && !/\/print\./.test(url)) || /\/theme\./.test(url));
    const bytes = blocking.reduce((sum, { transferSize }) => sum + transferSize, 0);
    assert.ok(blocking.length >= 2 && blocking.length <= 3, blocking.map(({ url }) => url).join(' '));
    assert.ok(bytes <= 8_000, `${bytes} bytes before anything is drawn`);
    assert.deepEqual(requests.filter(({ url, statusCode }) => statusCode >= 400 || !url.startsWith('https:')).map(({ url }) => url), []);
  });
}
