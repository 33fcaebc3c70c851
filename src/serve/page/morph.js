// Brings the page that is open to what the server gives now, in place: what is the same stays, with its
// scroll, focus and choices, and with all that the page's own scripts made of it. Compared are the page as
// it was made before and as it is made now; what scripts changed in between is in neither.

// What the page's scripts tend from the start: where it comes or goes, the page is loaded again.
const TENDED = '.choice, .option, .checker, .contents, .filter, template, script';

class Reload extends Error {}

// The page as it was made, with the nodes that it became.
export function follower(snapshot) {
  const lives = new WeakMap();
  pair(snapshot.documentElement, document.documentElement, lives);
  let before = snapshot;
  // Whether anything has changed.
  return (html) => {
    const after = new DOMParser().parseFromString(html, 'text/html');
    if (after.documentElement.isEqualNode(before.documentElement)) return false;
    const steps = [];
    try {
      head(before.head, after.head, steps);
      morph(before.body, after.body, lives, steps);
      for (const step of steps) step();
    } catch (error) {
      // Whatever was wrong: a page that is loaded again is right.
      if (!(error instanceof Reload)) console.warn('pasapas:', error);
      location.reload();
      return false;
    }
    before = after;
    return true;
  };
}

// Remembers for each node of one tree its twin in the other.
function pair(made, live, lives) {
  lives.set(made, live);
  made.childNodes.forEach((child, index) => {
    if (live.childNodes[index]) pair(child, live.childNodes[index], lives);
  });
}

function inherit(before, after, lives) {
  lives.set(after, lives.get(before));
  after.childNodes.forEach((child, index) => inherit(before.childNodes[index], child, lives));
}

function morph(before, after, lives, steps) {
  const live = lives.get(before);
  if (!live) throw new Reload();
  lives.set(after, live);
  if (after.nodeType !== Node.ELEMENT_NODE) {
    if (before.data !== after.data) steps.push(() => (live.data = after.data));
    return;
  }
  if (after.matches('template, script') && !before.isEqualNode(after)) throw new Reload();
  attributes(before, after, live, steps);
  // The next sibling is put in place first: it may be what this one stands before.
  const children = align([...before.childNodes], [...after.childNodes]);
  let next = null;
  for (const [old, now] of children.reverse()) {
    if (!now) {
      tended(old);
      steps.push(() => lives.get(old)?.remove());
      continue;
    }
    if (!old) {
      tended(now);
      const made = document.importNode(now, true);
      pair(now, made, lives);
      const following = next;
      steps.push(() => live.insertBefore(made, following && placeOf(following, lives, live)));
    } else if (old.isEqualNode(now)) inherit(old, now, lives);
    else morph(old, now, lives, steps);
    next = now;
  }
}

function placeOf(node, lives, parent) {
  const place = lives.get(node);
  return place?.parentNode === parent ? place : null;
}

function tended(node) {
  if (node.nodeType === Node.ELEMENT_NODE && (node.matches(TENDED) || node.querySelector(TENDED))) throw new Reload();
}

function attributes(before, after, live, steps) {
  for (const name of new Set([...before.getAttributeNames(), ...after.getAttributeNames()])) {
    const value = after.getAttribute(name);
    if (before.getAttribute(name) === value) continue;
    steps.push(() => (value === null ? live.removeAttribute(name) : live.setAttribute(name, value)));
  }
}

// Pairs the children of both: [old, now], or one of them with nothing.
function align(old, now) {
  const pairs = [];
  const tail = [];
  while (old.length && now.length && old[0].isEqualNode(now[0])) pairs.push([old.shift(), now.shift()]);
  while (old.length && now.length && old.at(-1).isEqualNode(now.at(-1))) tail.unshift([old.pop(), now.pop()]);
  let from = 0;
  let upTo = 0;
  for (const [oldAt, nowAt] of common(old, now)) {
    pairs.push(...between(old.slice(from, oldAt), now.slice(upTo, nowAt)), [old[oldAt], now[nowAt]]);
    [from, upTo] = [oldAt + 1, nowAt + 1];
  }
  return [...pairs, ...between(old.slice(from), now.slice(upTo)), ...tail];
}

// The longest list of what stands in both, in the same order.
function common(old, now) {
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  const same = old.map((one) => now.map((other) => isSame(one, other)));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      lengths[i][j] = same[i][j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  const found = [];
  for (let i = 0, j = 0; i < old.length && j < now.length; ) {
    if (same[i][j]) found.push([i++, j++]);
    else if (lengths[i + 1][j] >= lengths[i][j + 1]) i += 1;
    else j += 1;
  }
  return found;
}

const isSame = (one, other) => (one.id && one.id === other.id && one.nodeName === other.nodeName) || one.isEqualNode(other);

// What has no twin: changed where it is of one kind, else new or gone.
function between(old, now) {
  const pairs = [];
  for (const node of now) {
    const at = old.findIndex((it) => it.nodeName === node.nodeName && (it.id ?? '') === (node.id ?? ''));
    if (at < 0) {
      pairs.push([null, node]);
      continue;
    }
    pairs.push(...old.splice(0, at + 1).map((it, index) => [it, index === at ? node : null]));
  }
  return [...pairs, ...old.map((it) => [it, null])];
}

// The head: title and style sheets are changed in place, other scripts need a new start.
function head(before, after, steps) {
  const scripts = (of) => [...of.querySelectorAll('script[src]')];
  const sheets = (of) => [...of.querySelectorAll('link[rel=stylesheet]')];
  const policy = (of) => of.querySelector('meta[http-equiv]')?.content;
  const sources = (of) => scripts(of).map((it) => it.getAttribute('src')).join();
  if (sources(before) !== sources(after) || policy(before) !== policy(after)) throw new Reload();
  if (sheets(before).length !== sheets(after).length) throw new Reload();
  const renamed = new Map();
  const rename = (old, now) => old !== now && renamed.set(old, now);
  sheets(before).forEach((it, index) => rename(it.getAttribute('href'), sheets(after)[index].getAttribute('href')));
  scripts(before).forEach((script, index) => {
    const now = scripts(after)[index];
    for (const [key, value] of Object.entries(script.dataset)) rename(value, now.dataset[key]);
    const live = [...document.scripts].find((it) => it.getAttribute('src') === script.getAttribute('src'));
    steps.push(() => Object.assign(live.dataset, now.dataset));
  });
  for (const script of document.scripts) {
    if (renamed.has(script.getAttribute('src'))) throw new Reload();
  }
  steps.push(() => {
    if (document.title !== after.querySelector('title')?.text) document.title = after.querySelector('title')?.text ?? '';
    for (const sheet of sheets(document.head)) swap(sheet, renamed.get(sheet.getAttribute('href')));
  });
}

// The old sheet goes when the new one is there: the page is never without.
function swap(sheet, address) {
  if (!address) return;
  const fresh = sheet.cloneNode();
  fresh.href = address;
  fresh.addEventListener('load', () => sheet.remove());
  fresh.addEventListener('error', () => fresh.remove());
  sheet.after(fresh);
}
