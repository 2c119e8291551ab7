// The FHIR server with a journal of what this browser changed, so that one's own edits can be taken back and nobody else's.

import { FhirServer } from './fhir.js';

const KEY = 'cervical-cds-edits';

export class JournaledFhir extends FhirServer {
  #changed;

  /** `changed(count)` hears how many resources differ by own edits. */
  constructor(base, changed) {
    super(base);
    this.#changed = changed;
    changed(this.count);
  }

  get count() {
    const { edits, overrides } = read();
    return Object.keys(edits).length + overrides.length;
  }

  /** Patients for whom a card was overridden here. */
  get overrides() {
    return read().overrides;
  }

  async create(resource) {
    const made = await super.create(resource);
    this.#note(`${made.resourceType}/${made.id}`, null, made);
    return made;
  }

  async update(resource) {
    const reference = `${resource.resourceType}/${resource.id}`;
    const before = await this.present(reference);
    const made = await super.update(resource);
    this.#note(reference, before, made);
    return made;
  }

  async remove(reference) {
    const before = await this.present(reference);
    const answer = await super.remove(reference);
    this.#note(reference, before, null);
    return answer;
  }

  /** Takes back one edit: puts the resource back as it was before, or removes it where it was not there. */
  async restore(reference, before) {
    const made = before ? await super.update(before) : null;
    if (!before) await super.remove(reference);
    this.#note(reference, before, made);
    const journal = read();
    if (JSON.stringify(journal.edits[reference]?.before) !== JSON.stringify(before)) return;
    delete journal.edits[reference];
    this.#write(journal);
  }

  noteOverride(patientId) {
    const journal = read();
    journal.overrides = [...new Set([...journal.overrides, patientId])];
    this.#write(journal);
  }

  /** Puts every edited resource back as it was, newest first; returns what was left alone because somebody else changed it since. */
  async undo() {
    const { edits } = read();
    const left = [];
    for (const [reference, { before, after }] of Object.entries(edits).reverse()) {
      const now = await this.present(reference);
      if (stamp(now) !== after) {
        if (now) left.push(reference);
      } else if (before) await super.update(before);
      else await super.remove(reference);
    }
    this.#write({ edits: {}, overrides: [] });
    return left;
  }

  /** A resource as it is now, or null. By search, because a read of what is not there is an error in the browser's console. */
  async present(reference) {
    const [type, id] = reference.split('/');
    const found = await this.resources(`${type}?_id=${encodeURIComponent(id)}`);
    return found[0] ?? null;
  }

  #note(reference, before, after) {
    const journal = read();
    const first = reference in journal.edits ? journal.edits[reference].before : before;
    delete journal.edits[reference];
    if (first || after) journal.edits[reference] = { before: first, after: stamp(after) };
    this.#write(journal);
  }

  #write(journal) {
    try {
      localStorage.setItem(KEY, JSON.stringify(journal));
    } catch { /* Private windows may refuse storage; then there is nothing to take back. */ }
    this.#changed(this.count);
  }
}

/** Tells one state of a resource from every other, also after the sandbox was started again. */
const stamp = (resource) => (resource ? `${resource.meta?.versionId} ${resource.meta?.lastUpdated}` : 'gone');

function read() {
  try {
    const { edits = {}, overrides = [] } = JSON.parse(localStorage.getItem(KEY)) ?? {};
    return { edits, overrides };
  } catch {
    return { edits: {}, overrides: [] };
  }
}
