// Under the hood: why, the request and response as JSON and as curl, the time of each step, and what feedback was sent.

import { h, copy, replace, icon } from './dom.js';
import { EXPLAIN } from './cdshooks.js';
import { explanation, whyNode } from './why.js';

const MOST_COLOURED = 100_000;
/** A chart of megabytes as one text makes a browser stand still; the rest is shown when asked for, and always copied. */
const MOST_SHOWN = 100_000;
const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;

export class Hood {
  #tabs;
  #panels = {};
  #buttons = {};
  /** How to write each panel; a chart as JSON is tens of thousands of nodes, so a panel is written when it is first opened. */
  #unwritten = {};

  constructor(node, reveal) {
    this.reveal = reveal;
    this.activity = [];
    const names = { why: 'Why, and why not', request: 'Request', response: 'Response', curl: 'curl', timing: 'Time', activity: 'Feedback' };
    this.#tabs = Object.keys(names);
    for (const [key, words] of Object.entries(names)) {
      this.#buttons[key] = h('button', { type: 'button', role: 'tab', id: `tab-${key}`, testid: `tab-${key}`, 'aria-controls': `panel-${key}`, 'aria-selected': 'false', tabindex: '-1', onclick: () => this.open(key), onkeydown: (event) => this.#move(event, key) }, words);
      this.#panels[key] = h('div', { role: 'tabpanel', id: `panel-${key}`, 'aria-labelledby': `tab-${key}`, tabindex: '0', hidden: true });
    }
    replace(node, h('div', { role: 'tablist', 'aria-labelledby': 'hood-title', class: 'tabs' }, Object.values(this.#buttons)), Object.values(this.#panels));
    this.open('why');
    this.#showActivity();
  }

  open(key) {
    for (const each of this.#tabs) {
      this.#buttons[each].setAttribute('aria-selected', String(each === key));
      this.#buttons[each].tabIndex = each === key ? 0 : -1;
      this.#panels[each].hidden = each !== key;
    }
    this.#write(key);
  }

  show({ url, request, answer, steps, millis }) {
    this.#unwritten = {
      why: () => whyNode(answer, this.reveal, Boolean(request.extension?.[EXPLAIN])),
      request: () => [h('p', { class: 'muted' }, 'POST ', h('code', {}, url)), jsonNode(request, 'json-request')],
      response: () => [h('p', { class: 'muted' }, `HTTP ${answer.status || 'none'}${answer.problem ? ` · ${answer.problem}` : ''}`), jsonNode(answer.json ?? answer.text, 'json-response')],
      curl: () => textNode(curl(url, request), 'curl-command', 'Copy the command'),
      timing: () => timing(answer, steps, millis),
    };
    for (const key of Object.keys(this.#unwritten)) {
      replace(this.#panels[key]);
      if (!this.#panels[key].hidden) this.#write(key);
    }
  }

  #write(key) {
    const content = this.#unwritten[key];
    delete this.#unwritten[key];
    if (content) replace(this.#panels[key], content());
  }

  /** Notes a feedback call. */
  note({ what, body, answer }) {
    this.activity.unshift({ what, body, answer, at: new Date() });
    this.#showActivity();
  }

  #showActivity() {
    replace(this.#panels.activity, this.activity.length === 0
      ? h('p', { class: 'muted', testid: 'activity' }, 'No feedback sent yet. Applying a suggestion or overriding a card sends it.')
      : h('ol', { class: 'activity', testid: 'activity' }, this.activity.map(({ what, body, answer, at }) => h('li', {},
        h('p', {}, icon(answer.ok ? 'check' : 'warning'), `${at.toLocaleTimeString()} · ${what} · `, h('span', { testid: 'feedback-http' }, answer.status ? `HTTP ${answer.status}` : 'no answer')),
        h('details', {}, h('summary', {}, 'Body sent'), jsonNode(body, 'json-feedback'))))));
  }

  #move(event, key) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = this.#tabs[(this.#tabs.indexOf(key) + step + this.#tabs.length) % this.#tabs.length];
    this.open(next);
    this.#buttons[next].focus();
  }
}

export function jsonNode(value, testid) {
  return textNode(typeof value === 'string' ? value : JSON.stringify(value, null, 2) ?? '', testid, 'Copy JSON', true);
}

export function textNode(text, testid, label, coloured = false) {
  const said = h('span', { class: 'muted', role: 'status' });
  const button = h('button', { type: 'button', class: 'quiet', onclick: async () => replace(said, (await copy(text)) ? 'Copied' : 'Could not copy') }, label);
  return h('div', { class: 'source' },
    h('div', { class: 'source-tools' }, said, h('span', { class: 'muted' }, size(text)), button),
    body(text, testid, coloured));
}

function body(text, testid, coloured) {
  const code = h('code', {}, coloured && text.length <= MOST_COLOURED ? colours(text) : text.slice(0, MOST_SHOWN));
  const pre = h('pre', { testid, tabindex: '0' }, code);
  if (text.length <= MOST_SHOWN) return pre;
  const rest = h('p', { class: 'rest', testid: 'rest' }, `The first ${size(text.slice(0, MOST_SHOWN))} of ${size(text)}. Copying takes all of it. `,
    h('button', { type: 'button', class: 'quiet', onclick: () => { rest.remove(); code.textContent = text; pre.focus(); } }, 'Show all'));
  return [pre, rest];
}

function size(text) {
  return text.length < 1000 ? `${text.length} characters` : `${Math.round(text.length / 1000)} k characters`;
}

function colours(text) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > from) nodes.push(text.slice(from, match.index));
    const kind = match[1] ? (match[2] ? 'key' : 'string') : match[3] ? 'word' : 'number';
    nodes.push(h('span', { class: `json-${kind}` }, match[1] ?? match[0]));
    if (match[2]) nodes.push(match[2]);
    from = match.index + match[0].length;
  }
  nodes.push(text.slice(from));
  return nodes;
}

