// SPDX-License-Identifier: Apache-2.0
import {Dialog, api, errorText, fieldNamed, icon, noun, plainValue, recordPath, session, problemText, t, toast, typeNamed} from '@parley/ui';
import {html, keyed, nothing} from 'lit';
import {findDuplicates} from './duplicates.js';
import {fieldInput, isGroup, isWide} from './field-input.js';
import {quickReminders} from './remind.js';

const ROW = /^(?<table>[a-z0-9_]+)\[(?<index>\d+)\]\.(?<part>[a-z0-9_]+)$/;

// What a row of a junction says by itself: neither what is implied nor the way back.
const pick = (fields, {through, source}) => Object.fromEntries((typeNamed(through)?.fields ?? [])
  .filter(({system, readOnly, name}) => !system && !readOnly && name !== source).map(({name}) => [name, fields[name] ?? null]));

const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

// Creates or edits a record, drawn from its type: the fields of the layout in its sections, then what plugins added.
class FormDialog extends Dialog {
  static properties = {
    type: {attribute: false}, record: {attribute: false}, preset: {attribute: false},
    values: {state: true}, errors: {state: true}, rows: {state: true}, busy: {state: true}, message: {state: true}, newer: {state: true}, alike: {state: true},
  };

  constructor() {
    super();
    this.preset = {};
    this.errors = {};
    this.links = {};
    this.turn = 0;
  }

  connectedCallback() {
    // One form may open another, over itself: ids are told apart.
    this.key ??= `p-form${document.querySelectorAll('parley-form').length - 1 || ''}`;
    super.connectedCallback();
  }

  get heading() {
    return this.record ? t('form.edit', {type: noun(this.type)}) : t('form.new', {type: noun(this.type)});
  }

  willUpdate(changed) {
    if (!this.values && changed.has('type')) {
      const defaults = Object.fromEntries(this.type.fields
        .filter((field) => field.default !== undefined && field.default !== null).map((field) => [field.name, field.default]));
      this.start = this.record ? {...this.record.fields} : {...defaults, ...this.preset};
      this.#takeMany();
      this.#takeMe();
      this.values = {...this.start};
      this.links = {...this.record?.links, ...this.links, ...this.preset.links};
      delete this.values.links;
    }
  }

