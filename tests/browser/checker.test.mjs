// Checkers as readers meet them: typing, pasting, keyboard only, a screen reader's words, and what happens
// where scripts, WebAssembly or fetching are refused. And nothing that is typed leaves the page.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { launch, site, start, tabTo, visible } from './browser.mjs';
import { everyPage } from './pages.mjs';

const { visit, stop } = await start();
after(stop);

const passwords = '/lille/choisir-un-mot-de-passe/';
const identifiers = '/lille/verifier-ses-identifiants/';
const own = '#_regles_messagerie';
const moodle = '#_regles_magistere';
const NARROW = '\u202f';

const field = (page, checker, index = 0) => page.locator(`${checker} input`).nth(index);
const rules = (page, checker) =>
  page.locator(`${checker} .rules li`).evaluateAll((items) => items.map((item) => [item.firstChild.data.replaceAll('\u00a0', ' ').trim(), item.querySelector('b')?.textContent.trim() ?? '']));
const plain = (text) => text.replaceAll(/[\u00a0\u202f]/g, ' ').trim();
const state = async (page, checker) => plain(await page.locator(`${checker} .state`).innerText());
const says = (page, checker, text) =>
  page.waitForFunction(([where, wanted]) => document.querySelector(`${where} .state`).textContent.replaceAll(/[\u00a0\u202f]/g, ' ').includes(wanted), [checker, text]);

async function fill(page, checker, text, index = 0) {
  await field(page, checker, index).fill(text);
  await page.waitForFunction((where) => document.querySelector(`${where} .state`).textContent, checker);
}

test('each rule turns to followed or not, in words, as a password is typed', () =>
  visit(passwords, {}, async (page) => {
    assert.deepEqual((await rules(page, own)).map(([, word]) => word), ['', '', '', '', '', '']);
    await field(page, own).pressSequentially('Soleil1');
    await says(page, own, 'Encore à respecter : au moins 8 caractères, sans mot du dictionnaire.');
    assert.deepEqual(await rules(page, own), [
      ['Au moins 8 caractères', 'non respectée'],
      ['Au moins 1 lettre majuscule', 'respectée'],
      ['Au moins 1 lettre minuscule', 'respectée'],
      ['Au moins 1 chiffre', 'respectée'],
      ['Sans votre identifiant', 'non vérifiée'],
      ['Sans mot du dictionnaire', 'non respectée'],
    ]);
    await fill(page, own, 'xqWv7kjz');
    await says(page, own, 'Encore à vérifier : sans votre identifiant.');
    await fill(page, own, ' WV7\u00a0KJz', 1);
    await says(page, own, 'Encore à respecter : sans votre identifiant.');
    await fill(page, own, 'jdupont', 1);
    await says(page, own, 'Toutes les règles sont respectées.');
    await fill(page, own, 'xqLune7kjz');
    await says(page, own, 'de justesse : sans mot du dictionnaire.');
  }));

test('accepted is not said to be strong', () =>
  visit(passwords, {}, async (page) => {
    await fill(page, moodle, 'Abcdef1*');
    assert.equal(await state(page, moodle), 'Toutes les règles sont respectées.');
    assert.match(plain(await page.locator(`${moodle} .more`).innerText()), /CNIL \(2022\) : moyenne/);
    await fill(page, moodle, 'Abcdefghij12');
    await says(page, moodle, 'Encore à respecter');
    assert.doesNotMatch(plain(await page.locator(`${moodle} .more`).innerText()), /CNIL/, 'what is refused has no strength');
    await fill(page, moodle, 'Abcdefghij1*');
    assert.match(plain(await page.locator(`${moodle} .more`).innerText()), /CNIL \(2022\) : bonne, si ce mot de passe a été choisi au hasard/);
  }));

