// SPDX-License-Identifier: Apache-2.0
import {LightElement, errorText, fieldNamed, icon, noun, t, typeNamed} from '@parley/ui';
import {html, keyed, nothing, repeat} from 'lit';

// The parts of one row: the other side first, then what is said about the pair.
function partsOf(field) {
  const through = typeNamed(field.through);
  if (!through) return [];
  const rest = through.fields.filter((one) => !one.system && !one.readOnly && one.kind !== 'many'
    && ![field.source, field.target].includes(one.name));
  return [fieldNamed(through, field.target), ...rest].filter(Boolean);
}

// The records of a junction as a small table: one row each, to add to, to change and to take from.
class ManyInput extends LightElement {
  static properties = {
    field: {attribute: false}, value: {attribute: false}, links: {attribute: false}, control: {attribute: false},
    errors: {attribute: false}, input: {attribute: false}, rows: {state: true},
  };

  constructor() {
    super();
    this.errors = [];
    this.turn = 0;
  }

  willUpdate() {
    this.rows ??= (this.value ?? []).map((item) => ({key: ++this.turn, item, link: this.links?.[item.id]}));
  }

  #tell(rows) {
    this.rows = rows;
    const value = rows.map(({item}) => item).filter((item) => Object.keys(item).length);
    this.dispatchEvent(new CustomEvent('parley-pick', {detail: {value}, bubbles: true}));
  }

  #change(row, part, value, link) {
    const item = {...row.item, [part.name]: value};
    if (value === null && !('id' in item)) delete item[part.name];
    this.#tell(this.rows.map((one) => (one === row ? {...row, item, link: part.name === this.field.target ? link : row.link} : one)));
  }

  #add() {
    const defaults = Object.fromEntries(partsOf(this.field).filter((part) => part.default !== undefined && part.name !== this.field.target)
      .map((part) => [part.name, part.default]));
    const row = {key: ++this.turn, item: defaults};
    this.rows = [...this.rows, row];
    this.updateComplete.then(() => this.querySelector(`[data-row="${row.key}"] input`)?.focus());
  }

  #remove(row) {
    const index = this.rows.indexOf(row);
    this.#tell(this.rows.filter((one) => one !== row));
    this.updateComplete.then(() => {
      const left = this.querySelectorAll('.p-many-remove');
      (left[Math.min(index, left.length - 1)] ?? this.querySelector('.p-many-add')).focus();
    });
  }

  #cell(row, index, part) {
    const id = `${this.control.id}-${row.key}-${part.name}`;
    const error = this.errors.find((one) => one.index === index && one.field === part.name);
    const attributes = {id, invalid: error ? 'true' : 'false', describedby: `${id}-note`};
    const link = part.name === this.field.target ? row.link : undefined;
    return html`<div class="p-field" role="cell"><label for=${id} class="p-many-label">${part.label}</label>
      ${keyed(row.key, this.input(part, row.item[part.name], (value, to) => this.#change(row, part, value, to), attributes, link))}
      <p id="${id}-note" class="p-error">${error ? errorText(error, part) : nothing}</p></div>`;
  }

  render() {
    const parts = partsOf(this.field);
    const columns = `--p-parts: minmax(150px, 1.5fr) ${parts.slice(1).map(() => 'minmax(90px, 1fr)').join(' ')} 30px`;
    return html`<div class="p-many" id=${this.control.id} aria-describedby=${this.control.describedby} style=${columns}>
      ${this.rows.length ? html`<div role="table" aria-labelledby="${this.control.id}-label">
        <div role="row" class="p-many-head">${parts.map((part) => html`<span role="columnheader">${part.label}</span>`)}<span
            role="columnheader"><span class="p-visually-hidden">${t('many.remove')}</span></span></div>
        ${repeat(this.rows, (row) => row.key, (row, index) => html`<div role="row" class="p-many-row" data-row=${row.key}>
          ${parts.map((part) => this.#cell(row, index, part))}
          <div role="cell"><button type="button" class="p-button p-quiet p-only-icon p-many-remove"
            aria-label=${t('many.removeOne', {title: row.link?.title ?? String(index + 1)})}
            @click=${() => this.#remove(row)}>${icon('x')}</button></div></div>`)}</div>` : nothing}
      <button type="button" class="p-button p-many-add" @click=${() => this.#add()}>${icon('plus')}${t('many.add', {label: noun(parts[0] ?? this.field)})}</button></div>`;
  }
}

customElements.define('parley-many', ManyInput);
