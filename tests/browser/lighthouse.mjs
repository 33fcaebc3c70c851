// Lighthouse's slow phone over the site at the very address that its pages name.

import lighthouse from 'lighthouse';
import { launch, site } from './browser.mjs';
import { kinds, published } from './pages.mjs';
import { serve } from './server.mjs';

export const pages = {
  home: kinds.home,
  academy: kinds.academy,
  guide: kinds['guide with a recommended option'],
};

export async function startLighthouse() {
  const { origin, host } = await published();
  const server = await serve(site, { secure: true });
  const port = 20_000 + (process.pid % 12_000);
  const browser = await launch([
    `--remote-debugging-port=${port}`,
    '--ignore-certificate-errors',
    `--host-resolver-rules=MAP ${host}:443 127.0.0.1:${server.port}`,
  ]);
  const measure = async (address, onlyCategories) => {
    const { lhr } = await lighthouse(origin + address, { port, onlyCategories, logLevel: 'error', output: 'json' });
    if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
    return lhr;
  };
  const stop = async () => {
    await browser.close();
    await server.close();
  };
  return { measure, stop };
}

// What costs a page points.
export const faults = ({ audits, categories }) =>
  Object.values(categories).flatMap(({ auditRefs }) =>
    auditRefs
      .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 1)
      .map(({ id }) => `${id}: ${audits[id].displayValue ?? audits[id].title}`),
  );
