// What each hook's context brings, as the CDS Hooks library has it: the one place of the page that knows hooks by name. Which hooks there
// are to fire says discovery.

/** Where the orders of a call come from: none, the selected drafts, all drafts, or orders of the record that are sent to a performer. */
const ORDERS = {
  'patient-view': 'none',
  'encounter-start': 'none',
  'encounter-discharge': 'none',
  'order-select': 'selected',
  'order-sign': 'drafts',
  'order-dispatch': 'dispatched',
};
const OF_ENCOUNTER = ['encounter-start', 'encounter-discharge'];

export const FIRST_HOOK = 'patient-view';

/** A hook that is not known here is fired with the patient alone. */
export const ordersOf = (hook) => ORDERS[hook] ?? 'none';

export const hasDrafts = (hook) => ['selected', 'drafts'].includes(ordersOf(hook));

export const namesUser = (hook) => ordersOf(hook) !== 'dispatched';

export const needsEncounter = (hook) => OF_ENCOUNTER.includes(hook);
