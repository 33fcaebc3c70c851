// What the checker should say, written anew from the rules: for the parity tests.

// U+0295 became a letter without case after the tables of PHP that Moodle counts with.
const count = (text, pattern) => text.match(pattern)?.length ?? 0;
export const classes = (text) => {
  const upper = count(text, /\p{Lu}/gu);
  const lower = count(text, /(?!\u0295)\p{Ll}|\u0295/gu);
  const digit = count(text, /\p{Nd}/gu);
  return { upper, lower, digit, symbol: [...text].length - upper - lower - digit };
};

const others = { æ: 'ae', œ: 'oe', ß: 'ss', þ: 'th', ĳ: 'ij', ð: 'd', ø: 'o', đ: 'd', ħ: 'h', ı: 'i', ĸ: 'k', ŀ: 'l', ł: 'l', ŉ: 'n', ŋ: 'n', ŧ: 't', ſ: 's' };
const fold = (text) =>
  [...text.replace(/[\u0300-\u036f]/g, '')]
    .map((letter) => {
      if (letter < '\u0080') return letter.toLowerCase();
      if (letter < '\u00c0' || letter > '\u017f') return letter;
      const small = letter.toLowerCase().normalize('NFD')[0];
      return others[small] ?? small;
    })
    .join('');

export function dictionaryWords(text) {
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const pairs = letters.flatMap((first) => letters.map((second) => first + second));
  const words = new Set();
  text.split('\n').slice(0, -1).forEach((line, index) => {
    let rest = '';
    for (const [, capital, suffix] of line.matchAll(/([A-Z])([a-z]*)/g)) {
      rest = rest.slice(0, capital.charCodeAt() - 65) + suffix;
      words.add(pairs[index] + rest);
    }
  });
  return words;
}

// The first of the longest words.
function longestWord(text, words) {
  const folded = fold(text);
  let longest = '';
  for (let start = 0; start < folded.length; start += 1) {
    for (let end = start + 4; end <= Math.min(folded.length, start + 24); end += 1) {
      const part = folded.slice(start, end);
      if (part.length > longest.length && words.has(part)) longest = part;
    }
  }
  return longest;
}

const exists = (day, month, year) => {
  const date = new Date(Date.UTC(year, month - 1, day));
  return +year >= 1900 && +year < 2100 && date.getUTCMonth() === month - 1 && date.getUTCDate() === +day;
};

function birthDate(text) {
  const all = (pattern) => [...text.matchAll(pattern)].map((match) => match.slice(1));
  const full = all(/(?=(\d{2})[/\-._ ]?(\d{2})[/\-._ ]?(\d{4}))/g).some((date) => exists(...date));
  const backwards = all(/(?=(\d{4})[/\-._ ]?(\d{2})[/\-._ ]?(\d{2}))/g).some(([year, month, day]) => exists(day, month, year));
  if (full || backwards) return 'b';
  return all(/(?<!\d)(\d{2})(\d{2})\d{2}(?!\d)/g).some(([day, month]) => exists(day, month, 2000)) ? 'd' : 'k';
}

function ownIdentifier(text, identifier) {
  const name = fold(identifier).replaceAll(' ', '').split('@')[0];
  if ([...name].length < 3) return 'u';
  return fold(text).includes(name) ? 'b' : 'k';
}

function longestRun(text) {
  const bytes = new TextEncoder().encode(text);
  let longest = 0;
  let run = 0;
  bytes.forEach((byte, index) => {
    run = byte === bytes[index - 1] ? run + 1 : 1;
    longest = Math.max(longest, run);
  });
  return longest;
}

const kept = (holds) => (holds ? 'k' : 'b');

const moodle = (text) => {
  const { upper, lower, digit, symbol } = classes(text);
  return [[...text].length >= 8, upper, lower, digit, symbol].map(kept).join('');
};
const bytes = (text) => new TextEncoder().encode(text).length;

