// What the parts of the workbench share: the service asked, the patient open, the orders drafted, the last answer.

import { byId } from './dom.js';
import { FIRST_HOOK } from './hooks.js';

export const USER = 'Practitioner/workbench';

export const page = {
  ownEndpoint: new URL('cds-services', document.baseURI).href,
  endpoint: '',
  services: [],
  patients: [],
  patient: null,
  view: 'chart',
  hook: FIRST_HOOK,
  last: null,
  calling: null,
  /** Filled at the start: FhirServer with a journal of own edits, Chart, Drafts, Hood, the order list. */
  fhir: null,
  chart: null,
  drafts: null,
  hood: null,
  catalogue: [],
  /** PractitionerRoles to whom orders can be sent. */
  performers: [],
};

/** Who and what a new order is about. */
export const about = () => ({ patientId: page.patient.id, encounterId: page.chart.encounterId, userId: USER });

/** Says something to screen readers. */
export function say(words) {
  byId('status').textContent = words;
}
