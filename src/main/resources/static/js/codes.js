// "Codes": which value sets hold a code or a word, and which findings and cards that touches.

import { h, plural, replace } from './dom.js';
import { bookLink } from './book.js';

const MOST_CODINGS = 20;
const WAIT_MILLIS = 250;
/** More links than these are folded. */
const FEW = 6;

/** `changed(text)` hears what is looked for. */
export function showCodes(node, changed) {
  const area = h('textarea', { rows: 2, spellcheck: 'false', autocomplete: 'off', testid: 'codes-text', id: 'codes-text' });
  const found = h('div', { testid: 'codes-found', class: 'codes-found', 'aria-live': 'polite' });
  let asked = 0;
  let waiting;

  const look = async () => {
    const mine = ++asked;
    const text = area.value.trim();
    changed(text);
    try {
      const queries = queriesIn(text);
      const answers = await Promise.all(queries.map(async (query) => {
        const response = await fetch(`card-book/codes?text=${encodeURIComponent(query)}`, { headers: { Accept: 'application/json' } });
        if (!response.ok) throw new Error(`HTTP ${response.status}`);
        return response.json();
      }));
      if (mine === asked) replace(found, queries.length === 0 ? h('p', {}, 'No coding was found in that JSON.') : answers.map((answer) => answerNode(answer, queries.length > 1)));
    } catch (error) {
      if (mine === asked) replace(found, h('p', { class: 'problem' }, `The search did not answer: ${error.message}`));
    }
  };
  area.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, WAIT_MILLIS);
  });
  area.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    clearTimeout(waiting);
    look();
  });
  replace(node, h('section', { class: 'panel', 'aria-labelledby': 'codes-title' },
    h('h2', { id: 'codes-title', tabindex: '-1' }, 'Codes and value sets'),
    h('p', {}, 'A card sees only what its value sets hold. Type words, a code, or ', h('code', {}, 'system|code'), '; or paste a coding or a whole resource from your EHR as JSON.'),
    h('label', { class: 'field' }, h('span', {}, 'Code, words or JSON'), area),
    found));
  let shown = false;
  return {
    /** Looks for a text; without one for what stands there, or for everything. */
    open(text) {
      if (text !== undefined && text !== area.value.trim()) area.value = text;
      else if (shown) return;
      shown = true;
      look();
    },
    get text() {
      return area.value.trim();
    },
  };
}

/** One query for a text; for JSON one for each coding in it. */
export function queriesIn(text) {
  if (!/^[[{]/.test(text)) return [text];
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    return [text];
  }
  const codings = new Set();
  const walk = (value) => {
    if (value === null || typeof value !== 'object') return;
    if (typeof value.code === 'string' && typeof value.system === 'string') codings.add(`${value.system}|${value.code}`);
    Object.values(value).forEach(walk);
  };
  walk(json);
  return [...codings].slice(0, MOST_CODINGS);
}

function answerNode(answer, oneOfMany) {
  const { text, isCode, codes } = answer;
  const told = new Set(codes.flatMap((place) => place.valueSets).map(({ id }) => id));
  const valueSets = answer.valueSets.filter(({ id }) => !told.has(id));
  return [
    codes.map((place) => placeNode(place)),
    isCode && !codes.length && noneNode(answer),
    !oneOfMany && (valueSets.length > 0 || !isCode) && [
      h('h3', { class: 'codes-head', testid: 'codes-count' }, text ? `${plural(valueSets.length, codes.length ? 'more value set' : 'value set')} with these words` : `All ${plural(valueSets.length, 'value set')}`),
      text && !valueSets.length && h('p', {}, 'Every word must occur in a row or in the title of its value set.'),
      text ? valueSets.map(setNode) : h('ul', { class: 'set-list' }, valueSets.map((set) => h('li', {}, bookLink(`value-set-${set.id}`, set.title), h('span', { class: 'muted' }, ` ${plural(set.size, 'row')}${set.unused ? ', kept for reference' : ''}`)))),
    ],
  ];
}

function placeNode({ system, code, label, valueSets, onlyWithNeckNamed }) {
  return h('section', { class: 'place', testid: 'code-place' },
    h('h3', { class: 'codes-head' }, h('code', {}, code), ` in ${system}: ${label}`),
    h('p', {}, `In ${plural(valueSets.length, 'value set')}.`),
    onlyWithNeckNamed.length > 0 && h('p', { class: 'muted' }, 'Counts only where the entry names the neck in words: ', onlyWithNeckNamed.join(', '), '.'),
    valueSets.map(setNode));
}

function noneNode({ text, knownSystem, valueSets }) {
  return h('div', { class: 'empty', testid: 'code-nowhere' },
    h('p', { class: 'empty-title' }, knownSystem ? `${text} is in no value set.` : `The code system of ${text} is not known here.`),
    h('p', {}, valueSets.length ? 'As a code no finding sees it. As words it occurs below.' : 'No finding and no card sees an entry that has this code alone. A site adds its own codes in an overlay.'));
}

function setNode({ id, title, unused, size, rows, findings, cards }) {
  const list = (word, parts) => {
    const links = parts.map((part, index) => [index > 0 && ', ', part]);
    return parts.length > FEW
      ? h('details', {}, h('summary', {}, plural(parts.length, word)), h('p', {}, links))
      : parts.length > 0 && h('p', {}, `${plural(parts.length, word)}: `, links);
  };
  return h('article', { class: 'set', testid: 'value-set', 'data-set': id },
    h('h4', {}, bookLink(`value-set-${id}`, title), ' ', h('code', { class: 'muted' }, id), unused && ' (kept for reference)'),
    rows.length > 0 && h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': `Rows of ${title}` }, h('table', {},
      h('thead', {}, h('tr', {}, ['System', 'Code', 'Our words'].map((head) => h('th', { scope: 'col' }, head)))),
      h('tbody', {}, rows.map((row) => h('tr', {}, h('td', {}, row.system), h('td', {}, h('code', {}, row.code)), h('td', {}, row.label)))))),
    rows.length < size && h('p', { class: 'muted' }, `${rows.length} of ${plural(size, 'row')}; the card book has all.`),
    list('finding', findings.map((name) => bookLink(`finding-${name}`, name))),
    list('card', cards.map((card) => bookLink(`card-${card.id}`, card.title))),
    !findings.length && !cards.length && h('p', { class: 'muted' }, 'Read by no finding.'));
}
