// The unsigned orders of this session: what an EHR calls the order list, and what the hooks call draftOrders.

import { words } from './fhir.js';

const ORDER_TYPES = ['ServiceRequest', 'MedicationRequest', 'DeviceRequest', 'NutritionOrder', 'CommunicationRequest', 'VisionPrescription', 'Task'];

export const isOrder = (resource) => ORDER_TYPES.includes(resource?.resourceType);

export const referenceTo = (resource) => `${resource.resourceType}/${resource.id}`;

/** What an order says in one line. */
export function orderWords(resource) {
  const name = words(resource.code ?? resource.medicationCodeableConcept) || resource.medicationReference?.display || resource.resourceType;
  return resource.priority && resource.priority !== 'routine' ? `${name} (${resource.priority})` : name;
}

/** The text after the name: dose and notes, which suggestions change. */
export function orderNotes(resource) {
  return [...(resource.dosageInstruction ?? []).map((dosage) => dosage.text), ...(resource.note ?? []).map((note) => note.text)].filter(Boolean).join('. ');
}

export class Drafts {
  #catalogue;
  #list = [];
  #made = 0;

  constructor(catalogue) {
    this.#catalogue = catalogue;
  }

  get all() {
    return this.#list;
  }

  get selections() {
    return this.#list.filter((draft) => draft.selected).map((draft) => referenceTo(draft.resource));
  }

  /** Keys of the catalogue, for the link of this state. */
  get keys() {
    return this.#list.map((draft) => draft.key).filter(Boolean);
  }

  clear() {
    this.#list = [];
  }

  /** The drafts as they are now, for `restore`. */
  snapshot() {
    return this.#list.map((draft) => ({ ...draft }));
  }

  restore(snapshot) {
    this.#list = snapshot;
  }

  has(key) {
    return this.#list.some((draft) => draft.key === key);
  }

  find(reference) {
    return this.#list.find((draft) => referenceTo(draft.resource) === reference || draft.resource.id === reference);
  }

  addFromCatalogue(key, about) {
    const entry = this.#catalogue.find((each) => each.key === key);
    if (entry && !this.has(key)) this.add(structuredClone(entry.resource), about, entry);
  }

  addText(text, about) {
    this.add({ resourceType: 'ServiceRequest', code: { text } }, about);
  }

  /** Adds an order as a selected draft; what the resource already says stays as it is. */
  add(resource, { patientId, encounterId, userId }, entry = this.#entryFor(resource)) {
    const { resourceType, id, ...rest } = resource;
    const filled = {
      resourceType,
      id: id && !this.find(`${resourceType}/${id}`) ? id : `draft-${++this.#made}`,
      status: 'draft',
      intent: 'order',
      subject: { reference: `Patient/${patientId}` },
      ...(encounterId ? { encounter: { reference: `Encounter/${encounterId}` } } : {}),
      authoredOn: new Date().toISOString(),
      requester: { reference: userId },
      ...rest,
    };
    this.#list.push({ key: entry?.key, label: entry?.label, resource: filled, selected: true });
    return filled;
  }

  update(resource) {
    const draft = this.find(referenceTo(resource));
    if (orderWords(resource) !== orderWords(draft.resource)) draft.label = undefined;
    draft.resource = resource;
    draft.selected = true;
  }

  remove(reference) {
    this.#list = this.#list.filter((draft) => draft !== this.find(reference));
  }

  removeKey(key) {
    this.#list = this.#list.filter((draft) => draft.key !== key);
  }

  bundle() {
    return { resourceType: 'Bundle', type: 'collection', entry: this.#list.map(({ resource }) => ({ resource })) };
  }

  #entryFor(resource) {
    const codes = (resource.code?.coding ?? []).map((coding) => `${coding.system}|${coding.code}`);
    const entry = this.#catalogue.find((each) => {
      const own = each.resource.code?.coding?.[0];
      return own && !each.resource.code.text && codes.includes(`${own.system}|${own.code}`);
    });
    return entry && !this.has(entry.key) ? { key: entry.key } : undefined;
  }
}
