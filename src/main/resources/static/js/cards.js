// Shows the cards of an answer as an EHR would, with suggestions to apply and a way to override.

import { h, icon, replace } from './dom.js';
import { outcomeText } from './fhir.js';
import { link, markdown } from './detail.js';
import { n, t } from './labels.js';
import { explanation } from './why.js';

export const INDICATORS = { critical: 'Critical', warning: 'Warning', info: 'Information' };

/** One line on an answer: how many cards, of which urgency, how fast. */
export function summaryOf(answer) {
  if (!answer.ok) return answer.status ? `HTTP ${answer.status}` : t('no answer');
  const cards = answer.json?.cards ?? [];
  const parts = Object.entries(INDICATORS)
    .map(([indicator, word]) => [cards.filter((card) => card.indicator === indicator).length, t(word).toLowerCase()])
    .filter(([number]) => number)
    .map(([number, word]) => `${number} ${word}`);
  const counted = cards.length ? `${n(cards.length, 'card', 'cards')}: ${parts.join(', ')}` : t('no card');
  return `${counted} · ${Math.max(1, Math.round(answer.millis))} ms`;
}

/**
 * Draws the cards into a node. `ehr` carries out what the reader decides: apply(card, suggestion) and
 * override(card, reason, comment) both resolve to the words to show, or reject with the reason why not; applySystem(actions) carries out system actions;
 * keepsNoOverride says why overriding snoozes nothing here, where that is so.
 */
export function showCards(node, answer, ehr) {
  if (!answer.ok || answer.problem) replace(node, failure(answer));
  else if (!Array.isArray(answer.json?.cards)) replace(node, problem(t('The answer has no "cards" array.'), t('CDS Hooks asks for one, also when it is empty.')));
  else if (!answer.json.cards.length) replace(node, nothing(), systemActions(answer.json.systemActions, ehr));
  else replace(node, answer.json.cards.map((card) => cardNode(card, ehr, overridesOf(card, answer), answer.language)), systemActions(answer.json.systemActions, ehr));
}

function nothing() {
  return h('div', { class: 'empty', testid: 'no-cards' },
    h('p', { class: 'empty-title' }, t('The service has no card for this.')),
    h('p', {}, t('That is not an all-clear.')));
}

export function failure(answer) {
  const outcome = answer.json?.resourceType === 'OperationOutcome' ? answer.json : null;
  const title = answer.status ? t('The service answered HTTP {0}.', answer.status) : t('The service did not answer.');
  const said = outcome ? (outcome.issue ?? []).map((issue) => `${issue.severity ?? 'error'} (${issue.code ?? 'no code'}): ${issue.diagnostics ?? issue.details?.text ?? 'no words'}`) : [answer.problem ?? outcomeText(answer.json)];
  const cause = answer.status === 412 && /\(([a-z-]+)\)\.$/.exec(outcomeText(outcome))?.[1];
  return problem(title, ...said.filter(Boolean), cause && h('span', { testid: 'problem-cause' }, t('Class of the cause:'), ' ', h('code', {}, cause), '. ', t('docs/runbook.md says what to do about it.')));
}

function problem(title, ...lines) {
  return h('div', { class: 'problem', testid: 'problem', role: 'alert' }, h('p', { class: 'problem-title' }, title), lines.map((line) => line && h('p', {}, line)));
}

function cardNode(card, ehr, overrides, lang) {
  const indicator = INDICATORS[card.indicator] ? card.indicator : 'info';
  const outcome = h('div', { class: 'card-outcome', 'aria-live': 'polite' });
  const article = h('article', { class: `card card-${indicator}`, testid: 'card', tabindex: '-1', 'data-card': card.source?.topic?.code, 'data-indicator': card.indicator },
    h('header', { class: 'card-head' },
      h('p', { class: 'indicator', testid: 'card-indicator' }, icon(indicator), INDICATORS[card.indicator] ? t(INDICATORS[card.indicator]) : t('No indicator ({0})', card.indicator ?? t('missing'))),
      card.source?.topic?.code && h('p', { class: 'topic', title: card.source.topic.display }, card.source.topic.code)),
    h('h3', { class: 'card-summary', testid: 'card-summary', lang }, card.summary ?? t('A card without a summary')),
    card.detail && h('div', { testid: 'card-detail', lang }, markdown(card.detail)),
    suggestions(card, ehr, outcome),
    override(card, ehr, overrides, outcome, () => article),
    outcome,
    h('footer', { class: 'card-foot' },
      h('p', { testid: 'card-source' }, t('Source:'), ' ', card.source?.url ? external(card.source.url, card.source.label ?? card.source.url) : (card.source?.label ?? t('not named'))),
      links(card)));
  return article;
}

/** What leads elsewhere than the source does. */
function links(card) {
  const others = (card.links ?? []).filter(({ url }) => url !== card.source?.url);
  return others.length > 0 && h('ul', { class: 'links' }, others.map((each) => h('li', {}, cardLink(each))));
}

function external(url, label) {
  return link(url, [label, icon('outside'), h('span', { class: 'offscreen' }, ` (${t('opens in a new tab')})`)], { testid: 'card-link', class: 'external' });
}

