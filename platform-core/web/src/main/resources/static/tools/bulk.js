// SPDX-License-Identifier: Apache-2.0
// What is done to many records at once: with progress, with what was refused named, and with a way back.
import {Dialog, api, apiUrl, formatNumber, icon, labels, noun, nouns, part, problemText, t, toast} from '@parley/ui';
import {html, keyed, nothing} from 'lit';

const AT_ONCE = 200;
const LEFT_OUT = ['many', 'json', 'file', 'sequence', 'secret'];

// Writes rows in portions and tells after each how many are done, until that answers false. What was refused, and which
// were done.
async function write(type, rows, progress = () => {}) {
  const refused = [];
  const done = [];
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const some = rows.slice(at, at + AT_ONCE);
    const answer = await api.post(`records/${type.name}/bulk`, {rows: some});
    answer.rows.forEach((row, index) => (row.status >= 400 ? refused.push({row: some[index], problem: row.problem}) : done.push(some[index].id)));
    if (progress(Math.min(rows.length, at + AT_ONCE)) === false) break;
  }
  return {refused, done: new Set(done)};
}

function tell({refused}) {
  if (refused.length) toast(t('list.refused', {n: refused.length}), {kind: 'bad', detail: refused[0].problem?.detail});
}

// All that a list finds, fetched page after page.
async function everything(type, wanted, fields) {
  const found = [];
  let after;
  do {
    const page = await api.get(`records/${type.name}`, {filter: wanted.filter, sort: wanted.sort, fields, limit: AT_ONCE, after});
    found.push(...page.items);
    after = page.next;
  } while (after);
  return found;
}

// The records chosen with a field that the list may not show.
async function withField(type, records, field) {
  const found = [];
  for (let at = 0; at < records.length; at += AT_ONCE) {
    const ids = records.slice(at, at + AT_ONCE).map(({id}) => id);
    found.push(...await everything(type, {filter: `id=in=(${ids.join(',')})`}, field));
  }
  return found;
}

// Sets one field of many.
class BulkDialog extends Dialog {
  static properties = {
    type: {attribute: false}, selected: {attribute: false}, wanted: {attribute: false}, total: {type: Number}, more: {type: Boolean},
    field: {state: true}, all: {state: true}, done: {state: true}, of: {state: true}, problem: {state: true},
  };

  async connectedCallback() {
    super.connectedCallback();
    ({fieldInput: this.input, isGroup: this.isGroup} = await part(() => import('./form.js')));
    this.field ??= this.#fields[0];
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector(this.fixed ? '#p-bulk-value' : '#p-bulk-field')?.focus();
  }

