// "Send your own": paste or drop a CDS Hooks request or a FHIR Bundle, see what is wrong with it, send it, read the answer.

import { h, replace, plural, uuid } from './dom.js';
import { patientsOf, requestFrom } from './bundle.js';
import { post } from './cdshooks.js';
import { showCards, summaryOf } from './cards.js';
import { FIRST_HOOK } from './hooks.js';
import { curl, jsonNode, textNode } from './hood.js';
import { LargeText } from './largetext.js';
import { LEVELS, remarksOn } from './remarks.js';
import { whyNode } from './why.js';

const WAIT_MILLIS = 200;

/** `source` gives the page's state: services(), endpoint(), lastRequest(), example(), isOpen(fhirServer). */
export function showOwn(node, source) {
  const remarks = h('div', { testid: 'own-remarks', 'aria-live': 'polite' });
  const answerNode = h('div', { testid: 'own-answer', 'aria-live': 'polite' }, h('p', { class: 'muted' }, 'The answer appears here.'));
  const service = h('select', { testid: 'own-service', id: 'own-service' });
  const patient = h('select', { testid: 'own-patient' });
  const patientField = h('label', { class: 'field grow', hidden: true }, h('span', {}, 'Patient of the Bundle'), patient);
  const file = h('input', { type: 'file', accept: '.json,application/json', testid: 'own-file' });
  let waiting;

  const look = () => {
    clearTimeout(waiting);
    replace(remarks, remarkNodes(text.value, source));
    const patients = patientsIn(text.value);
    patientField.hidden = patients.length < 2;
    const before = patient.value;
    replace(patient, patients.map(({ id, name }) => h('option', { value: id }, name ? `${name} (${id})` : id)));
    if (patients.some(({ id }) => id === before)) patient.value = before;
  };
  const text = new LargeText({ testid: 'own-json', id: 'own-json' }, () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, WAIT_MILLIS);
  });
  file.addEventListener('change', async () => {
    if (file.files[0]) text.value = await file.files[0].text();
    file.value = '';
  });

  const fillServices = () => {
    const before = service.value;
    replace(service, h('option', { value: '' }, 'by the hook of the request'), source.services().map(({ id, hook }) => h('option', { value: id }, `${id} (${hook})`)));
    service.value = source.services().some(({ id }) => id === before) ? before : '';
    look();
  };

  const send = async (button) => {
    look();
    button.disabled = true;
    replace(answerNode, h('p', { class: 'muted' }, 'Calling the service…'));
    const { body, chosen, made } = sendable(text.value, service.value, patient.value, source.services());
    if (chosen) {
      const url = `${source.endpoint()}/${chosen.id}`;
      const answer = await post(url, body);
      replace(answerNode, answerNodes(chosen, url, body, made, answer));
      if (answer.ok && body === text.value) replace(remarks, remarkNodes(body, source, true));
    } else {
      replace(answerNode, h('p', { class: 'problem' }, 'The endpoint offers no service.'));
    }
    button.disabled = false;
  };

  replace(node,
    h('section', { class: 'panel', 'aria-labelledby': 'own-title' },
      h('h2', { id: 'own-title' }, 'Send your own request'),
      h('p', {}, 'Paste or drop a CDS Hooks request, exactly as your EHR sends it, or a FHIR Bundle. A request goes to the service unchanged; of a Bundle a request for its patient is made. Use synthetic data only.'),
      h('label', { class: 'field', for: 'own-json' }, h('span', {}, 'Request or Bundle as JSON')), text.node,
      h('div', { class: 'row' },
        h('label', { class: 'field grow' }, h('span', {}, 'or open a file'), file),
        h('label', { class: 'field grow' }, h('span', {}, 'Service'), service),
        patientField),
      h('div', { class: 'row' },
        h('button', { type: 'button', class: 'primary', testid: 'own-send', onclick: (event) => send(event.currentTarget) }, 'Send'),
        h('button', { type: 'button', testid: 'own-last', onclick: () => { text.value = JSON.stringify(source.lastRequest() ?? example(source.example()), null, 2); } }, 'Take the last request of the chart')),
      remarks),
    h('section', { class: 'panel', 'aria-labelledby': 'own-answer-title' }, h('h2', { id: 'own-answer-title' }, 'Answer'), answerNode));
  return { fillServices };
}

function answerNodes(chosen, url, body, made, answer) {
  const cards = h('div', { class: 'own-cards' });
  showCards(cards, answer, { apply: notHere, override: notHere });
  return [h('h3', {}, `Answer of ${chosen.id}`), h('p', { class: 'muted' }, summaryOf(answer)), cards,
    made && h('details', {}, h('summary', { testid: 'own-made-open' }, 'The request made from the Bundle'), jsonNode(made, 'own-made')),
    h('details', { open: !answer.ok }, h('summary', {}, 'Answer as JSON'), jsonNode(answer.json ?? answer.text, 'own-response')),
    h('details', {}, h('summary', {}, 'Why, and why not'), whyNode(answer, () => {})),
    h('details', {}, h('summary', {}, 'The same call as curl'), textNode(curl(url, body), 'own-curl', 'Copy the command'))];
}

const notHere = async () => {
  throw new Error('Requests of your own are only shown: nothing is applied and no feedback is sent.');
};

/** A request that needs no prefetch, since the service may ask the sandbox. */
function example({ fhirServer, patientId }) {
  return { hook: FIRST_HOOK, hookInstance: uuid(), fhirServer, context: { userId: 'Practitioner/example', patientId } };
}

/** What goes out: a request as it stands, or the one made of a Bundle. */
function sendable(text, serviceId, patientId, services) {
  const sent = parsed(text);
  const named = services.find((each) => each.id === serviceId);
  if (sent?.resourceType !== 'Bundle') return { body: text, chosen: named ?? services.find((each) => each.hook === sent?.hook) ?? services[0] };
  const chosen = named ?? services.find((each) => each.hook === FIRST_HOOK) ?? services[0];
  const made = chosen && { ...requestFrom(sent, chosen, patientId || undefined), extension: { 'org.cervicalcds.explain': true } };
  return { body: JSON.stringify(made), chosen, made };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function patientsIn(text) {
  const sent = parsed(text);
  return sent?.resourceType === 'Bundle' ? patientsOf(sent) : [];
}

/** @param answered the service took it: whatever was expected, it was not refused */
function remarkNodes(text, source, answered = false) {
  if (!text.trim()) return null;
  const remarks = remarksOn(text, source.services(), source.isOpen).map((remark) => (answered && remark.level === 'refused' ? { ...remark, level: 'note' } : remark));
  if (!remarks.length) return h('p', { class: 'done' }, 'Nothing to remark on the form of this body.');
  return [
    h('h3', {}, plural(remarks.length, 'remark')),
    h('ul', { class: 'remarks' }, Object.entries(LEVELS).flatMap(([level, word]) => remarks.filter((remark) => remark.level === level).map(({ id, words }) =>
      h('li', { class: `remark-${level}` }, h('span', { class: 'tag' }, word), ' ', h('code', {}, id), ` ${words}`)))),
    h('p', { class: 'muted none' }, 'Refused: an error comes back. Not read: answered without it. Note: read all the same here. The ids are those of docs/conformance.md.'),
  ];
}