test('spaces count in passwords', () =>
  visit(passwords, {}, async (page) => {
    await fill(page, moodle, 'Abcdef1 ');
    await says(page, moodle, 'Toutes les règles sont respectées.');
    await fill(page, moodle, 'Abcdef12');
    await says(page, moodle, 'ni une lettre ni un chiffre');
    assert.doesNotMatch(plain(await page.locator(`${moodle} .more`).innerText()), /espace/);
    await fill(page, moodle, 'Abcdef12* ');
    await page.locator(`${moodle} .more`).getByText('se termine par un espace').waitFor();
    await fill(page, moodle, ' Abcdef12*');
    await page.locator(`${moodle} .more`).getByText('commence par un espace').waitFor();
  }));

test('a word is named only where the password is shown', () =>
  visit(passwords, {}, async (page) => {
    await fill(page, own, 'xSoleil12');
    assert.doesNotMatch(await page.locator(own).innerText(), /soleil/i);
    await page.locator(`${own} button`).click();
    await page.locator(`${own} .more`).getByText('Mot reconnu').waitFor();
    assert.match(await page.locator(`${own} .more`).innerText(), /soleil/);
    assert.equal(await field(page, own).getAttribute('type'), 'text');
    await page.locator(`${own} button`).click();
    assert.equal(await field(page, own).getAttribute('type'), 'password');
    assert.doesNotMatch(await page.locator(own).innerText(), /soleil/i);
  }));

test('clearing the field clears what was said', () =>
  visit(passwords, {}, async (page) => {
    await fill(page, own, 'abc');
    await field(page, own).fill('');
    await page.waitForFunction((where) => !document.querySelector(`${where} .state`).textContent, own);
    assert.deepEqual((await rules(page, own)).map(([, word]) => word), ['', '', '', '', '', '']);
    assert.equal(await page.locator(`${own} .more`).innerText(), '');
  }));

const said = {
  numen: [
    ['09X1234567XYZ', 'La forme est juste.'],
    ['09X12', 'Juste jusqu’ici. Ensuite : un chiffre.'],
    ['9X1234567XYZ', 'Caractère 2 : il faut un chiffre.'],
    ['0912', 'Caractère 3 : il faut une lettre majuscule.'],
    ['09X1234567XYZ9', 'Caractère 14 : il est de trop, et ce qui le suit aussi.'],
  ],
  login: [
    ['mle-dupond', 'La forme est juste.'],
    ['prenom.nom@ac-lille.fr', 'La forme est juste.'],
    ['prenom.nom@ac-lyon.fr', 'Caractère 16 : il faut « ille.fr ».'],
  ],
  mail: [
    ['prenom.nom', 'Juste jusqu’ici. Ensuite : une lettre, un chiffre, un tiret (-), un point (.), « @ac-lille.fr » ou un tiret bas (_).'],
    ['prenom.nom@ac-lille.fr', 'La forme est juste.'],
  ],
  birth_date: [
    ['10/01/1964', 'La forme est juste.'],
    ['31/04/1964', 'Ce jour n’existe pas : ce mois-là compte 30 jours.'],
  ],
  course_link: [
    ['https://magistere.education.fr/ac-lille/', 'Juste jusqu’ici. Ensuite : « course/view.php?id= » ou « enrol/index.php?id= ».'],
    ['https://exemple.fr/course/view.php?id=2636', 'Caractère 9 : il faut « magistere.education.fr/ac-lille/ ».'],
  ],
};

test('where an académie knows the short login only, a mail address is none, and is said to be one', () =>
  visit('/creteil/verifier-ses-identifiants/', {}, async (page) => {
    await fill(page, '#_format_login', 'mle-dupond');
    await says(page, '#_format_login', 'La forme est juste.');
    await fill(page, '#_format_login', 'prenom.nom@ac-creteil.fr');
    await says(page, '#_format_login', 'Caractère 7 : il faut une lettre minuscule, un chiffre, un tiret (-) ou rien de plus.');
    await page.locator('#_format_login .more').getByText('une adresse électronique').waitFor();
    await fill(page, '#_format_login', 'Hélène-Dupont');
    await page.locator('#_format_login .more').getByRole('button', { name: 'Remplacer par helene-dupont' }).waitFor();
  }));

test('identifiers: right, right so far, or wrong, where, and what was expected there', () =>
  visit(identifiers, {}, async (page) => {
    for (const [format, cases] of Object.entries(said)) {
      for (const [text, expected] of cases) {
        await fill(page, `#_format_${format}`, text);
        await says(page, `#_format_${format}`, expected);
      }
    }
  }));