/** The same call for a shell; the body goes in by a quoted here-document, so nothing in it needs escaping. */
export function curl(url, body) {
  const json = typeof body === 'string' ? body : JSON.stringify(body, null, 1);
  return `curl -sS '${url.replaceAll("'", '%27')}' \\\n  -H 'Content-Type: application/json' \\\n  --data-binary @- <<'CDS_REQUEST'\n${json}\nCDS_REQUEST`;
}

function timing(answer, steps = [], millis = 0) {
  const inside = explanation(answer)?.timings ?? {};
  const server = { readMicros: 'Service: reading the request', fetchMicros: 'Service: fetching from the FHIR server', decideMicros: 'Service: findings and cards' };
  const rows = [
    ['This page: prefetch, all queries', millis],
    ['The call, as this browser sees it', answer.millis],
    ...Object.entries(inside).map(([key, micros]) => [server[key] ?? `Service: ${key}`, micros / 1000]),
  ];
  return [
    h('table', { class: 'times', testid: 'times' },
      h('caption', {}, 'Time of this call'),
      h('tbody', {}, rows.map(([what, value]) => h('tr', {}, h('th', { scope: 'row' }, what), h('td', { class: 'number' }, ms(value)))))),
    steps.length > 0 && h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Prefetch queries' }, h('table', { class: 'times' },
      h('caption', {}, 'Prefetch queries'),
      h('thead', {}, h('tr', {}, ['Key', 'Query', 'Result', 'Time'].map((title) => h('th', { scope: 'col' }, title)))),
      h('tbody', {}, steps.map((step) => h('tr', { class: step.failed ? 'failed' : undefined },
        h('th', { scope: 'row' }, step.key), h('td', {}, h('code', { class: 'query' }, decode(step.query))), h('td', {}, step.result), h('td', { class: 'number' }, ms(step.millis))))))),
  ];
}

const ms = (millis) => `${millis < 10 ? millis.toFixed(2) : Math.round(millis)} ms`;

function decode(query) {
  try {
    return decodeURIComponent(query);
  } catch {
    return query;
  }
}
