// What changed in the cards since the call before, in words: new, gone, another tier, other words.

import { h, icon, replace } from './dom.js';
import { INDICATORS } from './cards.js';
import { t } from './labels.js';

/** What changed between two calls, as {how, gone, card}; null where the two cannot be compared: another hook, another patient, an error. */
export function changesBetween(before, now) {
  const comparable = before && before.url === now.url && before.request.context.patientId === now.request.context.patientId && cardsOf(before) && cardsOf(now);
  if (!comparable) return null;
  const was = byName(cardsOf(before));
  const is = byName(cardsOf(now));
  return [
    ...[...is].flatMap(([name, card]) => {
      const old = was.get(name);
      if (!old) return [{ how: t('New: {0}', tier(card)), card }];
      if (old.indicator !== card.indicator) return [{ how: t('Now {0}, was {1}', tier(card), tier(old)), card }];
      return old.summary === card.summary ? [] : [{ how: t('Other words'), card }];
    }),
    ...[...was].filter(([name]) => !is.has(name)).map(([, card]) => ({ how: t('Gone: {0}', tier(card)), gone: true, card })),
  ];
}

export function showChanges(node, changes) {
  replace(node, changes && (changes.length
    ? h('ul', {}, changes.map(({ how, gone, card }) => h('li', { testid: 'change' }, icon(gone ? 'silent' : INDICATORS[card.indicator] ? card.indicator : 'info'), h('strong', {}, how), ` · ${card.summary}`)))
    : h('p', { class: 'muted' }, t('The cards are as before.'))));
}

const cardsOf = ({ answer }) => (answer.ok && Array.isArray(answer.json?.cards) ? answer.json.cards : null);

const byName = (cards) => new Map(cards.map((card) => [card.source?.topic?.code ?? card.summary, card]));

const tier = ({ indicator }) => t(INDICATORS[indicator] ?? 'no tier');