test('what a paste brings along is left out, and the reader is told', () =>
  visit(identifiers, { permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
    await page.evaluate((text) => navigator.clipboard.writeText(text), `\u200b 09X\u00a01234567${NARROW}XYZ\ufeff `);
    await field(page, '#_format_numen').focus();
    await page.keyboard.press('Control+V');
    await says(page, '#_format_numen', 'La forme est juste.');
    assert.match(await page.locator('#_format_numen .more').innerText(), /Les espaces ne comptent pas/);
    await page.locator('#_format_numen .more').getByRole('button', { name: 'Remplacer par 09X1234567XYZ' }).click();
    assert.equal(await field(page, '#_format_numen').inputValue(), '09X1234567XYZ');
    await field(page, '#_format_numen').fill(' \u00a0\u200b');
    await page.waitForFunction(() => !document.querySelector('#_format_numen .state').textContent);
    assert.equal(await page.locator('#_format_numen .more').innerText(), '');
  }));

test('a correction is offered, and taken with the keyboard', () =>
  visit(identifiers, {}, async (page) => {
    for (const [format, typed, meant] of [
      ['numen', '09x1234567xyz', '09X1234567XYZ'],
      ['numen', 'O9X1234567XYZ', '09X1234567XYZ'],
      ['numen', '09xl234567xyz', '09X1234567XYZ'],
      ['birth_date', '1-2-1964', '01/02/1964'],
      ['course_link', 'magistere.education.fr/ac-lille/course/view.php?id=7', 'https://magistere.education.fr/ac-lille/course/view.php?id=7'],
    ]) {
      const checker = `#_format_${format}`;
      await fill(page, checker, typed);
      await page.locator(`${checker} .more button`).waitFor();
      await field(page, checker).focus();
      await tabTo(page, `${checker} .more button`, 3);
      await page.keyboard.press('Enter');
      await says(page, checker, 'La forme est juste.');
      assert.equal(await field(page, checker).inputValue(), meant);
      assert.ok(await field(page, checker).evaluate((input) => input === document.activeElement));
    }
  }));

test('signs that look like the right ones are corrected, and the reader is told', () =>
  visit(identifiers, {}, async (page) => {
    await fill(page, '#_format_mail', 'Prenom.Nom＠ac–lille.fr');
    await page.locator('#_format_mail .more').getByRole('button', { name: 'Remplacer par Prenom.Nom@ac-lille.fr' }).waitFor();
    assert.match(await page.locator('#_format_mail .more').innerText(), /ressemble à celui qu’il faut/);
    await fill(page, '#_format_birth_date', '10/1/64');
    await page.locator('#_format_birth_date .more').getByRole('button', { name: 'Remplacer par 10/01/1964' }).waitFor();
    await fill(page, '#_format_birth_date', '10/01/2064');
    await says(page, '#_format_birth_date', 'à venir');
    const link = 'http://magistere.education.fr/ac-lille/course/view.php?id=7';
    await fill(page, '#_format_course_link', link);
    await page.locator('#_format_course_link .more button').waitFor();
    assert.doesNotMatch(await page.locator('#_format_course_link .more').innerText(), /à la main/);
    await fill(page, '#_format_course_link', 'https://exemple.fr/course/view.php?id=7');
    await page.locator('#_format_course_link .more').getByText('à la main').waitFor();
  }));

test('what belongs into another field is recognised', () =>
  visit(identifiers, {}, async (page) => {
    await fill(page, '#_format_numen', 'prenom.nom@ac-lille.fr');
    assert.match(plain(await page.locator('#_format_numen .more').innerText()), /ressemble à une adresse électronique :/);
    await fill(page, '#_format_mail', 'jdupont');
    await page.locator('#_format_mail .more').getByText('identifiant de connexion').waitFor();
  }));

test('an unknown code is a warning, not a refusal', () =>
  visit(identifiers, {}, async (page) => {
    await fill(page, '#_format_numen', '99X1234567XYZ');
    await says(page, '#_format_numen', 'La forme est juste.');
    assert.match(await page.locator('#_format_numen .more').innerText(), /aucune académie connue/);
  }));

