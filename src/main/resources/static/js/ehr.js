// Plays the EHR: fires hooks, and carries out what the reader decides about a card.

import { h, byId, icon, replace } from './dom.js';
import { accepted, overridden, post, request, runPrefetch } from './cdshooks.js';
import { isOrder, referenceTo } from './drafts.js';
import { words } from './fhir.js';
import { FIRST_HOOK, hasDrafts, namesUser, needsEncounter, ordersOf } from './hooks.js';
import { showCards, summaryOf } from './cards.js';
import { changesBetween, showChanges } from './changes.js';
import { showMissing } from './missing.js';
import { dataWay } from './dataways.js';
import { t } from './labels.js';
import { USER, about, page, say } from './page.js';

/** What else is drawn anew: `remember()` before a call, `answered()` after it, `orders()` when drafts changed. */
export const redraw = { remember() {}, answered() {}, orders() {} };

export function chooseHook(hook, andFire = false) {
  page.hook = hook;
  for (const choice of document.querySelectorAll('[name=hook]')) choice.checked = choice.value === hook;
  byId('performer-field').hidden = ordersOf(page.hook) !== 'dispatched';
  byId('fire').textContent = t('Fire {0}', page.hook);
  if (andFire) fire();
}

/** Offers the hooks of the services that were discovered. */
export function showHooks() {
  const hooks = [...new Set(page.services.map(({ hook }) => hook))];
  replace(byId('hook-choices'), hooks.map((hook) => h('label', { testid: `hook-${hook}` },
    h('input', { type: 'radio', name: 'hook', value: hook, checked: hook === page.hook, onchange: () => chooseHook(hook, true) }), h('span', {}, hook))));
}

/** Offers the PractitionerRoles of the FHIR server as performers. */
export async function loadPerformers() {
  let problem;
  page.performers = await page.fhir.resources('PractitionerRole').catch((error) => {
    problem = h('option', { value: '' }, t('The performers could not be read: {0}', error.message));
    return [];
  });
  replace(byId('performer'), problem, page.performers.map(({ id, specialty, practitioner, organization }) => h('option', { value: `PractitionerRole/${id}` },
    [words(specialty?.[0]) || (organization && t('role without a specialty')), practitioner?.display].filter(Boolean).join(', '))));
  byId('performer').onchange = () => fire();
}

export async function fire(what = '') {
  page.calling?.abort();
  const calling = (page.calling = new AbortController());
  redraw.remember();
  byId('cards').removeAttribute('aria-busy');
  const service = page.services.find((each) => each.hook === page.hook);
  const obstacle = obstacleTo(service);
  replace(byId('missing'));
  if (obstacle) {
    page.last = null;
    replace(byId('changes'));
    byId('cards-summary').textContent = '';
    replace(byId('cards'), obstacle);
    return;
  }
  byId('cards').setAttribute('aria-busy', 'true');
  byId('cards-summary').textContent = t('Calling the service…');
  const started = performance.now();
  const { body, steps, broken } = await prepare(service);
  const millis = performance.now() - started;
  if (calling.signal.aborted) return;
  const url = `${page.endpoint}/${service.id}`;
  let answer;
  try {
    answer = await post(url, body, calling.signal);
  } catch {
    return;
  }
  const before = page.last;
  page.last = { url, service, request: body, answer, steps, millis, broken };
  byId('cards').removeAttribute('aria-busy');
  byId('cards-summary').textContent = summaryOf(answer);
  showChanges(byId('changes'), changesBetween(before, page.last));
  showCards(byId('cards'), answer, { apply, override, applySystem, keepsNoOverride });
  showMissing(byId('missing'), page.last, () => fire(t('Brought back.')));
  page.hood.show(page.last);
  redraw.answered();
  say(`${what} ${t('{0} answered: {1}.', page.hook, summaryOf(answer))}`.trim());
}

function obstacleTo(service) {
  if (ordersOf(page.hook) === 'dispatched' && !page.chart.activeOrders.length)
    return h('div', { class: 'empty', testid: 'needs-order' }, h('p', { class: 'empty-title' }, t('Sign an order first.')), h('p', {}, t('{0} sends orders of the record to somebody, and the record holds no active order.', page.hook)));
  if (hasDrafts(page.hook) && !page.drafts.all.length)
    return h('div', { class: 'empty', testid: 'needs-order' }, h('p', { class: 'empty-title' }, t('Choose an order first.')), h('p', {}, t('{0} is about draft orders, and there is none yet.', page.hook)));
  return service ? null : h('div', { class: 'problem', testid: 'problem' }, h('p', {}, t('The endpoint offers no service for {0}.', page.hook)));
}

async function prepare(service) {
  const context = namesUser(page.hook) ? { userId: USER, patientId: page.patient.id } : { patientId: page.patient.id };
  const orders = ordersOf(page.hook);
  if (orders !== 'dispatched' && page.chart.encounterId) context.encounterId = page.chart.encounterId;
  // An EHR has an encounter at hand at these hooks; where the record holds none, one is made up that nothing refers to.
  else if (needsEncounter(page.hook)) context.encounterId = 'workbench-encounter';
  if (orders === 'selected') context.selections = page.drafts.selections;
  if (hasDrafts(page.hook)) context.draftOrders = page.drafts.bundle();
  if (orders === 'dispatched') Object.assign(context, { dispatchedOrders: page.chart.activeOrders, performer: byId('performer').value });
  const { keys, fhirServer, broken } = dataWay(service);
  const { prefetch, steps } = await runPrefetch(service, context, page.fhir, keys);
  const body = request({ hook: page.hook, context, prefetch: keys.length ? prefetch : undefined, fhirServer, patientId: context.patientId, explain: byId('ask-why').checked });
  return { body, steps, broken };
}

