// Why a card was shown, and why another was not: the explanation that the service sends when it is asked for one.
// Findings lead to the card book and to their value sets, where the service has one.

import { add, h, icon, plural } from './dom.js';
import { bookLink, findingSets } from './book.js';
import { EXPLAIN } from './cdshooks.js';

const OUTCOMES = { shown: 'Shown', undetermined: 'Undetermined', silent: 'Silent' };
const STATES = { present: 'Present', absent: 'Absent', unknown: 'Unknown' };
const FEW_SETS = 3;
const FIRST_IN = Object.keys(OUTCOMES);

/** In an answer under its name; in an OperationOutcome (412) as the text of a FHIR extension. */
export function explanation(answer) {
  const said = answer?.json?.extension;
  if (!Array.isArray(said)) return said?.[EXPLAIN];
  const text = said.find(({ url }) => url?.endsWith('/StructureDefinition/explanation'))?.valueString;
  return text && JSON.parse(text);
}

const RULES = {
  'not-on-this-hook': 'a tier holds, and is not shown on this hook',
  'info-beside-more-urgent': 'others are more urgent',
  'max-cards': 'others are more urgent',
  'same-order': 'another card speaks about the same order',
  silent: 'the card is silent: decided and logged, never shown',
  unsigned: 'no clinician has signed the card as it is now',
};

/** `reveal(reference)` shows a resource in the chart and tells whether it is there. */
export function whyNode(answer, reveal, asked = true) {
  const explained = explanation(answer);
  if (!explained?.decisions) return absent(answer, asked);
  const decisions = [...explained.decisions].sort((one, other) => FIRST_IN.indexOf(one.outcome) - FIRST_IN.indexOf(other.outcome));
  return h('div', { testid: 'why' },
    h('p', { class: 'muted' }, `${plural(decisions.length, 'card definition')} looked at: ${FIRST_IN.map((outcome) => `${decisions.filter((each) => each.outcome === outcome).length} ${outcome}`).join(', ')}.`),
    findingSets() && h('p', { class: 'muted none' }, 'Findings lead to the ', bookLink('', 'card book'), '; ', h('a', { href: '#view=codes', testid: 'to-codes' }, 'search the value sets'), ' by code or by words.'),
    decisions.map((decision) => decisionNode(decision, reveal)));
}

function absent(answer, asked) {
  if (!asked) return h('div', { class: 'empty', testid: 'why' }, h('p', { class: 'empty-title' }, 'The service was not asked why.'), h('p', {}, 'Tick “Ask why” beside the hook.'));
  return h('div', { class: 'empty', testid: 'why' },
    h('p', { class: 'empty-title' }, answer?.ok ? 'The service did not explain its decisions.' : 'There is no answer to explain.'),
    h('p', {}, 'The request asks for it with ', h('code', {}, `"extension": {"${EXPLAIN}": true}`), '. A service may ignore that, and this one may have it switched off.'));
}

function decisionNode(decision, reveal) {
  const { outcome } = decision;
  const open = outcome === 'shown';
  const node = h('details', { class: `decision decision-${outcome}`, testid: 'decision', 'data-card': decision.card, open },
    h('summary', {},
      h('span', { class: `outcome outcome-${outcome}` }, icon(outcome === 'shown' ? 'check' : outcome === 'silent' ? 'silent' : 'unknown'), OUTCOMES[outcome] ?? outcome),
      h('span', { class: 'decision-card' }, decision.card),
      h('span', { class: 'decision-reason muted' }, reasonOf(decision))));
  const write = () => add(node, grounds(decision, reveal));
  // The findings of all cards are thousands of nodes; those of a folded card wait until it is unfolded.
  if (open) write();
  else node.addEventListener('toggle', write, { once: true });
  return node;
}

function grounds(decision, reveal) {
  const findings = decision.findings ?? [];
  return [
    findingSets() && h('p', { class: 'none' }, bookLink(`card-${decision.card}`, 'This card in the card book')),
    findings.length === 0
      ? h('p', { class: 'muted' }, 'No findings were read for this card.')
      : h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `Findings of ${decision.card}` }, h('table', { class: 'findings' },
        h('thead', {}, h('tr', {}, ['Finding', 'State', 'Rests on'].map((title) => h('th', { scope: 'col' }, title)))),
        h('tbody', {}, findings.map((finding) => findingRow(finding, decision, reveal))))),
  ];
}

function reasonOf({ outcome, tier, reason }) {
  if (outcome === 'shown') return [tier && `tier ${tier}`, reason && `because of ${reason}`].filter(Boolean).join(', ');
  const [kind, rule] = (reason ?? '').split(':');
  if (kind === 'rule' && rule === 'snooze') return `snoozed after an override (${reason})`;
  if (kind === 'rule' && RULES[rule]) return `${RULES[rule]} (${reason})`;
  return [reason && `stopped by ${reason}`, tier && `tier tried: ${tier}`].filter(Boolean).join('; ');
}

function findingRow(finding, decision, reveal) {
  const decisive = finding.name === decision.reason;
  return h('tr', { class: decisive ? 'decisive' : undefined },
    h('th', { scope: 'row' }, h('code', {}, findingSets()?.[finding.name] ? bookLink(`finding-${finding.name}`, finding.name) : finding.name), decisive && [' ', h('span', { class: 'tag' }, 'decided')]),
    h('td', {}, h('span', { class: `state state-${finding.state}` }, icon(STATES[finding.state] ? finding.state : 'unknown'), STATES[finding.state] ?? finding.state)),
    h('td', {}, finding.reason && h('p', {}, finding.reason), (finding.evidence ?? []).map((each) => evidence(each, reveal)), valueSets(finding.name)));
}

/** Most findings rest on one or two value sets; one made of many others on dozens, which are kept folded. */
function valueSets(name) {
  const sets = findingSets()?.[name] ?? [];
  if (!sets.length) return null;
  const links = sets.map(({ id, title }, index) => [index > 0 && ', ', bookLink(`value-set-${id}`, title)]);
  return sets.length <= FEW_SETS
    ? h('p', { class: 'muted sets', testid: 'finding-sets' }, `${sets.length === 1 ? 'Value set' : 'Value sets'}: `, links)
    : h('details', { class: 'muted sets', testid: 'finding-sets' }, h('summary', {}, plural(sets.length, 'value set')), h('p', {}, links));
}

function evidence({ reference, date, text }, reveal) {
  const said = [date, text].filter(Boolean).join(' · ');
  if (!reference) return h('p', {}, said);
  return h('p', {}, h('button', { type: 'button', class: 'as-link', onclick: () => reveal(reference) }, reference), said && ` ${said}`);
}
