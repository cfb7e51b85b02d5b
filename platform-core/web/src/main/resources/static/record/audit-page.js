// SPDX-License-Identifier: Apache-2.0
import {LightElement, api, emptyState, fromLocal, icon, navigate, noun, part, problemState, recordPath, rich, route, t, typeNamed, types, withQuery} from '@parley/ui';
import {html, nothing, repeat} from 'lit';
import {byDay, entry, isShort, labelOf, newValue, oldValue, whoDid} from './entries.js';
import {eventOf} from './events.js';

const OPERATIONS = ['create', 'update', 'trash', 'restore', 'erase', 'purge'];
const PAGE = 50;

// The first moment after a day, by the clock of who looks.
function endOf(day) {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return fromLocal(`${next.toISOString().slice(0, 10)}T00:00`);
}

// What everybody did, newest first, for those who may audit; what is looked for stands in the address.
class Audit extends LightElement {
  static properties = {items: {state: true}, next: {state: true}, failed: {state: true}, busy: {state: true}, input: {state: true}, person: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    document.title = `${t('nav.audit')} · Parley`;
    part(() => import('./form.js')).then(({fieldInput}) => { this.input = fieldInput; });
    part(() => import('./people.js')).then(({clientOf}) => {
      this.clientOf = clientOf;
      this.requestUpdate();
    });
    this.#begin();
    this.whileConnected(route.subscribe(() => { if (route.value.parts[0] === 'audit') this.#begin(); }));
    this.whileConnected(() => this.asked?.abort());
  }

  get #wanted() {
    return Object.fromEntries(['type', 'user', 'operation', 'until'].map((name) => [name, route.value.query.get(name) ?? '']));
  }

  #begin() {
    this.items = undefined;
    this.next = undefined;
    this.#name(this.#wanted.user);
    this.#load();
  }

  // Whoever the address names, by name.
  async #name(id) {
    if (id === String(this.person?.id ?? '')) return;
    this.person = undefined;
    if (id) this.person = await api.get(`records/user/${id}`, {fields: 'name'}).catch(() => undefined);
  }

  // A part of the journal without anything that is looked for is not the end: on it goes, as long as nothing is found.
  async #load() {
    this.asked?.abort();
    const asked = new AbortController();
    this.asked = asked;
    this.busy = true;
    const {until, ...wanted} = this.#wanted;
    const found = [];
    let after = this.next;
    try {
      do {
        const page = await api.get('audit', {...wanted, until: until && endOf(until), limit: PAGE, after}, {signal: asked.signal});
        found.push(...page.items);
        after = page.next;
      } while (after && found.length < PAGE / 2);
      this.items = [...(this.items ?? []), ...found];
      this.next = after;
      this.failed = undefined;
    } catch (problem) {
      if (problem.name === 'AbortError') return;
      this.failed = problem;
    }
    this.busy = false;
  }

  #look(changes) {
    navigate(withQuery(changes), {replace: true});
  }

  #filters() {
    const {type, user, operation, until} = this.#wanted;
    const sorted = [...types.value.values()].sort((a, b) => a.plural.localeCompare(b.plural));
    const field = {name: 'user', kind: 'reference', to: ['user'], label: t('audit.who')};
    const link = this.person && {type: 'user', id: this.person.id, title: this.person.title};
    return html`<form class="p-tools p-audit-tools" @submit=${(event) => event.preventDefault()}>
      <div class="p-field"><label for="p-audit-who">${t('audit.who')}</label>${this.input && (!user || link)
        ? this.input(field, this.person?.id ?? null, (value) => this.#look({user: value ? String(value.id ?? value) : ''}), {id: 'p-audit-who'}, link)
        : html`<input class="p-input" id="p-audit-who" disabled>`}</div>
      <div class="p-field"><label for="p-audit-type">${t('audit.type')}</label><select class="p-input" id="p-audit-type" @change=${({target}) => this.#look({type: target.value})}>
        <option value="">${t('audit.anything')}</option>${sorted.map((one) => html`<option value=${one.name} ?selected=${one.name === type}>${one.plural}</option>`)}</select></div>
      <div class="p-field"><label for="p-audit-operation">${t('audit.operation')}</label><select class="p-input" id="p-audit-operation" @change=${({target}) => this.#look({operation: target.value})}>
        <option value="">${t('audit.anything')}</option>${OPERATIONS.map((name) => html`<option value=${name} ?selected=${name === operation}>${t(`audit.operation.${name}`)}</option>`)}</select></div>
      <div class="p-field"><label for="p-audit-until">${t('audit.until')}</label><input class="p-input" type="date" id="p-audit-until" .value=${until} @change=${({target}) => this.#look({until: target.value})}></div></form>`;
  }

  // By which login or token: its address, and the device or the token's name where one points at it.
  #where(from) {
    if (!from) return undefined;
    if (from.kind === 'token') return {text: t('audit.token', {name: from.name})};
    return from.address ? {text: from.address, title: from.agent && this.clientOf?.(from.agent)} : undefined;
  }

  #entry(item) {
    const type = typeNamed(item.record.type);
    const {title, id} = item.record;
    const who = whoDid(item);
    const where = this.#where(item.from);
    const event = eventOf(item, who, this.clientOf);
    if (event) return entry(type, item, event.text, [], {...event, where: undefined});
    const changes = item.operation === 'update' ? item.changes : [];
    const [only] = changes;
    const record = title ? html`${noun(type)} <a class="p-link" href=${recordPath(item.record)}>${title}</a>` : html`<span title=${t('audit.unseen')}>${noun(type)} #${id}</span>`;
    const told = changes.length === 1 && isShort(type, only);
    const what = told ? rich('audit.changed', {who, record, field: labelOf(type, only), old: oldValue(type, only), value: newValue(type, only)})
      : changes.length > 1 ? rich('audit.update', {who, record, count: changes.length}) : rich(item.operation === 'update' ? 'audit.touched' : `audit.${item.operation}`, {who, record});
    return entry(type, item, what, told ? [] : changes, {where});
  }

  #found() {
    if (this.failed) return problemState(this.failed, () => this.#load());
    if (!this.items) return html`<p aria-busy="true">${icon('loader-circle', 'p-spin')} ${t('audit.searching')}</p>`;
    const known = this.items.filter(({record}) => typeNamed(record.type));
    if (!known.length) return emptyState('scroll-text', t('audit.none'), t('audit.none.text'));
    return html`<div class="p-card">${byDay(known).map(([day, items]) => html`<h2 class="p-section">${day}</h2>
        <ol class="p-timeline">${repeat(items, (item) => item.position, (item) => this.#entry(item))}</ol>`)}</div>
      ${this.next ? html`<div class="p-acts"><button class="p-button" ?disabled=${this.busy} @click=${() => this.#load()}>${this.busy ? icon('loader-circle', 'p-spin') : nothing}${t('history.older')}</button></div>` : nothing}`;
  }

  render() {
    return html`<div class="p-page"><header class="p-head"><h1>${t('nav.audit')}</h1><span class="p-space"></span><parley-bell class="p-wide-only"></parley-bell></header>
      <div class="p-scroll p-pad"><div class="p-wide-page">${this.#filters()}${this.#found()}</div></div></div>`;
  }
}

customElements.define('parley-audit', Audit);