/* ---- what the reader does with a card ---- */

/** Carries out the actions of a suggestion in the order of a FHIR transaction: deletes, creates, updates. */
async function apply(card, suggestion) {
  const { service } = page.last;
  const undo = await carryOutAll(suggestion.actions);
  const said = await feedback(service, accepted(card, [suggestion]), `accepted “${suggestion.label}”`);
  await goOn(undo, t('Applied: {0}.', suggestion.label));
  noteDone(`${t('Applied: {0}.', suggestion.label)} ${said}`, 'applied', () => takeBack(undo, t('Undone: {0}. CDS Hooks has no way to take back feedback: it stays “accepted”.', suggestion.label)));
}

/** System actions need no reader in an EHR; here they wait to be asked for, so that it is seen what they do. No feedback is sent for them. */
async function applySystem(actions) {
  const undo = await carryOutAll(actions);
  await goOn(undo, t('System actions applied.'));
  noteDone(t('System actions applied: {0}', actions.map((action) => action.description ?? action.type).join('; ')), 'applied', () => takeBack(undo, t('System actions undone.')));
}

/** What is needed to take the actions back: the hook and the drafts of before, and how stored resources were. */
async function carryOutAll(actions) {
  const order = { delete: 0, create: 1, update: 2 };
  const undo = { hook: page.hook, drafts: page.drafts.snapshot(), stored: [] };
  for (const action of [...(actions ?? [])].sort((one, other) => order[one.type] - order[other.type])) undo.stored.unshift(...(await carryOut(action)));
  return undo;
}

async function takeBack({ hook, drafts, stored }, words) {
  for (const { reference, before } of stored) await page.fhir.restore(reference, before);
  if (stored.length) await page.chart.load(page.patient.id);
  page.drafts.restore(drafts);
  redraw.orders();
  chooseHook(hook);
  await fire(t('Undone.'));
  noteDone(words, 'undone');
}

async function goOn({ stored }, what) {
  if (stored.length) await page.chart.load(page.patient.id);
  redraw.orders();
  if (!hasDrafts(page.hook) && page.drafts.all.length) chooseHook('order-select');
  else if (hasDrafts(page.hook) && !page.drafts.all.length) chooseHook(FIRST_HOOK);
  await fire(what);
}

/** Says above the cards what was done; the way to undo it is there until the next call. */
function noteDone(words, testid, undo) {
  const problem = h('p', { class: 'problem-line', role: 'alert' });
  const undoNow = async (button) => {
    button.disabled = true;
    try {
      await undo();
    } catch (error) {
      replace(problem, t('Not undone: {0}', error.message));
      button.disabled = false;
    }
  };
  byId('cards').prepend(h('div', { class: 'done applied', testid }, icon('check'), h('p', {}, words),
    undo && h('button', { type: 'button', testid: 'undo', onclick: (event) => undoNow(event.currentTarget) }, t('Undo')), problem));
  byId('cards-title').focus({ preventScroll: true });
}

/** What the action changed in the stored record, as {reference, before}; nothing where it changed drafts. */
async function carryOut({ type, resource, resourceId }) {
  const { drafts, fhir } = page;
  const reference = resourceId ?? (typeof resource === 'string' ? resource : resource && referenceTo(resource));
  if (type === 'create' && isOrder(resource)) {
    drafts.add(resource, about());
    return [];
  }
  if (type === 'create') return [{ reference: referenceTo(await fhir.create(resource)), before: null }];
  if (type !== 'update' && type !== 'delete') throw new Error(`Action type "${type}" is not one that CDS Hooks knows.`);
  if (drafts.find(reference)) {
    if (type === 'update') drafts.update(resource);
    else drafts.remove(reference);
    return [];
  }
  const before = await fhir.present(reference);
  if (type === 'update') await fhir.update(resource);
  else await fhir.remove(reference);
  return [{ reference, before }];
}

async function override(card, reason, comment) {
  const said = await feedback(page.last.service, overridden(card, reason, comment), `overrode “${card.summary}”`);
  page.fhir.noteOverride(page.patient.id);
  return [reason ? t('Overridden: {0}.', reason.display ?? reason.code) : t('Overridden.'), said, keepsNoOverride()].filter(Boolean).join(' ');
}

function keepsNoOverride() {
  return page.endpoint === page.ownEndpoint && dataWay(page.last.service).way !== 'access'
    ? t('Without a token an override is kept only for data that the service fetched from its own sandbox: choose “FHIR access” to see the card snoozed.') : '';
}

/** Sends feedback and says how it went; an advice that could not be reported must not stop the work. */
async function feedback(service, body, what) {
  if (!body.feedback[0].card) return t('The card has no uuid, so no feedback could be sent.');
  const answer = await post(`${page.endpoint}/${service.id}/feedback`, body);
  page.hood.note({ what, body, answer });
  return answer.ok ? t('Feedback sent ({0}).', answer.status) : t('Feedback was not taken ({0}).', answer.status || t('no answer'));
}
