// What the CDS Hooks specification, and this service's reading of it, say to a body: remarks with the ids of docs/conformance.md.

import { plural } from './dom.js';
import { isOrder } from './drafts.js';
import { bareId, isObject } from './shape.js';
import { contextRemarks } from './contextremarks.js';
import { prefetchRemarks } from './prefetchremarks.js';

/** refused: an error comes back. lost: answered, but something is not read. note: read all the same, though other services may not. */
export const LEVELS = { refused: 'Refused', lost: 'Not read', note: 'Note' };

const KNOWN = ['hook', 'hookInstance', 'fhirServer', 'fhirAuthorization', 'context', 'prefetch', 'extension'];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Remarks as {id, level, words}; `services` are those of the endpoint's discovery, `isOpen` says which FHIR servers are asked without a token. */
export function remarksOn(text, services = [], isOpen = () => false) {
  const remarks = [];
  const say = (level, id, words) => remarks.push({ level, id: `CDSH-${id}`, words });
  let body;
  try {
    body = JSON.parse(text);
  } catch (error) {
    say('refused', /\/\/|\/\*|,\s*[}\]]/.test(text.slice(0, 100_000)) ? 'JSON-2' : 'JSON-7', `The body is not JSON: ${error.message}. Comments, trailing commas and text after the last brace are no JSON.`);
    return remarks;
  }
  if (body === null || typeof body !== 'object' || Array.isArray(body)) say('refused', 'JSON-1', 'The body is not a JSON object.');
  else if (body.resourceType === 'Bundle') bundleRemarks(body, say);
  else if (isFeedback(body)) feedbackRemarks(body, say);
  else if (body.resourceType) say('refused', 'REQ-1', `This is a ${body.resourceType}, not a request. Put it into a Bundle with its patient.`);
  else requestRemarks(body, services, isOpen(body.fhirServer), say);
  return remarks;
}

function requestRemarks(body, services, open, say) {
  const offered = services.filter((service) => service.hook === body.hook);
  if (typeof body.hook !== 'string') say('refused', 'REQ-2', '"hook" is missing or is not a string.');
  else if (services.length && !offered.length) say('refused', 'REQ-3', `No service here serves the hook "${body.hook}".`);
  if (typeof body.hookInstance !== 'string') say('note', 'REQ-4', '"hookInstance" is missing. It should be a UUID, new for each event.');
  else if (!UUID.test(body.hookInstance)) say('note', 'REQ-4', '"hookInstance" is not a UUID.');
  accessRemarks(body, open, say);
  if (Array.isArray(body.extension)) say('note', 'EXT-1', '"extension" should be an object with names as keys, not a list as in FHIR.');
  const unknown = Object.keys(body).filter((key) => !KNOWN.includes(key));
  if (unknown.length) say('note', 'REQ-11', `Not known to the specification, and not read: ${unknown.join(', ')}.`);
  if (!isObject(body.context)) {
    say('refused', 'REQ-7', Array.isArray(body.context) ? '"context" is a list, as in drafts of 2016; it must be an object.' : '"context" is missing or is not an object.');
    return;
  }
  contextRemarks(body.hook, body.context, say);
  prefetchRemarks(body, offered[0]?.prefetch ?? {}, open, say);
}

function accessRemarks({ fhirServer, fhirAuthorization, context }, open, say) {
  if (typeof fhirServer === 'string' && /\{\{|\$\{/.test(fhirServer)) say('lost', 'REQ-5', '"fhirServer" still holds a placeholder, so nothing is fetched.');
  else if (typeof fhirServer === 'string' && !/^https:\/\//i.test(fhirServer)) say('note', 'REQ-6', '"fhirServer" is no https address; in production no token travels there.');
  if (fhirServer && !fhirAuthorization && !open) say('lost', 'FHIR-1', '"fhirServer" came without "fhirAuthorization": only a server that the settings name as open is asked.');
  if (!isObject(fhirAuthorization)) {
    if (fhirAuthorization) say('lost', 'REQ-9', '"fhirAuthorization" is not an object.');
    return;
  }
  if (!fhirServer) say('lost', 'REQ-5', '"fhirAuthorization" came without "fhirServer".');
  const missing = ['access_token', 'token_type', 'expires_in', 'scope', 'subject'].filter((key) => fhirAuthorization[key] === undefined);
  if (missing.length) say(missing.includes('access_token') ? 'lost' : 'note', 'REQ-9', `"fhirAuthorization" lacks ${missing.join(', ')}.`);
  if (fhirAuthorization.token_type && !/^bearer$/i.test(fhirAuthorization.token_type)) say('lost', 'REQ-9', '"token_type" is not Bearer; the token is not used.');
  if (fhirAuthorization.expires_in <= 0) say('lost', 'FHIR-4', 'The access token has run out.');
  const patient = bareId(context?.patientId);
  if (fhirAuthorization.patient && patient && bareId(fhirAuthorization.patient) !== patient) say('lost', 'FHIR-6', 'The access token is for another patient and is not used.');
}

function bundleRemarks(bundle, say) {
  const resources = (Array.isArray(bundle.entry) ? bundle.entry : []).map((entry) => entry?.resource).filter(isObject);
  const patients = resources.filter(({ resourceType }) => resourceType === 'Patient').length;
  if (!resources.length) say('lost', 'PFD-4', 'The Bundle holds no resources.');
  if (patients === 0) say('refused', 'PFD-2', 'The Bundle holds no Patient, and without the patient there is no answer (412).');
  if (patients > 1) say('note', 'PFD-10', `The Bundle holds ${plural(patients, 'patient')}; choose one. What belongs to another is left out.`);
  const drafts = resources.filter((resource) => isOrder(resource) && resource.status === 'draft').length;
  if (drafts) say('note', 'HPV-3', `The Bundle holds ${plural(drafts, 'draft order')}; choose an order service to ask about ${drafts === 1 ? 'it' : 'them'}.`);
  if ((bundle.link ?? []).some?.(({ relation }) => relation === 'next')) say('lost', 'PFD-6', 'The Bundle is one page of more; the other pages are not in it.');
  if (resources.some((resource) => resource.resourceType === 'OperationOutcome')) say('note', 'PFD-5', 'An entry is an OperationOutcome; it is passed over.');
}

const isFeedback = (body) => 'feedback' in body || ('outcome' in body && 'card' in body);

function feedbackRemarks(body, say) {
  say('refused', 'FB-1', 'This is feedback, not a request; it belongs to …/feedback.');
  if (!Array.isArray(body.feedback) || !body.feedback.length) say('refused', 'FB-2', 'Feedback is an object with a filled list "feedback"; a single item alone is refused.');
  for (const item of [body.feedback ?? body].flat()) {
    if (typeof item?.card !== 'string') say('refused', 'FB-3', '"card" is missing: the uuid of the card.');
    if (!['accepted', 'overridden'].includes(item?.outcome)) say('refused', 'FB-4', '"outcome" must be accepted or overridden.');
    if (item?.outcome === 'accepted' && !Array.isArray(item.acceptedSuggestions)) say('note', 'FB-5', '"acceptedSuggestions" should name what was accepted, as a list of {"id": uuid}.');
    if (item?.overrideReasons || item?.overrideReason?.code) say('note', 'FB-9', 'The reason should stand under overrideReason.reason as a coding.');
    if (!item?.outcomeTimestamp) say('note', 'FB-7', '"outcomeTimestamp" is missing; the time of receipt is taken.');
  }
}