export const passwords = {
  moodle: (text) => moodle(text) + kept(bytes(text) <= 128),
  lille: (text, own, words) => {
    const word = longestWord(text, words);
    return moodle(text).slice(0, 4) + ownIdentifier(text, own) + (word.length > 4 ? 'b' : word ? 'd' : 'k');
  },
  strict: (text, own, words) => {
    const word = longestWord(text, words);
    const symbols = [...text].every((letter) => classes(letter).symbol === 0 || ' -*#é'.includes(letter));
    return [
      moodle(text),
      kept([...text].length <= 20),
      kept(bytes(text) <= 24),
      kept(longestRun(text) <= 2),
      kept(symbols),
      ownIdentifier(text, own),
      word.length > 4 ? 'b' : word ? 'd' : 'k',
      kept(!/\d{2}[a-z]\d{7}[a-z]{3}/i.test(text)),
      birthDate(text),
    ].join('');
  },
};

export function passwordAnswer(name, text, own, words) {
  const { upper, lower, digit, symbol } = classes(text);
  const { length } = [...text];
  const runs = text.split(/(?!\u0295)[^\p{Lu}\p{Ll}]/u).filter((word) => [...word].length > 1);
  const phrase = runs.filter((word, index) => word !== runs[index - 1]).length >= 7;
  const kinds = [upper, lower, digit, symbol].filter(Boolean).length;
  const alone = (length >= 12 && kinds === 4) || (length >= 14 && kinds === 3) || phrase;
  const strength = alone ? 2 : length >= 8 && kinds >= 3 ? 1 : 0;
  return [passwords[name](text, own, words), String(strength), longestWord(text, words)].join('\n');
}

// What may begin an identifier, and what may be one.
const slots = (template) => (text) =>
  text.length <= template.length && [...text].every((letter, index) => new RegExp(`^${template[index]}$`).test(letter));
const some = (regex) => (text) => regex.test(text);
const word = '[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*';
const begins = (whole, text) => whole.startsWith(text) || text.startsWith(whole);
const pages = ['course/view.php?id=', 'enrol/index.php?id='];
const prefixes = ['https://a.exemple.fr/lille/', 'https://lille.exemple.fr/', 'https://a.exemple.fr/lyon/'];
const academies = new Set('1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 27 28 31 32 33 43 70'.split(' ').map(Number));
const digit = '[0-9]';
const capital = '[A-Z]';

