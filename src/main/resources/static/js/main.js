// Starts the workbench and plays the EHR: which patient, which hook, which orders, and when a hook fires.

import { h, byId, copy, icon, keepFocus, plural, replace } from './dom.js';
import { FhirServer, age, personName, story } from './fhir.js';
import { accepted, discover, overridden, post, request, runPrefetch } from './cdshooks.js';
import { Drafts, isOrder, orderNotes, orderWords, referenceTo } from './drafts.js';
import { Chart } from './chart.js';
import { Hood } from './hood.js';
import { showCards, summaryOf } from './cards.js';
import { showOwn } from './own.js';
import { readState, stateHash, writeState } from './state.js';
import { startTheme } from './theme.js';

const USER = 'Practitioner/workbench';
const SANDBOX_TAGS = 'https://cervicalcds.org/fhir/CodeSystem/sandbox';
const fhir = new FhirServer(new URL('fhir', document.baseURI).href);
const ownEndpoint = new URL('cds-services', document.baseURI).href;

const page = { endpoint: ownEndpoint, services: [], patients: [], patient: null, view: 'chart', hook: 'patient-view', last: null, calling: null };
let catalogue;
let drafts;
let chart;
let hood;
let own;

start();

async function start() {
  startTheme(byId('theme'));
  hood = new Hood(byId('hood'), (reference) => chart.reveal(reference) || say(`${reference} is not in the chart.`));
  listen();
  const [orders, additions] = await Promise.all(['orders.json', 'additions.json'].map(async (name) => (await fetch(name)).json()));
  catalogue = orders;
  drafts = new Drafts(catalogue);
  chart = new Chart(byId('chart'), fhir, additions, (what) => fire(what));
  own = showOwn(byId('view-own'), { services: () => page.services, endpoint: () => page.endpoint, lastRequest: () => page.last?.request });
  await Promise.all([useEndpoint(ownEndpoint), loadPatients()]);
  await takeState();
  addEventListener('hashchange', takeState);
}

function listen() {
  byId('skip').addEventListener('click', (event) => {
    event.preventDefault();
    byId(page.patient ? 'cards-title' : 'patient-search').focus();
  });
  for (const button of document.querySelectorAll('[data-view]')) button.addEventListener('click', () => { showView(button.dataset.view); remember(); });
  byId('patient-search').addEventListener('input', showPatients);
  byId('toggle-patients').addEventListener('click', () => openPatients(byId('patients-body').hidden));
  byId('toggle-hood').addEventListener('click', (event) => {
    const open = byId('hood').classList.toggle('open');
    event.target.setAttribute('aria-expanded', String(open));
    event.target.textContent = open ? 'Hide' : 'Show';
  });
  byId('order-search').addEventListener('input', showOrders);
  byId('free-text').addEventListener('submit', (event) => {
    event.preventDefault();
    const words = byId('free-text-words').value.trim();
    if (!words) return;
    drafts.addText(words, about());
    byId('free-text-words').value = '';
    ordersChanged(`Drafted: ${words}.`);
  });
  for (const radio of document.querySelectorAll('[name=hook]')) radio.addEventListener('change', () => chooseHook(radio.value, true));
  for (const choice of ['data-way', 'ask-why']) byId(choice).addEventListener('change', () => fire());
  byId('fire').addEventListener('click', () => fire());
  byId('copy-link').addEventListener('click', async (event) => {
    const address = new URL(stateHash(shareable()) || '#', document.baseURI).href;
    replace(event.target, (await copy(address)) ? 'Link copied' : 'Not copied');
    setTimeout(() => replace(event.target, 'Copy link'), 2000);
  });
  byId('endpoint-form').addEventListener('submit', async (event) => {
    event.preventDefault();
    await useEndpoint(byId('endpoint').value.trim().replace(/\/$/, '') || ownEndpoint);
    if (page.patient) fire();
  });
}

function say(words) {
  byId('status').textContent = words;
}

/* ---- the CDS service ---- */

async function useEndpoint(endpoint) {
  byId('endpoint').value = endpoint;
  page.endpoint = endpoint;
  try {
    page.services = await discover(endpoint);
    byId('endpoint-state').textContent = `${plural(page.services.length, 'service')}: ${page.services.map(({ id }) => id).join(', ')}`;
  } catch (error) {
    page.services = [];
    byId('endpoint-state').textContent = `No services: ${error.message}`;
  }
  own.fillServices();
}

/* ---- patients ---- */

