// Checkers: a password or an identifier is tried while it is typed, by WebAssembly in this page. What is
// typed goes into its memory and nowhere else: no request, no storage, no address; it is wiped after each
// check and when the page is left. A classic script, for modules do not run in a folder on a disk.
{
  const files = document.currentScript.dataset;
  const texts = JSON.parse(document.getElementById('_texts').textContent);
  const put = (text, values) => text.replace(/\{(\w)\}/g, (_, name) => values[name]);
  const any = new Intl.ListFormat(document.documentElement.lang, { type: 'disjunction' });
  const PAUSE = 1000;

  // The bytes of a file; of its twin, a script, where a page may not fetch.
  async function load(address) {
    try {
      const answer = await fetch(address);
      if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
    } catch {}
    const script = Object.assign(document.createElement('script'), { src: address.replace(/\w+$/, 'js') });
    await new Promise((resolve, reject) => {
      Object.assign(script, { onload: resolve, onerror: reject });
      document.head.append(script);
    });
    return Uint8Array.from(atob(script.bytes), (letter) => letter.charCodeAt());
  }

  const once = (make) => {
    let made;
    return () => (made ??= make());
  };
  // Memory after the module's own: where the lines of the dictionary end, the rules, the dictionary if it is
  // wanted; then, for each check, what was typed and the answer.
  const LINES = 676;
  const PAGE = 65536;
  const engine = once(async () => {
    const [module, rules] = await Promise.all([load(files.module), load(files.rules)]);
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
    const bytes = await load(files.dictionary).catch(() => []);
    const { place, prepare, ends } = await engine();
    const words = place(bytes);
    prepare(...words, ends);
    return words;
  });

  // Checks by the rules of a record, with the words of the dictionary or none.
  async function makeAsk(record, wanted) {
    const { memory, check, place, ends, lines, clear } = await engine();
    const words = wanted || [ends, 0];
    const encoder = new TextEncoder();
    return (...typed) => {
      const given = typed.map((text) => place(encoder.encode(text)));
      const answer = place(new Uint8Array(4096 + 4 * (given[0][1] + given[1][1])));
      const length = check(...lines, record, ...given.flat(), ...words, ends, ...answer);
      const bytes = new Uint8Array(memory.buffer, answer[0], length);
      const text = new TextDecoder().decode(bytes);
      clear(given[0][0]);
      return text.split('\n');
    };
  }

  const states = { k: 'kept', b: 'broken', d: 'doubtful', u: 'unknown' };
  const names = { d: 'digit', U: 'upper', l: 'lower', L: 'letter', o: 'other', '.': 'end' };
  const words = ([kind, ...rest]) => {
    if (kind === '=') return put(texts.quoted, { x: rest.join('') });
    if (kind === 'r') return put(texts.between, { x: rest[0], y: rest[1] });
    return texts[names[kind]];
  };
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
    const refuses = 'dictionary' in section.dataset;
    const rules = isPassword ? [...section.querySelectorAll('.rules li')] : [];
    const ask = once(async () => makeAsk(Number(section.dataset.record), refuses && (await dictionary())));
    let waiting;

    // Read aloud when the typing pauses.
    const tell = (text) => {
      state.textContent = text;
      clearTimeout(waiting);
      waiting = setTimeout(() => (status.textContent = text), PAUSE);
    };

    const mark = (rule, letter) => {
      const name = states[letter];
      rule.dataset.state = name ?? '';
      rule.querySelector('b')?.remove();
      if (name) rule.append(element('b', {}, ` ${texts[name]}`));
    };

    function showPassword([outcomes = '', strength, word]) {
      rules.forEach((rule, index) => mark(rule, outcomes[index]));
      const left = (letter) =>
        rules.filter((_, index) => outcomes[index] === letter).map((rule) => small(rule.firstChild.data)).join(', ');
      const [broken, unknown] = [left('b'), left('u')];
      tell(put(broken ? texts.left : unknown ? texts.unsure : texts.all, { x: broken || unknown }));
      section.dataset.state = broken || unknown ? '' : 'kept';
      const details = [put(texts.strength, { x: texts[`strength${strength}`] })];
      // Never on a screen that hides the password.
      if (word && input.type === 'text') details.unshift(put(texts.word, { x: put(texts.quoted, { x: word }) }));
      more.replaceChildren(...details.map((detail) => element('p', {}, detail)));
    }

    function showIdentifier([verdict, at, value, correction, note, ...expected]) {
      const wrong = verdict === 'w';
      const [, days] = expected[0]?.match(/^m(.*)/) ?? [];
      const text = days ? texts.day : { v: texts.valid, u: texts.unfinished, w: texts.wrong }[verdict];
      tell(put(text, { n: days ?? at, x: days ? '' : any.format(expected.map(words)) }));
      section.dataset.state = { v: 'kept', w: 'broken' }[verdict] ?? '';
      const details = [];
      const letters = [...value];
      if (wrong && !days) {
        const code = element('code', { ariaHidden: true }, letters.slice(0, at - 1).join(''));
        code.append(element('mark', {}, letters[at - 1] ?? '\u00a0'), letters.slice(at).join(''));
        details.push(code);
      }
      if (correction) {
        const use = element('button', { type: 'button' }, correction);
        use.addEventListener('click', () => {
          input.value = correction;
          input.focus();
          check();
        });
        details.push(element('span', {}, `${texts.correction} `, use));
      }
      if (value !== input.value) details.push(texts.stripped);
      if (note === 'a' || note === 'p') details.push(texts[note === 'a' ? 'academy' : 'pin']);
      if (note[0] === 'c') {
        const [slug, ...name] = note.slice(1).split(' ');
        const x = name.join(' ');
        const link = element('a', { href: `${files.root}${slug}/` }, put(texts.guides, { x }));
        details.push(element('span', {}, `${put(texts.course, { x })} `, link));
      }
      more.replaceChildren(...details.map((detail) => element('p', {}, detail)));
    }

    function reset() {
      rules.forEach((rule) => mark(rule));
      section.dataset.state = '';
      more.replaceChildren();
      tell('');
    }

    async function check() {
      if (!input.value) return reset();
      let answer;
      try {
        const asked = await ask();
        if (!input.value) return reset();
        answer = asked(input.value, identifier?.value ?? '');
      } catch {
        section.classList.add('failed');
        return tell(texts.failed);
      }
      return isPassword ? showPassword(answer) : showIdentifier(answer);
    }

    toggle?.addEventListener('click', () => {
      const show = input.type === 'password';
      input.type = show ? 'text' : 'password';
      toggle.firstChild.data = show ? texts.hide : texts.show;
      check();
    });
    section.addEventListener('focusin', () => ask().catch(() => {}));
    section.addEventListener('input', check);
    addEventListener('pagehide', () => {
      for (const field of [input, identifier]) if (field) field.value = '';
      reset();
    });
    // Scrolled to, it will be wanted: who only opens the page loads nothing.
    addEventListener('scroll', () => {
      new IntersectionObserver((seen, observer) => {
        if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        ask().catch(() => {});
      }).observe(section);
    }, { once: true, passive: true });
  }
}
