// The fixed words of the page in the reader's language. The English words are the keys; what has no translation stays English.

const KEY = 'cervical-cds-language';
const LANGUAGES = ['en', 'de', 'es', 'fr'];
const ATTRIBUTES = ['aria-label', 'label', 'placeholder', 'title'];

let words = {};

/** As chosen on the page, else the first that the browser wants and the page has. */
export const language = chosen() || navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find((code) => LANGUAGES.includes(code)) || 'en';

export function chosen() {
  try {
    const stored = localStorage.getItem(KEY);
    return LANGUAGES.includes(stored) ? stored : '';
  } catch {
    return '';
  }
}

/** Reads the translations and puts them into the page; before anything else is drawn. */
export async function startLabels(select) {
  select.value = language;
  select.addEventListener('change', () => {
    try {
      localStorage.setItem(KEY, select.value);
      location.reload();
    } catch { /* Private windows may refuse storage; the page then speaks the browser's language. */ }
  });
  document.documentElement.lang = language;
  if (language === 'en') return;
  // What speaks to engineers only is written in English only.
  for (const part of document.querySelectorAll('[data-english]')) part.lang = 'en';
  try {
    const response = await fetch(`labels/${language}.json`);
    if (response.ok) words = await response.json();
  } catch { /* The page stays English. */ }
  translate(document.body);
}

/** The words in the reader's language, with values for {0}, {1} and so on. */
export function t(english, ...values) {
  return (words[english] ?? english).replace(/\{(\d)}/g, (place, number) => values[number] ?? place);
}

/** A count with its word: n(3, 'card', 'cards'). */
export const n = (count, one, many) => `${count} ${t(count === 1 ? one : many)}`;

function translate(root) {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    const said = node.data.replace(/\s+/g, ' ').trim();
    if (words[said]) node.data = node.data.replace(/\S[^]*\S|\S/, () => words[said]);
  }
  for (const attribute of ATTRIBUTES) {
    for (const node of root.querySelectorAll(`[${attribute}]`)) node.setAttribute(attribute, t(node.getAttribute(attribute)));
  }
}