test('the link to a course names its académie and leads to its guides', () =>
  visit(identifiers, {}, async (page) => {
    await fill(page, '#_format_course_link', 'https://magistere.education.fr/ac-grenoble/course/view.php?id=12');
    const link = page.locator('#_format_course_link .more a');
    assert.equal(plain(await link.innerText()), 'Voir les guides de l’académie de Grenoble');
    await link.click();
    await page.waitForURL(/\/grenoble\/$/);
    assert.match(await page.locator('h1').innerText(), /Grenoble/);
  }));

test('a link that changes a password is recognised, and not shown again', () =>
  visit(identifiers, {}, async (page) => {
    await fill(page, '#_format_course_link', 'https://magistere.education.fr/ac-lille/login/forgot_password.php?token=EXEMPLE');
    await says(page, '#_format_course_link', 'Ne le donnez à personne.');
    assert.doesNotMatch(await page.locator('#_format_course_link').innerText(), /EXEMPLE/);
  }));

test('what is offered, and what is only a warning, is read aloud as well', () =>
  visit(identifiers, {}, async (page) => {
    const spoken = async (format, text, expected) => {
      await fill(page, `#_format_${format}`, text);
      await page.waitForFunction(([where, wanted]) => document.querySelector(`${where} [role=status]`).textContent.replaceAll(/[\u00a0\u202f]/g, ' ').includes(wanted), [`#_format_${format}`, expected]);
    };
    await spoken('numen', '09x1234567xyz', 'Caractère 3 : il faut une lettre majuscule.');
    await spoken('numen', '09x1234567xyz', 'Remplacer par 09X1234567XYZ');
    await spoken('numen', '99X1234567XYZ', 'aucune académie connue');
    await spoken('course_link', 'https://magistere.education.fr/ac-creteil/course/view.php?id=12', 'Ce lien mène à un parcours de l’académie de Créteil.');
    assert.equal(await field(page, '#_format_numen').getAttribute('aria-invalid'), 'false');
    await fill(page, '#_format_numen', '9X');
    assert.equal(await field(page, '#_format_numen').getAttribute('aria-invalid'), 'true');
  }));

test('the live region speaks when the typing pauses, not at every key', () =>
  visit(passwords, {}, async (page) => {
    await fill(page, own, 'x');
    await page.evaluate((where) => {
      globalThis.spoken = [];
      const region = document.querySelector(`${where} [role=status]`);
      new MutationObserver(() => spoken.push(region.textContent)).observe(region, { childList: true, characterData: true, subtree: true });
    }, own);
    await field(page, own).pressSequentially('Abcdef12345', { delay: 60 });
    await page.waitForTimeout(1500);
    const spoken = await page.evaluate(() => globalThis.spoken);
    assert.equal(spoken.length, 1, spoken.join('\n'));
    assert.match(plain(spoken[0]), /Encore à vérifier|Encore à respecter|respectées/);
  }));

test('everything works with the keyboard alone', () =>
  visit(passwords, { width: 375 }, async (page) => {
    await tabTo(page, `${own} input[type=password]`);
    await page.keyboard.type('Abcdef1');
    await says(page, own, 'au moins 8 caractères');
    await tabTo(page, `${own} button`, 1);
    await page.keyboard.press('Space');
    assert.equal(await field(page, own).getAttribute('type'), 'text');
    assert.equal(plain(await page.locator(`${own} button`).textContent()), 'Masquer le mot de passe');
    await tabTo(page, `${own} input`, 2);
    await page.keyboard.type('jdupont');
    await page.waitForFunction((where) => document.querySelector(`${where} .rules li:nth-child(5) b`)?.textContent.includes('respectée'), own);
  }));

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
for (const [kind, settings] of Object.entries({ light: {}, dark: { dark: true }, phone: { width: 320 }, 'phone, dark': { width: 320, dark: true } })) {
  test(`nothing that axe-core finds fault with in used checkers, ${kind}`, async () => {
    const check = async (page) => {
      await page.evaluate(axe);
      const found = await page.evaluate(() => axe.run(document, { rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] }));
      assert.deepEqual(found.violations.map(({ id, nodes }) => `${id} ${nodes[0].target} ${nodes[0].failureSummary}`), []);
      const sideways = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
      assert.ok(sideways <= 0, `scrolls sideways by ${sideways}px`);
    };
    await visit(passwords, settings, async (page) => {
      await fill(page, own, 'Soleil1');
      await page.locator(`${own} button`).click();
      await fill(page, moodle, 'Abcdef1*');
      await check(page);
    });
    await visit(identifiers, settings, async (page) => {
      await fill(page, '#_format_numen', '09x1234567xyz');
      await fill(page, '#_format_birth_date', '10/01/1964');
      await fill(page, '#_format_mail', 'prenom');
      await fill(page, '#_format_course_link', 'https://magistere.education.fr/ac-creteil/course/view.php?id=12');
      await check(page);
    });
  });
}

