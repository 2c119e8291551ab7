// The chart: the telling facts of one patient by kind or by date, with a way to add, change and remove entries.

import { h, byId, replace } from './dom.js';
import { words } from './fhir.js';
import { t } from './labels.js';

const SEARCHED = ['Condition', 'Observation', 'Procedure', 'DiagnosticReport', 'ImagingStudy', 'MedicationRequest', 'MedicationStatement', 'MedicationDispense', 'ServiceRequest', 'Encounter'];
const KINDS = {
  problems: 'Problem list',
  falls: 'Falls and injuries',
  bone: 'Bone density (DXA)',
  imaging: 'Imaging',
  medications: 'Medications',
  orders: 'Orders on record',
  measurements: 'Measurements and answers',
  other: 'Procedures and encounters',
};
const ALWAYS = ['problems', 'falls', 'bone', 'imaging', 'medications'];
const DAY = 86_400_000;

/** The chart of the page; `changed()` is called after the record was changed, so that the hook can fire again. */
export class Chart {
  #node;
  #fhir;
  #additions;
  #changed;
  #patientId;
  #entries = [];
  #unread = [];
  #order = 'kind';

  constructor(node, fhir, additions, changed) {
    this.#node = node;
    this.#fhir = fhir;
    this.#additions = additions;
    this.#changed = changed;
  }

  /** Nothing of the last patient may stand under the name of the next. */
  clear() {
    this.#patientId = null;
    this.#entries = [];
    this.#unread = [];
    replace(this.#node, h('h2', { id: 'chart-title', tabindex: '-1' }, t('Chart')), h('p', { class: 'muted' }, 'Reading the record…'));
  }

  async load(patientId) {
    this.#patientId = patientId;
    const unread = [];
    const found = await Promise.all(SEARCHED.map((type) => this.#fhir.resources(`${type}?patient=${encodeURIComponent(patientId)}`).catch(() => {
      unread.push(type);
      return [];
    })));
    if (this.#patientId !== patientId) return;
    this.#unread = unread;
    this.#entries = found.flat().map(entryOf).sort((one, other) => (other.date ?? '').localeCompare(one.date ?? ''));
    this.#show();
  }

  /** The id of an encounter that is in progress, if there is one. */
  get encounterId() {
    return this.#entries.find(({ resource }) => resource.resourceType === 'Encounter' && resource.status === 'in-progress')?.resource.id;
  }

  /** References of the orders on record that somebody can be asked to carry out. */
  get activeOrders() {
    return this.#entries.filter(({ resource }) => resource.resourceType === 'ServiceRequest' && resource.status === 'active').map(({ reference }) => reference);
  }

