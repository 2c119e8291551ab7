// Draws the Markdown of a card's detail (the part of GFM that cards use) as DOM nodes; raw HTML stays visible text.

import { h, add } from './dom.js';

const LIST = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const FENCE = /^\s*(```+|~~~+)/;
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

const DEEPEST = 6;
const LONGEST_TARGET = 2000;
const PUNCTUATION = /[!-/:-@[-`{-~]/;
const AUTO = /<(https?:\/\/[^>\s]+)>/y;
const BARE = /https?:\/\/[^\s<>]*[^\s<>.,;:!?)'"*_]/y;
const BREAK = /<br\s?\/?>/y;
const ENTITY = /&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|[a-z]{2,6});/y;
const TARGET = /\(\s?<?((?:[^()\s<>]|\([^()\s<>]*\))+)>?(?:\s+"[^"]*")?\s?\)/y;
const EMPHASES = { '**': 'strong', __: 'strong', '~~': 's', '*': 'em', _: 'em' };

export function markdown(text) {
  const root = h('div', { class: 'markdown' });
  add(root, blocks(String(text ?? '').replace(/\r\n?/g, '\n').split('\n')));
  return root;
}

/** Quotes and lists inside one another beyond a depth are shown as they were written. */
function blocks(lines, depth = 0) {
  if (depth > DEEPEST) return [h('p', {}, lines.join('\n'))];
  const nodes = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at];
    const fence = FENCE.exec(line);
    if (!line.trim()) {
      at++;
    } else if (fence) {
      const end = lines.findIndex((each, index) => index > at && each.trim().startsWith(fence[1]));
      const last = end < 0 ? lines.length : end;
      nodes.push(h('pre', { tabindex: '0' }, h('code', {}, lines.slice(at + 1, last).join('\n'))));
      at = last + 1;
    } else if (/^#{1,6}\s/.test(line)) {
      nodes.push(h('p', { class: 'heading' }, h('strong', {}, inline(line.replace(/^#+\s+|\s+#+\s*$/g, '')))));
      at++;
    } else if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) {
      nodes.push(h('hr'));
      at++;
    } else if (LIST.test(line)) {
      const end = endOfList(lines, at);
      nodes.push(list(lines.slice(at, end), depth));
      at = end;
    } else if (line.startsWith('>')) {
      const end = endOf(lines, at, (each) => each.startsWith('>'));
      nodes.push(h('blockquote', {}, blocks(lines.slice(at, end).map((each) => each.replace(/^> ?/, '')), depth + 1)));
      at = end;
    } else if (line.includes('|') && /^[\s|:-]*-[\s|:-]*$/.test(lines[at + 1] ?? '') && lines[at + 1].includes('|')) {
      const end = endOf(lines, at, (each) => each.includes('|'));
      nodes.push(table(lines.slice(at, end)));
      at = end;
    } else {
      const end = endOf(lines, at, (each) => each.trim() && !LIST.test(each) && !FENCE.test(each) && !/^#{1,6}\s/.test(each));
      nodes.push(h('p', {}, inline(lines.slice(at, end).map((each) => each.trimStart()).join('\n'))));
      at = end;
    }
  }
  return nodes;
}

function endOf(lines, start, belongs) {
  let end = start + 1;
  while (end < lines.length && belongs(lines[end])) end++;
  return end;
}

function endOfList(lines, start) {
  const ordered = isOrdered(lines[start]);
  return endOf(lines, start, (each) => {
    if (!each.trim()) return false;
    const mark = LIST.exec(each);
    return !mark || mark[1].length > 0 || isOrdered(each) === ordered;
  });
}

const isOrdered = (line) => /^\s*\d/.test(line);

function list(lines, depth) {
  const indent = LIST.exec(lines[0])[1].length;
  const items = [];
  for (const line of lines) {
    const mark = LIST.exec(line);
    if (mark && mark[1].length <= indent + 1) items.push([mark[3]]);
    else items[items.length - 1].push(line.replace(new RegExp(`^\\s{0,${indent + 4}}`), ''));
  }
  const start = isOrdered(lines[0]) ? parseInt(lines[0].trim(), 10) : 1;
  return h(isOrdered(lines[0]) ? 'ol' : 'ul', { start: start !== 1 ? start : undefined }, items.map((item) => {
    const inner = blocks(item, depth + 1);
    return h('li', {}, inner.map((node) => (node.tagName === 'P' ? [...node.childNodes] : node)));
  }));
}

function table(lines) {
  const cells = (line) => line.trim().replace(/^\||\|$/g, '').split(/(?<!\\)\|/).map((cell) => inline(cell.trim()));
  return h('div', { class: 'scroll', tabindex: '0' }, h('table', {},
    h('thead', {}, h('tr', {}, cells(lines[0]).map((cell) => h('th', { scope: 'col' }, cell)))),
    h('tbody', {}, lines.slice(2).map((line) => h('tr', {}, cells(line).map((cell) => h('td', {}, cell)))))));
}

/** One walk over the text; a mark without its partner stays as it is, and is not looked for again. */
function inline(text, depth = 0) {
  const nodes = [];
  const lonely = new Set();
  let plain = '';
  let at = 0;
  const flush = () => {
    if (plain) nodes.push(plain);
    plain = '';
  };
  while (at < text.length) {
    const found = depth < DEEPEST ? spanAt(text, at, lonely, depth) : null;
    if (found) {
      if (found.node.tagName === 'BR') plain = plain.trimEnd();
      flush();
      nodes.push(found.node);
      at = found.end;
    } else if (text[at] === '\\' && PUNCTUATION.test(text[at + 1] ?? '')) {
      plain += text[at + 1];
      at += 2;
    } else {
      const said = text[at] === '&' ? sticky(ENTITY, text, at) : null;
      const character = said && entity(said[1]);
      plain += character ?? text[at];
      at += character ? said[0].length : 1;
    }
  }
  flush();
  return nodes;
}

/** The element that starts at this place, with the place after it; null where plain text goes on. */
function spanAt(text, at, lonely, depth) {
  switch (text[at]) {
    case '\n':
      return text.slice(at - 2, at) === '  ' ? { node: h('br'), end: at + 1 } : null;
    case '\\':
      return text[at + 1] === '\n' ? { node: h('br'), end: at + 2 } : null;
    case '`':
      return codeAt(text, at, lonely);
    case '*':
    case '_':
    case '~':
      return emphasisAt(text, at, lonely, depth);
    case '!':
    case '[':
      return linkAt(text, at, lonely, depth);
    case '<': {
      const address = sticky(AUTO, text, at);
      if (address) return { node: link(address[1], [address[1]]), end: at + address[0].length };
      const brk = sticky(BREAK, text, at);
      return brk && { node: h('br'), end: at + brk[0].length };
    }
    case 'h': {
      const address = /\w/.test(text[at - 1] ?? '') ? null : sticky(BARE, text, at);
      return address && { node: link(address[0], [address[0]]), end: at + address[0].length };
    }
    default:
      return null;
  }
}

function codeAt(text, at, lonely) {
  const ticks = run(text, at);
  if (text[at - 1] === '`' || lonely.has(ticks)) return null;
  for (let close = text.indexOf(ticks, at + ticks.length); close > 0; close = text.indexOf(ticks, close)) {
    const closing = run(text, close);
    if (closing.length === ticks.length) return { node: h('code', {}, text.slice(at + ticks.length, close)), end: close + ticks.length };
    close += closing.length;
  }
  lonely.add(ticks);
  return null;
}

function emphasisAt(text, at, lonely, depth) {
  const doubled = text[at] + text[at];
  for (const mark of text.startsWith(doubled, at) ? [doubled, text[at]] : [text[at]]) {
    if (!EMPHASES[mark] || lonely.has(mark)) continue;
    if (text[at] === '_' && /\w/.test(text[at - 1] ?? '')) continue;
    if (/\s/.test(text[at + mark.length] ?? ' ')) continue;
    const close = closing(text, at + mark.length, mark);
    if (close > 0) return { node: h(EMPHASES[mark], {}, inline(text.slice(at + mark.length, close), depth + 1)), end: close + mark.length };
    lonely.add(mark);
  }
  return null;
}

function closing(text, from, mark) {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === mark[0]) {
      const same = run(text, at);
      const fits = mark.length === 2 ? same.length >= 2 : same.length !== 2;
      const last = at + same.length;
      if (fits && at > from && !/\s/.test(text[at - 1]) && !(mark[0] === '_' && /\w/.test(text[last] ?? ''))) return last - mark.length;
      at = last - 1;
    }
  }
  return -1;
}

function linkAt(text, at, lonely, depth) {
  const open = text[at] === '!' ? at + 1 : at;
  if (text[open] !== '[' || lonely.has(']')) return null;
  let close = open + 1;
  while (close < text.length && text[close] !== ']') close += text[close] === '\\' ? 2 : 1;
  if (close >= text.length) {
    lonely.add(']');
    return null;
  }
  const target = sticky(TARGET, text.slice(close + 1, close + 1 + LONGEST_TARGET), 0);
  return target && { node: link(target[1].replace(/\\([!-/:-@[-`{-~])/g, '$1'), inline(text.slice(open + 1, close), depth + 1)), end: close + 1 + target[0].length };
}

function run(text, at) {
  let end = at + 1;
  while (text[end] === text[at]) end++;
  return text.slice(at, end);
}

function sticky(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function entity(name) {
  if (!name.startsWith('#')) return ENTITIES[name];
  const point = name[1] === 'x' ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}

/** A link for http and https only; anything else (javascript:, data:) is shown as its words. */
export function link(target, content, properties = {}) {
  let url;
  try {
    url = new URL(target);
  } catch {
    return h('span', properties, content);
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return h('span', properties, content);
  return h('a', { href: url.href, rel: 'noopener noreferrer', target: '_blank', ...properties }, content);
}
