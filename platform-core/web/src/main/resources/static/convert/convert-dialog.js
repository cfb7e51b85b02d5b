// SPDX-License-Identifier: Apache-2.0
import {Dialog, api, errorText, fieldNamed, icon, part, problemText, recordPath, t, typeNamed} from '@parley/ui';
import {html, keyed, nothing} from 'lit';
import {stateOf} from './part-state.js';

// What a record is turned into: a card for each part, made new or found, then all of it at once.
class Convert extends Dialog {
  static properties = {
    record: {attribute: false}, conversion: {attribute: false},
    parts: {state: true}, input: {state: true}, message: {state: true}, errors: {state: true}, busy: {state: true},
  };

  constructor() {
    super();
    this.errors = {};
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  get heading() {
    return t('convert.title', {action: this.conversion.label, title: this.record.title});
  }

  get size() {
    return 'p-wide-dialog';
  }

  get #path() {
    return `records/${this.record.type}/${this.record.id}/conversions/${this.conversion.name}`;
  }

  async #load() {
    try {
      const [{fieldInput, isGroup}, state] = await Promise.all([part(() => import('./form.js')), api.get(this.#path)]);
      Object.assign(this, {input: fieldInput, isGroup});
      if (state.done) this.close('done');
      this.parts = state.into.map(stateOf);
    } catch (problem) {
      this.message = problemText(problem);
    }
  }

  #change(one, values) {
    this.parts = this.parts.map((other) => (other === one ? {...one, ...values} : other));
  }

  #set(one, field, value, link) {
    one.values = {...one.values, [field.name]: value};
    if (link !== undefined) one.links = {...one.links, [field.name]: link};
    const key = `${one.name}.${field.name}`;
    if (this.errors[key]) this.errors = {...this.errors, [key]: undefined};
  }