test('the wrong character is marked by shape where colours are the system’s', () =>
  visit(identifiers, { forcedColors: 'active' }, async (page) => {
    await fill(page, '#_format_numen', '9X');
    const [mark, around] = await page.locator('#_format_numen .more mark').evaluate((it) => [getComputedStyle(it), getComputedStyle(it.parentElement)].map(({ backgroundColor, color }) => backgroundColor + color));
    assert.notEqual(mark, around);
  }));

test('without scripts the rules are a list, and there is no field', () =>
  visit(passwords, { javaScriptEnabled: false }, async (page) => {
    assert.equal(await visible(page, `${own} .rules li`), 6);
    assert.equal(await visible(page, '.checker :is(input, button, label, [role=status], .here)'), 0);
  }));

test('without WebAssembly the page says so and the rules stand', () =>
  visit(passwords, { script: () => delete globalThis.WebAssembly }, async (page) => {
    await says(page, own, 'ne permet pas d’essayer ici');
    assert.equal(await visible(page, `${own} :is(input, label)`), 0);
    assert.equal(await visible(page, `${own} .rules li`), 6);
  }));

test('on paper there are the rules, and no field', () =>
  visit(passwords, {}, async (page) => {
    await fill(page, own, 'Soleil12');
    await page.emulateMedia({ media: 'print' });
    assert.equal(await visible(page, `${own} .rules li`), 6);
    assert.equal(await visible(page, `${own} .rules b`), 0, 'nothing of what was tried');
    assert.equal(await visible(page, '.checker input'), 0);
  }));

// What a page could do with what is typed. Runs in the page, before anything of its own.
function record() {
  globalThis.deeds = [];
  const watch = (object, name) => {
    const original = object[name];
    object[name] = function deed(...given) {
      globalThis.deeds.push(name);
      return original.apply(this, given);
    };
  };
  for (const name of ['setItem', 'removeItem', 'clear']) watch(Storage.prototype, name);
  for (const name of ['pushState', 'replaceState']) watch(History.prototype, name);
  for (const name of ['open', 'deleteDatabase']) watch(IDBFactory.prototype, name);
  watch(CacheStorage.prototype, 'open');
  watch(Navigator.prototype, 'sendBeacon');
  watch(globalThis, 'fetch');
  watch(globalThis, 'open');
  watch(XMLHttpRequest.prototype, 'send');
  watch(HTMLFormElement.prototype, 'submit');
  for (const name of ['WebSocket', 'EventSource', 'RTCPeerConnection', 'BroadcastChannel', 'Worker', 'SharedWorker']) {
    globalThis[name] = new Proxy(globalThis[name], { construct: () => globalThis.deeds.push(name) });
  }
  const cookie = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
  Object.defineProperty(Document.prototype, 'cookie', { ...cookie, set: () => globalThis.deeds.push('cookie') });
}

