// "Send your own": paste or drop a CDS Hooks request or a FHIR Bundle, see what is wrong with it, send it, read the answer.

import { h, replace, plural, uuid } from './dom.js';
import { post } from './cdshooks.js';
import { showCards, summaryOf } from './cards.js';
import { curl, jsonNode, textNode } from './hood.js';
import { whyNode } from './why.js';

const HOOK_FIELDS = { 'patient-view': ['patientId', 'userId'], 'order-select': ['patientId', 'userId', 'selections', 'draftOrders'], 'order-sign': ['patientId', 'userId', 'draftOrders'] };

/** `source` gives the page's state: services(), endpoint(), lastRequest(). */
export function showOwn(node, source) {
  const area = h('textarea', { rows: 20, spellcheck: 'false', testid: 'own-json', id: 'own-json', placeholder: '{\n  "hook": "patient-view",\n  "hookInstance": "…",\n  "context": {"userId": "Practitioner/1", "patientId": "1"}\n}' });
  const service = h('select', { testid: 'own-service', id: 'own-service' });
  const file = h('input', { type: 'file', accept: '.json,application/json', testid: 'own-file' });
  const remarks = h('div', { testid: 'own-remarks', 'aria-live': 'polite' });
  const answerNode = h('div', { testid: 'own-answer', 'aria-live': 'polite' }, h('p', { class: 'muted' }, 'The answer appears here.'));

  const fillServices = () => {
    const before = service.value;
    replace(service, h('option', { value: '' }, 'by the hook of the request'), source.services().map(({ id, hook }) => h('option', { value: id }, `${id} (${hook})`)));
    service.value = source.services().some(({ id }) => id === before) ? before : '';
  };
  const take = (text) => {
    area.value = text;
    look();
  };
  const look = () => replace(remarks, remarkNodes(area.value));

  area.addEventListener('input', look);
  file.addEventListener('change', async () => file.files[0] && take(await file.files[0].text()));
  area.addEventListener('dragover', (event) => event.preventDefault());
  area.addEventListener('drop', async (event) => {
    const dropped = event.dataTransfer.files[0];
    if (!dropped) return;
    event.preventDefault();
    take(await dropped.text());
  });

  const send = async (button) => {
    button.disabled = true;
    replace(answerNode, h('p', { class: 'muted' }, 'Calling the service…'));
    const { body, hook } = wrapped(area.value, source.services());
    const chosen = source.services().find((each) => each.id === service.value) ?? source.services().find((each) => each.hook === hook) ?? source.services()[0];
    if (chosen) {
      const url = `${source.endpoint()}/${chosen.id}`;
      const answer = await post(url, body);
      const cards = h('div');
      showCards(cards, answer, { apply: notHere, override: notHere });
      replace(answerNode, h('h3', {}, `Answer of ${chosen.id}`), h('p', { class: 'muted' }, summaryOf(answer)), cards,
        h('details', { open: !answer.ok }, h('summary', {}, 'Answer as JSON'), jsonNode(answer.json ?? answer.text, 'own-response')),
        h('details', {}, h('summary', {}, 'Why, and why not'), whyNode(answer, () => {})),
        h('details', {}, h('summary', {}, 'The same call as curl'), textNode(curl(url, body), 'own-curl', 'Copy the command')));
    } else {
      replace(answerNode, h('p', { class: 'problem' }, 'The endpoint offers no service.'));
    }
    button.disabled = false;
  };

  replace(node,
    h('section', { class: 'panel', 'aria-labelledby': 'own-title' },
      h('h2', { id: 'own-title' }, 'Send your own request'),
      h('p', {}, 'Paste or drop a CDS Hooks request, exactly as your EHR sends it, or a FHIR Bundle with one patient. It goes to the service unchanged; a Bundle is first wrapped as a patient-view request. Use synthetic data only.'),
      h('label', { class: 'field' }, h('span', {}, 'Request or Bundle as JSON'), area),
      h('div', { class: 'row' },
        h('label', { class: 'field grow' }, h('span', {}, 'or open a file'), file),
        h('label', { class: 'field grow' }, h('span', {}, 'Service'), service)),
      h('div', { class: 'row' },
        h('button', { type: 'button', class: 'primary', testid: 'own-send', onclick: (event) => send(event.currentTarget) }, 'Send'),
        h('button', { type: 'button', testid: 'own-last', onclick: () => take(JSON.stringify(source.lastRequest() ?? example(), null, 2)) }, 'Take the last request of the chart')),
      remarks),
    h('section', { class: 'panel', 'aria-labelledby': 'own-answer-title' }, h('h2', { id: 'own-answer-title' }, 'Answer'), answerNode));
  return { fillServices };
}

const notHere = async () => {
  throw new Error('Requests of your own are only shown: nothing is applied and no feedback is sent.');
};

function example() {
  return { hook: 'patient-view', hookInstance: uuid(), context: { userId: 'Practitioner/example', patientId: 'example' }, prefetch: {} };
}

