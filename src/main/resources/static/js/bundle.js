// Makes a request for one patient out of a FHIR Bundle, as an EHR with that record would send it.

import { uuid } from './dom.js';
import { isOrder, referenceTo } from './drafts.js';
import { hasDrafts, namesUser, ordersOf } from './hooks.js';
import { belongsToAnother } from './prefetchremarks.js';

/** The patients of a Bundle: {id, name}. */
export function patientsOf(bundle) {
  return resourcesOf(bundle).filter(({ resourceType }) => resourceType === 'Patient').map((patient) => ({ id: patient.id, name: patient.name?.[0]?.text ?? [patient.name?.[0]?.given, patient.name?.[0]?.family].flat().filter(Boolean).join(' ') }));
}

/**
 * A request for the service's hook. Each prefetch key gets what its template would find in the Bundle; drafts of the Bundle become the draft
 * orders of an order hook, all of them selected.
 */
export function requestFrom(bundle, service, patientId) {
  const all = resourcesOf(bundle);
  const id = patientId ?? all.find(({ resourceType }) => resourceType === 'Patient')?.id ?? 'none';
  const own = all.filter((resource) => !belongsToAnother(resource, id));
  const drafts = own.filter((resource) => isOrder(resource) && resource.status === 'draft');
  const record = hasDrafts(service.hook) ? own.filter((resource) => !drafts.includes(resource)) : own;
  const encounter = own.find((resource) => resource.resourceType === 'Encounter' && resource.status === 'in-progress');
  const context = namesUser(service.hook) ? { userId: 'Practitioner/example', patientId: id } : { patientId: id };
  if (encounter) context.encounterId = encounter.id;
  if (ordersOf(service.hook) === 'dispatched') {
    context.dispatchedOrders = own.filter(({ resourceType, status }) => resourceType === 'ServiceRequest' && status === 'active').map(referenceTo);
    const performer = all.find(({ resourceType }) => resourceType === 'PractitionerRole');
    if (performer) context.performer = referenceTo(performer);
  }
  if (ordersOf(service.hook) === 'selected') context.selections = drafts.map(referenceTo);
  if (hasDrafts(service.hook)) context.draftOrders = { resourceType: 'Bundle', type: 'collection', entry: drafts.map((resource) => ({ resource })) };
  const prefetch = {};
  for (const [key, template] of Object.entries(service.prefetch ?? {})) {
    const value = found(template, record, context);
    if (value !== undefined) prefetch[key] = value;
  }
  return { hook: service.hook, hookInstance: uuid(), context, prefetch };
}

function found(template, resources, context) {
  const reference = /^\{\{context\.(\w+)}}$/.exec(template);
  if (reference) return context[reference[1]] && (resources.find((resource) => referenceTo(resource) === context[reference[1]]) ?? null);
  const [path, query] = template.split('?');
  const [type, token] = path.split('/');
  const ofType = resources.filter(({ resourceType }) => resourceType === type);
  if (query === undefined) {
    const id = context[/context\.(\w+)/.exec(token)?.[1]];
    return id === undefined ? undefined : ofType.find((resource) => resource.id === id) ?? null;
  }
  const asked = new URLSearchParams(query);
  const hits = ofType.filter((resource) => hasCode(resource, asked.get('code')) && hasStatus(resource, asked.get('status')));
  return { resourceType: 'Bundle', type: 'searchset', total: hits.length, ...(hits.length ? { entry: hits.map((resource) => ({ resource })) } : {}) };
}

const hasStatus = (resource, wanted) => !wanted || wanted.split(',').includes(resource.status);

const hasCode = (resource, wanted) => !wanted || (resource.code?.coding ?? []).some(({ system, code }) => wanted.split(',').includes(`${system}|${code}`));

/** The resources with ids and with references by type and id, also where the Bundle names them by fullUrl (urn:uuid). */
function resourcesOf(bundle) {
  const entries = (Array.isArray(bundle.entry) ? bundle.entry : []).filter((entry) => entry?.resource?.resourceType);
  const names = new Map();
  const named = entries.map(({ resource, fullUrl }) => {
    const id = resource.id ?? fullUrl?.slice(Math.max(fullUrl.lastIndexOf('/'), fullUrl.lastIndexOf(':')) + 1);
    if (fullUrl && id) names.set(fullUrl, `${resource.resourceType}/${id}`);
    return id ? { ...resource, id } : resource;
  });
  return named.map((resource) => withNames(resource, names));
}

function withNames(value, names) {
  if (Array.isArray(value)) return value.map((each) => withNames(each, names));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, key === 'reference' && names.has(inner) ? names.get(inner) : withNames(inner, names)]));
}
