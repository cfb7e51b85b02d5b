// SPDX-License-Identifier: Apache-2.0
import {Dialog, icon, t} from '@parley/ui';
import {html, nothing, repeat} from 'lit';

const UNLISTED = ['many', 'json'];

// Which columns a list has, in which order.
class ColumnsDialog extends Dialog {
  static properties = {type: {attribute: false}, columns: {attribute: false}, widths: {attribute: false}, words: {state: true}, said: {state: true}};

  get heading() {
    return t('columns.title');
  }

  #label(name) {
    return name === 'title' ? this.type.label : this.type.fields.find((field) => field.name === name)?.label ?? name;
  }

  #move(index, step) {
    const columns = [...this.columns];
    const to = index + step;
    if (to < 0 || to >= columns.length) return;
    [columns[index], columns[to]] = [columns[to], columns[index]];
    this.columns = columns;
    this.said = t('columns.moved', {label: this.#label(columns[to]), at: to + 1, of: columns.length});
    this.updateComplete.then(() => this.querySelectorAll('.p-column-row')[to]?.querySelector(`[data-step="${step}"]`)?.focus());
  }

  // Dragging by the handle: the row under the pointer makes room.
  #drag(event, name) {
    event.preventDefault();
    const rows = () => [...this.querySelectorAll('.p-column-row')];
    const move = ({clientY}) => {
      const to = rows().findIndex((row) => { const box = row.getBoundingClientRect(); return clientY < box.top + box.height / 2; });
      const rest = this.columns.filter((one) => one !== name);
      const at = to < 0 ? rest.length : Math.min(to > this.columns.indexOf(name) ? to - 1 : to, rest.length);
      this.columns = [...rest.slice(0, at), name, ...rest.slice(at)];
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', () => removeEventListener('pointermove', move), {once: true});
  }

  body() {
    const rest = this.type.fields.filter((field) => !this.columns.includes(field.name) && !UNLISTED.includes(field.kind));
    const words = (this.words ?? '').trim().toLowerCase();
    const one = (name, index) => html`<li class="p-column-row"><span class="p-grip" @pointerdown=${(event) => this.#drag(event, name)} aria-hidden="true">${icon('grip-vertical')}</span>
      <span class="p-clip">${this.#label(name)}</span><span class="p-end">
        <button type="button" class="p-button p-quiet p-only-icon" data-step="-1" ?disabled=${index === 0} aria-label=${t('columns.up', {label: this.#label(name)})} @click=${() => this.#move(index, -1)}>${icon('arrow-up')}</button>
        <button type="button" class="p-button p-quiet p-only-icon" data-step="1" ?disabled=${index === this.columns.length - 1} aria-label=${t('columns.down', {label: this.#label(name)})} @click=${() => this.#move(index, 1)}>${icon('arrow-down')}</button>
        <button type="button" class="p-button p-quiet p-only-icon" ?disabled=${this.columns.length === 1} aria-label=${t('columns.hide', {label: this.#label(name)})}
          @click=${() => { this.columns = this.columns.filter((column) => column !== name); }}>${icon('x')}</button></span></li>`;
    return html`<ul class="p-lines">${repeat(this.columns, (name) => name, one)}</ul>
      <p class="p-visually-hidden" role="status">${this.said ?? nothing}</p>
      <h3 class="p-section">${t('columns.more')}</h3>
      <input class="p-input" type="search" aria-label=${t('columns.find')} placeholder=${t('columns.find')} @input=${({target}) => { this.words = target.value; }}>
      <ul class="p-lines">${(this.columns.includes('title') ? [] : [{name: 'title', label: this.type.label}]).concat(rest)
        .filter(({label}) => label.toLowerCase().includes(words)).map(({name, label}) => html`<li><span class="p-clip">${label}</span><button type="button"
          class="p-button p-quiet p-only-icon p-end" aria-label=${t('columns.show', {label})} @click=${() => { this.columns = [...this.columns, name]; }}>${icon('plus')}</button></li>`)}</ul>`;
  }

  foot() {
    return html`<button type="button" class="p-button" @click=${() => { this.widths = {}; }} ?disabled=${!Object.keys(this.widths).length}>${t('columns.widths')}</button><span class="p-space"></span>
      <button type="button" class="p-button" @click=${() => this.leave()}>${t('action.cancel')}</button>
      <button type="button" class="p-button p-primary" autofocus @click=${() => this.close({columns: this.columns, widths: this.widths})}>${t('filter.apply')}</button>`;
  }
}

customElements.define('parley-columns', ColumnsDialog);

export const editColumns = (type, columns, widths) => Dialog.show('parley-columns', {type, columns, widths});
