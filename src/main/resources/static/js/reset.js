// Takes back what this browser changed in the sandbox, after asking; what others changed stays.

import { h, byId, replace } from './dom.js';
import { post } from './cdshooks.js';
import { n, t } from './labels.js';
import { page, say } from './page.js';

/** `done()` runs after a reset that leaves the open patient, `gone()` where the open patient was one's own. */
export function startReset(done, gone) {
  byId('reset').addEventListener('click', () => ask(done, gone));
}

/** The button tells how much there is to take back, and is there only while there is something. */
export function showReset(count) {
  byId('reset').hidden = count === 0;
  byId('reset').textContent = `${t('Take back my edits')} (${count})`;
}

function ask(done, gone) {
  const { fhir } = page;
  const problem = h('p', { class: 'problem-line', role: 'alert' });
  const dialog = h('dialog', { class: 'dialog', 'aria-labelledby': 'reset-title', testid: 'reset-dialog', onclose: () => dialog.remove() },
    h('h2', { id: 'reset-title' }, t('Take back my edits?')),
    h('p', {}, t('{0} made in this browser: entries and people added, changed or deleted, orders signed, cards overridden. What others changed in this sandbox stays.', n(fhir.count, 'change', 'changes'))),
    problem,
    h('div', { class: 'row dialog-buttons' },
      h('button', { type: 'button', class: 'primary', testid: 'reset-yes', onclick: (event) => reset(event.currentTarget) }, t('Take them back')),
      h('button', { type: 'button', testid: 'reset-no', onclick: () => dialog.close() }, t('Keep them'))));
  const reset = async (button) => {
    button.disabled = true;
    try {
      for (const patient of fhir.overrides) await post(new URL('sandbox/bring-back', document.baseURI).href, { patient });
      const left = await fhir.undo();
      dialog.close();
      const open = page.patient && (await fhir.resources(`Patient?_id=${encodeURIComponent(page.patient.id)}`)).length > 0;
      if (page.patient && !open) gone();
      await done();
      say(t('Your edits were taken back.'));
      replace(byId('page-problem'), left.length > 0 && h('p', { class: 'problem', testid: 'reset-left' }, t('Changed by somebody else since, so left as it is: {0}.', left.join(', '))));
    } catch (error) {
      replace(problem, t('Not everything was taken back: {0}', error.message));
      button.disabled = false;
    }
  };
  document.body.append(dialog);
  dialog.showModal();
}