/** A Bundle becomes a patient-view request whose prefetch holds, per template, the Bundle's resources of that type. */
function wrapped(text, services) {
  const sent = parsed(text);
  if (sent?.resourceType !== 'Bundle') return { body: text, hook: sent?.hook };
  const resources = (sent.entry ?? []).map((entry) => entry.resource).filter(Boolean);
  const patient = resources.find((resource) => resource.resourceType === 'Patient');
  const templates = services.find((service) => service.hook === 'patient-view')?.prefetch ?? {};
  const prefetch = {};
  for (const [key, template] of Object.entries(templates)) {
    const type = template.split(/[/?]/)[0];
    const found = resources.filter((resource) => resource.resourceType === type);
    prefetch[key] = template.includes('?') ? { resourceType: 'Bundle', type: 'searchset', total: found.length, entry: found.map((resource) => ({ resource })) } : found[0] ?? null;
  }
  const body = { hook: 'patient-view', hookInstance: uuid(), context: { userId: 'Practitioner/example', patientId: patient?.id ?? 'none' }, prefetch };
  return { body, hook: 'patient-view' };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function remarkNodes(text) {
  if (!text.trim()) return null;
  const remarks = remarksOn(text);
  if (!remarks.length) return h('p', { class: 'done' }, 'Nothing to remark on the form of this request.');
  return [h('h3', {}, plural(remarks.length, 'remark')), h('ul', { class: 'remarks' }, remarks.map(([id, words]) => h('li', {}, h('code', {}, id), ` ${words}`)))];
}

/** What the CDS Hooks specification would say to this body, with the ids of the project's conformance list. */
export function remarksOn(text) {
  let body;
  try {
    body = JSON.parse(text);
  } catch (error) {
    return [['CDSH-REQ-1', `The body is not JSON: ${error.message}`]];
  }
  if (body === null || typeof body !== 'object' || Array.isArray(body)) return [['CDSH-REQ-1', 'The body is not a JSON object.']];
  if (body.resourceType === 'Bundle') return bundleRemarks(body);
  const remarks = [];
  const say = (id, words) => remarks.push([id, words]);
  if (typeof body.hook !== 'string') say('CDSH-REQ-2', '"hook" is missing or is not a string.');
  if (typeof body.hookInstance !== 'string') say('CDSH-REQ-4', '"hookInstance" is missing.');
  else if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(body.hookInstance)) say('CDSH-REQ-4', '"hookInstance" is not a UUID.');
  if (body.fhirAuthorization && !body.fhirServer) say('CDSH-REQ-5', '"fhirAuthorization" came without "fhirServer".');
  if (/\{\{/.test(body.fhirServer ?? '')) say('CDSH-REQ-5', '"fhirServer" still holds a placeholder.');
  if (body.fhirAuthorization && !(body.fhirAuthorization.access_token && body.fhirAuthorization.token_type && body.fhirAuthorization.subject)) say('CDSH-REQ-9', '"fhirAuthorization" lacks access_token, token_type or subject.');
  const { context } = body;
  if (!context || typeof context !== 'object' || Array.isArray(context)) {
    say('CDSH-REQ-7', '"context" is missing or is not an object.');
    return remarks;
  }
  for (const field of HOOK_FIELDS[body.hook] ?? ['patientId'])
    if (context[field] === undefined || context[field] === null) say('CDSH-HK-1', `context.${field} is missing.`);
  if (typeof context.patientId === 'string' && context.patientId.includes('/')) say('CDSH-REQ-16', 'context.patientId should be the bare id, without "Patient/".');
  if (context.userId !== undefined && !/^[A-Za-z]+\/.+$/.test(context.userId)) say('CDSH-HK-2', 'context.userId should be "Type/id".');
  if (context.draftOrders) draftRemarks(context, say);
  for (const [key, value] of Object.entries(body.prefetch ?? {})) {
    if (value?.resourceType === 'OperationOutcome') say('CDSH-PFD', `prefetch.${key} holds an OperationOutcome, not data.`);
    else if (value !== null && (typeof value !== 'object' || !value.resourceType)) say('CDSH-PFD', `prefetch.${key} is not a FHIR resource.`);
  }
  return remarks;
}

function draftRemarks({ draftOrders, selections }, say) {
  if (draftOrders.resourceType !== 'Bundle') say('CDSH-HOS-3', 'context.draftOrders should be a Bundle.');
  const entries = Array.isArray(draftOrders.entry) ? draftOrders.entry : [];
  const known = entries.flatMap(({ resource, fullUrl }) => [resource && `${resource.resourceType}/${resource.id}`, resource?.id, fullUrl]);
  const unmatched = (Array.isArray(selections) ? selections : []).filter((selection) => !known.includes(selection));
  if (unmatched.length) say('CDSH-HOS-2', `selections name what draftOrders does not hold: ${unmatched.join(', ')}.`);
}

function bundleRemarks(bundle) {
  const types = (bundle.entry ?? []).map((entry) => entry.resource?.resourceType).filter(Boolean);
  const patients = types.filter((type) => type === 'Patient').length;
  return patients === 1 ? [] : [['Bundle', `The Bundle holds ${plural(patients, 'patient')}; one is needed.`]];
}
