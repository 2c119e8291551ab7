// A small FHIR R4 REST client: read, search over all pages, create, update, delete.

const ACCEPT = 'application/fhir+json';
const LONGEST_URL = 1800;
const MOST_PAGES = 200;

export class FhirError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export class FhirServer {
  constructor(base) {
    this.base = base.replace(/\/$/, '');
  }

  read(type, id) {
    return this.#send(`${type}/${encodeURIComponent(id)}`);
  }

  /** Runs a relative query such as "Condition?patient=1" and returns one searchset Bundle with the entries of all pages. */
  async search(query) {
    let page = await this.#firstPage(query);
    const entries = [...(page.entry ?? [])];
    const bundle = { resourceType: 'Bundle', type: 'searchset' };
    for (let pages = 1; pages < MOST_PAGES; pages++) {
      const next = page.link?.find((link) => link.relation === 'next')?.url;
      if (!next) break;
      page = await this.#send(this.#ownAddress(next));
      entries.push(...(page.entry ?? []));
    }
    bundle.total = entries.filter((entry) => (entry.search?.mode ?? 'match') === 'match').length;
    if (entries.length) bundle.entry = entries;
    return bundle;
  }

  /** The resources of one type that a search finds. */
  async resources(query) {
    const type = query.split('?')[0];
    const bundle = await this.search(query);
    return (bundle.entry ?? []).map((entry) => entry.resource).filter((resource) => resource?.resourceType === type);
  }

  create(resource) {
    const { id, ...fresh } = resource;
    return this.#send(resource.resourceType, { method: 'POST', body: fresh });
  }

  update(resource) {
    return this.#send(`${resource.resourceType}/${encodeURIComponent(resource.id)}`, { method: 'PUT', body: resource });
  }

  remove(reference) {
    return this.#send(reference, { method: 'DELETE' });
  }

  #firstPage(query) {
    if (`${this.base}/${query}`.length <= LONGEST_URL) return this.#send(query);
    const [type, parameters] = query.split(/\?(.*)/s);
    return this.#send(`${type}/_search`, { method: 'POST', form: parameters });
  }

  /** A server may name itself differently in its page links (another host name, a proxy): keep the query, use our base. */
  #ownAddress(url) {
    if (url.startsWith(`${this.base}/`) || url.startsWith(`${this.base}?`)) return url.slice(this.base.length).replace(/^\//, '');
    const { pathname, search } = new URL(url, `${this.base}/`);
    const basePath = new URL(this.base).pathname;
    return pathname.slice(basePath.length).replace(/^\//, '') + search;
  }

  async #send(path, { method = 'GET', body, form } = {}) {
    const headers = { Accept: ACCEPT };
    if (body) headers['Content-Type'] = ACCEPT;
    if (form !== undefined) headers['Content-Type'] = 'application/x-www-form-urlencoded';
    const address = path.startsWith('?') ? `${this.base}${path}` : `${this.base}/${path}`;
    const send = () => fetch(address, { method, headers, body: body ? JSON.stringify(body) : form, cache: 'no-store' });
    let response;
    try {
      // What changes nothing is asked once more where no answer came, as when the network changes.
      response = await (method === 'GET' || form !== undefined ? send().catch(send) : send());
    } catch {
      throw new FhirError(0, 'The FHIR server did not answer.');
    }
    const text = await response.text();
    const answer = parsed(text);
    if (!response.ok) throw new FhirError(response.status, outcomeText(answer) || `FHIR server: HTTP ${response.status}`);
    return answer ?? {};
  }
}

function parsed(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/** What an OperationOutcome says, in one line. */
export function outcomeText(outcome) {
  if (outcome?.resourceType !== 'OperationOutcome') return '';
  return (outcome.issue ?? []).map((issue) => issue.diagnostics ?? issue.details?.text ?? issue.code).filter(Boolean).join(' ');
}

/** The words for a CodeableConcept: its text, else the first display, else the first code. */
export function words(concept) {
  const coding = concept?.coding ?? [];
  return concept?.text || coding.find((each) => each.display)?.display || coding.find((each) => each.code)?.code || '';
}

export function personName(patient) {
  const name = patient?.name?.[0];
  if (!name) return 'No name on record';
  return name.text || [...(name.given ?? []), name.family].filter(Boolean).join(' ');
}

export function age(patient, now = new Date()) {
  const [year, month = 1, day = 1] = (patient?.birthDate ?? '').split('-').map(Number);
  if (!year) return null;
  const hadBirthday = now.getMonth() + 1 > month || (now.getMonth() + 1 === month && now.getDate() >= day);
  return now.getFullYear() - year - (hadBirthday ? 0 : 1);
}

/** The one-line story a synthetic patient carries in its narrative. */
export function story(patient) {
  const div = patient?.text?.div;
  if (!div) return '';
  return new DOMParser().parseFromString(div, 'text/html').body.textContent.trim().replace(/\s+/g, ' ');
}
