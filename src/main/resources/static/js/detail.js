// Draws the Markdown of a card's detail as an EHR does: marked reads it, DOMPurify lets through what a card needs. Raw HTML stays visible text.

import DOMPurify from '../webjars/dompurify/3.3.3/dist/purify.es.mjs';
import { Marked } from '../webjars/marked/17.0.1/lib/marked.esm.js';
import { h } from './dom.js';

/** A text with more is shown as it was written: no card is like that, and marked would take seconds for marks without partners. */
const MOST = { characters: 20_000, brackets: 200, emphases: 1_000 };
const ALLOWED = {
  ALLOWED_TAGS: ['p', 'a', 'strong', 'em', 's', 'code', 'pre', 'br', 'hr', 'ul', 'ol', 'li', 'blockquote', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ALLOWED_ATTR: ['href', 'start'],
  ALLOWED_URI_REGEXP: /^https?:\/\//i,
  ALLOW_ARIA_ATTR: false,
  ALLOW_DATA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
};
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text) => text.replace(/[&<>"]/g, (character) => ENTITIES[character]);

const marked = new Marked({
  gfm: true,
  renderer: {
    html({ text, block }) {
      const visible = escaped(text.trim()).replace(/&lt;br ?\/?&gt;/g, '<br>');
      return block ? `<p>${visible}</p>` : visible;
    },
    heading({ tokens }) {
      return `<p><strong>${this.parser.parseInline(tokens)}</strong></p>`;
    },
    image({ href, text }) {
      return `<a href="${escaped(href)}">${escaped(text)}</a>`;
    },
    del({ tokens }) {
      return `<s>${this.parser.parseInline(tokens)}</s>`;
    },
  },
});

const number = (text, pattern) => (text.match(pattern) ?? []).length;

const isReadable = (text) => text.length <= MOST.characters && number(text, /\[/g) <= MOST.brackets && number(text, /[*_]/g) <= MOST.emphases;

export function markdown(text) {
  const root = h('div', { class: 'markdown' });
  const written = String(text ?? '');
  try {
    root.append(!isReadable(written) ? h('p', {}, written) : DOMPurify.sanitize(marked.parse(written), ALLOWED));
  } catch {
    // Quotes inside one another by the thousand.
    root.append(h('p', {}, written));
  }
  for (const anchor of root.querySelectorAll('a')) {
    if (anchor.hasAttribute('href')) outside(anchor);
    else anchor.replaceWith(...anchor.childNodes);
  }
  root.querySelectorAll('pre').forEach((block) => { block.tabIndex = 0; });
  root.querySelectorAll('th').forEach((cell) => { cell.scope = 'col'; });
  for (const table of root.querySelectorAll('table')) {
    const box = h('div', { class: 'scroll', tabindex: '0' });
    table.replaceWith(box);
    box.append(table);
  }
  return root;
}

function outside(anchor) {
  anchor.rel = 'noopener noreferrer';
  anchor.target = '_blank';
  return anchor;
}

/** A link for http and https only; anything else (javascript:, data:) is shown as its words. */
export function link(target, content, properties = {}) {
  const url = URL.canParse(target) ? new URL(target) : null;
  if (!['https:', 'http:'].includes(url?.protocol)) return h('span', properties, content);
  return outside(h('a', { href: url.href, ...properties }, content));
}
