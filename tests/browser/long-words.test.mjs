// Words that are longer than a screen is wide, wherever an author may write one: none of them pushes a page sideways.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { each, start } from './browser.mjs';
import { picture } from './drawings.mjs';

const program = process.env.PASAPAS ?? fileURLToPath(new URL('../../target/debug/pasapas', import.meta.url));
const word = 'Anticonstitutionnellement'.repeat(4).slice(0, 80);

const academy = (name) => `name: ${name}${word}
mail_domain: exemple.fr
logo: { image: logo.png, alt: ${word} }
contacts:
  - label: ${word}
    for: ${word}
    phone: "01 99 00 00 00"
    email: "${word.slice(0, 60)}@exemple.fr"
    url: "https://exemple.fr/${word}${word}"
    hours: ${word}
`;

const guide = (name, other) => `---
title: ${name}${word}
summary: ${word}
audience: ${word}
duration: 5 min
need: ${word}
objectives: ["${word}"]
prerequisites: ["${word}"]
verified: 2026-01-01
---
${word} [${word}](https://exemple.fr/${word}) <https://exemple.fr/${word}> \`${word}\` **${word}**[^1]

[^1]: ${word}

## ${word}

### ${word}

::procedure[connexion]

## ${word} ${word}

* ${word}

> ${word}

> [!NOTE]
> ${word}

| ${word} | ${word} |
|---|---|
| ${word} | \`${word}\` |

\`\`\`
${word}${word}
\`\`\`

::contacts

[[${other}]]
`;

const procedure = `title: ${word}
steps:
  - id: a
    action: ${word}
    detail: ${word}
    result: ${word}
    trouble: ${word}
    screenshot:
      image: ecran.png
      alt: ${word}
      personal_data: none
      frame: browser
      address: "https://exemple.fr/${word}"
      marks:
        - { box: [10, 10, 300, 60], text: ${word} }
  - choice: ${word}
    id: c
    options:
      - id: x
        label: ${word}
        when: ${word}
        recommended: true
        steps:
          - { id: s, action: ${word} }
      - id: y
        label: ${word}
        when: ${word}
        outdated: true
        steps:
          - { id: t, action: ${word} }
`;

const folder = await mkdtemp(join(tmpdir(), 'pasapas-words-'));
const files = {
  'site.yaml': `title: ${word}\nbase_url: "https://essai.exemple.fr/"\npublisher: { name: ${word} }\nhandouts: false\n`,
  'academies/lille/academy.yaml': academy('Lille'),
  'academies/lyon/academy.yaml': academy('Lyon'),
  'academies/lille/screenshots/logo.png': picture([400, 100]),
  'academies/lyon/screenshots/logo.png': picture([400, 100]),
  'content/glossary.yaml': `- term: ${word}\n  expansion: ${word}\n  definition: ${word}\n`,
  'content/aller.md': guide('Aller', 'venir'),
  'content/venir.md': guide('Venir', 'aller'),
  'content/procedures/connexion.yaml': procedure,
  'content/screenshots/ecran.png': picture([800, 500]),
};
for (const [path, content] of Object.entries(files)) {
  await mkdir(dirname(join(folder, 'site', path)), { recursive: true });
  await writeFile(join(folder, 'site', path), content);
}
execFileSync(program, ['build', '--root', join(folder, 'site'), '--output', join(folder, 'public')], { stdio: 'pipe' });
const { visit, stop } = await start(join(folder, 'public'));
after(async () => {
  await stop();
  await rm(folder, { recursive: true });
});

const pages = ['/', '/lille/', '/lille/aller/', '/guides/aller/', '/glossaire/', '/plan-du-site/', '/mentions-legales/', '/accessibilite/', '/rien/'];

// Runs in the page.
function sideways() {
  for (const it of document.querySelectorAll('details')) it.open = true;
  return Math.max(0, document.scrollingElement.scrollWidth - innerWidth);
}

for (const settings of [{ width: 320 }, { width: 320, javaScriptEnabled: false }, { width: 768 }, { width: 1440 }]) {
  test(`no page scrolls sideways for a long word, ${JSON.stringify(settings)}`, () =>
    each(pages, (address) =>
      visit(address, settings, async (page) => assert.equal(await page.evaluate(sideways), 0, `${address} scrolls sideways`)),
    ));
}
