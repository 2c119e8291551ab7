// Remarks on the prefetch of a request: what came in a shape that is not read, what is missing, what belongs to somebody else.

import { plural } from './dom.js';
import { bareId, isLay, isObject } from './shape.js';

export function prefetchRemarks(body, templates, open, say) {
  const { prefetch } = body;
  const keys = Object.keys(templates);
  if (prefetch !== undefined && prefetch !== null && !isObject(prefetch)) say('lost', 'REQ-8', '"prefetch" is not an object.');
  const given = isObject(prefetch) ? prefetch : {};
  // People who are no clinicians get no card whatever came.
  if (!isLay(body.context?.userId)) missingRemarks(body, given, templates, open, say);
  const foreign = keys.length ? Object.keys(given).filter((key) => !keys.includes(key)) : [];
  if (foreign.length) say('lost', 'PFD-7', `Not keys of this service's discovery, so not read: ${foreign.join(', ')}.`);
  const patient = bareId(body.context?.patientId);
  for (const [key, value] of Object.entries(given)) valueRemarks(key, value, templates[key], patient, say);
}

function missingRemarks({ fhirServer, fhirAuthorization }, given, templates, open, say) {
  const missing = Object.keys(templates).filter((key) => !(key in given));
  if (!missing.length || open || (fhirServer && fhirAuthorization)) return;
  const patientKey = Object.keys(templates).find((key) => templates[key].startsWith('Patient/'));
  if (missing.includes(patientKey)) say('refused', 'PFD-2', `prefetch.${patientKey} is missing and there is no access to a FHIR server: without the patient the answer is 412.`);
  const others = missing.filter((key) => key !== patientKey);
  const refusable = others.some((key) => templates[key].startsWith('Condition?')) ? ' Without the conditions an answer that would hold no card is refused (412).' : '';
  if (others.length) say('lost', 'PFD-1', `Missing, and nobody can be asked for them, so what rests on them is unknown: ${others.join(', ')}.${refusable} A query that found nothing is sent as null.`);
}

function valueRemarks(key, value, template, patient, say) {
  const name = `prefetch.${key}`;
  if (value === null) return;
  if (!isObject(value)) {
    say('lost', 'PFD-8', `${name} is no FHIR resource but ${Array.isArray(value) ? 'a list' : `a ${typeof value}`}.`);
    return;
  }
  if (!value.resourceType && isObject(value.resource)) {
    say('note', 'PFD-8', `${name} has the wrapper {response, resource} from before 1.0; it is taken off.`);
    valueRemarks(key, value.resource, template, patient, say);
    return;
  }
  if (!value.resourceType) say('lost', 'PFD-8', `${name} is not a FHIR resource.`);
  else if (value.resourceType === 'OperationOutcome') say('lost', 'PFD-5', `${name} holds an OperationOutcome: the query failed.`);
  else if (value.resourceType === 'Bundle') bundleRemarks(name, value, template, patient, say);
  else if (template?.includes('?')) say('note', 'PFD-8', `${name} holds one ${value.resourceType}; the template is a search, whose result is a Bundle.`);
  else resourcesRemarks(name, [value], template, patient, say);
}

function bundleRemarks(name, bundle, template, patient, say) {
  const entries = Array.isArray(bundle.entry) ? bundle.entry : [];
  if (bundle.entry !== undefined && !Array.isArray(bundle.entry)) say('lost', 'PFD-9', `${name}: entry is not a list.`);
  if ((bundle.link ?? []).some?.(({ relation }) => relation === 'next')) say('note', 'PFD-6', `${name} is one page of more; the rest must be fetched.`);
  const resources = entries.map((entry) => entry?.resource).filter(isObject);
  if (resources.some(({ resourceType }) => resourceType === 'OperationOutcome')) say('note', 'PFD-5', `${name}: an entry is an OperationOutcome (Epic does so for an empty search); it is passed over.`);
  if (entries.length > resources.length) say('note', 'PFD-9', `${name}: ${plural(entries.length - resources.length, 'entry', 'entries')} without a resource.`);
  resourcesRemarks(name, resources.filter(({ resourceType }) => resourceType !== 'OperationOutcome'), template, patient, say);
}

function resourcesRemarks(name, resources, template, patient, say) {
  const wanted = template?.startsWith('{{') ? undefined : template?.split(/[/?]/)[0];
  const others = [...new Set(resources.map(({ resourceType }) => resourceType).filter((type) => wanted && type !== wanted))];
  if (others.length) say('note', 'PFD-8', `${name} holds ${others.join(', ')} where ${wanted} was asked for.`);
  const strangers = resources.filter((resource) => patient && belongsToAnother(resource, patient));
  if (strangers.length) say('lost', 'PFD-10', `${name}: ${plural(strangers.length, 'resource')} of another patient than ${patient}; left out.`);
  const old = resources.filter(isOfOlderFhir);
  if (old.length) say('note', 'REQ-12', `${name}: ${plural(old.length, 'resource')} in a shape of DSTU2 or STU3; what can be read of them is read.`);
}

/** Whether a resource names a patient, and not this one. */
export function belongsToAnother(resource, patient) {
  if (resource.resourceType === 'Patient') return resource.id !== undefined && resource.id !== patient;
  const reference = resource.subject?.reference ?? resource.patient?.reference;
  return typeof reference === 'string' && /(^|\/)Patient\//.test(reference) && bareId(reference.replace(/\/_history\/.*$/, '')) !== patient;
}

function isOfOlderFhir(resource) {
  return (resource.resourceType === 'Condition' && typeof resource.clinicalStatus === 'string')
    || resource.resourceType === 'ProcedureRequest' || resource.resourceType === 'MedicationOrder'
    || (Array.isArray(resource.dosageInstruction) && resource.dosageInstruction.some((dosage) => dosage?.doseQuantity));
}
