// SPDX-License-Identifier: Apache-2.0
import {api, part, plainValue, problemText, t, toast} from '@parley/ui';
import {html, nothing} from 'lit';

// The editing of one cell of a grid. What is saved shows at once and is taken back if the server refuses it; where
// somebody else was first with the same field, both values are shown.
export class CellEditor {
  constructor(grid) {
    this.grid = grid;
  }

  async fetch() {
    ({fieldInput: this.input} = await part(() => import('./form.js')));
  }

  async begin(record, field, row) {
    if (!this.input) await this.fetch();
    Object.assign(this, {record, field, row, value: record.fields[field.name], link: record.links?.[field.name], error: undefined});
    if (field.kind === 'boolean') {
      this.value = !this.value;
      this.#save();
      return;
    }
    this.grid.editing = {id: record.id, field: field.name};
    await this.grid.updateComplete;
    const control = this.grid.querySelector('.p-cell-editor :is(input, select, textarea)');
    control?.focus();
    if (control?.type === 'text') control.select();
  }

  #leave(step) {
    this.grid.resume(step);
  }

  #changed(value, link, problem) {
    this.error = problem;
    if (problem) return;
    [this.value, this.link] = [value, link];
    if (this.field.kind === 'choice' || (['reference', 'user'].includes(this.field.kind) && value !== null)) this.#save();
  }

  #keys(event) {
    if (event.defaultPrevented) return;
    const keys = {Escape: () => this.#leave(), Enter: () => this.#save(), Tab: () => this.#save(event.shiftKey ? -1 : 1)};
    if (!keys[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  }

  #left(event) {
    if (this.grid.editing && !event.currentTarget.contains(event.relatedTarget)) this.#save();
  }

  async #save(step) {
    if (this.error) return;
    const {record, field, value, link, grid} = this;
    const {name} = field;
    const before = record.fields[name] ?? null;
    this.#leave(step);
    if (JSON.stringify(value ?? null) === JSON.stringify(before)) return;
    grid.rows.replace({...record, fields: {...record.fields, [name]: value}, links: {...record.links, [name]: link}});
    await this.#send(record, field, value, record.version);
  }

  async #send(record, field, value, version) {
    const {grid} = this;
    const path = `records/${record.type}/${record.id}`;
    try {
      const saved = await api.patch(path, {fields: {[field.name]: value ?? null}}, {version});
      grid.rows.replace(saved);
    } catch (problem) {
      if (problem.status === 412) {
        const now = await api.get(path).catch(() => null);
        grid.rows.replace(now ?? record);
        if (now && JSON.stringify(now.fields[field.name] ?? null) === JSON.stringify(record.fields[field.name] ?? null)) {
          // Somebody changed something else: both changes can stand.
          await this.#send(now, field, value, now.version);
        } else if (now) {
          toast(t('stale.cell', {field: field.label, value: plainValue(field, now.fields[field.name], now.links?.[field.name]?.title)}),
            {kind: 'bad', action: t('stale.mine'), run: () => this.#send(now, field, value, now.version)});
        }
      } else {
        grid.rows.replace(record);
        toast(problemText(problem, field), {kind: 'bad'});
      }
    }
  }

  draw() {
    const attributes = {id: 'p-cell-input', invalid: this.error ? 'true' : 'false', describedby: 'p-cell-note'};
    return html`<div class="p-cell-editor" @keydown=${(event) => this.#keys(event)} @focusout=${(event) => this.#left(event)}>
      <label class="p-visually-hidden" for="p-cell-input">${this.field.label}</label>
      ${this.input(this.field, this.value, (...change) => this.#changed(...change), attributes, this.link)}
      <span id="p-cell-note" class="p-visually-hidden">${this.error ?? nothing}</span></div>`;
  }
}
