// The list of patients: search, the stories first, and people added by hand.

import { h, byId, replace } from './dom.js';
import { age, personName, story } from './fhir.js';
import { n, t } from './labels.js';
import { page } from './page.js';

const GROUPS = ['Added', 'Stories', 'Bystanders'];
const SANDBOX_TAGS = 'https://cervicalcds.org/fhir/CodeSystem/sandbox';

/** `open(id)` opens a chart. */
export function startPatients(open) {
  byId('patient-search').addEventListener('input', () => showPatients(open));
  byId('patient-list').addEventListener('keydown', walk);
  byId('toggle-patients').addEventListener('click', () => openPatients(byId('patients-body').hidden));
  byId('add-patient').addEventListener('submit', (event) => addPatient(event, open));
}

export async function loadPatients(open) {
  let found;
  try {
    found = await page.fhir.resources('Patient?_count=100');
  } catch (error) {
    replace(byId('patient-list'), h('p', { class: 'problem' }, t('The patients could not be read: {0}', error.message)));
    return;
  }
  const hasTag = (patient, code) => (patient.meta?.tag ?? []).some((tag) => tag.code === code && (!tag.system || tag.system === SANDBOX_TAGS));
  const groupOf = (patient) => (hasTag(patient, 'story') ? 'Stories' : /^added-/.test(patient.id) ? 'Added' : 'Bystanders');
  const number = (patient) => patient.identifier?.[0]?.value ?? patient.id;
  page.patients = found.map((patient) => ({ patient, group: groupOf(patient), name: personName(patient), story: story(patient) }));
  const place = ({ patient, group, name }) => `${GROUPS.indexOf(group)} ${group === 'Stories' ? number(patient) : name}`;
  page.patients.sort((one, other) => place(one).localeCompare(place(other)));
  showPatients(open);
}

/** The id of the patient whom a visitor meets first. */
export const firstStory = () => (page.patients.find(({ group }) => group === 'Stories') ?? page.patients[0])?.patient.id;

function showPatients(open) {
  const sought = byId('patient-search').value.trim().toLowerCase();
  const found = page.patients.filter(({ patient, name, story: told }) => `${name} ${told} ${patient.id}`.toLowerCase().includes(sought));
  const group = (title) => {
    const rows = found.filter((each) => each.group === title);
    return rows.length > 0 && [h('h3', {}, `${t(title)} (${rows.length})`), h('ul', {}, rows.map((row) => patientRow(row, open)))];
  };
  replace(byId('patient-list'), found.length
    ? GROUPS.map(group)
    : h('p', { class: 'muted' }, t(page.patients.length ? 'No patient matches.' : 'The FHIR server holds no patients.')));
  chooseStop();
}

/** The list is one stop of the tab key; arrows go through it. */
function walk(event) {
  const rows = [...document.querySelectorAll('.patient')];
  const at = rows.indexOf(event.target.closest('.patient'));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  rows[to]?.focus();
}

/** The row that the tab key reaches: the open patient's, else the first. */
function chooseStop() {
  const rows = [...document.querySelectorAll('.patient')];
  const stop = rows.find((row) => row.getAttribute('aria-current') === 'true') ?? rows[0];
  for (const row of rows) row.tabIndex = row === stop ? 0 : -1;
}

function patientRow({ patient, name, story: told, group }, open) {
  return h('li', {}, h('button', { type: 'button', class: 'patient', testid: `patient-${patient.id}`, 'data-id': patient.id, 'aria-current': page.patient?.id === patient.id ? 'true' : undefined, onclick: () => open(patient.id) },
    h('span', { class: 'patient-name' }, name, h('span', { class: 'muted patient-age' }, shortFacts(patient))),
    group === 'Stories' && told && h('span', { class: 'patient-story' }, told)));
}

function shortFacts(patient) {
  const years = age(patient);
  return [years !== null && years, { male: t('M'), female: t('F') }[patient.gender]].filter((part) => part !== false && part !== undefined).join(' ');
}

/** On narrow windows the list makes room for the chart. */
export function openPatients(open) {
  byId('patients-body').hidden = !open;
  byId('toggle-patients').setAttribute('aria-expanded', String(open));
  byId('toggle-patients').textContent = t(open ? 'Hide' : 'Change patient');
}

async function addPatient(event, open) {
  event.preventDefault();
  const form = event.target;
  const said = byId('add-patient-said');
  replace(said);
  try {
    const made = await page.fhir.create({
      resourceType: 'Patient',
      name: [{ text: form.elements.name.value.trim() }],
      gender: form.elements.gender.value,
      birthDate: form.elements.born.value,
    });
    form.reset();
    byId('add-patient-box').open = false;
    await loadPatients(open);
    await open(made.id);
  } catch (error) {
    replace(said, t('Not added: {0}', error.message));
  }
}

/** The head of the chart: who it is. */
export function showBanner(patient) {
  byId('banner-name').textContent = personName(patient);
  const years = age(patient);
  byId('banner-facts').textContent = [years === null ? t('age unknown') : n(years, 'year', 'years'), patient.gender && t(patient.gender), patient.birthDate && t('born {0}', patient.birthDate), (patient.deceasedBoolean || patient.deceasedDateTime) && t('deceased'), `id ${patient.id}`].filter(Boolean).join(' · ');
  byId('banner-story').textContent = story(patient);
  for (const button of document.querySelectorAll('.patient')) {
    if (button.dataset.id === patient.id) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
  }
  chooseStop();
}
