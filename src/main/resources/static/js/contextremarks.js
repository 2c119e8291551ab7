// Remarks on the context of a request: ids, the user, draft orders and selections.

import { hasDrafts, needsEncounter, ordersOf } from './hooks.js';
import { bareId, isLay, isObject } from './shape.js';

const FHIR_ID = /^[A-Za-z0-9.-]{1,64}$/;
const USERS = ['Practitioner', 'PractitionerRole', 'Patient', 'RelatedPerson'];
const ENDED = ['on-hold', 'completed', 'stopped', 'revoked', 'cancelled', 'entered-in-error', 'ended'];
const MOST_NAMED = 5;

export function contextRemarks(hook, context, say) {
  idRemarks(context, say);
  if (needsEncounter(hook) && !context.encounterId) say('refused', 'HES-1', `context.encounterId is missing; ${hook} is about an encounter.`);
  if (ordersOf(hook) === 'dispatched') {
    dispatchRemarks(context, say);
    return;
  }
  userRemarks(context.userId, say);
  if (!hasDrafts(hook)) {
    if (context.draftOrders || context.selections) say('note', 'HPV-3', `Orders in a call of ${hook} are not read.`);
    return;
  }
  if (context.draftOrders === undefined || context.draftOrders === null) say('lost', 'HOS-3', 'context.draftOrders is missing: a card about orders has nothing to speak about. Epic sends it only where the app may read unsigned orders.');
  else draftRemarks(hook, context, say);
}

function dispatchRemarks({ userId, dispatchedOrders, order, performer, draftOrders }, say) {
  const orders = [dispatchedOrders ?? order ?? []].flat();
  if (!orders.length) say('lost', 'HOD-1', 'context.dispatchedOrders is missing: a card about orders has nothing to speak about.');
  if (dispatchedOrders === undefined && order !== undefined) say('note', 'HOD-1', 'context.order is of version 1.0 of the hook; 1.1 has dispatchedOrders.');
  for (const reference of [...orders, ...(performer === undefined ? [] : [performer])])
    if (!/^\S+\/[A-Za-z0-9.-]{1,64}$/.test(String(reference))) say('lost', 'HOD-1', 'A reference should be "Type/id": what has no type and id is not read.');
  if (performer === undefined) say('lost', 'HOD-1', 'context.performer is missing: only what the order itself says of its performer is read.');
  if (userId !== undefined) say('note', 'HOD-1', 'order-dispatch has no context.userId.');
  if (draftOrders !== undefined) say('note', 'HOD-1', 'order-dispatch has references in dispatchedOrders; context.draftOrders is not part of it.');
}

function idRemarks({ patientId, encounterId }, say) {
  if (typeof patientId !== 'string' || !patientId) say('refused', 'HK-1', 'context.patientId is missing.');
  else if (patientId.includes('/')) say('note', 'REQ-16', 'context.patientId should be the bare id, without "Patient/".');
  if (typeof encounterId === 'string' && encounterId.includes('/')) say('note', 'REQ-16', 'context.encounterId should be the bare id, without "Encounter/".');
  for (const id of [patientId, encounterId].map(bareId).filter(Boolean))
    if (!FHIR_ID.test(id)) say('lost', 'REQ-16', `An id is no FHIR id (letters, digits, "-", ".", 64 at most), so it is put into no query: ${id.length} characters.`);
}

function userRemarks(userId, say) {
  if (userId === undefined || userId === null) {
    say('note', 'HK-1', 'context.userId is missing. The specification asks for it; no card here needs it.');
    return;
  }
  const [type, id] = String(userId).split('/');
  if (!USERS.includes(type) || !id) say('note', 'HK-2', `context.userId should be "Type/id" with one of ${USERS.join(', ')}.`);
  else if (isLay(userId)) say('lost', 'HPV-2', `The user is a ${type}: cards are written for clinicians, and none is sent.`);
}

function draftRemarks(hook, { draftOrders, selections }, say) {
  if (!isObject(draftOrders) || draftOrders.resourceType !== 'Bundle') say('note', 'HOS-3', 'context.draftOrders should be a Bundle, not a bare resource or a list.');
  const entries = Array.isArray(draftOrders.entry) ? draftOrders.entry : [draftOrders.entry ?? []].flat();
  const orders = draftOrders.resourceType === 'Bundle' ? entries.map((entry) => entry?.resource).filter(isObject) : [draftOrders].flat().filter((order) => isObject(order) && order.resourceType);
  if (!orders.length) say('lost', 'HOS-4', 'There is no draft order in context.draftOrders.');
  for (const order of orders) orderRemarks(order, say);
  selectionRemarks(hook, selections, entries, orders, say);
}

function orderRemarks(order, say) {
  const name = `${order.resourceType}/${order.id ?? '(no id)'}`;
  if (!order.id) say('lost', 'ACT-6', `${name}: an order without an id can be neither changed nor withdrawn by a suggestion.`);
  const concept = order.code ?? order.medicationCodeableConcept ?? order.medicationReference;
  const coded = concept?.text || concept?.reference || concept?.display || (concept?.coding ?? []).some?.(({ code, display }) => code || display);
  if (!coded) say('lost', 'HOS-4', `${name} does not say yet what is ordered.`);
  if (ENDED.includes(order.status)) say('lost', 'HOS-8', `${name} has the status ${order.status} and does not speak.`);
  const dosages = [order.dosageInstruction ?? []].flat();
  if (order.dosageInstruction && !Array.isArray(order.dosageInstruction)) say('note', 'REQ-12', `${name}: dosageInstruction should be a list in R4.`);
  if (dosages.some((dosage) => dosage?.doseQuantity)) say('note', 'REQ-12', `${name}: dosageInstruction.doseQuantity is STU3; R4 has doseAndRate.`);
  if (dosages.some((dosage) => isObject(dosage?.doseAndRate))) say('note', 'HSG-4', `${name}: doseAndRate should be a list (the official examples have this fault too).`);
  if (order.resourceType === 'ProcedureRequest' || order.resourceType === 'MedicationOrder') say('note', 'HOS-7', `${name}: this order type is older than R4.`);
}

function selectionRemarks(hook, selections, entries, orders, say) {
  if (ordersOf(hook) === 'drafts') {
    if (selections !== undefined) say('note', 'HSG-1', 'context.selections is passed over at signing: all drafts are checked.');
    return;
  }
  if (!Array.isArray(selections)) {
    say('note', 'HOS-1', 'context.selections is missing; all draft orders count as selected.');
    return;
  }
  const named = selections.map((selection) => String(selection?.reference ?? selection).replace(/\/_history\/.*$/, ''));
  const known = [...orders.flatMap(({ resourceType, id }) => [`${resourceType}/${id}`, id]), ...entries.map((entry) => entry?.fullUrl)];
  const matches = (selection) => known.includes(selection) || orders.some(({ resourceType, id }) => selection.endsWith(`/${resourceType}/${id}`));
  const unmatched = named.filter((selection) => !matches(selection));
  const all = unmatched.length === named.length ? ' None names a draft, so all drafts count as selected.' : '';
  if (unmatched.length) say('note', 'HOS-2', `selections name what draftOrders does not hold: ${unmatched.slice(0, MOST_NAMED).join(', ')}${unmatched.length > MOST_NAMED ? ' …' : ''}.${all}`);
}
