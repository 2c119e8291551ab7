// Links into the card book, and on which value sets each finding rests; both only where the service has a card book.

import { h } from './dom.js';

let sets = null;

/** Value sets by name of a finding, or null where there is no card book. */
export const findingSets = () => sets;

/** Asks the service of this page; of another service nothing is known. */
export async function loadBook(isOwn) {
  sets = null;
  if (!isOwn) return;
  try {
    const response = await fetch('card-book/findings', { headers: { Accept: 'application/json' } });
    if (response.ok) sets = await response.json();
  } catch { /* The page does without. */ }
}

/** All links share one tab beside the workbench. */
export function bookLink(anchor, words) {
  return h('a', { href: `card-book${anchor ? `#${anchor}` : ''}`, target: 'card-book', testid: 'book-link' }, words, h('span', { class: 'offscreen' }, ' (opens in another tab)'));
}
