// Serves a built site as an ordinary host does: gzip, content types, the page for unknown addresses, and
// files with a hash in their name kept for good.

import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createSecureServer } from 'node:http2';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
};
const compressed = new Set(['.css', '.html', '.js', '.json', '.svg', '.txt', '.wasm', '.xml']);
const hashed = /\.[0-9a-f]{16}\.\w+$/;

function find(site, address) {
  const path = normalize(join(site, decodeURIComponent(new URL(address, 'http://host/').pathname)));
  const file = path.endsWith('/') ? `${path}index.html` : path;
  const known = path.startsWith(normalize(site)) && existsSync(file) && statSync(file).isFile();
  return known ? { file, status: 200 } : { file: join(site, '404.html'), status: 404 };
}

const answer = (site) => async (request, response) => {
  const { file, status } = find(site, request.url);
  const kind = extname(file);
  const bytes = await readFile(file);
  response.statusCode = status;
  response.setHeader('Content-Type', types[kind] ?? 'application/octet-stream');
  response.setHeader('Cache-Control', hashed.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (!compressed.has(kind)) return response.end(bytes);
  response.setHeader('Content-Encoding', 'gzip');
  response.setHeader('Vary', 'Accept-Encoding');
  return response.end(gzipSync(bytes));
};

// A certificate for one run. Node can use one, not make one.
async function certificate() {
  const scratch = await mkdtemp(join(tmpdir(), 'pasapas-tls-'));
  const [key, cert] = [join(scratch, 'key'), join(scratch, 'cert')];
  const asked = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=pasapas';
  execFileSync('openssl', [...asked.split(' '), '-keyout', key, '-out', cert], { stdio: 'ignore' });
  const pair = { key: await readFile(key), cert: await readFile(cert) };
  await rm(scratch, { recursive: true });
  return pair;
}

// `secure` is HTTP/2 over TLS, as hosts have it: Lighthouse reckons with what it was served.
export async function serve(site, { secure = false } = {}) {
  const server = secure ? createSecureServer(await certificate(), answer(site)) : createServer(answer(site));
  const sessions = new Set();
  server.on('session', (session) => sessions.add(session));
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address();
  const close = () => {
    for (const session of sessions) session.destroy();
    server.closeAllConnections?.();
    return new Promise((closed) => server.close(closed));
  };
  return { port, origin: `http://localhost:${port}`, close };
}