  get #fields() {
    return this.type.fields.filter((field) => !field.readOnly && !field.unique && !LEFT_OUT.includes(field.kind) && field.name !== 'deleted_at');
  }

  get heading() {
    return t(this.fixed ? 'bulk.assign' : 'bulk.edit', {count: formatNumber(this.#count), plural: this.#count === 1 ? noun(this.type) : nouns(this.type)});
  }

  get #count() {
    return this.all ? this.total : this.selected.length;
  }

  async #go(event) {
    event.preventDefault();
    const {name} = this.field;
    const value = this.value ?? null;
    this.problem = undefined;
    this.done = 0;
    this.stopped = false;
    this.of = this.#count;
    try {
      const records = await (this.all ? everything(this.type, this.wanted, name) : withField(this.type, this.selected, name));
      this.of = records.length;
      const before = records.map(({id, fields}) => ({op: 'update', id, fields: {[name]: fields[name] ?? null}}));
      const written = await write(this.type, records.map(({id}) => ({op: 'update', id, fields: {[name]: value}})), (done) => {
        this.done = done;
        return !this.stopped;
      });
      tell(written);
      const changed = before.filter(({id}) => written.done.has(id));
      if (changed.length) {
        toast(t('bulk.done', {n: changed.length, count: formatNumber(changed.length), field: this.field.label}),
          {action: t('action.undo'), run: async () => { tell(await write(this.type, changed)); toast(t('bulk.undone')); }});
      }
      this.close(true);
    } catch (problem) {
      this.problem = problemText(problem);
      this.done = undefined;
    }
  }

  // What is written stays written, and can be undone; the rest is left.
  leave() {
    if (this.done === undefined) this.close();
    else this.stopped = true;
  }

  body() {
    if (!this.input || !this.field) return html`<p class="p-skeleton"></p>`;
    const id = 'p-bulk-value';
    const attributes = {id, invalid: 'false', describedby: 'p-bulk-note'};
    const field = {...this.field, required: false};
    return html`<form id="p-bulk" class="p-stack" @submit=${this.#go}>
      ${this.fixed ? nothing : html`<div class="p-field"><label for="p-bulk-field">${t('bulk.field')}</label><select class="p-input" id="p-bulk-field"
          @change=${({target}) => { this.field = this.#fields.find(({name}) => name === target.value); this.value = undefined; }}>
          ${this.#fields.map(({name, label}) => html`<option value=${name} ?selected=${name === this.field.name}>${label}</option>`)}</select></div>`}
      ${keyed(this.field.name, html`<div class="p-field">${this.isGroup(field) ? html`<span class="p-label" id="${id}-label">${field.label}</span>`
        : html`<label for=${id}>${field.label}</label>`}${this.input(field, null, (value) => { this.value = value; }, attributes)}</div>`)}
      <p class="p-help" id="p-bulk-note">${t('bulk.empty')}</p>
      ${this.total > this.selected.length && !this.more ? html`<label class="p-tick"><input type="checkbox" class="p-check" @change=${({target}) => { this.all = target.checked; }}>
        ${t('bulk.all', {count: formatNumber(this.total), plural: nouns(this.type)})}</label>` : nothing}
      ${this.done === undefined ? nothing : html`<div role="status"><progress class="p-progress-bar" max=${this.of} value=${this.done}></progress>
        <p class="p-small p-muted">${t('bulk.progress', {count: formatNumber(this.done), total: formatNumber(this.of)})}</p></div>`}
      ${this.problem ? html`<p class="p-error" role="alert">${this.problem}</p>` : nothing}</form>`;
  }

  foot() {
    return html`<button type="button" class="p-button" @click=${() => this.leave()}>${t('action.cancel')}</button>
      <button type="submit" form="p-bulk" class="p-button p-primary" ?disabled=${this.done !== undefined}>${t('action.save')}</button>`;
  }
}

customElements.define('parley-bulk', BulkDialog);

// Fetches a list as a CSV file, telling how many lines have come.
class ExportDialog extends Dialog {
  static properties = {type: {attribute: false}, wanted: {attribute: false}, columns: {attribute: false}, total: {type: Number}, more: {type: Boolean},
    lines: {state: true}, problem: {state: true}, over: {state: true}};

  #stop = new AbortController();

  connectedCallback() {
    super.connectedCallback();
    this.lines ??= 0;
    if (!this.begun) this.#fetch();
  }

  get heading() {
    return t('export.title', {plural: nouns(this.type)});
  }

  get size() {
    return 'p-narrow';
  }

  async #fetch() {
    this.begun = true;
    const {filter, sort, trash} = this.wanted;
    try {
      const url = apiUrl(`records/${this.type.name}/export`, {filter, sort, trash, lang: labels, fields: this.columns.join(',')});
      const response = await fetch(url, {signal: this.#stop.signal, credentials: 'same-origin'});
      if (!response.ok) throw new Error((await response.json().catch(() => ({}))).detail ?? `HTTP ${response.status}`);
      const parts = [];
      for await (const chunk of response.body) {
        parts.push(chunk);
        this.lines += chunk.reduce((sum, byte) => sum + (byte === 10 ? 1 : 0), 0);
      }
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob(parts, {type: 'text/csv'}));
      link.download = `${this.type.plural}.csv`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      toast(t('export.done', {n: Math.max(0, this.lines - 1), count: formatNumber(Math.max(0, this.lines - 1))}));
      this.close(true);
    } catch (problem) {
      if (problem.name !== 'AbortError') this.problem = problem.message;
    }
  }

  leave() {
    this.#stop.abort();
    this.close();
  }

  body() {
    const rows = Math.max(0, this.lines - 1);
    return this.problem ? html`<p class="p-bad-text" role="alert">${icon('circle-alert')} ${this.problem}</p>`
      : html`<div role="status">${this.more || !this.total ? html`<progress class="p-progress-bar"></progress>`
        : html`<progress class="p-progress-bar" max=${this.total} value=${rows}></progress>`}
        <p class="p-muted">${t('export.progress', {count: formatNumber(rows)})}</p></div>`;
  }

  foot() {
    return html`${this.problem ? html`<button type="button" class="p-button" @click=${() => { this.problem = undefined; this.lines = 0; this.#fetch(); }}>${t('action.retry')}</button>` : nothing}
      <button type="button" class="p-button" @click=${() => this.leave()}>${t('action.cancel')}</button>`;
  }
}

customElements.define('parley-export', ExportDialog);

async function restore(type, records) {
  const written = await write(type, records.map(({id}) => ({op: 'restore', id})));
  tell(written);
  if (written.done.size) toast(t('list.restored', {n: written.done.size}));
}

async function trash({type, rows, selected}) {
  const written = await write(type, selected.map(({id}) => ({op: 'delete', id})));
  tell(written);
  const gone = selected.filter(({id}) => written.done.has(id));
  gone.forEach(({id}) => rows.remove(id));
  if (gone.length) {
    toast(t('list.trashed', {n: gone.length}), {action: t('action.undo'), run: async () => {
      await restore(type, gone);
      rows.refresh();
    }});
  }
}

// Does something to the records chosen; true when it was done.
export async function bulk(what, context) {
  const {type, wanted, rows, selected, view} = context;
  const {total, more} = rows ?? {};
  try {
    switch (what) {
      case 'trash': await trash(context); return true;
      case 'restore': await restore(type, selected); rows.refresh(); return true;
      case 'export': return await Dialog.show('parley-export', {type, wanted, total, more,
        columns: view.columns?.length ? view.columns : ['title', ...type.fields.filter((field) => !field.system && field.kind !== 'many').map(({name}) => name)]});
      default: {
        const owner = what === 'assign' ? type.fields.find(({name}) => name === 'owner') : undefined;
        return await Dialog.show('parley-bulk', {type, wanted, total, more, selected, fixed: Boolean(owner), ...(owner ? {field: owner} : {})});
      }
    }
  } catch (problem) {
    toast(problemText(problem), {kind: 'bad'});
    return false;
  }
}
