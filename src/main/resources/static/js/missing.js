// What is not among the cards and might be looked for: cards snoozed by an override, and cards that missing data left undetermined.

import { h, icon, replace } from './dom.js';
import { explanation } from './why.js';
import { post } from './cdshooks.js';
import { language, n, t } from './labels.js';
import { page } from './page.js';

const SNOOZE = 'rule:snooze:';

/** `refire()` asks the service again. */
export function showMissing(node, last, refire) {
  const decisions = explanation(last.answer)?.decisions ?? [];
  replace(node, snoozed(decisions.filter((decision) => decision.reason?.startsWith(SNOOZE)), refire), undetermined(decisions, last));
}

function snoozed(decisions, refire) {
  if (!decisions.length) return null;
  const problem = h('p', { class: 'problem-line', role: 'alert' });
  const bringBack = async (button) => {
    button.disabled = true;
    const answer = await post(new URL('sandbox/bring-back', document.baseURI).href, { patient: page.patient.id });
    if (answer.ok) await refire();
    else {
      replace(problem, t('Not brought back ({0}).', answer.status || t('no answer')));
      button.disabled = false;
    }
  };
  return h('section', { class: 'away', testid: 'snoozed', 'aria-label': t('Snoozed cards') },
    decisions.map(({ card, reason, until }) => h('p', {}, icon('silent'), h('code', {}, card), ' ', until ? [t('is snoozed until'), ' ', h('time', { datetime: until }, day(until))] : t('is snoozed for this encounter'),
      ': ', t('it was overridden for this patient with'), ' ', h('code', {}, reason.slice(SNOOZE.length)), '. ', t('New evidence or a more urgent tier brings it back.'))),
    page.endpoint === page.ownEndpoint && h('button', { type: 'button', testid: 'bring-back', onclick: (event) => bringBack(event.currentTarget) }, t('Bring back now')),
    problem);
}

const day = (instant) => new Date(instant).toLocaleDateString(language, { year: 'numeric', month: 'short', day: 'numeric' });

function undetermined(decisions, { broken, answer }) {
  const open = decisions.filter(({ outcome }) => outcome === 'undetermined');
  const untoldTiers = decisions.filter(({ outcome }) => outcome === 'shown').flatMap((decision) => passedOver(decision));
  if (!broken && !open.length && !untoldTiers.length) return null;
  const causes = new Map();
  const note = (cause, what) => causes.set(cause, [...(causes.get(cause) ?? []), what]);
  const reasons = new Map(decisions.flatMap(({ findings }) => findings ?? []).map(({ name, reason }) => [name, reason]));
  for (const { card, reason } of open) note(rootOf(reason, reasons), h('code', {}, card));
  // A card has several tiers of one indicator; each fact is told once.
  const untold = new Map(untoldTiers.map(({ card, tier, finding }) => [JSON.stringify([card, tier, rootOf(finding, reasons)]), { card, tier, finding }]));
  for (const { card, tier, finding } of untold.values()) note(rootOf(finding, reasons), [t('whether it is {0}:', t(tier)), ' ', h('code', {}, card)]);
  return h('section', { class: 'away', testid: 'undetermined', 'aria-label': t('What could not be told') },
    broken && h('p', {}, icon('warning'), broken),
    (answer.ok || decisions.length > 0) && h('p', {}, causes.size ? `${open.length ? t('{0} could not be decided', n(open.length, 'card', 'cards')) : t('Not everything could be told')}; ${t('a card is shown only when the service is sure.')}` : t('No card was left undetermined: what is missing changes nothing here.')),
    causes.size > 0 && h('ul', {}, [...causes].map(([cause, whats]) => h('li', {}, h('strong', {}, cause), ': ', whats.map((what, index) => [index > 0 && ', ', what])))));
}

/** Tiers more urgent than the one shown that might hold as well, for all that is known. */
function passedOver({ card, tiers = [], findings = [] }) {
  const state = new Map(findings.map(({ name, state: found }) => [name, found]));
  const shown = tiers.findIndex(({ matches }) => matches);
  return tiers.slice(0, Math.max(0, shown)).flatMap(({ indicator, when = [], unless = [] }) => {
    if (when.some((name) => state.get(name) === 'absent') || unless.some((name) => state.get(name) === 'present')) return [];
    const finding = [...when, ...unless].find((name) => state.get(name) === 'unknown');
    return finding ? [{ card, tier: indicator, finding }] : [];
  });
}

/** A finding made of others says at the end of its reason what was not supplied. */
function rootOf(finding, reasons) {
  const said = reasons.get(finding);
  return said ? said.slice(said.lastIndexOf(':') + 1).trim() : `${finding} is unknown`;
}
