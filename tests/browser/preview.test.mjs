// The preview as a webmaster meets it: edits show in place, errors show where they look, and every part leads
// back to its source.

import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { launch } from './browser.mjs';
import { startPreview } from './preview.mjs';

const guide = '/lille/se-connecter/';
const steps = 'academies/lille/procedures/connexion.yaml';
const text = 'content/se-connecter.md';
const browser = await launch();
after(() => browser.close());

// Addresses that do not exist yet, the end of the server, and what axe-core tries with styles.
const expected = /status of 404|ERR_CONNECTION|ERR_INCOMPLETE|Applying inline style/;

// Opens pages of a preview, and refuses what the console complains about.
async function withPreview(given, work) {
  const preview = await startPreview(given);
  const context = await browser.newContext({
    baseURL: preview.origin,
    viewport: given.viewport ?? { width: 1440, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
    reducedMotion: 'reduce',
  });
  const trouble = [];
  const open = async (address) => {
    const page = await context.newPage();
    page.on('pageerror', (error) => trouble.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !expected.test(message.text())) trouble.push(message.text());
    });
    await page.goto(address);
    await page.locator('#_pasapas .bar button').first().waitFor();
    // Lost when the page is loaded again.
    await page.evaluate(() => (globalThis.same = true));
    return page;
  };
  try {
    await work({ preview, open, context });
    assert.deepEqual(trouble, []);
  } finally {
    await context.close();
    await preview.stop();
  }
}

const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());
const stayed = (page) => page.evaluate(() => globalThis.same === true);
const says = (page, words) => page.getByText(words).first().waitFor({ state: 'visible' });

