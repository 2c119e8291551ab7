// Starts the workbench: views, the service asked, the chart that is open, and the address that carries all of it.

import { h, byId, copy, replace } from './dom.js';
import { discover } from './cdshooks.js';
import { Drafts } from './drafts.js';
import { Chart } from './chart.js';
import { Hood } from './hood.js';
import { JournaledFhir } from './journal.js';
import { loadBook, offerInsights } from './book.js';
import { fillTypes, startDataWays } from './dataways.js';
import { chooseHook, fire, loadPerformers, redraw, showHooks } from './ehr.js';
import { anOpenServer, isOpen, loadOpenServers } from './openservers.js';
import { FIRST_HOOK } from './hooks.js';
import { firstStory, loadPatients, openPatients, showBanner, startPatients } from './patients.js';
import { n, startLabels, t } from './labels.js';
import { showDrafts, showOrders, startOrders } from './orderentry.js';
import { showCodes } from './codes.js';
import { showOwn } from './own.js';
import { startReset, showReset } from './reset.js';
import { about, page, say } from './page.js';
import { readState, stateHash, writeState } from './state.js';
import { startTheme } from './theme.js';

const TITLES = { chart: 'Cervical CDS workbench', own: 'Send your own · Cervical CDS workbench', codes: 'Codes · Cervical CDS workbench' };

let own;
let codes;

start();

async function start() {
  startTheme(byId('theme'));
  await startLabels(byId('language'));
  page.fhir = new JournaledFhir(new URL('fhir', document.baseURI).href, showReset);
  page.hood = new Hood(byId('hood'), (reference) => page.chart.reveal(reference) || say(t('{0} is not in the chart.', reference)));
  listen();
  const [orders, additions] = await Promise.all(['orders.json', 'additions.json'].map(async (name) => (await fetch(name)).json()));
  page.catalogue = orders;
  page.drafts = new Drafts(orders);
  page.chart = new Chart(byId('chart'), page.fhir, additions, (what) => fire(what));
  own = showOwn(byId('view-own'), { services: () => page.services, endpoint: () => page.endpoint, lastRequest: () => page.last?.request, example: () => ({ fhirServer: anOpenServer(), patientId: firstStory() }), isOpen });
  codes = showCodes(byId('view-codes'), remember);
  say(t('The patients are being read.'));
  await Promise.all([loadOpenServers().then(() => useEndpoint(page.ownEndpoint)), loadPatients(openChart), loadPerformers()]);
  byId('welcome-title').textContent = t('Choose a patient');
  byId('welcome-words').textContent = t('Opening a chart fires patient-view, ticking an order order-select, signing order-sign; every other hook of the service can be fired by hand.');
  await takeState();
  addEventListener('hashchange', takeState);
  byId('main').removeAttribute('aria-busy');
  offerInsights(byId('to-insights'));
}

function listen() {
  Object.assign(redraw, { remember, answered: showDrafts, orders: showOrders });
  for (const link of document.querySelectorAll('.skip')) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      byId(page.patient ? link.hash.slice(1) : 'patient-search').focus();
    });
  }
  for (const button of document.querySelectorAll('[data-view]')) button.addEventListener('click', () => { showView(button.dataset.view); remember(); openSomething(); });
  startPatients(openChart);
  startOrders();
  startDataWays(() => fire());
  startReset(async () => {
    await loadPatients(openChart);
    if (page.patient) await openChart(page.patient.id);
  }, closeChart);
  byId('toggle-hood').addEventListener('click', (event) => {
    const open = byId('hood').classList.toggle('open');
    event.target.setAttribute('aria-expanded', String(open));
    event.target.textContent = t(open ? 'Hide' : 'Show');
  });
  byId('ask-why').addEventListener('change', () => fire());
  byId('fire').addEventListener('click', () => fire());
  byId('copy-link').addEventListener('click', async (event) => {
    const address = new URL(stateHash(shareable()) || '#', document.baseURI).href;
    replace(event.target, (await copy(address)) ? t('Link copied') : t('Not copied'));
    setTimeout(() => replace(event.target, t('Copy link')), 2000);
  });
  byId('endpoint-form').addEventListener('submit', async (event) => {
    event.preventDefault();
    await useEndpoint(byId('endpoint').value.trim().replace(/\/$/, '') || page.ownEndpoint);
    if (page.patient) fire();
  });
}

async function useEndpoint(endpoint) {
  byId('endpoint').value = endpoint;
  page.endpoint = endpoint;
  const book = loadBook(endpoint === page.ownEndpoint);
  try {
    page.services = await discover(endpoint);
    byId('endpoint-state').textContent = `${n(page.services.length, 'service', 'services')}: ${page.services.map(({ id }) => id).join(', ')}`;
  } catch (error) {
    page.services = [];
    byId('endpoint-state').textContent = t('No services: {0}', error.message);
  }
  showHooks();
  await book;
  own.fillServices();
  fillTypes();
}

/** Opens a chart, which is what fires patient-view, unless a shared link asks for another hook. */
async function openChart(id, { hook = FIRST_HOOK, orders = [], intro = false } = {}) {
  let patient;
  try {
    patient = await page.fhir.read('Patient', id);
  } catch (error) {
    if (page.patient?.id === id) closeChart();
    replace(byId('page-problem'), h('p', { class: 'problem' }, t('Patient {0} could not be opened: {1}', id, error.message)));
    return;
  }
  replace(byId('page-problem'));
  page.calling?.abort();
  page.patient = patient;
  page.last = null;
  page.drafts.clear();
  page.chart.clear();
  replace(byId('missing'));
  replace(byId('changes'));
  replace(byId('cards'), h('p', { class: 'muted' }, t('Opening the chart…')));
  byId('welcome').hidden = true;
  byId('intro').hidden = !intro;
  for (const part of ['banner', 'answer', 'record']) byId(part).hidden = false;
  showBanner(patient);
  if (matchMedia('(max-width: 79.99em)').matches) openPatients(false);
  await page.chart.load(id);
  if (page.patient.id !== id) return;
  for (const key of orders) page.drafts.addFromCatalogue(key, about());
  chooseHook(hook);
  showOrders();
  await fire();
}

/** For a patient who is gone. */
function closeChart() {
  page.calling?.abort();
  page.patient = null;
  page.last = null;
  page.drafts.clear();
  byId('welcome').hidden = false;
  for (const part of ['banner', 'answer', 'record']) byId(part).hidden = true;
  openPatients(true);
  remember();
}

/* ---- the address ---- */

const shareable = () => ({ view: page.view, patient: page.patient?.id, hook: page.hook, orders: page.drafts.keys, find: codes?.text });

function remember() {
  writeState(shareable());
}

async function takeState() {
  if (location.hash && !location.hash.includes('=')) return;
  const state = readState();
  showView(state.view, state.find);
  if (state.patient && !(state.view !== 'chart' && page.patient?.id === state.patient)) await openChart(state.patient, state);
  else await openSomething();
}

/** Nobody meets an empty page: without a patient the first story is opened. */
async function openSomething() {
  const id = firstStory();
  if (page.view === 'chart' && !page.patient && id) await openChart(id, { intro: true });
}

function showView(view, find) {
  page.view = view;
  for (const each of Object.keys(TITLES)) byId(`view-${each}`).hidden = view !== each;
  for (const button of document.querySelectorAll('[data-view]')) {
    if (button.dataset.view === view) button.setAttribute('aria-current', 'page');
    else button.removeAttribute('aria-current');
  }
  document.title = t(TITLES[view]);
  if (view === 'codes') codes.open(find);
}