  /** Scrolls to an entry and marks it; false when the chart does not hold it. */
  reveal(reference) {
    const row = this.#node.querySelector(`[data-reference="${CSS.escape(reference)}"]`);
    if (!row) return false;
    for (const each of this.#node.querySelectorAll('.revealed')) each.classList.remove('revealed');
    row.classList.add('revealed');
    row.scrollIntoView({ block: 'center' });
    row.querySelector('button')?.focus({ preventScroll: true });
    return true;
  }

  #show() {
    const list = this.#order === 'kind' ? this.#byKind() : h('ul', { class: 'entries timeline' }, this.#entries.map((entry) => this.#row(entry, true)));
    replace(this.#node,
      h('div', { class: 'panel-head' }, h('h2', { id: 'chart-title', tabindex: '-1' }, t('Chart')), this.#orderChoice()),
      this.#unread.length > 0 && h('p', { class: 'problem', testid: 'chart-unread' }, t('Could not be read, so missing here: {0}.', this.#unread.join(', '))),
      this.#addForm(),
      this.#entries.length || this.#unread.length ? list : h('p', { class: 'muted' }, t('Nothing on record but the patient.')));
  }

  #orderChoice() {
    const choice = (value, label) => h('label', { testid: `chart-by-${value}` },
      h('input', { type: 'radio', name: 'chart-order', value, checked: this.#order === value, onchange: () => { this.#order = value; this.#show(); this.#node.querySelector(`[name=chart-order][value=${value}]`).focus(); } }), h('span', {}, label));
    return h('fieldset', { class: 'segments small' }, h('legend', { class: 'offscreen' }, t('Order of the chart')), choice('kind', t('By kind')), choice('date', t('By date')));
  }

  #byKind() {
    return Object.entries(KINDS).map(([kind, title]) => {
      const entries = this.#entries.filter((entry) => entry.kind === kind);
      if (!entries.length && !ALWAYS.includes(kind)) return null;
      return h('section', { class: 'kind', 'data-testid': `chart-${kind}` }, h('h3', {}, t(title)),
        entries.length ? h('ul', { class: 'entries' }, entries.map((entry) => this.#row(entry))) : h('p', { class: 'muted none' }, t(this.#unread.length ? 'none of what was read' : 'none on record')));
    });
  }

  #row(entry, withKind = false) {
    return h('li', { class: `entry${entry.off ? ' entry-off' : ''}`, 'data-reference': entry.reference },
      h('p', { class: 'entry-date' }, entry.date ? h('time', { datetime: entry.date, title: entry.date }, entry.date.slice(0, 10)) : t('no date'), entry.date && h('span', { class: 'muted ago' }, ago(entry.date))),
      h('div', { class: 'entry-words' },
        h('p', {}, h('span', { class: 'entry-name' }, entry.name), entry.value && h('strong', {}, ` ${entry.value}`), entry.status && [' ', h('span', { class: 'tag' }, entry.status)]),
        (entry.code || withKind) && h('p', { class: 'muted code' }, [withKind && t(KINDS[entry.kind]), entry.code].filter(Boolean).join(' · ')),
        entry.text && h('p', { class: 'entry-text' }, entry.text)),
      h('button', { type: 'button', class: 'quiet', onclick: (event) => this.#edit(entry, event.currentTarget), 'aria-label': t('Edit {0}', entry.name) }, t('Edit')));
  }

  #addForm() {
    const what = h('select', { id: 'add-what', testid: 'add-what', onchange: () => fit() }, this.#additions.map((each) => h('option', { value: each.key }, each.label)));
    const days = h('input', { type: 'number', id: 'add-days', testid: 'add-days', min: 0, max: 36500, required: true });
    const value = h('input', { type: 'number', testid: 'add-value' });
    const valueLabel = h('span');
    const valueField = h('label', { class: 'field short' }, valueLabel, value);
    const said = h('p', { class: 'muted', role: 'status' });
    const chosen = () => this.#additions.find((each) => each.key === what.value);
    const fit = () => {
      const { daysAgo, value: number } = chosen();
      days.value = daysAgo;
      valueField.hidden = !number;
      value.disabled = !number;
      if (number) {
        valueLabel.textContent = number.label;
        Object.assign(value, { min: number.min, max: number.max, step: number.step, value: number.default });
      }
    };
    const form = h('form', {
      class: 'row',
      onsubmit: async (event) => {
        event.preventDefault();
        event.submitter.disabled = true;
        try {
          await this.#fhir.create(this.#filled(chosen(), Number(days.value), Number(value.value)));
          await this.load(this.#patientId);
          this.#node.querySelector('[data-testid=add-entry]').focus({ preventScroll: true });
          await this.#changed(t('Added to the chart: {0}.', chosen().label));
        } catch (error) {
          replace(said, t('Not added: {0}', error.message));
          event.submitter.disabled = false;
        }
      },
    },
    h('label', { class: 'field grow' }, h('span', {}, t('Add to the chart')), what), valueField,
    h('label', { class: 'field short' }, h('span', {}, t('Days ago')), days),
    h('button', { type: 'submit', testid: 'add-entry' }, t('Add')));
    fit();
    return [form, said];
  }

  #filled(addition, daysAgo, number) {
    const resource = structuredClone(addition.resource);
    const moment = new Date(Date.now() - daysAgo * DAY).toISOString();
    resource.subject = { reference: `Patient/${this.#patientId}` };
    resource[addition.dateAt] = addition.dateAt === 'onsetDateTime' ? moment.slice(0, 10) : moment;
    if (addition.value) resource.valueQuantity.value = number;
    return resource;
  }

  #edit(entry, opener) {
    const area = h('textarea', { rows: 18, spellcheck: 'false', testid: 'edit-json', 'aria-label': t('{0} as JSON', entry.reference) });
    area.value = JSON.stringify(entry.resource, null, 2);
    const said = h('p', { role: 'alert', class: 'problem-line' });
    const dialog = h('dialog', { class: 'dialog', 'aria-labelledby': 'edit-title', onclose: () => { dialog.remove(); opener.focus(); } });
    const done = async (work, what) => {
      try {
        await work();
        dialog.close();
        await this.load(this.#patientId);
        (this.#node.querySelector(`[data-reference="${CSS.escape(entry.reference)}"] button`) ?? byId('chart-title')).focus();
        await this.#changed(what);
      } catch (error) {
        replace(said, error instanceof SyntaxError ? t('This is not JSON: {0}', error.message) : error.message);
      }
    };
    const save = () => done(async () => this.#fhir.update({ ...JSON.parse(area.value), resourceType: entry.resource.resourceType, id: entry.resource.id }), t('Changed {0}.', entry.name));
    const remove = () => done(() => this.#fhir.remove(entry.reference), t('Removed {0}.', entry.name));
    dialog.append(h('h2', { id: 'edit-title' }, t('Edit {0}', entry.reference)), area, said, h('div', { class: 'row dialog-buttons' },
      h('button', { type: 'button', class: 'primary', testid: 'edit-save', onclick: save }, t('Save')),
      h('button', { type: 'button', testid: 'edit-delete', onclick: remove }, t('Delete from the record')),
      h('button', { type: 'button', class: 'quiet', onclick: () => dialog.close() }, t('Cancel'))));
    document.body.append(dialog);
    dialog.showModal();
  }
}

function entryOf(resource) {
  const type = resource.resourceType;
  const entry = {
    resource,
    reference: `${type}/${resource.id}`,
    date: dateOf(resource),
    name: nameOf(resource),
    code: codeOf(resource),
    status: statusOf(resource),
    value: valueOf(resource),
    text: [resource.conclusion, ...(resource.dosageInstruction ?? resource.dosage ?? []).map((dosage) => dosage.text), ...(resource.note ?? []).map((note) => note.text)].filter(Boolean).join(' '),
  };
  entry.kind = kindOf(resource, entry);
  entry.off = /refuted|entered-in-error|cancelled|revoked/.test(entry.status ?? '');
  return entry;
}

function kindOf(resource, { name, code }) {
  switch (resource.resourceType) {
    case 'Condition':
      return /ICD-10 [VWXYST]\d/.test(code) || /\b(falls?|injur\w*|accident\w*|trauma\w*|collision|whiplash)\b/i.test(name) ? 'falls' : 'problems';
    case 'Observation':
      return /t-?score|bone density|dxa/i.test(name) ? 'bone' : /\bfall/i.test(name) ? 'falls' : 'measurements';
    case 'DiagnosticReport':
    case 'ImagingStudy':
      return /dxa|bone density/i.test(name) ? 'bone' : 'imaging';
    case 'MedicationRequest':
    case 'MedicationStatement':
    case 'MedicationDispense':
      return 'medications';
    case 'ServiceRequest':
      return 'orders';
    default:
      return 'other';
  }
}

function nameOf(resource) {
  const concept = resource.code ?? resource.medicationCodeableConcept ?? resource.procedureCode?.[0] ?? resource.type?.[0];
  return words(concept) || resource.medicationReference?.display || resource.description || (resource.resourceType === 'Encounter' ? `Encounter (${resource.class?.display ?? resource.class?.code ?? 'no class'})` : resource.resourceType);
}

const SYSTEMS = {
  'http://snomed.info/sct': 'SNOMED',
  'http://loinc.org': 'LOINC',
  'http://hl7.org/fhir/sid/icd-10-cm': 'ICD-10',
  'http://hl7.org/fhir/sid/icd-10': 'ICD-10',
  'http://www.ama-assn.org/go/cpt': 'CPT',
  'http://www.nlm.nih.gov/research/umls/rxnorm': 'RxNorm',
  'http://www.whocc.no/atc': 'ATC',
};

function codeOf(resource) {
  const codings = (resource.code ?? resource.medicationCodeableConcept ?? resource.procedureCode?.[0])?.coding ?? [];
  return codings.filter((coding) => coding.code).map((coding) => `${SYSTEMS[coding.system] ?? coding.system ?? 'no system'} ${coding.code}`).join(', ');
}

function dateOf(resource) {
  return resource.onsetDateTime ?? resource.onsetPeriod?.start ?? resource.effectiveDateTime ?? resource.effectivePeriod?.end ?? resource.effectiveInstant ?? resource.performedDateTime ?? resource.performedPeriod?.end
    ?? resource.period?.start ?? resource.started ?? resource.recordedDate ?? resource.issued ?? resource.authoredOn ?? resource.whenHandedOver ?? resource.dateAsserted;
}

/** Only a status that a reader must notice. */
function statusOf(resource) {
  const verification = resource.verificationStatus?.coding?.[0]?.code;
  const clinical = resource.clinicalStatus?.coding?.[0]?.code;
  if (resource.resourceType === 'Condition') return [verification !== 'confirmed' && verification, clinical !== 'active' && clinical].filter(Boolean).join(', ');
  const usual = resource.resourceType.startsWith('Medication') ? ['active', 'completed'] : ['final', 'completed', 'finished', 'available'];
  return usual.includes(resource.status) ? '' : resource.status;
}

function valueOf(resource) {
  const quantity = resource.valueQuantity;
  if (quantity) return [quantity.value, /score/i.test(quantity.unit ?? quantity.code ?? '') ? '' : quantity.unit ?? quantity.code].filter((part) => part !== '' && part !== undefined).join(' ');
  if (resource.component) return resource.component.map((part) => part.valueQuantity?.value ?? words(part.valueCodeableConcept)).filter((part) => part !== '').join('/');
  if (resource.valueCodeableConcept) return words(resource.valueCodeableConcept);
  const plain = resource.valueInteger ?? resource.valueString ?? resource.valueBoolean;
  return plain === undefined ? '' : String(plain);
}

const yearsAgo = (years) => (years === 1 ? t('1 year ago') : t('{0} years ago', years));

export function ago(date, now = Date.now()) {
  if (/^\d{4}$/.test(date)) return yearsAgo(new Date(now).getFullYear() - Number(date));
  const days = Math.floor((now - Date.parse(date)) / DAY);
  if (Number.isNaN(days)) return '';
  if (days < -1) return t('in the future');
  if (days <= 0) return t('today');
  if (days === 1) return t('yesterday');
  if (days < 60) return t('{0} days ago', days);
  if (days < 730) return t('{0} months ago', Math.round(days / 30.4));
  return yearsAgo(Math.floor(days / 365.25));
}
