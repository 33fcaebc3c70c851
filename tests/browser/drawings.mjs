// A site with every kind of mark on one picture, which has every brightness and strong colours. It is made
// from nothing: `make(folder)` writes it, and builds it with the program under test.

import { execFileSync } from 'node:child_process';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32, deflateSync } from 'node:zlib';

const root = fileURLToPath(new URL('../../', import.meta.url));
const program = process.env.PASAPAS ?? join(root, 'target/debug/pasapas');
export const [width, height] = [1280, 720];

// Each kind, in the middle of the picture and where it is hardest: small, at an edge, over strong colours.
export const kinds = {
  box: ['box: [200, 80, 260, 90]', 'box: [980, 560, 280, 140]'],
  arrow: ['arrow: [[300, 300], [560, 180]]', 'arrow: [[1240, 40], [1040, 260]]'],
  circle: ['circle: [400, 300, 90]', 'circle: [1220, 660, 50]'],
  point: ['point: [420, 240]', 'point: [4, 716]'],
  spotlight: ['spotlight: [320, 160, 420, 200]', 'spotlight: [900, 480, 200, 120]'],
  key: ['key: Entrée, at: [400, 200]', 'key: Ctrl + Maj + +, at: [1270, 600]'],
};
const words = ['Choisissez « Personnel »', 'Puis validez votre choix, sans fermer la fenêtre'];

// What is not drawn as a kind of its own, but found in a page: fields below each other, what fills the
// picture from edge to edge, links in words; and pictures too large to be shown whole.
const others = {
  champs: ['box: [400, 200, 480, 44]', 'box: [400, 264, 480, 44]', 'box: [400, 328, 480, 44]', 'box: [0, 500, 1280, 200]', 'point: [2, 2]', 'circle: [60, 300, 60]', 'arrow: [[1268, 300], [1100, 300]]', 'box: [0, 420, 300, 44]'],
  large: ['box: [200, 80, 260, 90]'],
  geante: ['box: [200, 80, 260, 90]'],
};
export const sizes = { large: [1600, 900], geante: [2400, 1300] };

// Stripes from black to white above, strong colours below.
export function picture([width, height] = [1280, 720]) {
  const rows = [];
  for (let y = 0; y < height; y += 1) {
    const row = Buffer.alloc(1 + width * 3);
    for (let x = 0; x < width; x += 1) {
      const share = Math.floor((x / width) * 16) / 15;
      const colours = [[143, 0, 39], [0, 92, 160], [20, 110, 50], [230, 160, 20]];
      const colour = y < height / 2 ? [255, 255, 255].map((full) => full * share) : colours[Math.floor((x / width) * 4)];
      row.set(colour, 1 + x * 3);
    }
    rows.push(row);
  }
  const chunk = (name, bytes) => {
    const named = Buffer.concat([Buffer.from(name), bytes]);
    const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    size.writeUInt32BE(bytes.length);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([size, named, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.concat(rows))), chunk('IEND', Buffer.alloc(0))]);
}

const step = (kind, marks, wide = [width, height]) => `
  - id: ${kind}
    action: Regardez.
    screenshot:
      image: ${wide[0] === width ? 'couleurs' : kind}.png
      alt: Des couleurs.
      personal_data: none
      size: [${wide.join(', ')}]${kind === 'box' ? '\n      frame: browser\n      address: https://portail.exemple.fr/accueil' : ''}
      marks:
${marks.map((mark, at) => `        - { ${mark}, text: "${words[at] ?? 'Voir [le site](https://exemple.fr/) ou [[#large|plus loin]]'}" }`).join('\n')}`;

export async function make(folder) {
  const site = join(folder, 'in');
  await rm(folder, { recursive: true, force: true });
  await cp(join(root, 'starter'), site, { recursive: true });
  await rm(join(site, 'academies'), { recursive: true });
  await rm(join(site, 'content'), { recursive: true });
  for (const part of ['content/procedures', 'content/screenshots', 'academies/lille']) await mkdir(join(site, part), { recursive: true });
  await writeFile(join(site, 'academies/lille/academy.yaml'), 'name: Lille\nmail_domain: ac-lille.fr\n');
  await writeFile(join(site, 'content/reperes.md'), '---\ntitle: Les repères\n---\n::procedure[reperes]\n');
  const steps = Object.entries({ ...kinds, ...others }).map(([kind, marks]) => step(kind, marks, sizes[kind]));
  await writeFile(join(site, 'content/procedures/reperes.yaml'), `title: Les repères\nsteps:${steps.join('')}\n`);
  await writeFile(join(site, 'content/screenshots/couleurs.png'), picture());
  for (const [name, size] of Object.entries(sizes)) await writeFile(join(site, `content/screenshots/${name}.png`), picture(size));
  const output = join(folder, 'out');
  execFileSync(program, ['build', '--no-handouts', '--root', site, '--output', output], { stdio: ['ignore', 'ignore', 'inherit'] });
  return output;
}
