// The state of the page that its address carries, so that a case can be shared: ids only, nothing about a person.

import { FIRST_HOOK } from './hooks.js';

export const VIEWS = ['chart', 'own', 'codes'];
const LONGEST_SEARCH = 200;

export function readState(hash = location.hash) {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  const hook = values.get('hook');
  return {
    view: VIEWS.includes(values.get('view')) ? values.get('view') : 'chart',
    find: (values.get('find') ?? '').slice(0, LONGEST_SEARCH),
    patient: /^[A-Za-z0-9.-]{1,64}$/.test(values.get('patient') ?? '') ? values.get('patient') : null,
    hook: /^[a-z][a-z-]{0,39}$/.test(hook ?? '') ? hook : FIRST_HOOK,
    orders: (values.get('orders') ?? '').split(',').filter((key) => /^[a-z0-9-]{1,40}$/.test(key)),
  };
}

/** A search for codes is part of the address where it looks like a code or a word of the content, not like a pasted record. */
export function stateHash({ view, patient, hook, orders, find }) {
  const parts = [];
  if (view !== 'chart') parts.push(`view=${view}`);
  if (view === 'codes' && /^[\w.|:/=+ -]{1,80}$/.test(find ?? '')) parts.push(`find=${encodeURIComponent(find)}`);
  if (patient) parts.push(`patient=${patient}`, `hook=${hook}`);
  if (patient && orders.length) parts.push(`orders=${orders.join(',')}`);
  return parts.length ? `#${parts.join('&')}` : '';
}

/** Replaces the address without a step in the history for every order ticked. */
export function writeState(state) {
  const hash = stateHash(state);
  if (hash !== location.hash) history.replaceState(null, '', hash || location.pathname + location.search);
}
