// How the patient's data reach the service: prefetch, access to the FHIR server, and FHIR servers that are broken in a chosen way.

import { h, byId, replace } from './dom.js';
import { page } from './page.js';

const BROKEN = {
  slow: 'The FHIR server answers later than the service waits.',
  down: 'The FHIR server answers every query with 503.',
  fails: 'The FHIR server answers queries for one type with 500.',
  cut: 'Answers for one type end in the middle.',
};
/** A base address of one's own, so that what the service remembers of a broken server's health concerns nobody else. */
const visitor = Math.random().toString(36).slice(2, 10);

export function startDataWays(changed) {
  byId('data-way').addEventListener('change', () => {
    byId('broken-type-field').hidden = !concernsAType(byId('data-way').value);
    changed();
  });
  byId('broken-type').addEventListener('change', changed);
}

const concernsAType = (way) => way === 'fails' || way === 'cut';

/** Lists the resource types that the services ask for. */
export function fillTypes() {
  const types = page.services.flatMap((service) => Object.values(service.prefetch ?? {})).map((template) => template.split(/[/?]/)[0]).filter((type) => /^[A-Z]/.test(type));
  const chosen = byId('broken-type').value || 'Condition';
  replace(byId('broken-type'), [...new Set(types)].filter((type) => type !== 'Patient').sort().map((type) => h('option', { value: type }, type)));
  byId('broken-type').value = types.includes(chosen) ? chosen : types.find((type) => type !== 'Patient') ?? '';
}

/** The way chosen, what of the prefetch is sent with it, and which server the service may ask. */
export function dataWay(service) {
  const way = byId('data-way').value;
  const keys = Object.keys(service.prefetch ?? {});
  const half = keys.slice(0, Math.ceil(keys.length / 2));
  if (BROKEN[way]) {
    const type = byId('broken-type').value;
    const path = concernsAType(way) ? `${way}-${type}` : way;
    // Without the patient the service could say nothing at all (412).
    const patient = keys.filter((key) => service.prefetch[key].startsWith('Patient/'));
    return { way, keys: patient, fhirServer: new URL(`fhir-broken/${path}/${visitor}`, document.baseURI).href, broken: concernsAType(way) ? BROKEN[way].replace('one type', type) : BROKEN[way] };
  }
  return {
    way,
    keys: { prefetch: keys, access: [], mixed: half, partial: half }[way],
    fhirServer: { access: page.fhir.base, mixed: page.fhir.base }[way],
    broken: way === 'partial' ? 'Half of the prefetch was sent, and no FHIR server to ask.' : undefined,
  };
}