function cardLink(each) {
  if (each.type !== 'smart') return external(each.url, each.label ?? each.url);
  return h('div', { class: 'smart', testid: 'smart-link' },
    h('p', {}, `${each.label ?? each.url} (SMART app). An EHR would launch it at `, h('code', {}, each.url), ' with a launch token; this page has no SMART server, so it does not.'),
    each.appContext && h('details', {}, h('summary', {}, 'appContext that the app would get'), h('pre', { tabindex: '0' }, h('code', {}, each.appContext))));
}

function suggestions(card, ehr, outcome) {
  const offered = card.suggestions ?? [];
  if (!offered.length) return null;
  const one = card.selectionBehavior === 'at-most-one' && offered.length > 1;
  const buttons = offered.map((suggestion, index) => h('li', {}, one && index > 0 && h('span', { class: 'muted or' }, t('or')), h('button', {
    type: 'button',
    class: suggestion.isRecommended ? 'primary' : '',
    testid: 'suggestion',
    title: (suggestion.actions ?? []).map((action) => action.description).filter(Boolean).join('. ') || undefined,
    onclick: (event) => act(event.currentTarget.closest('fieldset'), outcome, () => ehr.apply(card, suggestion)),
  }, suggestion.label ?? t('Suggestion without a label'), suggestion.isRecommended && [' ', h('span', { class: 'tag' }, t('recommended'))])));
  return h('fieldset', { class: 'suggestions', testid: 'suggestions' }, h('legend', {}, one ? t('Choose one of these, or none') : t('Suggestions')), h('ul', {}, buttons));
}

/** What an override for each reason does, by code, as the service explains it; empty where it was not asked why. */
function overridesOf(card, answer) {
  const decision = explanation(answer)?.decisions?.find(({ card: id }) => id === card.source?.topic?.code);
  return new Map((decision?.overrides ?? []).map((each) => [each.code, each]));
}

function stays(effect) {
  if (effect.encounter) return t('snoozes the card until the encounter ends');
  return effect.days ? t('snoozes the card for {0}', n(effect.days, 'day', 'days')) : t('the card stays');
}

function override(card, ehr, effects, outcome, article) {
  if (!card.uuid) return null;
  const reasons = card.overrideReasons ?? [];
  const chosen = reasons.length > 0 && h('select', { testid: 'override-reason', required: true },
    h('option', { value: '' }, t('Choose a reason')),
    reasons.map((reason, index) => h('option', { value: index }, [reason.display ?? reason.code, effects.has(reason.code) && stays(effects.get(reason.code))].filter(Boolean).join(': '))));
  const away = [...effects.values()].some(({ days, encounter }) => days || encounter);
  const comment = h('input', { type: 'text', maxlength: 500, testid: 'override-comment', autocomplete: 'off' });
  const form = h('form', {
    class: 'override-form',
    onsubmit: (event) => {
      event.preventDefault();
      const reason = chosen ? reasons[Number(chosen.value)] : undefined;
      act(event.submitter, outcome, async () => {
        const said = await ehr.override(card, reason, comment.value.trim());
        article().classList.add('overridden');
        details.remove();
        article().focus({ preventScroll: true });
        return said;
      });
    },
  },
  chosen && h('label', { class: 'field' }, h('span', {}, t('Reason')), chosen),
  h('label', { class: 'field grow' }, h('span', {}, t('Comment (optional, no names)')), comment),
  h('button', { type: 'submit', testid: 'override-send' }, t('Override this card')),
  away && h('p', { class: 'muted none', testid: 'override-note' }, ehr.keepsNoOverride?.() || t('New evidence or a more urgent tier brings the card back sooner.')));
  const details = h('details', { class: 'override' }, h('summary', { testid: 'override' }, t(reasons.length ? 'Override' : 'Dismiss')), form);
  return details;
}

/** Carries out a decision with its controls out of use meanwhile. */
async function act(controls, outcome, work) {
  controls.disabled = true;
  try {
    const said = await work();
    if (said) replace(outcome, h('p', { class: 'done', testid: 'feedback-status' }, icon('check'), said));
  } catch (error) {
    replace(outcome, h('p', { class: 'problem', role: 'alert' }, error.message));
    controls.disabled = false;
  }
}

/** An EHR applies them by itself; here they wait, so that one sees what they would do. */
function systemActions(actions, ehr) {
  if (!actions?.length) return null;
  const outcome = h('div', { class: 'card-outcome', 'aria-live': 'polite' });
  return h('section', { class: 'away', testid: 'system-actions' },
    h('p', { class: 'empty-title' }, t('{0} came with the answer. An EHR carries them out without asking.', n(actions.length, 'system action', 'system actions'))),
    h('ul', {}, actions.map((action) => h('li', {}, h('code', {}, action.type), ` ${action.resourceId ?? (action.resource?.resourceType ? [action.resource.resourceType, action.resource.id].filter(Boolean).join('/') : '')} `, action.description ?? t('(no description)')))),
    ehr.applySystem && h('button', { type: 'button', testid: 'apply-system', onclick: (event) => act(event.currentTarget, outcome, () => ehr.applySystem(actions)) }, t('Apply as an EHR would')),
    outcome);
}