  // What is sent of a part: the record that is there, or what differs from what was proposed.
  #choice(one) {
    if (one.mode === 'none') return null;
    if (one.mode !== 'new') return {id: one.mode === 'other' ? one.other : one.mode};
    const fields = Object.entries(one.values).filter(([name, value]) => JSON.stringify(value ?? null) !== JSON.stringify(one.fields[name] ?? null));
    return {fields: Object.fromEntries(fields)};
  }

  async #save(event) {
    event.preventDefault();
    this.errors = this.#missing();
    if (Object.keys(this.errors).length) {
      this.#toError();
      return;
    }
    this.busy = true;
    this.message = undefined;
    try {
      const into = Object.fromEntries(this.parts.map((one) => [one.name, this.#choice(one)]));
      this.close(await api.post(this.#path, {into}, {version: this.record.version}));
    } catch (problem) {
      this.errors = Object.fromEntries((problem.errors ?? []).map((error) => [error.field, this.#said(error)]));
      this.message = problem.errors?.length ? undefined : problemText(problem);
      this.#toError();
    } finally {
      this.busy = false;
    }
  }

  #missing() {
    const missing = this.parts.flatMap((one) => {
      if (one.mode === 'other' && !one.other) return [[`${one.name}.other`, t('convert.choose', {type: typeNamed(one.type).label})]];
      if (one.mode !== 'new') return [];
      return [...one.shown, ...one.rest].filter((field) => field.required && (one.values[field.name] ?? '') === '')
        .map((field) => [`${one.name}.${field.name}`, t('form.required', {label: field.label})]);
    });
    return Object.fromEntries(missing);
  }

  #toError() {
    this.updateComplete.then(() => this.querySelector('[aria-invalid=true]')?.focus());
  }

  #said(error) {
    const [name, field] = error.field.split('.');
    const one = this.parts.find((other) => other.name === name);
    return one ? errorText({...error, field}, fieldNamed(typeNamed(one.type), field)) : error.message;
  }

  #radio(one, mode, content) {
    return html`<label class="p-convert-choice"><input type="radio" name="p-convert-${one.name}" value=${mode} .checked=${one.mode === mode}
        @change=${() => this.#change(one, {mode})}><span>${content}</span></label>`;
  }

  #match(one, match) {
    const detail = [match.fields.email, match.fields.website, match.fields.city].filter(Boolean)[0];
    return this.#radio(one, match.id, html`<a class="p-link" href=${recordPath(match)} target="_blank">${match.title}</a>${detail ? html` <span
        class="p-small p-muted">${detail}</span>` : nothing}`);
  }

  #other(one) {
    const id = `p-convert-${one.name}-other`;
    const error = this.errors[`${one.name}.other`];
    const field = {name: 'other', kind: 'reference', label: t('convert.other'), to: [one.type]};
    return html`<div class="p-field"><label for=${id}>${t('convert.which', {type: typeNamed(one.type).label})}</label>
      ${this.input(field, null, (value) => { one.other = value; }, {id, invalid: error ? 'true' : 'false', describedby: `${id}-note`})}
      <p id="${id}-note" class=${error ? 'p-error' : 'p-help'}>${error ?? nothing}</p></div>`;
  }

  #field(one, field) {
    const id = `p-convert-${one.name}-${field.name}`;
    const error = this.errors[`${one.name}.${field.name}`];
    const attributes = {id, invalid: error ? 'true' : 'false', describedby: `${id}-note`};
    const name = html`${field.label}${field.required ? html` <span class="p-muted">${t('field.required')}</span>` : nothing}`;
    return html`<div class="p-field">${this.isGroup(field) ? html`<span class="p-label" id="${id}-label">${name}</span>` : html`<label for=${id}>${name}</label>`}
      ${this.input(field, one.values[field.name] ?? null, (value, link) => this.#set(one, field, value, link), attributes, one.links[field.name])}
      <p id="${id}-note" class=${error ? 'p-error' : 'p-help'}>${error ?? nothing}</p></div>`;
  }

  #new(one) {
    const failing = one.rest.some((field) => this.errors[`${one.name}.${field.name}`]);
    return html`${one.shown.map((field) => this.#field(one, field))}
      ${one.rest.length ? html`<details ?open=${failing}><summary class="p-small">${t('form.more')}</summary>${one.rest.map((field) => this.#field(one, field))}</details>` : nothing}`;
  }

  #card(one) {
    const type = typeNamed(one.type);
    return html`<fieldset class="p-card p-convert-card" ?data-out=${one.mode === 'none'}><legend class="p-visually-hidden">${type.label}</legend>
      <div class="p-card-title" aria-hidden="true">${icon(type.icon)}${type.label}</div>
      <div class="p-convert-choices">${one.matches.map((match) => this.#match(one, match))}
        ${one.create ? this.#radio(one, 'new', t('convert.new', {type: type.label})) : nothing}
        ${this.#radio(one, 'other', t('convert.other'))}
        ${one.optional ? this.#radio(one, 'none', t('convert.none')) : nothing}</div>
      ${keyed(one.mode, one.mode === 'new' ? this.#new(one) : one.mode === 'other' ? this.#other(one) : nothing)}</fieldset>`;
  }

  body() {
    return html`<form id="p-convert" novalidate @submit=${this.#save}>${this.message ? html`<div class="p-banner p-warn" role="alert">${icon('triangle-alert')}<span>${this.message}</span></div>` : nothing}
      ${this.parts ? html`<p class="p-muted">${t('convert.text')}</p><div class="p-convert">${this.parts.map((one) => this.#card(one))}</div>`
        : this.message ? nothing : html`<div class="p-skeleton" aria-busy="true"></div>`}</form>`;
  }

  foot() {
    return html`<button type="button" class="p-button" @click=${() => this.leave()}>${t('action.cancel')}</button>
      <button type="submit" form="p-convert" class="p-button p-primary" aria-busy=${this.busy ? 'true' : nothing} ?disabled=${this.busy || !this.parts}>${this.conversion.label}</button>`;
  }
}

customElements.define('parley-convert', Convert);