  get #many() {
    return this.type.fields.filter((field) => field.kind === 'many');
  }

  // The records of a junction come along when they were asked for; where they were not, they are fetched.
  #takeMany() {
    const missing = this.#many.filter((field) => this.record && !this.record.included?.[field.name]);
    if (missing.length) this.#fetchMany(missing);
    for (const field of this.#many) {
      const found = this.record?.included?.[field.name];
      if (!found) continue;
      this.start[field.name] = found.items.map(({id, fields}) => ({id, ...pick(fields, field)}));
      this.links[field.name] = Object.fromEntries(found.items.map(({id, links}) => [id, links?.[field.target]]));
    }
  }

  async #fetchMany(fields) {
    const include = fields.map(({name}) => name).join(',');
    try {
      const {included} = await api.get(`records/${this.type.name}/${this.record.id}`, {fields: 'modified_at', include});
      this.record = {...this.record, included: {...this.record.included, ...included}};
      this.#takeMany();
      this.values = {...this.values, ...Object.fromEntries(fields.map(({name}) => [name, this.start[name]]))};
      this.turn++;
    } catch (problem) {
      this.message = problemText(problem);
    }
  }

  // A default of "me" is whoever fills the form.
  #takeMe() {
    const {user} = session.value ?? {};
    for (const field of this.record || !user ? [] : this.type.fields.filter((one) => one.kind === 'user')) {
      if (this.start[field.name] !== 'me') continue;
      this.start[field.name] = user.id;
      this.links[field.name] = {type: 'user', id: user.id, title: user.name ?? user.username};
    }
  }

  get #sections() {
    const writable = this.type.fields.filter((field) => !field.readOnly && !field.system);
    const placed = new Set(this.type.layout?.flatMap((section) => section.fields));
    const sections = (this.type.layout ?? []).map((section) => ({label: section.label,
      fields: section.fields.map((name) => this.type.fields.find((field) => field.name === name && !field.readOnly)).filter(Boolean)}));
    const rest = writable.filter((field) => !placed.has(field.name));
    return [...sections, {label: sections.length ? t('form.more') : '', fields: rest}].filter(({fields}) => fields.length);
  }

  get #dirty() {
    return Object.keys(this.values).some((name) => !same(this.values[name], this.start[name]));
  }

  leave() {
    if (!this.#dirty || this.busy) {
      this.close();
      return;
    }
    this.suspend();
    toast(t('form.discarded'), {action: t('action.undo'), run: () => this.resume()});
  }

  #change(field, value, link, problem) {
    this.unread = {...this.unread, [field.name]: problem};
    if (problem) {
      this.errors = {...this.errors, [field.name]: problem};
      return;
    }
    this.values = {...this.values, [field.name]: value};
    if (field.kind === 'reference' || field.kind === 'user') this.links[field.name] = link;
    if (field.kind === 'many') this.rows = {...this.rows, [field.name]: undefined};
    if (this.errors[field.name]) this.errors = {...this.errors, [field.name]: undefined};
    if (!this.record && this.type.duplicates?.some((rule) => rule.includes(field.name))) this.#lookAlike();
  }

  // Looks whether what is being created is there already, while the rest is typed.
  #lookAlike() {
    clearTimeout(this.looking);
    this.looking = setTimeout(async () => {
      const {values} = this;
      const alike = await findDuplicates(this.type, values);
      if (values === this.values || JSON.stringify(alike) !== JSON.stringify(this.alike)) this.alike = alike;
    }, 400);
  }

  #missing() {
    const fields = this.#sections.flatMap((section) => section.fields);
    const sending = fields.filter((field) => this.values[field.name]?.sending)
      .map((field) => [field.name, t('file.wait', {label: field.label})]);
    return Object.fromEntries([...sending, ...fields
      .filter((field) => field.required && (this.values[field.name] ?? '') === '')
      .map((field) => [field.name, t('form.required', {label: field.label})])]);
  }

  async #save(event) {
    event?.preventDefault();
    this.message = undefined;
    this.errors = {...this.#missing(), ...Object.fromEntries(Object.entries(this.unread ?? {}).filter(([, problem]) => problem))};
    if (Object.keys(this.errors).length) {
      this.#toError();
      return;
    }
    const fields = Object.fromEntries(Object.entries(this.values)
      .filter(([name, value]) => (this.record ? !same(value, this.start[name]) : value !== null && value !== undefined)));
    this.busy = true;
    try {
      const path = `records/${this.type.name}`;
      const saved = this.record
        ? await api.patch(`${path}/${this.record.id}`, {fields}, {version: this.record.version})
        : await api.post(path, {fields});
      this.close(saved);
    } catch (problem) {
      await this.#refused(problem);
    } finally {
      this.busy = false;
    }
  }

  async #refused(problem) {
    if (problem.status === 412) {
      this.newer = await api.get(`records/${this.type.name}/${this.record.id}`).catch(() => undefined);
      if (this.newer) this.#rebase();
      else this.message = problemText(problem);
      return;
    }
    // An error in a row of a table names the row: people[1].role.
    const inRows = problem.errors.map(({field, code, message}) => ({...ROW.exec(field)?.groups, code, message})).filter(({table}) => table);
    this.rows = Object.groupBy?.(inRows, ({table}) => table) ?? inRows.reduce((rows, one) => ({...rows, [one.table]: [...(rows[one.table] ?? []), one]}), {});
    const known = new Set(this.#sections.flatMap((section) => section.fields.map((field) => field.name)));
    this.errors = Object.fromEntries([
      ...Object.keys(this.rows).map((table) => [table, t('many.wrong')]),
      ...problem.errors.filter(({field}) => known.has(field)).map((error) => [error.field, errorText(error, fieldNamed(this.type, error.field))])]);
    const others = problem.errors.filter(({field}) => !known.has(field) && !known.has(ROW.exec(field)?.groups.table));
    if (!Object.keys(this.errors).length || others.length) {
      this.message = others.length ? others.map(({field, message}) => `${field}: ${message}`).join(' ') : problemText(problem);
    }
    this.#toError();
  }

  #toError() {
    this.updateComplete.then(() => this.querySelector('[aria-invalid=true]')?.focus());
  }

  // The fields that somebody else changed to something else than what was typed here.
  get #conflicts() {
    return Object.keys(this.values).filter((name) => !same(this.values[name], this.start[name])
      && !same(this.newer.fields[name], this.start[name]) && !same(this.newer.fields[name], this.values[name])).map((name) => fieldNamed(this.type, name)).filter(Boolean);
  }

  // Somebody else saved in between. What only one of both changed stands; where both changed a field, one chooses.
  #rebase() {
    const conflicts = this.#conflicts;
    const typed = Object.fromEntries(Object.entries(this.values).filter(([name, value]) => !same(value, this.start[name])));
    this.theirs = Object.fromEntries(conflicts.map(({name}) => [name, {value: this.newer.fields[name] ?? null, link: this.newer.links?.[name]}]));
    this.record = {...this.newer, included: this.record.included};
    const many = Object.fromEntries(this.#many.map(({name}) => [name, this.start[name]]));
    this.start = {...this.newer.fields, ...many};
    this.values = {...this.start, ...typed};
    this.links = {...this.newer.links, ...Object.fromEntries(Object.keys(typed).filter((name) => this.links[name]).map((name) => [name, this.links[name]]))};
    this.newer = undefined;
    this.turn++;
    if (conflicts.length) this.message = t('stale.form');
    else this.#save();
  }

  // Decides one field: what was typed here, or what somebody else has saved.
  #choose(field, theirs) {
    const {[field.name]: chosen, ...rest} = this.theirs;
    this.theirs = rest;
    if (theirs) {
      this.values = {...this.values, [field.name]: chosen.value};
      if (chosen.link) this.links[field.name] = chosen.link;
      this.turn++;
    }
    if (!Object.keys(rest).length) this.message = undefined;
    this.requestUpdate();
  }

  #conflict(field) {
    const theirs = this.theirs?.[field.name];
    return theirs === undefined ? nothing : html`<div class="p-banner p-warn p-conflict" role="group" aria-label=${t('stale.which', {label: field.label})}><span>${t('stale.theirValue')} <strong>${plainValue(field, theirs.value, theirs.link?.title)}</strong></span>
      <button type="button" class="p-button" @click=${() => this.#choose(field, false)}>${t('stale.mine')}</button>
      <button type="button" class="p-button" @click=${() => this.#choose(field, true)}>${t('stale.theirs')}</button></div>`;
  }

  #field(field) {
    const id = `${this.key}-${field.name}`;
    const error = this.errors[field.name];
    const attributes = {id, invalid: error ? 'true' : 'false', describedby: `${id}-note`,
      rows: this.rows?.[field.name]?.map(({index, part, code, message}) => ({index: Number(index), field: part, code, message}))};
    const wide = isWide(field) || this.#titleName === field.name;
    const name = html`${field.label}${field.required ? html` <span class="p-muted">${t('field.required')}</span>` : nothing}`;
    return html`<div class="p-field ${wide ? 'p-whole' : ''}">
      ${isGroup(field) ? html`<span class="p-label" id="${id}-label"
          @click=${(event) => event.target.closest('.p-field').querySelector('input, textarea, [contenteditable]')?.focus()}>${name}</span>`
        : html`<label for=${id}>${name}</label>`}
      ${fieldInput(field, this.values[field.name], (...change) => this.#change(field, ...change), attributes, this.links[field.name])}${quickReminders(this.type, field, this.values, (at) => this.#quick(field, at))}
      <p id="${id}-note" class=${error ? 'p-error' : 'p-help'}>${error ?? field.help ?? nothing}</p>${this.#conflict(field)}</div>`;
  }

  // What was chosen by a button is shown in the field.
  #quick(field, value) {
    this.#change(field, value);
    this.turn++;
    this.updateComplete.then(() => this.querySelector(`#${this.key}-${field.name}`)?.focus());
  }

  // A title made of one field stands on a line of its own.
  get #titleName() {
    return this.type.title?.match(/^\{([a-z0-9_]+)\}$/)?.[1];
  }

  body() {
    const sections = this.#sections;
    return html`<form id=${this.key} novalidate @submit=${this.#save}>
      ${this.message ? html`<div class="p-banner p-warn"
          role="alert">${icon('triangle-alert')}<span>${this.message}</span>
      </div>` : nothing}
      ${this.alike?.length ? html`<div class="p-banner p-warn" role="status">${icon('copy')}<div><strong>${t('form.alike', {n: this.alike.length})}</strong>
        ${this.alike.map((record) => html`<div><a class="p-link" href=${recordPath(record)} target="_blank">${record.title}</a></div>`)}</div></div>` : nothing}
      ${keyed(this.turn, sections.map(({label, fields}) => html`<fieldset>${sections.length > 1 && label
          ? html`<legend>${label}</legend>` : html`<legend class="p-visually-hidden">${label || this.heading}</legend>`}
        <div class="p-fields">${fields.map((field) => this.#field(field))}</div></fieldset>`))}
    </form>`;
  }

  foot() {
    return html`<button type="button" class="p-button" @click=${() => this.leave()}>${t('action.cancel')}</button>
      <button type="submit" form=${this.key} class="p-button p-primary"
          ?disabled=${this.busy}>${this.record ? t('action.save') : t('form.create', {type: noun(this.type)})}</button>`;
  }

  firstUpdated() {
    this.updateComplete.then(() => requestAnimationFrame(() => this.querySelector('.p-fields :is(input, select, textarea)')?.focus()));
  }
}

customElements.define('parley-form', FormDialog);