function courseBegins(text) {
  const prefix = prefixes.find((it) => text.startsWith(it));
  if (!prefix) return prefixes.slice(0, 2).some((it) => it.startsWith(text));
  const rest = text.slice(prefix.length);
  return pages.some((page) => (rest.length <= page.length ? begins(page, rest) : rest.startsWith(page) && /^[0-9]+(?:[&#][!-~]*)?$/.test(rest.slice(page.length))));
}

function mailBegins(text) {
  const [local, domain, ...more] = text.split('@');
  if (more.length) return false;
  if (domain === undefined) return local === '' || new RegExp(`^${word}(?:\\.${word})*[-_.]?$`).test(local);
  return new RegExp(`^${word}(?:\\.${word})+$`).test(local) && 'ac-lille.fr'.startsWith(domain);
}

function dateBegins(text) {
  return /^(?:[0-3]?|(?:0[1-9]|[12]\d|3[01])(?:\/(?:[01]?|(?:0[1-9]|1[0-2])(?:\/(?:[12]?|(?:19|20)\d{0,2}))?))?)$/.test(text);
}

const formats = {
  numen: { begins: slots([digit, digit, capital, ...Array(7).fill(digit), capital, capital, capital]), whole: (text) => text.length === 13 },
  uai: { begins: slots([...Array(7).fill(digit), '[A-HJ-NPR-Z]']), whole: (text) => text.length === 8 },
  login: { begins: some(/^(?:[a-z]?|[a-z]{2,}(?:-[a-z]+)*(?:-|[0-9]{1,2})?)$/), whole: some(/^[a-z]{2,}(?:-[a-z]+)*[0-9]{0,2}$/) },
  mail: { begins: mailBegins, whole: (text) => text.endsWith('@ac-lille.fr') },
  date: { begins: dateBegins, whole: (text) => text.length === 10 },
  otp: { begins: some(/^[0-9]{0,20}$/), whole: (text) => text.length >= 7 },
  course: { begins: courseBegins, whole: some(/\?id=[0-9]+(?:[&#].*)?$/) },
  pattern: { begins: some(/^(?:[A-F]?|[A-F]{2}é?[0-9]*)$/), whole: some(/[0-9]$/) },
};

// What is asked for elsewhere: told where the text is wrong and nothing better is known, and of what may become
// a mail address. The vectors have few look-alikes in such texts: those of ASCII in full width.
function likeness(name, text, wrong) {
  const plain = text.replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt() - 0xfee0)).toLowerCase();
  const letters = [...plain];
  const at = letters.indexOf('@');
  const control = 'abcdefghjklmnprstuvwxyz'[Number(plain.slice(0, 7)) % 23];
  let found = '';
  if (at > 0 && at + 1 < letters.length && wrong <= at + 1) found = 'mail';
  else if (plain.includes('://')) found = 'course';
  else if (/^\d\d[a-z]\d{7}[a-z]{3}$/.test(plain)) found = 'numen';
  else if (/^\d{7}[a-z]$/.test(plain)) found = plain[7] === control ? 'uai' : '';
  else if (/^\d\d\/\d\d\/\d{4}$/.test(plain)) found = exists(...plain.split('/')) ? 'date' : '';
  else if (/^[a-z-]{4,}\d{0,2}$/.test(plain)) found = 'login';
  if (found === name || (found === 'login' && name === 'pattern')) return '';
  return found && `l${{ mail: 'm', course: 'w', numen: 'n', uai: 'u', date: 'd', login: 'l' }[found]}`;
}

const TODAY = '2026-10-01';
const unlikely = (day, month, year) => {
  const date = `${year}-${month}-${day}`;
  return date > TODAY ? 'f' : date < '1906-10-01' ? 'o' : '';
};

// Verdict, place, the cleaned text, and the note; `correction` is what the checker offers.
export function identifierAnswer(name, typed, correction) {
  const text = typed.replace(/[\s\u0085\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\u{e0000}-\u{e0fff}]/gu, '');
  const letters = [...text];
  const { begins: right, whole } = formats[name];
  const answer = (verdict, at, note = '') => {
    const elsewhere = (verdict === 'w' && !correction) || (verdict === 'u' && name === 'mail');
    return [verdict, String(at), text, elsewhere ? likeness(name, text, verdict === 'w' ? at : Infinity) : note];
  };
  if (!text) return answer('e', 1);
  const wrong = letters.findIndex((_, index) => !right(letters.slice(0, index + 1).join('')));
  // The beginning of another academy's address is only known once it is complete.
  const other = name === 'course' && prefixes[2];
  const skips = other && text.startsWith(other);
  if (wrong >= 0 && !(skips && wrong < other.length)) return answer('w', wrong + 1);
  if (skips) {
    const later = letters.findIndex((_, index) => index >= other.length && !right(letters.slice(0, index + 1).join('')));
    if (later >= 0) return answer('w', later + 1);
  }
  if (!whole(text)) return answer('u', letters.length + 1);
  if (name === 'numen') return answer('v', 1, academies.has(Number(text.slice(0, 2))) ? '' : 'a');
  if (name === 'uai' && text[7] !== 'ABCDEFGHJKLMNPRSTUVWXYZ'[Number(text.slice(0, 7)) % 23]) return answer('w', 8);
  if (name === 'date' && !exists(...text.split('/'))) return answer('w', 1);
  if (name === 'date') return answer('v', 1, unlikely(...text.split('/')));
  if (name === 'otp') return answer('v', 1, text.length < 10 || text.length > 14 ? 'p' : '');
  if (name === 'course') return answer('v', 1, skips ? 'clyon académie de Lyon' : 'clille académie de Lille');
  return answer('v', 1);
}
