// `pasapas serve` over a copy of the sample site, which the tests may change.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));
const program = process.env.PASAPAS ?? join(project, 'target/debug/pasapas');

// Starts it; `environment` may name an editor.
export async function startPreview({ environment = {}, options = [] } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'pasapas-preview-'));
  for (const name of ['site.yaml', 'content', 'academies']) {
    await cp(join(project, name), join(folder, name), { recursive: true });
  }
  const run = () => listen(spawn(program, ['serve', '--root', folder, ...options], { env: { ...process.env, ...environment } }));
  let server = await run();
  const path = (file) => join(folder, file);
  const read = (file) => readFile(path(file), 'utf8');
  return {
    folder,
    origin: new URL(server.address).origin,
    path,
    read,
    write: (file, text) => writeFile(path(file), text),
    // Changes a text that must be there.
    async edit(file, from, to) {
      const text = await read(file);
      if (!text.includes(from)) throw new Error(`${file} does not say "${from}"`);
      await writeFile(path(file), text.replace(from, to));
    },
    said: () => server.said(),
    halt: () => server.halt(),
    async stop() {
      await server.halt();
      await rm(folder, { recursive: true });
    },
  };
}

// Waits until it tells its address.
async function listen(child) {
  let said = '';
  const ended = once(child, 'exit');
  const address = await new Promise((resolve, reject) => {
    child.stderr.on('data', (data) => {
      said += data;
      const [found] = said.match(/http:\S+/) ?? [];
      if (found) resolve(found);
    });
    child.on('exit', () => reject(new Error(`the preview ended:\n${said}`)));
  });
  const halt = async () => {
    if (child.exitCode === null) child.kill('SIGINT');
    await ended;
    return child.exitCode;
  };
  return { address, said: () => said, halt };
}
