// Builds DOM nodes. Text from outside only ever becomes a text node; nothing here parses HTML.

const SVG = 'http://www.w3.org/2000/svg';

/** h('button', {class: 'quiet', testid: 'fire', onclick: fire, disabled: true}, 'Fire', icon('info')) */
export function h(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'testid') node.dataset.testid = value;
    else if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, '');
    else node.setAttribute(name, value);
  }
  add(node, children);
  return node;
}

export function add(node, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    node.append(child instanceof Node ? child : String(child));
  }
}

export function replace(node, ...children) {
  node.replaceChildren();
  add(node, children);
}

/** Draws a part of the page anew and puts the keyboard focus back on the control with the same data-focus, or on `otherwise`. */
export function keepFocus(node, draw, otherwise) {
  const active = node.contains(document.activeElement) ? document.activeElement : null;
  const key = active?.dataset.focus;
  draw();
  if (!active || active.isConnected) return;
  const same = key && [...node.querySelectorAll('[data-focus]')].find((each) => each.dataset.focus === key);
  (same || otherwise)?.focus({ preventScroll: true });
}

/** A decorative icon of icons.svg; the word beside it carries the meaning. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('focusable', 'false');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `icons.svg#${name}`);
  svg.append(use);
  return svg;
}

export const byId = (id) => document.getElementById(id);

export function plural(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}

/** A UUID also where crypto.randomUUID is missing (plain http on a network address). */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Copies text; the second way serves plain http, where the clipboard API does not exist. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = h('textarea', { class: 'offscreen', 'aria-hidden': 'true', tabindex: '-1' });
    area.value = text;
    document.body.append(area);
    area.select();
    const copied = document.execCommand('copy');
    area.remove();
    return copied;
  }
}
