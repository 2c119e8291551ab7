// A text area for JSON of any size: what is too long to edit without the browser standing still is kept beside it.

import { h } from './dom.js';

const LONGEST_EDITED = 200_000;
const SHOWN = 2_000;

export class LargeText {
  #area;
  #note;
  #held = null;
  #changed;

  /** `changed()` hears of every other text. */
  constructor(properties, changed) {
    this.#changed = changed;
    this.#area = h('textarea', { rows: 20, spellcheck: 'false', wrap: 'off', placeholder: '{\n  "hook": "patient-view",\n  "hookInstance": "…",\n  "context": {"userId": "Practitioner/1", "patientId": "1"}\n}', ...properties });
    this.#note = h('p', { class: 'held', testid: 'own-held', role: 'status', hidden: true });
    this.node = h('div', {}, this.#note, this.#area);
    this.#area.addEventListener('input', () => (this.#area.value.length > LONGEST_EDITED ? this.value = this.#area.value : this.#changed()));
    this.#area.addEventListener('paste', (event) => {
      const pasted = event.clipboardData?.getData('text/plain') ?? '';
      if (pasted.length > LONGEST_EDITED) this.#take(event, pasted);
    });
    this.#area.addEventListener('dragover', (event) => event.preventDefault());
    this.#area.addEventListener('drop', async (event) => {
      const dropped = event.dataTransfer.files[0];
      if (!dropped) return;
      event.preventDefault();
      this.value = await dropped.text();
    });
  }

  #take(event, text) {
    event.preventDefault();
    this.value = text;
  }

  get value() {
    return this.#held ?? this.#area.value;
  }

  set value(text) {
    const large = text.length > LONGEST_EDITED;
    this.#held = large ? text : null;
    this.#area.value = large ? `${text.slice(0, SHOWN)}\n…` : text;
    this.#area.readOnly = large;
    this.#note.hidden = !large;
    this.#note.replaceChildren(`${Math.round(text.length / 1000).toLocaleString('en')} k characters are held, too many to edit here; the beginning is shown. `,
      h('button', { type: 'button', class: 'quiet', onclick: () => { this.value = ''; this.#area.focus(); } }, 'Remove'));
    this.#changed();
  }
}
