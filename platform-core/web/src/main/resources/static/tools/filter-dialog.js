// SPDX-License-Identifier: Apache-2.0
import {
  Dialog, PERIODS, api, fieldAt, filterable, icon, needsValue, operatorsOf, parseFilter, part, plainNumber, printFilter, readComparison, refersToOne,
  sentence, t, writeComparison,
} from '@parley/ui';
import {html, keyed, nothing, repeat} from 'lit';

const NUMBERS = ['integer', 'decimal', 'percent', 'money'];
const DATES = ['date', 'datetime'];
const REFERENCES = ['reference', 'user'];

// Builds a filter condition by condition, in words; what comes of it stands below as FIQL and can be written there too.
class FilterDialog extends Dialog {
  static properties = {
    type: {attribute: false}, filter: {}, at: {type: Number}, rows: {state: true}, mode: {state: true}, text: {state: true}, problem: {state: true},
  };

  willUpdate(changed) {
    if (changed.has('type') && !this.rows) this.#read(this.filter ?? '');
  }

  async connectedCallback() {
    super.connectedCallback();
    ({fieldInput: this.input} = await part(() => import('./form.js')));
    this.#names();
    this.requestUpdate();
  }

  get heading() {
    return t('filter.title');
  }

  get size() {
    return 'p-broad';
  }

  #read(filter) {
    const parsed = parseFilter(filter);
    const rows = parsed?.items.map((item) => {
      const at = fieldAt(this.type, item.selector);
      const meant = at && readComparison(at.field, item);
      return meant && {key: this.#key(), selector: item.selector, ...meant};
    });
    this.text = filter.trim();
    this.raw = !rows || rows.includes(undefined);
    this.mode = parsed?.mode ?? 'all';
    this.rows = this.raw ? [] : rows.length ? rows : [this.#fresh()];
  }

  #key() {
    this.turn = (this.turn ?? 0) + 1;
    return this.turn;
  }

  #fresh() {
    const {own} = filterable(this.type);
    const first = own.find((field) => field.kind === 'choice' && !field.system) ?? own.find((field) => !field.system) ?? own[0];
    return {key: this.#key(), selector: first.name, operator: operatorsOf(first)[0][0]};
  }