async function nothingLeaves(address, type) {
  await visit(address, { script: record }, async (page, context) => {
    const requests = [];
    page.on('request', (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname} ${new URL(request.url()).search}`));
    await type(page, 'a');
    await page.waitForTimeout(300);
    for (const request of requests.splice(0)) {
      assert.match(request, /^GET \/(assets|lille)\/(checker\/)?(checker|later|module|rules|texts|dictionary|icon)\.[0-9a-f]{16}\.\w+ $/);
    }
    const facts = () => page.evaluate(() => ({ address: location.href, entries: history.length, stored: JSON.stringify({ ...localStorage, ...sessionStorage }), deeds: globalThis.deeds.length }));
    const before = await facts();
    await type(page, null);
    await page.waitForTimeout(1500);
    assert.deepEqual(requests, []);
    assert.deepEqual(await facts(), before);
    assert.deepEqual(await context.cookies(), []);
    // A page that comes back, or is left to somebody else, holds nothing.
    await page.reload();
    assert.deepEqual(await page.locator('input').evaluateAll((inputs) => inputs.map(({ value }) => value).join('')), '');
    await type(page, null);
    await page.goto('/');
    await page.goBack();
    assert.deepEqual(await page.locator('input').evaluateAll((inputs) => inputs.map(({ value }) => value).join('')), '');
  });
}

test('while a password is typed there is no request, no storage, no change of the address', () =>
  nothingLeaves(passwords, async (page, text) => {
    await field(page, own).fill('');
    await field(page, own).pressSequentially(text ?? 'Mon-Secret-42');
    await field(page, own, 1).fill(text ?? 'jdupont');
    await page.waitForFunction((where) => document.querySelector(`${where} .state`).textContent, own);
    await page.locator(`${own} button`).click();
    await page.locator(`${own} button`).click();
  }));

test('nor while a NUMEN is typed', () =>
  nothingLeaves(identifiers, async (page, text) => {
    await field(page, '#_format_numen').fill('');
    await field(page, '#_format_numen').pressSequentially(text ?? '09X1234567XYZ');
    await page.waitForFunction(() => document.querySelector('#_format_numen .state').textContent);
  }));

test('fields are in no form, and the browser neither completes nor corrects them', async () => {
  for (const address of [passwords, identifiers]) {
    await visit(address, {}, async (page) => {
      const fields = await page.locator('.checker input').evaluateAll((inputs) => inputs.map((input) => [Boolean(input.form), input.autocomplete, input.spellcheck, input.name]));
      assert.ok(fields.length > 2);
      for (const found of fields) assert.deepEqual(found, [false, 'off', false, '']);
    });
  }
});

test('only pages with a checker may run WebAssembly, and none may talk to others', async () => {
  let some = 0;
  for (const address of await everyPage()) {
    const html = await readFile(join(site, address, 'index.html'), 'utf8').catch(() => '');
    if (!html) continue;
    const policy = html.match(/Content-Security-Policy" content="([^"]*)"/)[1];
    const hasChecker = html.includes('class="checker"');
    some += hasChecker;
    assert.equal(policy.includes("'wasm-unsafe-eval'"), hasChecker, address);
    assert.equal(html.includes('data-module='), hasChecker, address);
    assert.match(policy, /connect-src 'self';/);
    assert.match(policy, /form-action 'none'/);
    assert.doesNotMatch(policy, /'unsafe-eval'|'unsafe-inline'|\*/);
  }
  assert.ok(some > 4);
});

const loads = (page) => {
  const urls = [];
  page.on('request', (request) => urls.push(new URL(request.url()).pathname));
  return () => urls.filter((url) => /\/(checker\/|rules\.)/.test(url)).map((url) => url.match(/(\w+)\.[0-9a-f]{16}\.(\w+)$/).slice(1).join('.')).sort();
};

test('nothing is loaded for a checker until the reader comes to it', async () => {
  await visit(identifiers, { height: 300 }, async (page) => {
    const loaded = loads(page);
    await page.waitForTimeout(400);
    assert.deepEqual(loaded(), []);
    await page.mouse.wheel(0, 100);
    await page.waitForTimeout(200);
    await page.locator('#_format_numen').scrollIntoViewIfNeeded();
    await page.waitForTimeout(600);
    assert.deepEqual(loaded(), ['module.wasm', 'rules.bin', 'texts.json'], 'the dictionary is not needed here');
  });
  await visit(passwords, { height: 300 }, async (page) => {
    const loaded = loads(page);
    await field(page, moodle).focus();
    await page.waitForTimeout(600);
    assert.deepEqual(loaded().filter((name) => name !== 'dictionary.txt'), ['module.wasm', 'rules.bin', 'texts.json']);
    await fill(page, own, 'Soleil12');
    assert.deepEqual(loaded(), ['dictionary.txt', 'module.wasm', 'rules.bin', 'texts.json'], 'each file once');
  });
});

test('where fetching is refused the files come as scripts', () =>
  visit(passwords, { script: () => (globalThis.fetch = () => Promise.reject(new TypeError('refused'))) }, async (page) => {
    await fill(page, own, 'Soleil12');
    await says(page, own, 'sans mot du dictionnaire');
  }));

test('a checker works from a folder on a disk', async () => {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(join(site, passwords, 'index.html')).href);
    await fill(page, own, 'Soleil12');
    await says(page, own, 'sans mot du dictionnaire');
  } finally {
    await browser.close();
  }
});

test('while its dictionary is on its way a checker checks the rest and says what it did not', () =>
  visit(passwords, {}, async (page) => {
    let arrive;
    const late = new Promise((resolve) => (arrive = resolve));
    await page.route(/dictionary\..*txt/, (route) => late.then(() => route.continue()));
    await fill(page, own, 'Soleil12');
    assert.deepEqual((await rules(page, own)).at(-1), ['Sans mot du dictionnaire', 'non vérifiée']);
    arrive();
    await says(page, own, 'Encore à respecter : sans mot du dictionnaire');
  }));

test('what could not be loaded is tried again, and the field stays', async () => {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    let down = true;
    await page.route(/\/(module|rules|texts|checker)\.[0-9a-f]+\.(?!css)/, (route) => (down ? route.abort() : route.continue()));
    await page.goto(pathToFileURL(join(site, passwords, 'index.html')).href);
    await field(page, own).focus();
    await says(page, own, 'n’a pas pu être chargée');
    down = false;
    await page.locator(`${own} button`).focus();
    await field(page, own).focus();
    await field(page, own).fill('Soleil12');
    await says(page, own, 'Encore à respecter : sans mot du dictionnaire');
  } finally {
    await browser.close();
  }
});

test('a field that could do nothing is not shown', async () => {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.route(/guide\./, (route) => route.abort());
    await page.goto(pathToFileURL(join(site, passwords, 'index.html')).href);
    assert.equal(await page.evaluate(() => [...document.querySelectorAll('.checker input')].filter((it) => it.checkVisibility({ visibilityProperty: true })).length), 0);
    assert.equal(await visible(page, `${own} .rules li`), 6);
  } finally {
    await browser.close();
  }
});

test('the files of a checker are as small as promised', async (t) => {
  const { gzipSync } = await import('node:zlib');
  const folder = join(site, 'assets', 'checker');
  const find = async (start, ending) => join(folder, (await readdir(folder)).find((name) => name.startsWith(start) && name.endsWith(ending)));
  const module = await readFile(await find('module.', '.wasm'));
  const words = await readFile(await find('dictionary.', '.txt'));
  const script = await readFile(join(site, 'assets', (await readdir(join(site, 'assets'))).find((name) => /^checker\..*js$/.test(name))));
  const facts = { module: module.length, 'module, gzip': gzipSync(module).length, 'dictionary, gzip': gzipSync(words).length, 'script, gzip': gzipSync(script).length };
  for (const academy of ['besancon', 'creteil', 'grenoble', 'lille']) {
    const rulesFile = (await readdir(join(site, academy))).find((name) => /^rules\..*bin$/.test(name));
    facts[`rules of ${academy}`] = (await readFile(join(site, academy, rulesFile))).length;
    assert.ok(facts[`rules of ${academy}`] <= 8_000);
  }
  t.diagnostic(JSON.stringify(facts));
  assert.ok(facts.module <= 24_000 && facts['module, gzip'] <= 12_000 && facts['dictionary, gzip'] <= 55_000 && facts['script, gzip'] <= 4_000, JSON.stringify(facts));
});