async function loadPatients() {
  try {
    page.patients = await fhir.resources('Patient?_count=100');
  } catch (error) {
    replace(byId('patient-list'), h('p', { class: 'problem' }, `The patients could not be read: ${error.message}`));
    return;
  }
  const hasTag = (patient, code) => (patient.meta?.tag ?? []).some((tag) => tag.code === code && (!tag.system || tag.system === SANDBOX_TAGS));
  const number = (patient) => patient.identifier?.[0]?.value ?? patient.id;
  page.patients = page.patients.map((patient) => ({ patient, isStory: hasTag(patient, 'story'), name: personName(patient), story: story(patient) }));
  page.patients.sort((one, other) => (one.isStory !== other.isStory ? (one.isStory ? -1 : 1) : one.isStory ? number(one.patient).localeCompare(number(other.patient)) : one.name.localeCompare(other.name)));
  showPatients();
}

function showPatients() {
  const sought = byId('patient-search').value.trim().toLowerCase();
  const found = page.patients.filter(({ patient, name, story: told }) => `${name} ${told} ${patient.id}`.toLowerCase().includes(sought));
  const group = (title, rows) => rows.length > 0 && [h('h3', {}, `${title} (${rows.length})`), h('ul', {}, rows.map(patientRow))];
  replace(byId('patient-list'), found.length
    ? [group('Stories', found.filter((each) => each.isStory)), group('Bystanders', found.filter((each) => !each.isStory))]
    : h('p', { class: 'muted' }, page.patients.length ? 'No patient matches.' : 'The FHIR server holds no patients.'));
}

function patientRow({ patient, name, story: told, isStory }) {
  const open = page.patient?.id === patient.id;
  return h('li', {}, h('button', { type: 'button', class: 'patient', testid: `patient-${patient.id}`, 'data-id': patient.id, 'aria-current': open ? 'true' : undefined, onclick: () => openChart(patient.id) },
    h('span', { class: 'patient-name' }, name, h('span', { class: 'muted patient-age' }, shortFacts(patient))),
    isStory && told && h('span', { class: 'patient-story' }, told)));
}

function shortFacts(patient) {
  const years = age(patient);
  return [years !== null && years, { male: 'M', female: 'F' }[patient.gender]].filter((part) => part !== false && part !== undefined).join(' ');
}

function openPatients(open) {
  byId('patients-body').hidden = !open;
  byId('toggle-patients').setAttribute('aria-expanded', String(open));
  byId('toggle-patients').textContent = open ? 'Hide' : 'Change patient';
}

/** Opens a chart, which is what fires patient-view, unless a shared link asks for another hook. */
async function openChart(id, { hook = 'patient-view', orders = [] } = {}) {
  let patient = page.patients.find((each) => each.patient.id === id)?.patient;
  try {
    patient ??= await fhir.read('Patient', id);
  } catch (error) {
    replace(byId('page-problem'), h('p', { class: 'problem' }, `Patient ${id} could not be opened: ${error.message}`));
    return;
  }
  replace(byId('page-problem'));
  page.calling?.abort();
  page.patient = patient;
  page.last = null;
  drafts.clear();
  chart.clear();
  replace(byId('cards'), h('p', { class: 'muted' }, 'Opening the chart…'));
  byId('welcome').hidden = true;
  for (const part of ['banner', 'answer', 'record']) byId(part).hidden = false;
  byId('banner-name').textContent = personName(patient);
  const years = age(patient);
  byId('banner-facts').textContent = [years === null ? 'age unknown' : plural(years, 'year'), patient.gender, patient.birthDate && `born ${patient.birthDate}`, (patient.deceasedBoolean || patient.deceasedDateTime) && 'deceased', `id ${patient.id}`].filter(Boolean).join(' · ');
  byId('banner-story').textContent = story(patient);
  for (const button of document.querySelectorAll('.patient')) {
    if (button.dataset.id === id) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
  }
  if (matchMedia('(max-width: 79.99em)').matches) openPatients(false);
  await chart.load(id);
  if (page.patient.id !== id) return;
  for (const key of orders) drafts.addFromCatalogue(key, about());
  chooseHook(hook);
  showOrders();
  await fire();
}

/* ---- orders ---- */

const about = () => ({ patientId: page.patient.id, encounterId: chart.encounterId, userId: USER });

function showOrders() {
  showDrafts();
  const sought = byId('order-search').value.trim().toLowerCase();
  const found = catalogue.filter((entry) => sought.split(/\s+/).every((word) => `${entry.label} ${entry.terms} ${entry.group}`.toLowerCase().includes(word)));
  const groups = [...new Set(found.map((entry) => entry.group))];
  replace(byId('order-list'), found.length === 0 && h('p', { class: 'muted' }, 'No order matches; use free text below.'), groups.map((group) => h('div', { class: 'order-group' },
    h('h3', {}, group),
    h('ul', {}, found.filter((entry) => entry.group === group).map((entry) => h('li', {}, h('button', {
      type: 'button', class: 'order', testid: `order-${entry.key}`, 'aria-pressed': String(drafts.has(entry.key)), onclick: () => toggleOrder(entry),
    }, icon(drafts.has(entry.key) ? 'check' : 'absent'), h('span', {}, entry.label))))))));
}

