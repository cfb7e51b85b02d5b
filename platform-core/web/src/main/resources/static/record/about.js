// SPDX-License-Identifier: Apache-2.0
import {
  LightElement, api, apiUrl, avatar, errorText, fieldNamed, icon, isPerson, noun, part, problemText, showValue, t,
} from '@parley/ui';
import {html, nothing, repeat} from 'lit';
import {leadOf} from './lead.js';

// Kinds that stand below their name, and kinds in which Enter is a new line.
const TALL = ['longtext', 'richtext', 'json', 'file'];
const LINES = ['longtext', 'richtext', 'json', 'address'];
const SYSTEM_SHOWN = ['owner', 'team', 'created_at', 'created_by', 'modified_at'];
const form = () => part(() => import('./form.js'));

// A record's fields, each edited where it stands. A save shows at once and is taken back if the server refuses it.
class About extends LightElement {
  static properties = {
    type: {attribute: false}, record: {attribute: false}, locked: {type: Boolean},
    editing: {state: true}, draft: {state: true}, error: {state: true}, conflict: {state: true}, saving: {state: true}, input: {state: true},
  };

  get #sections() {
    const layout = this.type.layout ?? [];
    const placed = new Set(layout.flatMap((section) => section.fields));
    const rest = this.type.fields.filter((field) => !field.system && !placed.has(field.name));
    const system = SYSTEM_SHOWN.filter((name) => !placed.has(name)).map((name) => fieldNamed(this.type, name)).filter(Boolean);
    return [
      ...layout.map((section) => ({...section, fields: section.fields.map((name) => fieldNamed(this.type, name)).filter(Boolean)})),
      {label: layout.length ? t('form.more') : t('record.about', {type: noun(this.type)}), fields: rest},
      {label: t('record.system'), fields: system},
      // What lies on the other side of a junction has a card of its own.
    ].map((section) => ({...section, fields: section.fields.filter((field) => field.kind !== 'many')}))
      .filter(({fields}) => fields.length);
  }

  async #edit(field) {
    if (this.locked || field.readOnly) return;
    if (field.kind === 'boolean') {
      this.editing = field;
      this.draft = {value: !this.record.fields[field.name]};
      this.#save();
      return;
    }
    ({fieldInput: this.input, isGroup: this.isGroup} = await form());
    this.editing = field;
    this.draft = {value: this.record.fields[field.name], link: this.record.links?.[field.name]};
    this.error = undefined;
    this.updateComplete.then(() => {
      const control = this.querySelector('.p-editing :is(input, select, textarea, [contenteditable])');
      control?.focus();
      if (control?.select && control.type === 'text') control.select();
    });
  }

  #stop() {
    const name = this.editing?.name;
    this.editing = undefined;
    this.conflict = undefined;
    this.error = undefined;
    if (name) this.updateComplete.then(() => this.querySelector(`[data-field="${name}"]`)?.focus());
  }

  #keys(event) {
    if (event.defaultPrevented) return;
    if (event.key === 'Escape') this.#stop();
    if (this.draft?.value?.sending) return;
    const lines = LINES.includes(this.editing.kind) && !(event.target.localName === 'input');
    if (event.key === 'Enter' && (!lines || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.#save();
    }
  }

  // Leaving the field saves it, unless what it holds was refused or somebody else's change has to be looked at first.
  #left(event) {
    if (!this.editing || event.currentTarget.contains(event.relatedTarget) || this.error || this.conflict || this.saving) return;
    // A window to choose a file in takes the focus, and a file on its way takes its time.
    if (this.draft.value?.sending || this.editing.kind === 'file' && !document.hasFocus()) return;
    this.#save();
  }

  async #save(version = this.record.version) {
    if (this.error) return;
    const field = this.editing;
    const {value = null, link} = this.draft;
    const before = this.record;
    if (JSON.stringify(value) === JSON.stringify(before.fields[field.name] ?? null)) {
      this.#stop();
      return;
    }
    this.saving = field.name;
    this.error = undefined;
    this.record = {...before, fields: {...before.fields, [field.name]: value}, links: {...before.links, [field.name]: link}};
    this.editing = undefined;
    try {
      const saved = await api.patch(`records/${before.type}/${before.id}`, {fields: {[field.name]: value}}, {version});
      this.dispatchEvent(new CustomEvent('parley-record', {detail: saved}));
      if (document.activeElement === document.body) this.#stop();
    } catch (problem) {
      this.record = before;
      this.editing = field;
      this.draft = {value, link};
      if (problem.status === 412) await this.#stale(before);
      else this.error = this.#said(problem, field);
    } finally {
      this.saving = undefined;
    }
  }

  #said(problem, field) {
    const own = problem.errors.find((error) => error.field === field.name);
    return own ? errorText(own, field) : problemText(problem);
  }

  // Somebody else was first. Where they changed another field, both changes can stand.
  async #stale({type, id, fields}) {
    const {name} = this.editing;
    try {
      const now = await api.get(`records/${type}/${id}`);
      if (JSON.stringify(now.fields[name] ?? null) === JSON.stringify(fields[name] ?? null)) {
        this.record = now;
        await this.#save(now.version);
      } else {
        this.conflict = now;
      }
    } catch (problem) {
      this.error = problemText(problem);
    }
  }

  #settle(mine) {
    const {conflict} = this;
    this.conflict = undefined;
    if (mine) {
      this.#save(conflict.version);
    } else {
      this.dispatchEvent(new CustomEvent('parley-record', {detail: conflict}));
      this.#stop();
    }
  }

  #editor(field) {
    const id = `p-about-${field.name}`;
    const attributes = {id, invalid: this.error ? 'true' : 'false', describedby: `${id}-note`};
    const change = (value, link, problem) => {
      this.error = problem;
      if (problem) return;
      this.draft = {value, link};
      if (['reference', 'user'].includes(field.kind) && value !== null || field.kind === 'choice') this.#save();
      const news = JSON.stringify(value) !== JSON.stringify(this.record.fields[field.name] ?? null);
      if (field.kind === 'file' && news && !value?.sending) this.#save();
    };
    return html`<div class="p-editing" @keydown=${this.#keys} @focusout=${this.#left}>
      ${this.isGroup(field) ? html`<span class="p-visually-hidden" id="${id}-label">${field.label}</span>`
        : html`<label class="p-visually-hidden" for=${id}>${field.label}</label>`}${this.input(field, this.draft.value, change, attributes, this.draft.link)}
      <p id="${id}-note" class=${this.error ? 'p-error' : 'p-help'} role=${this.error ? 'alert'
          : nothing}>${this.error ?? field.help ?? nothing}</p>
      ${this.conflict ? html`<div class="p-banner p-warn"
          role="alert"><span>${t('stale.field', {value: ''})}${showValue(field, this.conflict)}</span>
        <button type="button" class="p-button" @click=${() => this.#settle(true)}>${t('stale.mine')}</button>
        <button type="button" class="p-button"
            @click=${() => this.#settle(false)}>${t('stale.theirs')}</button></div>` : nothing}</div>`;
  }

  #value(field) {
    const value = showValue(field, this.record);
    if (this.locked || field.readOnly) return html`<div class="p-value">${value}</div>`;
    // Beside the value, not around it: a value may itself be a link.
    return html`<div class="p-value p-editable"
        @click=${(event) => { if (!event.target.closest('a')) this.#edit(field); }}>${value}
      <button class="p-pencil" data-field=${field.name} aria-label=${t('record.editField', {label: field.label})}
          @click=${(event) => { event.stopPropagation(); this.#edit(field); }}>${icon('pencil')}</button></div>`;
  }

  render() {
    const {record, type} = this;
    const lead = leadOf(type, record);
    return html`<div class="p-identity">${avatar(record.title, {square: !isPerson(type.name), large: true, picture: record.fields.picture && apiUrl(`records/${type.name}/${record.id}/files/picture`).href})}
        <div class="p-identity-title">${record.title}</div>${lead.text}${lead.sum}</div>
      ${this.#sections.map(({label, fields}) => html`<h2 class="p-section">${label}</h2><dl
          class="p-facts">${repeat(fields, (field) => field.name, (field) => html`
        <div class=${TALL.includes(field.kind) ? 'p-tall' : ''}><dt>${field.label}</dt><dd>${this.editing?.name === field.name ? this.#editor(field) : this.#value(field)}</dd></div>`)}</dl>`)}`;
  }
}

customElements.define('parley-about', About);
