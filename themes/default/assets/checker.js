// Checkers: a password or an identifier is tried while it is typed, by WebAssembly in this page. What is
// typed goes into its memory and nowhere else: no request, no storage, no address; it is wiped there after
// each check, and the fields are emptied when the page is left. checker-loader.js loads this script when
// the reader comes to a checker.
{
  const files = document.currentScript.dataset;
  let texts;
  const put = (text, values) => text.replace(/\{(\w)\}/g, (_, name) => values[name]);
  const { lang } = document.documentElement;
  const any = (words) => Intl.ListFormat ? new Intl.ListFormat(lang, { type: 'disjunction' }).format(words) : words.join(', ');
  const PAUSE = 1000;

  // The bytes of a file; of its twin, a script, where a page may not fetch.
  async function load(address) {
    try {
      const answer = await fetch(address);
      // Some hosts answer with a page of their own.
      const isPage = /html/.test(answer.headers.get('content-type'));
      if (answer.ok && !isPage) return new Uint8Array(await answer.arrayBuffer());
    } catch {}
    const script = Object.assign(document.createElement('script'), { src: address.replace(/\w+$/, 'js') });
    await new Promise((resolve, reject) => {
      Object.assign(script, { onload: resolve, onerror: reject });
      document.head.append(script);
    });
    return Uint8Array.from(atob(script.bytes), (letter) => letter.charCodeAt());
  }

  // What failed is tried anew when it is asked for again.
  const once = (make) => {
    let made;
    return () => (made ??= make().catch((error) => {
      made = undefined;
      throw error;
    }));
  };
  // Memory after the module's own: where the lines of the dictionary end, the rules, the dictionary if it is
  // wanted; then, for each check, what was typed and the answer.
  const LINES = 676;
  const PAGE = 65536;
  const engine = once(async () => {
    const [module, rules, words] = await Promise.all([files.module, files.rules, files.texts].map(load));
    texts = JSON.parse(new TextDecoder().decode(words));
    const { memory, check, prepare, __heap_base: heap } = (await WebAssembly.instantiate(module)).instance.exports;
    const ends = (heap.value + 3) & ~3;
    let free = ends + 4 * LINES;
    const place = (bytes) => {
      const at = free;
      free += bytes.length;
      const missing = free - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
      new Uint8Array(memory.buffer).set(bytes, at);
      return [at, bytes.length];
    };
    const clear = (at) => {
      new Uint8Array(memory.buffer).fill(0, at, free);
      free = at;
    };
    return { memory, check, prepare, place, clear, ends, lines: place(rules) };
  });
  const dictionary = once(async () => {
    const bytes = await load(files.dictionary);
    const { place, prepare, ends } = await engine();
    const words = place(bytes);
    prepare(...words, ends);
    return words;
  });

  // Checks what was typed by the rules of a record; without `words`, by all but the dictionary.
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  const now = new Date();
  const today = (now.getFullYear() * 100 + now.getMonth() + 1) * 100 + now.getDate();
  async function ask(record, words, typed) {
    const { memory, check, place, ends, lines, clear } = await engine();
    const given = typed().map((text) => place(encoder.encode(text)));
    const answer = place(new Uint8Array(4096 + 4 * (given[0][1] + given[1][1])));
    const length = check(...lines, record, today, ...given.flat(), ...(words ?? [ends, 0]), ends, ...answer);
    const text = decoder.decode(new Uint8Array(memory.buffer, answer[0], length));
    clear(given[0][0]);
    return text.split('\n');
  }

  const states = { k: 'kept', b: 'broken', d: 'doubtful', u: 'unknown' };
  const names = { d: 'digit', U: 'upper', l: 'lower', L: 'letter', o: 'other', '.': 'end' };
  // Signs have names: a voice may pass over them.
  const signs = { '-': 'hyphen', _: 'underscore', '.': 'dot', '/': 'slash', '@': 'at' };
  const expectation = ([kind, ...rest]) => {
    const text = rest.join('');
    if (kind === '=') return texts[signs[text]] ?? put(texts.quoted, { x: text });
    if (kind === 'r') return put(texts.between, { x: rest[0], y: rest[1] });
    return texts[names[kind]];
  };
  // What nobody sees at the ends of a password.
  const edges = Object.entries({ ends: /[\s\xad\u200b-\u200f\u2060]$/, begins: /^[\s\xad\u200b-\u200f\u2060]/ });
  const small = (text) => text[0].toLowerCase() + text.slice(1);
  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  for (const section of document.querySelectorAll('.checker')) {
    const find = (selector) => section.querySelector(selector);
    const [input, identifier] = section.querySelectorAll('input');
    const [state, status, more, toggle] = ['.state', '[role=status]', '.more', 'button'].map(find);
    const isPassword = section.dataset.kind === 'password';
    const record = Number(section.dataset.record);
    const rules = isPassword ? [...section.querySelectorAll('.rules li:not(.also)')] : [];
    const first = (rule) => small(rule.firstChild.data.trim());
    // What no machine can check.
    const also = [...section.querySelectorAll('.also')].map(first).join(', ');
    let words;
    let waiting;

    // Shows a verdict with its details, texts or elements; all of it is read aloud when the typing pauses.
    // What is only said once the typing pauses comes last.
    function tell(text, name, details = [], late = []) {
      state.textContent = text;
      section.dataset.state = name;
      input.setAttribute('aria-invalid', name === 'broken');
      more.replaceChildren(...details.map((detail) => element('p', {}, detail)));
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        more.append(...late.map((detail) => element('p', {}, detail)));
        status.textContent = [text, ...[...details, ...late].map((it) => it.textContent ?? it)].join(' ');
      }, PAUSE);
    }

    // Letters whose accents stand apart are the same; in a password each counts.
    const text = () => isPassword ? input.value : input.value.normalize();
    const mark = (rule, letter) => {
      const name = states[letter];
      rule.dataset.state = name ?? '';
      rule.querySelector('b')?.remove();
      if (name) rule.append(element('b', {}, ` ${texts[name]}`));
    };

    function showPassword([outcomes, strength, word]) {
      rules.forEach((rule, index) => mark(rule, outcomes[index]));
      const those = (letter) =>
        rules.filter((_, index) => outcomes[index] === letter).map(first).join(', ');
      const [broken, unknown, doubtful] = ['b', 'u', 'd'].map(those);
      const text = broken ? texts.left : unknown ? texts.unsure : doubtful ? texts.barely : also ? texts.rest : texts.all;
      // An estimate of what is refused anyway would mislead.
      const details = broken ? [] : [put(texts.strength, { x: texts[`strength${strength}`] })];
      // Never on a screen that hides the password.
      if (word) details.unshift(input.type === 'text' ? put(texts.word, { x: put(texts.quoted, { x: word }) }) : texts.hidden);
      for (const [edge, pattern] of edges) if (pattern.test(input.value)) details.unshift(texts[edge]);
      tell(put(text, { x: broken || unknown || doubtful || also }), broken || unknown ? '' : 'kept', details);
    }

    // A button that puts `value` into the field.
    function offer(value) {
      const use = element('button', { type: 'button' }, put(texts.use, { x: value }));
      use.addEventListener('click', () => {
        input.value = value;
        input.focus();
        check();
      });
      return element('span', {}, use);
    }

    function course(note) {
      const [slug, ...name] = note.slice(1).split(' ');
      const x = name.join(' ');
      const link = element('a', { href: `${files.root}${slug}/` }, put(texts.guides, { x }));
      return element('span', {}, `${put(texts.course, { x })} `, link);
    }

    const around = (letters, at) =>
      element('code', { ariaHidden: true }, letters.slice(0, at - 1).join(''), element('mark', {}, letters[at - 1] ?? '\u00a0'), letters.slice(at).join(''));

    function verdictOf(verdict, at, expected) {
      const [first = ''] = expected;
      if (first[0] === 'm') return put(texts.day, { n: first.slice(1) });
      if (verdict === 'w' && expected.length === 1 && first === '.') return put(texts.extra, { n: at });
      return put({ v: texts.valid, u: texts.unfinished, w: texts.wrong }[verdict], { n: at, x: any(expected.map(expectation)) });
    }

    function showIdentifier([verdict, at, value, correction, note, ...expected]) {
      if (verdict === 'e') return reset();
      if (note === 's') return tell(texts.secret, 'broken');
      const wrong = verdict === 'w';
      const [kind, which] = note;
      const details = [];
      // Where the address begins, too, but so does what was asked for.
      const likeness = kind === 'l' ? [put(texts.looks, { x: texts[`looks_${which}`] })] : [];
      if (wrong) details.push(...likeness);
      if (wrong && expected[0]?.[0] !== 'm') details.push(around([...value], at));
      const typed = text();
      if (value !== typed) details.push(texts.stripped);
      const better = correction || (verdict === 'v' && value !== typed && value);
      if (better) {
        if (correction && /[^\0-~À-ſ]/.test([...value][at - 1])) details.push(texts.alike);
        details.push(offer(better));
      } else if (wrong && !likeness[0] && value.includes('://')) details.push(texts.link);
      const odd = { a: texts.academy, p: texts.pin }[kind];
      if (odd) details.push(odd);
      if (kind === 'c') details.push(course(note));
      // A date may be well written and still be nobody's birthday.
      const never = { f: texts.future, o: texts.long_ago }[kind];
      return tell(never ?? verdictOf(verdict, at, expected), never ? '' : { v: 'kept', w: 'broken' }[verdict] ?? '', details, wrong ? [] : likeness);
    }

    function reset() {
      rules.forEach((rule) => mark(rule));
      tell('', '');
    }

    async function check() {
      if (!input.value) return reset();
      try {
        const answer = await ask(record, words, () => [text(), identifier?.value ?? '']);
        if (!input.value) return reset();
        if (isPassword) showPassword(answer);
        else showIdentifier(answer);
      } catch {
        tell(files.later, '');
      }
    }

    toggle?.addEventListener('click', () => {
      const show = input.type === 'password';
      input.type = show ? 'text' : 'password';
      toggle.firstChild.data = show ? texts.hide : texts.show;
      // A word of the password is named only while it is shown.
      if (!show) status.textContent = '';
      check();
    });
    section.addEventListener('input', check);
    addEventListener('pagehide', () => {
      for (const field of [input, identifier]) if (field) field.value = '';
      reset();
    });

    // The reader is here: what a check needs is made ready, and what was typed meanwhile is checked.
    async function ready() {
      await engine();
      // Not over a verdict whose button may have the focus.
      if (!state.textContent) check();
      if (!('dictionary' in section.dataset)) return;
      words = await dictionary();
      check();
    }
    new IntersectionObserver(([{ isIntersecting }], observer) => {
      if (!isIntersecting) return;
      observer.disconnect();
      ready().catch(() => {});
    }).observe(section);
  }
}
