// The state of the page that its address carries, so that a case can be shared: ids only, nothing about a person.

const HOOKS = ['patient-view', 'order-select', 'order-sign'];

export function readState(hash = location.hash) {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  const hook = values.get('hook');
  return {
    view: values.get('view') === 'own' ? 'own' : 'chart',
    patient: /^[A-Za-z0-9.-]{1,64}$/.test(values.get('patient') ?? '') ? values.get('patient') : null,
    hook: HOOKS.includes(hook) ? hook : 'patient-view',
    orders: (values.get('orders') ?? '').split(',').filter((key) => /^[a-z0-9-]{1,40}$/.test(key)),
  };
}

export function stateHash({ view, patient, hook, orders }) {
  const parts = [];
  if (view === 'own') parts.push('view=own');
  if (patient) parts.push(`patient=${patient}`, `hook=${hook}`);
  if (patient && orders.length) parts.push(`orders=${orders.join(',')}`);
  return parts.length ? `#${parts.join('&')}` : '';
}

/** Replaces the address without a step in the history for every order ticked. */
export function writeState(state) {
  const hash = stateHash(state);
  if (hash !== location.hash) history.replaceState(null, '', hash || location.pathname + location.search);
}