test('an edit shows in place, with scroll and the chosen branch', () =>
  withPreview({}, async ({ preview, open }) => {
    const page = await open(guide);
    const choice = page.locator('.choice').first();
    await choice.locator('input').nth(1).check();
    const shown = () => page.locator('.choice .option:visible').first().getAttribute('id');
    const branch = await shown();
    await page.evaluate(() => scrollTo(0, 1200));
    const scroll = await page.evaluate(() => scrollY);
    await preview.edit(steps, 'demande un identifiant et un mot de passe.', 'demande deux choses : un identifiant et un mot de passe.');
    await says(page, 'demande deux choses');
    assert.ok(await stayed(page), 'the page was loaded again');
    assert.equal(await page.evaluate(() => scrollY), scroll);
    assert.equal(await shown(), branch);
    assert.ok(await choice.locator('input').nth(1).isChecked());

    // A new step.
    await preview.edit(steps, '  - id: choisir-profil\n', '  - id: respirer\n    action: "Respirez."\n  - id: choisir-profil\n');
    await says(page, 'Respirez.');
    assert.ok(await stayed(page));
    const numbers = await page.locator('#connexion_ > .steps > .step > :is(h2, h3, h4) .num').allInnerTexts();
    assert.deepEqual(numbers.map((it) => Number(it.match(/\d+/)[0])), numbers.map((_, index) => index + 1));
    // Its link can be copied like those of the others.
    await page.locator('#connexion_respirer .copy').click();
    await says(page, 'Adresse copiée');
    assert.match(await clipboard(page), /#connexion_respirer$/);
    await preview.edit(steps, '  - id: respirer\n    action: "Respirez."\n', '');
    await page.getByText('Respirez.').waitFor({ state: 'detached' });
    assert.ok(await stayed(page));
  }));

test('a choice that comes or goes is tended by the page again', () =>
  withPreview({}, async ({ preview, open }) => {
    const page = await open(guide);
    await page.locator('.choice input').nth(1).check();
    await page.evaluate(() => scrollTo(0, 900));
    const option = '      - id: tierce\n        label: "Une autre page"\n        steps:\n          - { id: revenir, action: "Revenez en arrière." }\n';
    await preview.edit(steps, '    options:\n', `    options:\n${option}`);
    await page.locator('input[value=tierce]').waitFor();
    // The same option as before is chosen, though it is another one in the order.
    const chosen = await page.locator('.choice').first().locator('input:checked').getAttribute('value');
    await page.locator('#connexion_tierce').waitFor({ state: 'hidden' });
    assert.notEqual(chosen, 'tierce');
  }));

test('after any edits, the page is what a fresh one is', () =>
  withPreview({}, async ({ preview, open }) => {
    const address = '/lille/essai/';
    const file = 'academies/lille/guides/essai.md';
    const procedure = 'academies/lille/procedures/essai.yaml';
    const parts = [
      'Un paragraphe.\n', 'Un autre, plus **long**, avec [[se-connecter]].\n', '## Un titre\n', '## Un autre titre\n',
      '- un\n- deux\n- trois\n', '- deux\n- un\n', '1. un\n2. deux\n', '| a | b |\n| --- | --- |\n| 1 | 2 |\n',
      '| a | b |\n| --- | --- |\n| 1 | 3 |\n| 4 | 5 |\n', '> [!NOTE]\n> Une note.\n', '> Une citation.\n', '```\ncode\n```\n',
    ];
    const mark = ['{ box: [100, 100, 200, 80], text: "Ici" }', '{ arrow: [[300, 300], [500, 400]], text: "Et là" }', '{ point: [600, 200], text: "Ou là" }'];
    const image = ['eduline-profils.png', 'eduline-applications.png'];
    let seed = 5;
    const roll = (sides) => (seed = (seed * 48271) % 2147483647) % sides;
    const some = (list) => list.filter(() => roll(2)).sort(() => roll(3) - 1);
    const step = (id) =>
      `  - id: ${id}\n    action: "Faites ${id} ${roll(3)}."\n${roll(2) ? '    result: "Voilà."\n' : ''}` +
      (roll(2)
        ? `    screenshot:\n      image: ${image[roll(2)]}\n      alt: "Une page."\n      personal_data: none\n      size: [1280, 800]\n      marks:\n${[mark[roll(3)], mark[roll(3)]].map((it) => `        - ${it}\n`).join('')}`
        : '');
    const once = async (number) => {
      await preview.write(procedure, `title: Essai\nsteps:\n${['a', 'b', ...some(['c', 'd', 'e'])].map(step).join('')}`);
      const body = some(parts).join('\n');
      await preview.write(file, `---\ntitle: Essai ${number}\n---\n${body}\n::procedure[essai]\n\n${some(parts).join('\n').replaceAll('titre', 'sujet')}\nTour ${number}.\n`);
    };
    await once(0);
    const page = await open(address);
    await page.locator('h1').filter({ hasText: 'Essai 0' }).waitFor();
    // What the page is, but for what its scripts say of the reader.
    const shown = (from) =>
      from.evaluate(() => {
        const main = document.querySelector('main').cloneNode(true);
        for (const label of main.querySelectorAll('.copy .vh')) label.textContent = '';
        for (const link of main.querySelectorAll('.contents a')) link.removeAttribute('aria-current');
        for (const element of main.querySelectorAll('*')) {
          const sorted = [...element.attributes].sort((a, b) => (a.name < b.name ? -1 : 1)).map((it) => it.cloneNode());
          sorted.forEach(({ name }) => element.removeAttribute(name));
          sorted.forEach((attribute) => element.setAttributeNode(attribute));
        }
        return main.innerHTML;
      });
    for (let number = 1; number <= 12; number += 1) {
      await once(number);
      await says(page, `Tour ${number}.`);
      await page.waitForTimeout(150);
      const fresh = await open(address);
      assert.equal(await shown(page), await shown(fresh), `edit ${number}`);
      await fresh.close();
    }
  }));

test('a broken edit shows what is wrong over the last good page, until it is mended', () =>
  withPreview({}, async ({ preview, open }) => {
    const page = await open(guide);
    const before = await page.locator('main').innerText();
    await preview.edit(steps, '    action: "Choisissez le profil', '    acton: "Choisissez le profil');
    const alarm = page.locator('#_pasapas .alarm');
    await alarm.waitFor({ state: 'visible' });
    const shown = await alarm.innerText();
    const number = (await preview.read(steps)).split('\n').findIndex((line) => line.includes('acton:')) + 1;
    assert.match(shown, new RegExp(`${steps}:${number}:5`));
    assert.match(shown, /acton: "Choisissez le profil/);
    assert.match(shown, /Vouliez-vous dire «\saction\s»/, 'no help');
    assert.ok((await alarm.locator('mark').allInnerTexts()).includes('acton'));
    // The terminal says the same.
    assert.ok(preview.said().includes(`${steps}:${number}:5`), preview.said());
    assert.equal(await page.locator('main').innerText(), before);
    // Whoever comes to it now sees the same.
    const other = await open(guide);
    await other.locator('#_pasapas .alarm').waitFor({ state: 'visible' });
    assert.equal(await other.locator('main').innerText(), before);
    await preview.edit(steps, 'acton:', 'action:');
    await alarm.waitFor({ state: 'hidden' });
    await other.locator('#_pasapas .alarm').waitFor({ state: 'hidden' });
    assert.ok(await stayed(page));
    await page.getByRole('button', { name: 'Aucun problème' }).waitFor();
  }));

test('a page that was never good is shown as far as it can be, and says so', () =>
  withPreview({}, async ({ preview, open }) => {
    // The rest of the site is broken from the start, so there is no good site.
    await preview.write('content/casse.md', '---\ntitel: Cassé\n---\n');
    await preview.edit(steps, 'Choisissez le profil', 'Choisissez [[nulle-part]] le profil');
    const page = await open(guide);
    const alarm = page.locator('#_pasapas .alarm');
    await alarm.waitFor({ state: 'visible' });
    assert.match(await alarm.innerText(), /telle qu’elle était avant|malgré l’erreur/);
    // Closed, it stays so; the focus is where it can go on from.
    await alarm.getByRole('button', { name: 'Fermer' }).click();
    assert.match(await page.evaluate(() => document.activeElement.shadowRoot.activeElement.textContent), /2\serreurs/);
    await preview.edit(text, 'title:', '# rien\ntitle:');
    await page.waitForTimeout(400);
    assert.ok(await alarm.isHidden());
    // Another page has nothing wrong of its own, and is brought up to date.
    const other = await open('/besancon/reconnaitre-le-message/');
    assert.ok(await other.locator('#_pasapas .alarm').isHidden());
    await preview.edit('academies/besancon/guides/reconnaitre-le-message.md', '\n---\n', '\n---\nNouveau début.\n\n');
    await says(other, 'Nouveau début.');
  }));

test('the pictures of a page of before are those of before, and come back', () =>
  withPreview({}, async ({ preview, open }) => {
    const whole = (page) => page.waitForFunction(() => {
      const image = document.querySelector('#connexion_choisir-profil .shot img');
      image?.scrollIntoView();
      return image?.complete && image.naturalWidth > 0;
    });
    await preview.edit(steps, '      personal_data: none', '      personnal_data: none');
    const page = await open(guide);
    await page.locator('#_pasapas .alarm').waitFor({ state: 'visible' });
    await whole(page);
    await page.reload();
    await page.locator('#_pasapas .alarm').waitFor({ state: 'visible' });
    await whole(page);
    await preview.edit(steps, '      personnal_data: none', '      personal_data: none');
    await page.locator('#_pasapas .alarm').waitFor({ state: 'hidden' });
    await whole(page);
    const first = page.locator('#connexion_ouvrir-eduline .shot img');
    await first.scrollIntoViewIfNeeded();
    await page.waitForFunction(() => document.querySelector('#connexion_ouvrir-eduline .shot img')?.naturalWidth > 0);
  }));

test('while the settings are broken, pages say that they are of before', () =>
  withPreview({}, async ({ preview, open }) => {
    const page = await open(guide);
    const alarm = page.locator('#_pasapas .alarm');
    await preview.edit('site.yaml', 'title:', 'title: [');
    await alarm.waitFor({ state: 'visible' });
    await preview.edit(steps, 'Choisissez le profil', 'Prenez le profil');
    await page.waitForTimeout(400);
    assert.ok(await alarm.isVisible());
    assert.equal(await page.getByText('Prenez le profil').count(), 0);
    const other = await open('/lille/');
    await other.locator('#_pasapas .alarm').waitFor({ state: 'visible' });
    await preview.edit('site.yaml', 'title: [', 'title:');
    await says(page, 'Prenez le profil');
    await alarm.waitFor({ state: 'hidden' });
  }));

test('the enlarged picture has the tools too', () =>
  withPreview({}, async ({ preview, open }) => {
    const page = await open(guide);
    await page.locator('#connexion_choisir-profil .shot img').click();
    const picture = page.locator('dialog[open] .shot img');
    await picture.waitFor();
    const { x, y, width, height } = await picture.boundingBox();
    const at = (px, py) => [x + (px / 960) * width, y + ((py - 86) / 620) * height];
    await page.keyboard.down('Shift');
    await page.mouse.move(...at(300, 300));
    await page.mouse.down();
    await page.mouse.move(...at(400, 350), { steps: 4 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    const numbers = (await clipboard(page)).match(/^box: \[(\d+), (\d+), (\d+), (\d+)\]$/)?.slice(1).map(Number);
    [300, 300, 100, 50].forEach((wanted, index) => assert.ok(Math.abs(numbers?.[index] - wanted) <= 2, `${numbers}`));
    await preview.edit(steps, '    action: "Choisissez le profil', '    acton: "Choisissez le profil');
    await page.locator('dialog .alarm').waitFor({ state: 'visible' });
    await page.locator('dialog .alarm').getByRole('button', { name: 'Fermer' }).click();
    await page.keyboard.press('Escape');
    await page.locator('html > #_pasapas').waitFor({ state: 'attached' });
  }));

test('settings and templates may break and be mended', () =>
  withPreview({}, async ({ preview, open }) => {
    const page = await open(guide);
    const alarm = page.locator('#_pasapas .alarm');
    for (const [file, broken] of [
      ['site.yaml', 'title: [\n'],
      ['academies/lille/academy.yaml', 'name: {\n'],
      ['themes/default/templates/guide.html', '{% block %}'],
      ['themes/default/templates/guide.html', '{{ rien.du.tout.du.tout() }}'],
    ]) {
      const before = await preview.read(file).catch(() => null);
      if (before === null) await mkdir(preview.path('themes/default/templates'), { recursive: true });
      await preview.write(file, broken);
      await alarm.waitFor({ state: 'visible' });
      assert.ok((await alarm.innerText()).includes(file), `${file}: ${await alarm.innerText()}`);
      await says(page, 'Choisissez le profil');
      if (before === null) await rm(preview.path(file));
      else await preview.write(file, before);
      await alarm.waitFor({ state: 'hidden' });
    }
  }));

test('style sheets change without the page being loaded again', () =>
  withPreview({}, async ({ preview, open }) => {
    const page = await open(guide);
    const style = await readFile(new URL('../../themes/default/assets/style.css', import.meta.url), 'utf8');
    await mkdir(preview.path('themes/default/assets'), { recursive: true });
    await preview.write('themes/default/assets/style.css', `${style}\nh1 { letter-spacing: 7px; }\n`);
    await page.waitForFunction(() => getComputedStyle(document.querySelector('h1')).letterSpacing === '7px');
    await page.waitForFunction(() => document.querySelectorAll('link[rel=stylesheet]').length <= 2);
    assert.ok(await stayed(page));
    // Without the site's own file the theme's is back.
    await rm(preview.path('themes/default/assets/style.css'));
    await page.waitForFunction(() => getComputedStyle(document.querySelector('h1')).letterSpacing !== '7px');
    assert.ok(await stayed(page));
  }));

test('files that appear, vanish, are renamed or written in two halves end in the right state', () =>
  withPreview({}, async ({ preview, open }) => {
    const address = '/lille/essai/';
    const page = await open(address);
    const file = 'academies/lille/guides/essai.md';
    await preview.write(file, '---\ntitle: Essai\n');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await preview.write(file, '---\ntitle: Essai\n---\nDeux moitiés.\n');
    await says(page, 'Deux moitiés.');
    // As editors save: beside it, then over it.
    await preview.write(`${file}~`, '---\ntitle: Essai\n---\nEn une fois.\n');
    await rename(preview.path(`${file}~`), preview.path(file));
    await says(page, 'En une fois.');
    await rename(preview.path(file), preview.path('academies/lille/guides/autre.md'));
    await page.getByText('En une fois.').waitFor({ state: 'detached' });
    await page.goto('/lille/autre/');
    await says(page, 'En une fois.');
    // A folder of them.
    await mkdir(preview.path('academies/lille/guides/neuf'));
    await preview.write('academies/lille/guides/neuf/profond.md', '---\ntitle: Profond\n---\nTout en bas.\n');
    await page.goto('/lille/profond/');
    await says(page, 'Tout en bas.');
    await rm(preview.path('academies/lille/guides/neuf'), { recursive: true });
    await page.getByText('Tout en bas.').waitFor({ state: 'detached' });
  }));

test('a storm of changes ends in the right state', () =>
  withPreview({}, async ({ preview, open }) => {
    const page = await open(guide);
    const original = await preview.read(text);
    for (let count = 1; count <= 1000; count += 1) {
      if (count % 4 === 0) await preview.write(text, `${original}\nTour ${count}.\n`);
      else if (count % 4 === 1) await preview.write(`content/passant-${count % 50}.md`, `---\ntitle: Passant ${count}\n---\nBonjour.\n`);
      else if (count % 4 === 2) await rm(preview.path(`content/passant-${(count - 1) % 50}.md`));
      else await preview.write(text, count % 8 === 3 ? '---\ntitle: [\n' : '');
    }
    await says(page, 'Tour 1000.');
    await page.locator('#_pasapas .alarm').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Aucun problème' }).waitFor();
    await page.goto('/plan-du-site/');
    assert.equal(await page.getByText('Passant').count(), 0);
  }));

test('pointing at a part shows its source, and a click copies where it is', () =>
  withPreview({}, async ({ preview, open }) => {
    const page = await open(guide);
    const chip = page.locator('#_pasapas .chip');
    const lines = (await preview.read(steps)).split('\n');
    const line = (words) => lines.findIndex((it) => it.includes(words)) + 1;
    for (const [part, file, number] of [
      ['#connexion_choisir-profil h3', steps, line('- id: choisir-profil')],
      ['#connexion_choisir-profil .result', steps, line('result: "Éduline demande')],
      ['#connexion_choisir-profil .legend li', steps, line('arrow: [[270, ')],
      ['#connexion_choisir-profil .shot', steps, lines.findIndex((it, at) => at > line('- id: choisir-profil') && it.includes('image:')) + 1],
      ['h1', text, 2],
    ]) {
      await page.locator(part).first().hover();
      await page.waitForFunction((where) => document.querySelector('#_pasapas').shadowRoot.querySelector('.chip').innerText.includes(where), `${file}:${number}`);
      await chip.click();
      assert.equal(await clipboard(page), `${file}:${number}`);
    }
    // The same for the keyboard.
    await page.getByRole('button', { name: 'Sources' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.match(await clipboard(page), /\.(md|yaml):\d+$/);
    await page.keyboard.press('Escape');
    await page.locator('#_pasapas .panel').nth(1).waitFor({ state: 'hidden' });
  }));

test('every paragraph of a guide leads to the line where it begins', () =>
  withPreview({}, async ({ preview, open }) => {
    const address = '/besancon/reconnaitre-le-message/';
    const page = await open(address);
    const told = await (await page.request.get(`/_pasapas/state?page=${address}`)).json();
    const own = told.places.filter(({ file, inside }) => file.endsWith('.md') && inside.startsWith('.body'));
    assert.ok(own.length > 3, JSON.stringify(told.places));
    for (const { file, line, inside } of own) {
      // The name of an alert is the theme's.
      const words = (await page.locator(inside).innerText()).replace(/^(Attention|À noter|Important|Astuce|Danger)\s/, '');
      const shown = words.match(/[\p{L}]{4,}/u)?.[0];
      const source = (await preview.read(file)).split('\n').slice(line - 1, line + 4).join('\n');
      assert.ok(source.includes(shown), `${inside}: "${shown}" is not in ${file}:${line}\n${source}`);
    }
  }));

test('each paragraph of a step leads to its own line', () =>
  withPreview({}, async ({ preview, open }) => {
    await preview.edit(steps, '    detail: |\n', '    detail: |\n      Premier.\n\n      Deuxième.\n\n      - troisième\n\n');
    await open(guide);
    const page = await open(guide);
    await says(page, 'Deuxième.');
    const told = await (await page.request.get(`/_pasapas/state?page=${guide}`)).json();
    const lines = (await preview.read(steps)).split('\n');
    for (const words of ['Premier.', 'Deuxième.', 'troisième']) {
      const number = lines.findIndex((it) => it.includes(words)) + 1;
      const place = told.places.find(({ file, line, inside }) => file === steps && line === number && inside.includes('nth-child'));
      assert.ok(place, words);
      const shown = await page.evaluate(({ id, inside }) => document.getElementById(id).querySelector(inside).textContent, place);
      assert.match(shown, new RegExp(words));
    }
  }));

test('an editor that the environment names opens the file at its line', async () => {
  const log = join(tmpdir(), `pasapas-editor-${process.pid}`);
  const program = `${log}.sh`;
  await writeFile(program, `#!/bin/sh\nprintf '%s\\n' "$@" >${log}\n`);
  await chmod(program, 0o755);
  try {
    await withPreview({ environment: { PASAPAS_EDITOR: `${program} -g {file}:{line}` } }, async ({ preview, open }) => {
      const page = await open(guide);
      await page.locator('h1').hover();
      await page.locator('#_pasapas .chip').click();
      await says(page, `Ouvert : ${text}:2`);
      assert.equal(await readFile(log, 'utf8'), `-g\n${preview.path(text)}:2\n`);
      // Only files of the site.
      const ask = (data) => page.request.post('/_pasapas/open', { data });
      assert.equal((await ask({ file: '../../etc/passwd', line: 1 })).status(), 404);
      assert.equal((await ask({ file: '/etc/passwd', line: 1 })).status(), 404);
    });
  } finally {
    await rm(program);
    await rm(log, { force: true });
  }
});

test('pointing at a screenshot shows pixels of the original, dragging copies a box', () =>
  withPreview({}, async ({ open }) => {
    const page = await open(guide);
    const image = page.locator('#connexion_choisir-profil .shot img');
    await image.scrollIntoViewIfNeeded();
    const { x, y, width, height } = await image.boundingBox();
    // crop: [0, 86, 960, 620]
    const at = (px, py) => [x + (px / 960) * width, y + ((py - 86) / 620) * height];
    await page.mouse.move(...at(480, 200));
    const label = page.locator('#_pasapas .pixels');
    const [px, py] = (await label.innerText()).split(', ').map(Number);
    assert.ok(Math.abs(px - 480) <= 1 && Math.abs(py - 200) <= 1, `${px}, ${py}`);
    await page.mouse.down();
    await page.mouse.move(...at(600, 250), { steps: 4 });
    await page.mouse.up();
    const box = await clipboard(page);
    const numbers = box.match(/^box: \[(\d+), (\d+), (\d+), (\d+)\]$/)?.slice(1).map(Number);
    assert.ok(numbers, box);
    [480, 200, 120, 50].forEach((wanted, index) => assert.ok(Math.abs(numbers[index] - wanted) <= 2, box));
    assert.equal(await page.locator('dialog[open]').count(), 0, 'the drag opened the picture');
    // Beyond the edge, the box ends at the edge.
    await page.mouse.move(...at(900, 650));
    await page.mouse.down();
    await page.mouse.move(x + width + 60, y + height + 40, { steps: 4 });
    await page.mouse.up();
    assert.match(await clipboard(page), /^box: \[(899|900|901), (649|650|651), (59|60|61), (55|56|57)\]$/);
    // A click is still a click.
    await image.click();
    await page.locator('dialog[open]').waitFor();
  }));

test('what the preview adds is accessible and stands beside the page at 320 px', () =>
  withPreview({ viewport: { width: 320, height: 640 } }, async ({ preview, open }) => {
    const page = await open(guide);
    await preview.edit(steps, '    action: "Choisissez le profil', '    acton: "Choisissez le profil');
    await page.locator('#_pasapas .alarm').waitFor({ state: 'visible' });
    const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    await page.evaluate(source);
    for (const name of [null, 'Sources']) {
      if (name) {
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name }).click();
      }
      const found = await page.evaluate(async () => {
        const { violations } = await axe.run('#_pasapas', { rules: { 'target-size': { enabled: true } } });
        return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`));
      });
      assert.deepEqual(found, []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
    }
  }));

test('Ctrl-C stops it at once, and open pages say so', () =>
  withPreview({}, async ({ preview, open }) => {
    const page = await open(guide);
    await open('/');
    const began = Date.now();
    assert.equal(await preview.halt(), 0);
    assert.ok(Date.now() - began < 1000, 'it takes its time');
    assert.match(preview.said(), /Aperçu arrêté/);
    await says(page, 'L’aperçu s’est arrêté');
  }));
