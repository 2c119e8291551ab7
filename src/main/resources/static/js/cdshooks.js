// A CDS Hooks 2.0.1 client as an EHR has one: discovery, prefetch, the service call, feedback.

import { uuid } from './dom.js';
import { FhirError } from './fhir.js';
import { chosen } from './labels.js';

export const EXPLAIN = 'org.cervicalcds.explain';

export async function discover(endpoint) {
  const response = await fetch(endpoint, { headers: { Accept: 'application/json' }, cache: 'no-store' });
  if (!response.ok) throw new Error(`Discovery at ${endpoint} answered HTTP ${response.status}.`);
  const { services } = await response.json();
  if (!Array.isArray(services)) throw new Error(`Discovery at ${endpoint} has no "services" array.`);
  return services;
}

/** A prefetch template with its tokens filled, or null when a token has no value (the key is then left out). */
export function fillTemplate(template, context) {
  let complete = true;
  const query = template.replace(/\{\{\s*([^}]+?)\s*\}\}/g, (_, token) => {
    const value = tokenValue(token, context);
    if (value === undefined) complete = false;
    return String(value ?? '').split('/').map(encodeURIComponent).join('/');
  });
  return complete ? query : null;
}

function tokenValue(token, context) {
  if (token === 'today()') return new Date().toISOString().slice(0, 10);
  const user = /^user(Practitioner|PractitionerRole|Patient|RelatedPerson)Id$/.exec(token);
  if (user) {
    const [type, id] = (context.userId ?? '').split('/');
    return type === user[1] ? id : undefined;
  }
  const value = token.startsWith('context.') ? context[token.slice('context.'.length)] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

/** A read or a search below the FHIR base: whatever a foreign service writes into its templates leads to no other path of the server. */
const FHIR_QUERY = /^[A-Z][A-Za-z]{0,63}(\/(?!\.{1,2}(?:[/?]|$))[A-Za-z0-9$_.-]{1,64}){0,3}(\?[^#]*)?$/;

export function isFhirQuery(query) {
  return FHIR_QUERY.test(query);
}

/**
 * Runs the templates of a service side by side. A read that finds nothing is null, a query that fails leaves its key out,
 * so that the service knows the difference between "asked and empty" and "not asked".
 */
export async function runPrefetch(service, context, fhir, keys = Object.keys(service.prefetch ?? {})) {
  const prefetch = {};
  const steps = await Promise.all(keys.map(async (key) => {
    const query = fillTemplate(service.prefetch[key], context);
    const step = { key, query: query ?? service.prefetch[key] };
    const started = performance.now();
    if (query === null) return { ...step, result: 'left out: a token has no value', millis: 0 };
    if (!isFhirQuery(query)) return { ...step, result: 'left out: not a read or search of FHIR', failed: true, millis: 0 };
    try {
      const value = await ask(query, fhir);
      return { ...step, value, result: count(value), millis: performance.now() - started };
    } catch (error) {
      if (error instanceof FhirError && (error.status === 404 || error.status === 410) && !query.includes('?'))
        return { ...step, value: null, result: 'null: not found', millis: performance.now() - started };
      return { ...step, result: `left out: ${error.message}`, failed: true, millis: performance.now() - started };
    }
  }));
  for (const { key, value } of steps) if (value !== undefined) prefetch[key] = value;
  return { prefetch, steps };
}

function ask(query, fhir) {
  if (query.includes('?')) return fhir.search(query);
  const [type, id] = query.split('/');
  return fhir.read(decodeURIComponent(type), decodeURIComponent(id));
}

function count(value) {
  if (value?.resourceType !== 'Bundle') return value?.resourceType ?? 'nothing';
  const found = value.entry?.length ?? 0;
  return found === 1 ? '1 entry' : `${found} entries`;
}

/** The members in the order of the specification's table. */
export function request({ hook, context, prefetch, fhirServer, patientId, explain }) {
  const body = { hook, hookInstance: uuid() };
  if (fhirServer) {
    body.fhirServer = fhirServer;
    body.fhirAuthorization = {
      access_token: 'demo-token-of-the-workbench',
      token_type: 'Bearer',
      expires_in: 300,
      scope: 'patient/*.rs',
      subject: 'cervical-cds-workbench',
      patient: patientId,
    };
  }
  body.context = context;
  if (prefetch) body.prefetch = prefetch;
  if (explain) body.extension = { [EXPLAIN]: true };
  return body;
}

/** The language of all cards of an answer; of several nobody can tell which card is in which. */
function oneLanguage(response) {
  const language = response.headers.get('Content-Language') ?? '';
  return /^[A-Za-z]+(-\w+)*$/.test(language) ? language : undefined;
}

/** Posts JSON and returns what came back, whatever it was; only an aborted call throws. */
export async function post(url, body, signal) {
  const started = performance.now();
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', ...(chosen() ? { 'Accept-Language': chosen() } : {}) },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      cache: 'no-store',
      signal,
    });
    const text = await response.text();
    const answer = { url, status: response.status, ok: response.ok, text, language: oneLanguage(response), millis: performance.now() - started };
    try {
      answer.json = text ? JSON.parse(text) : undefined;
    } catch {
      answer.problem = 'The answer is not JSON.';
    }
    return answer;
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    return { url, status: 0, ok: false, text: '', millis: performance.now() - started, problem: 'No answer: the service could not be reached.' };
  }
}

export function accepted(card, suggestions) {
  return item(card, 'accepted', { acceptedSuggestions: suggestions.map(({ uuid: id }) => ({ id })) });
}

export function overridden(card, reason, userComment) {
  const overrideReason = {};
  if (reason) overrideReason.reason = reason;
  if (userComment) overrideReason.userComment = userComment;
  return item(card, 'overridden', Object.keys(overrideReason).length ? { overrideReason } : {});
}

function item(card, outcome, more) {
  return { feedback: [{ card: card.uuid, outcome, ...more, outcomeTimestamp: new Date().toISOString() }] };
}
