// Draws the Markdown of a card's detail (the part of GFM that cards use) as DOM nodes; raw HTML stays visible text.

import { h, add } from './dom.js';

const LIST = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const FENCE = /^\s*(```+|~~~+)/;
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

const INLINE = new RegExp([
  /\\(?<escaped>[!-/:-@[-`{-~])/,
  /(?<ticks>`+)(?<code>[^`](?:.*?[^`])?)\k<ticks>(?!`)/,
  /(?<strongMark>\*\*|(?<!\w)__)(?<strong>(?=\S)(?:\\.|[^\\])+?)(?<=\S)\k<strongMark>/,
  /~~(?<struck>(?=\S).+?)~~/,
  /\*(?<em>(?=[^\s*])(?:\\.|\*\*.+?\*\*|[^\\*])+?)(?<=\S)\*/,
  /(?<!\w)_(?<under>(?=[^\s_])(?:\\.|[^\\_])+?)(?<=\S)_(?!\w)/,
  /!?\[(?<label>(?:\\.|[^\]\\])*)\]\(\s*<?(?<target>(?:[^()\s<>]|\([^()\s]*\))+)>?(?:\s+"[^"]*")?\s*\)/,
  /<(?<auto>https?:\/\/[^>\s]+)>/,
  /(?<bare>https?:\/\/[^\s<>]*[^\s<>.,;:!?)'"*_])/,
  /(?<brk> {2,}\n|\\\n|<br\s*\/?>)/,
  /&(?<entity>#x[0-9a-fA-F]{1,6}|#\d{1,7}|[a-z]{2,6});/,
].map((part) => part.source).join('|'), 'gs');

export function markdown(text) {
  const root = h('div', { class: 'markdown' });
  add(root, blocks(String(text ?? '').replace(/\r\n?/g, '\n').split('\n')));
  return root;
}

function blocks(lines) {
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
      nodes.push(list(lines.slice(at, end)));
      at = end;
    } else if (line.startsWith('>')) {
      const end = endOf(lines, at, (each) => each.startsWith('>'));
      nodes.push(h('blockquote', {}, blocks(lines.slice(at, end).map((each) => each.replace(/^> ?/, '')))));
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

function list(lines) {
  const indent = LIST.exec(lines[0])[1].length;
  const items = [];
  for (const line of lines) {
    const mark = LIST.exec(line);
    if (mark && mark[1].length <= indent + 1) items.push([mark[3]]);
    else items[items.length - 1].push(line.replace(new RegExp(`^\\s{0,${indent + 4}}`), ''));
  }
  const start = isOrdered(lines[0]) ? parseInt(lines[0].trim(), 10) : 1;
  return h(isOrdered(lines[0]) ? 'ol' : 'ul', { start: start !== 1 ? start : undefined }, items.map((item) => {
    const inner = blocks(item);
    return h('li', {}, inner.map((node) => (node.tagName === 'P' ? [...node.childNodes] : node)));
  }));
}

function table(lines) {
  const cells = (line) => line.trim().replace(/^\||\|$/g, '').split(/(?<!\\)\|/).map((cell) => inline(cell.trim()));
  return h('div', { class: 'scroll', tabindex: '0' }, h('table', {},
    h('thead', {}, h('tr', {}, cells(lines[0]).map((cell) => h('th', { scope: 'col' }, cell)))),
    h('tbody', {}, lines.slice(2).map((line) => h('tr', {}, cells(line).map((cell) => h('td', {}, cell)))))));
}

function inline(text) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > from) nodes.push(text.slice(from, match.index));
    nodes.push(drawn(match));
    from = match.index + match[0].length;
  }
  if (from < text.length) nodes.push(text.slice(from));
  return nodes;
}

function drawn({ 0: whole, groups }) {
  if (groups.escaped) return groups.escaped;
  if (groups.code) return h('code', {}, groups.code);
  if (groups.strong) return h('strong', {}, inline(groups.strong));
  if (groups.struck) return h('s', {}, inline(groups.struck));
  if (groups.em || groups.under) return h('em', {}, inline(groups.em ?? groups.under));
  if (groups.target) return link(groups.target.replace(/\\(.)/g, '$1'), inline(groups.label));
  if (groups.auto || groups.bare) return link(groups.auto ?? groups.bare, [groups.auto ?? groups.bare]);
  if (groups.brk) return h('br');
  return entity(groups.entity) ?? whole;
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