function toggleOrder(entry) {
  const was = drafts.has(entry.key);
  if (was) drafts.removeKey(entry.key);
  else drafts.addFromCatalogue(entry.key, about());
  ordersChanged(was ? `Taken back: ${entry.label}.` : `Drafted: ${entry.label}.`);
  document.querySelector(`[data-testid="order-${entry.key}"]`)?.focus();
}

/** Every change of the drafts fires order-select; without a draft left the chart is looked at again. */
function ordersChanged(what) {
  showOrders();
  chooseHook(drafts.all.length ? 'order-select' : 'patient-view');
  return fire(what);
}

function showDrafts() {
  keepFocus(byId('drafts'), drawDrafts, byId('orders-title'));
}

function drawDrafts() {
  const { all } = drafts;
  if (!all.length) {
    replace(byId('drafts'), h('p', { class: 'muted none' }, 'No draft orders. Choose one from the list.'));
    return;
  }
  replace(byId('drafts'),
    h('ul', { class: 'drafts' }, all.map((draft) => h('li', { class: 'draft', testid: 'draft' },
      h('label', {}, h('input', { type: 'checkbox', 'data-focus': referenceTo(draft.resource), checked: draft.selected, onchange: (event) => { draft.selected = event.target.checked; chooseHook('order-select'); fire(); } }),
        h('span', {}, h('span', { class: 'draft-name' }, draft.label ?? orderWords(draft.resource)), orderNotes(draft.resource) && h('span', { class: 'muted draft-notes' }, orderNotes(draft.resource)))),
      h('button', { type: 'button', class: 'quiet', 'aria-label': `Remove ${draft.label ?? orderWords(draft.resource)}`, onclick: () => { drafts.remove(referenceTo(draft.resource)); ordersChanged('Draft removed.'); } }, 'Remove')))),
    h('div', { class: 'row' },
      h('button', { type: 'button', class: 'primary', testid: 'sign', 'data-focus': 'sign', onclick: () => { chooseHook('order-sign'); fire(); } }, `Sign ${plural(all.length, 'order')}`),
      signed() && h('button', { type: 'button', testid: 'store-orders', 'data-focus': 'store', onclick: (event) => storeOrders(event.currentTarget) }, page.last.answer.json?.cards?.length ? 'Sign in spite of the cards' : 'Finish signing'),
      page.last && h('button', { type: 'button', class: 'quiet only-phone', onclick: () => byId('cards-title').scrollIntoView() }, `Cards: ${summaryOf(page.last.answer)}`)));
}

/** Whether order-sign was answered for the drafts as they are now. */
function signed() {
  return page.last?.request.hook === 'order-sign' && page.last.answer.ok && JSON.stringify(page.last.request.context.draftOrders) === JSON.stringify(drafts.bundle());
}

async function storeOrders(button) {
  byId('orders-title').focus({ preventScroll: true });
  button.disabled = true;
  try {
    for (const { resource } of [...drafts.all]) {
      await fhir.create({ ...resource, status: 'active', intent: 'order' });
      drafts.remove(referenceTo(resource));
    }
    await chart.load(page.patient.id);
    await ordersChanged('Orders signed and stored.');
  } catch (error) {
    replace(byId('page-problem'), h('p', { class: 'problem' }, `Not every order could be stored: ${error.message}`));
    showOrders();
  }
}

/* ---- firing a hook ---- */

function chooseHook(hook, andFire = false) {
  page.hook = hook;
  document.querySelector(`[name=hook][value=${hook}]`).checked = true;
  byId('fire').textContent = `Fire ${hook}`;
  if (andFire) fire();
}

async function fire(what = '') {
  page.calling?.abort();
  const calling = (page.calling = new AbortController());
  remember();
  byId('cards').removeAttribute('aria-busy');
  if (page.hook !== 'patient-view' && !drafts.all.length) {
    page.last = null;
    byId('cards-summary').textContent = '';
    replace(byId('cards'), h('div', { class: 'empty', testid: 'needs-order' }, h('p', { class: 'empty-title' }, 'Choose an order first.'), h('p', {}, `${page.hook} is about draft orders, and there is none yet.`)));
    return;
  }
  const service = page.services.find((each) => each.hook === page.hook);
  if (!service) {
    byId('cards-summary').textContent = '';
    replace(byId('cards'), h('div', { class: 'problem', testid: 'problem' }, h('p', {}, `The endpoint offers no service for ${page.hook}.`)));
    return;
  }
  byId('cards').setAttribute('aria-busy', 'true');
  byId('cards-summary').textContent = 'Calling the service…';
  const started = performance.now();
  const { body, steps } = await prepare(service);
  const millis = performance.now() - started;
  if (calling.signal.aborted) return;
  const url = `${page.endpoint}/${service.id}`;
  let answer;
  try {
    answer = await post(url, body, calling.signal);
  } catch {
    return;
  }
  page.last = { url, service, request: body, answer, steps, millis };
  byId('cards').removeAttribute('aria-busy');
  byId('cards-summary').textContent = summaryOf(answer);
  showCards(byId('cards'), answer, { apply, override });
  showDrafts();
  hood.show(page.last);
  say(`${what} ${page.hook} answered: ${summaryOf(answer)}.`.trim());
}

