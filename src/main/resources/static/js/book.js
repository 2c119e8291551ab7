// Links to the other pages of the service: the insights, the card book, and on which value sets each finding rests; both only where the service has a card book.

import { h } from './dom.js';
import { chosen, t } from './labels.js';

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

/** Shows the link to the insights where they are open to this visitor; one day is quickly counted. */
export async function offerInsights(link) {
  const today = new Date().toISOString().slice(0, 10);
  try {
    const response = await fetch(`insights?from=${today}&to=${today}`, { method: 'HEAD', cache: 'no-store' });
    link.hidden = !response.ok;
  } catch { /* The link stays away. */ }
}

/** All links share one tab beside the workbench. */
export function bookLink(anchor, words) {
  return h('a', { href: `card-book${chosen() ? `?labels=${chosen()}` : ''}${anchor ? `#${anchor}` : ''}`, target: 'card-book', testid: 'book-link' }, words, h('span', { class: 'offscreen' }, ` (${t('opens in another tab')})`));
}
