// Order entry: a searchable list, drafts to tick and to sign. Every selection fires order-select, signing fires order-sign.

import { h, byId, icon, keepFocus, replace } from './dom.js';
import { orderNotes, orderWords, referenceTo } from './drafts.js';
import { summaryOf } from './cards.js';
import { chooseHook, fire } from './ehr.js';
import { FIRST_HOOK } from './hooks.js';
import { n, t } from './labels.js';
import { about, page } from './page.js';

export function startOrders() {
  byId('order-search').addEventListener('input', showOrders);
  byId('free-text').addEventListener('submit', (event) => {
    event.preventDefault();
    const words = byId('free-text-words').value.trim();
    if (!words) return;
    page.drafts.addText(words, about());
    byId('free-text-words').value = '';
    ordersChanged(t('Drafted: {0}.', words));
  });
}

export function showOrders() {
  showDrafts();
  const { catalogue, drafts } = page;
  const sought = byId('order-search').value.trim().toLowerCase();
  const found = catalogue.filter((entry) => sought.split(/\s+/).every((word) => `${entry.label} ${entry.terms} ${entry.group}`.toLowerCase().includes(word)));
  const groups = [...new Set(found.map((entry) => entry.group))];
  replace(byId('order-list'), found.length === 0 && h('p', { class: 'muted' }, t('No order matches; use free text below.')), groups.map((group) => h('div', { class: 'order-group' },
    h('h3', {}, group),
    h('ul', {}, found.filter((entry) => entry.group === group).map((entry) => h('li', {}, h('button', {
      type: 'button', class: 'order', testid: `order-${entry.key}`, 'aria-pressed': String(drafts.has(entry.key)), onclick: () => toggleOrder(entry),
    }, icon(drafts.has(entry.key) ? 'check' : 'absent'), h('span', {}, entry.label))))))));
}

function toggleOrder(entry) {
  const was = page.drafts.has(entry.key);
  if (was) page.drafts.removeKey(entry.key);
  else page.drafts.addFromCatalogue(entry.key, about());
  ordersChanged(t(was ? 'Taken back: {0}.' : 'Drafted: {0}.', entry.label));
  document.querySelector(`[data-testid="order-${entry.key}"]`)?.focus();
}

/** Every change of the drafts fires order-select; without a draft left the chart is looked at again. */
function ordersChanged(what) {
  showOrders();
  chooseHook(page.drafts.all.length ? 'order-select' : FIRST_HOOK);
  return fire(what);
}

export function showDrafts() {
  keepFocus(byId('drafts'), drawDrafts, byId('orders-title'));
}

function drawDrafts() {
  const { all } = page.drafts;
  if (!all.length) {
    replace(byId('drafts'), h('p', { class: 'muted none' }, t('No draft orders. Choose one from the list.')));
    return;
  }
  replace(byId('drafts'),
    h('ul', { class: 'drafts' }, all.map(draftRow)),
    h('div', { class: 'row' },
      h('button', { type: 'button', class: 'primary', testid: 'sign', 'data-focus': 'sign', onclick: () => { chooseHook('order-sign'); fire(); } }, t('Sign {0}', n(all.length, 'order', 'orders'))),
      signed() && h('button', { type: 'button', testid: 'store-orders', 'data-focus': 'store', onclick: (event) => storeOrders(event.currentTarget) }, page.last.answer.json?.cards?.length ? t('Sign in spite of the cards') : t('Finish signing')),
      page.last && h('button', { type: 'button', class: 'quiet only-phone', onclick: () => byId('cards-title').scrollIntoView() }, `${t('Cards')}: ${summaryOf(page.last.answer)}`)));
}

function draftRow(draft) {
  const { resource } = draft;
  const name = draft.label ?? orderWords(resource);
  return h('li', { class: 'draft', testid: 'draft' },
    h('label', {}, h('input', { type: 'checkbox', 'data-focus': referenceTo(resource), checked: draft.selected, onchange: (event) => { draft.selected = event.target.checked; chooseHook('order-select'); fire(); } }),
      h('span', {}, h('span', { class: 'draft-name' }, name), orderNotes(resource) && h('span', { class: 'muted draft-notes' }, orderNotes(resource)))),
    h('button', { type: 'button', class: 'quiet', 'aria-label': t('Remove {0}', name), onclick: () => { page.drafts.remove(referenceTo(resource)); ordersChanged(t('Draft removed.')); } }, t('Remove')));
}

/** Whether order-sign was answered for the drafts as they are now. */
function signed() {
  const { last } = page;
  return last?.request.hook === 'order-sign' && last.answer.ok && JSON.stringify(last.request.context.draftOrders) === JSON.stringify(page.drafts.bundle());
}

async function storeOrders(button) {
  byId('orders-title').focus({ preventScroll: true });
  button.disabled = true;
  try {
    for (const { resource } of [...page.drafts.all]) {
      await page.fhir.create({ ...resource, status: 'active', intent: 'order' });
      page.drafts.remove(referenceTo(resource));
    }
    await page.chart.load(page.patient.id);
    await ordersChanged(t('Orders signed and stored.'));
  } catch (error) {
    replace(byId('page-problem'), h('p', { class: 'problem' }, t('Not every order could be stored: {0}', error.message)));
    showOrders();
  }
}