async function prepare(service) {
  const context = { userId: USER, patientId: page.patient.id };
  if (chart.encounterId) context.encounterId = chart.encounterId;
  if (page.hook === 'order-select') context.selections = drafts.selections;
  if (page.hook !== 'patient-view') context.draftOrders = drafts.bundle();
  const way = byId('data-way').value;
  const keys = Object.keys(service.prefetch ?? {});
  const asked = way === 'prefetch' ? keys : way === 'mixed' || way === 'partial' ? keys.slice(0, Math.ceil(keys.length / 2)) : [];
  const { prefetch, steps } = await runPrefetch(service, context, fhir, asked);
  const fhirServer = { access: fhir.base, mixed: fhir.base, down: new URL('fhir-is-down', document.baseURI).href }[way];
  const body = request({ hook: page.hook, context, prefetch: asked.length ? prefetch : undefined, fhirServer, patientId: context.patientId, explain: byId('ask-why').checked });
  return { body, steps };
}

/* ---- what the reader does with a card ---- */

/** Carries out the actions of a suggestion in the order of a FHIR transaction: deletes, creates, updates. */
async function apply(card, suggestion) {
  const { service } = page.last;
  const order = { delete: 0, create: 1, update: 2 };
  const actions = [...(suggestion.actions ?? [])].sort((one, other) => order[one.type] - order[other.type]);
  let stored = false;
  for (const action of actions) stored = (await carryOut(action)) || stored;
  const said = await feedback(service, accepted(card, [suggestion]), `accepted “${suggestion.label}”`);
  if (stored) await chart.load(page.patient.id);
  showOrders();
  if (page.hook === 'patient-view' && drafts.all.length) chooseHook('order-select');
  if (!drafts.all.length) chooseHook('patient-view');
  await fire(`Applied: ${suggestion.label}.`);
  byId('cards').prepend(h('p', { class: 'done applied', testid: 'applied' }, icon('check'), `Applied: ${suggestion.label}. ${said}`));
  byId('cards-title').focus({ preventScroll: true });
}

/** True when the action changed the stored record rather than the drafts. */
async function carryOut({ type, resource, resourceId }) {
  const reference = resourceId ?? (typeof resource === 'string' ? resource : resource && referenceTo(resource));
  if (type === 'create' && isOrder(resource)) {
    drafts.add(resource, about());
    return false;
  }
  if (type === 'create') await fhir.create(resource);
  else if (type === 'update' && drafts.find(reference)) {
    drafts.update(resource);
    return false;
  } else if (type === 'update') await fhir.update(resource);
  else if (type === 'delete' && drafts.find(reference)) {
    drafts.remove(reference);
    return false;
  } else if (type === 'delete') await fhir.remove(reference);
  else throw new Error(`Action type "${type}" is not one that CDS Hooks knows.`);
  return true;
}

async function override(card, reason, comment) {
  const said = await feedback(page.last.service, overridden(card, reason, comment), `overrode “${card.summary}”`);
  return `Overridden${reason ? `: ${reason.display ?? reason.code}` : ''}. ${said}`;
}

/** Sends feedback and says how it went; an advice that could not be reported must not stop the work. */
async function feedback(service, body, what) {
  if (!body.feedback[0].card) return 'The card has no uuid, so no feedback could be sent.';
  const answer = await post(`${page.endpoint}/${service.id}/feedback`, body);
  hood.note({ what, body, answer });
  return answer.ok ? `Feedback sent (${answer.status}).` : `Feedback was not taken (${answer.status || 'no answer'}).`;
}

/* ---- the address ---- */

const shareable = () => ({ view: page.view, patient: page.patient?.id, hook: page.hook, orders: drafts.keys });

function remember() {
  writeState(shareable());
}

async function takeState() {
  if (location.hash && !location.hash.includes('=')) return;
  const state = readState();
  showView(state.view);
  if (state.patient) await openChart(state.patient, state);
}

function showView(view) {
  page.view = view;
  byId('view-chart').hidden = view !== 'chart';
  byId('view-own').hidden = view !== 'own';
  for (const button of document.querySelectorAll('[data-view]')) {
    if (button.dataset.view === view) button.setAttribute('aria-current', 'page');
    else button.removeAttribute('aria-current');
  }
  document.title = view === 'own' ? 'Send your own · Cervical CDS workbench' : 'Cervical CDS workbench';
}