  // The names of records that are compared with.
  async #names() {
    this.links = new Map();
    await Promise.all(this.rows.map(async (row) => {
      const {field} = fieldAt(this.type, row.selector);
      if (!REFERENCES.includes(field.kind) || !refersToOne(field) || !/^\d+$/.test(row.value ?? '')) return;
      const record = await api.get(`records/${field.to[0]}/${row.value}`, {fields: 'modified_at'}).catch(() => null);
      if (record) this.links.set(row.key, {type: record.type, id: record.id, title: record.title});
    }));
    this.requestUpdate();
  }

  get #complete() {
    return this.rows.filter(({operator, value}) => !needsValue(operator) || (Array.isArray(value) ? value.length : value !== undefined && value !== null && value !== ''));
  }

  get #result() {
    if (this.raw) return this.text;
    const items = this.#complete.map((row) => writeComparison(row.selector, fieldAt(this.type, row.selector).field, row));
    return printFilter({mode: this.mode, items});
  }

  #set(row, change) {
    this.rows = this.rows.map((one) => (one === row ? {...row, ...change} : one));
    this.problem = undefined;
  }

  #field(row, selector) {
    const {field} = fieldAt(this.type, selector);
    this.links?.delete(row.key);
    this.#set(row, {key: this.#key(), selector, operator: operatorsOf(field)[0][0], value: undefined});
  }

  #value(row, field, id) {
    const set = (value, link) => {
      if (link) this.links.set(row.key, link);
      this.#set(row, {value});
    };
    const attributes = {id, invalid: 'false', describedby: `${id}-note`};
    if (DATES.includes(field.kind)) {
      const period = PERIODS.includes(row.value) || row.value === undefined;
      return html`<select class="p-input" id=${id} aria-label=${t('filter.value')} @change=${({target}) => set(target.value || null)}>
          <option value="" ?selected=${!row.value}>${t('filter.choose')}</option>
          ${PERIODS.map((name) => html`<option value=${name} ?selected=${name === row.value}>${t(`period.${name}`)}</option>`)}
          ${period ? nothing : html`<option value=${row.value} selected>${row.value}</option>`}</select>
        <input class="p-input" type="date" aria-label=${t('filter.day')} .value=${period ? '' : row.value ?? ''}
          @change=${({target}) => set(target.value || null)}>`;
    }
    if (NUMBERS.includes(field.kind)) {
      return html`<input class="p-input p-number" id=${id} inputmode="decimal" aria-label=${t('filter.value')} .defaultValue=${row.value ?? ''}
        @input=${({target}) => set(plainNumber(target.value) || null)}>`;
    }
    if (['choice', 'choices'].includes(field.kind)) {
      return html`<label class="p-visually-hidden" for=${id}>${t('filter.value')}</label>
        ${this.input({...field, kind: 'choices', max: undefined}, row.value ?? [], set, attributes)}`;
    }
    if (REFERENCES.includes(field.kind) && row.value === 'me') {
      return html`<span class="p-chip">${t('filter.me')}<button type="button" aria-label=${t('filter.notMe')}
        @click=${() => this.#set(row, {value: null, key: this.#key()})}>${icon('x')}</button></span>`;
    }
    if (REFERENCES.includes(field.kind)) {
      return html`${this.input({...field, required: false}, row.value && Number(row.value), (value, link) => set(value && String(value.id ?? value), link), attributes, this.links?.get(row.key))}
        ${field.to?.[0] === 'user' ? html`<button type="button" class="p-button" @click=${() => this.#set(row, {value: 'me', key: this.#key()})}>${t('filter.me')}</button>` : nothing}`;
    }
    return html`<input class="p-input" id=${id} autocomplete="off" aria-label=${t('filter.value')} .defaultValue=${row.value ?? ''}
      @input=${({target}) => set(target.value)}>`;
  }

  #row(row, index) {
    const {own, near} = filterable(this.type);
    const {field} = fieldAt(this.type, row.selector);
    const option = (selector, label) => html`<option value=${selector} ?selected=${selector === row.selector}>${label}</option>`;
    return html`<div class="p-condition" role="group" aria-label=${t('filter.condition', {n: index + 1})}>
      <select class="p-input" aria-label=${t('filter.field')} @change=${({target}) => this.#field(row, target.value)}>
        ${own.map(({name, label}) => option(name, label))}
        ${near.map(({hop, fields}) => html`<optgroup label=${hop.label}>${fields.map(({name, label}) => option(`${hop.name}.${name}`, `${hop.label} › ${label}`))}</optgroup>`)}</select>
      <select class="p-input" aria-label=${t('filter.operator')} @change=${({target}) => this.#set(row, {operator: target.value})}>
        ${operatorsOf(field).map(([name]) => html`<option value=${name} ?selected=${name === row.operator}>${t(`filter.op.${name}`)}</option>`)}</select>
      <div class="p-condition-value">${needsValue(row.operator) ? keyed(row.key, this.#value(row, field, `p-filter-${row.key}`)) : nothing}</div>
      <button type="button" class="p-button p-quiet p-only-icon" aria-label=${t('filter.drop', {n: index + 1})}
        @click=${() => { this.rows = this.rows.filter((one) => one !== row); }}>${icon('x')}</button></div>`;
  }

  body() {
    if (!this.input) return html`<p class="p-skeleton"></p>`;
    const result = this.#result;
    const items = parseFilter(result)?.items ?? [];
    return html`<form id="p-filter-form" @submit=${(event) => { event.preventDefault(); this.#apply(); }}>
      ${this.rows.length > 1 ? html`<div class="p-field p-filter-mode"><label for="p-filter-mode">${t('filter.mode')}</label><select class="p-input" id="p-filter-mode"
          @change=${({target}) => { this.mode = target.value; }}>${['all', 'any'].map((mode) => html`<option value=${mode} ?selected=${mode === this.mode}>${t(`filter.mode.${mode}`)}</option>`)}</select></div>` : nothing}
      ${this.raw ? html`<p class="p-muted">${t('filter.raw')}</p>` : html`<div class="p-conditions">${repeat(this.rows, ({key}) => key, (row, index) => this.#row(row, index))}</div>
        <button type="button" class="p-button" @click=${() => { this.rows = [...this.rows, this.#fresh()]; }}>${icon('plus')}${t('filter.more')}</button>`}
      <p class="p-filter-says" role="status">${items.length ? items.map((item) => sentence(this.type, item, new Map([...(this.links ?? [])].map(([, link]) => [String(link.id), link.title]))))
        .join(` ${t(`filter.${this.mode}.between`)} `) : t('filter.everything')}</p>
      <details ?open=${this.raw}><summary>FIQL</summary><textarea class="p-input p-code" rows="2" spellcheck="false" aria-label="FIQL" .value=${result}
        @change=${({target}) => { this.#read(target.value); this.#names(); }}></textarea></details>
      ${this.problem ? html`<p class="p-error" role="alert">${this.problem}</p>` : nothing}</form>`;
  }

  // A filter that the server cannot read is told here, where it can be mended.
  async #apply() {
    const filter = this.#result.trim();
    try {
      if (filter) await api.get(`records/${this.type.name}`, {filter, limit: 1, fields: 'modified_at'});
      this.close(filter);
    } catch (problem) {
      if (['needs_index', 'too_wide'].includes(problem.code)) this.close(filter);
      else this.problem = problem.message;
    }
  }

  foot() {
    return html`<button type="button" class="p-button" @click=${() => this.close('')}>${t('filter.clear')}</button><span class="p-space"></span>
      <button type="button" class="p-button" @click=${() => this.leave()}>${t('action.cancel')}</button>
      <button type="submit" form="p-filter-form" class="p-button p-primary">${t('filter.apply')}</button>`;
  }
}

customElements.define('parley-filter', FilterDialog);

// Answers the filter, '' for none, or null when it was left as it is.
export const editFilter = (type, filter, at) => Dialog.show('parley-filter', {type, filter, at});
