// SPDX-License-Identifier: Apache-2.0
import {LightElement, avatar, choiceOf, fieldNamed, formatMoney, icon, isNumeric, isPerson, navigate, recordPath, showValue, t, titleFields} from '@parley/ui';
import {html, nothing, repeat} from 'lit';
import {CellEditor} from './cell-editor.js';

const OVERSCAN = 4;
const WIDTHS = {title: 'minmax(200px, 2.2fr)', boolean: '90px', choice: 'minmax(120px, 1fr)', date: '120px', datetime: '170px',
  integer: '110px', decimal: '110px', percent: '100px', duration: '140px', sequence: '110px', money: '130px',
  reference: 'minmax(150px, 1.6fr)', user: 'minmax(150px, 1.4fr)', choices: 'minmax(170px, 1.4fr)', tags: 'minmax(150px, 1.3fr)',
  address: 'minmax(170px, 1.8fr)', richtext: 'minmax(170px, 2fr)', email: 'minmax(170px, 1.7fr)', file: 'minmax(170px, 1.6fr)'};
const FIGURES = {integer: 'p-number', decimal: 'p-number', money: 'p-number', percent: 'p-number', duration: 'p-number', sequence: 'p-figures', date: 'p-figures', datetime: 'p-figures'};
const narrow = matchMedia('(max-width: 700px)');
// Kinds that want more room than a cell has.
const ELSEWHERE = ['longtext', 'richtext', 'json', 'many', 'address', 'file', 'sequence', 'secret'];
const NARROWEST = 60;

// Any number of rows with a screenful of elements. A grid for the keyboard: the focus stays on the grid, the active
// cell is named by aria-activedescendant. Enter or F2 edits the cell where it stands. On the phone the same rows are cards.
class Grid extends LightElement {
  static properties = {
    rows: {attribute: false}, columns: {attribute: false}, sort: {}, label: {}, type: {attribute: false},
    selected: {attribute: false}, widths: {attribute: false}, locked: {type: Boolean}, revision: {type: Number},
    active: {state: true}, window: {state: true}, editing: {state: true}, drawn: {state: true},
  };

  constructor() {
    super();
    this.active = {row: 0, column: 0};
    this.window = {first: 0, last: 24};
    this.widths = {};
    this.editor = new CellEditor(this);
    this.onNarrow = () => this.#measure();
  }

  connectedCallback() {
    super.connectedCallback();
    narrow.addEventListener('change', this.onNarrow);
    this.sizes = new ResizeObserver(() => this.#measure());
    this.updateComplete.then(() => this.sizes.observe(this.#scroller));
    // What edits a cell is fetched once somebody may want it, so that the first key pressed in it is not lost.
    this.addEventListener('focusin', () => this.editor.fetch(), {once: true});
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    narrow.removeEventListener('change', this.onNarrow);
    this.sizes.disconnect();
  }

  get #scroller() {
    return this.querySelector('.p-grid');
  }

  // Takes the keyboard.
  enter() {
    this.#scroller?.focus();
  }

  get #height() {
    return narrow.matches ? 72 : 40;
  }

  #measure() {
    const scroller = this.#scroller;
    if (!scroller) return;
    const first = Math.max(0, Math.floor(scroller.scrollTop / this.#height) - OVERSCAN);
    const last = Math.ceil((scroller.scrollTop + scroller.clientHeight) / this.#height) + OVERSCAN - (narrow.matches ? 0 : 1);
    if (first !== this.window.first || last !== this.window.last) this.window = {first, last};
    this.rows.reach(Math.min(last, this.rows.extent - 1));
  }

  #keys(event) {
    if (event.target !== this.#scroller) return;
    const page = Math.max(1, Math.floor(this.#scroller.clientHeight / this.#height) - 2);
    const [end, width] = [this.rows.extent - 1, this.columns.length];
    let {row, column} = this.active;
    switch (event.key) {
      case 'ArrowDown': row++; break;
      case 'ArrowUp': row--; break;
      case 'ArrowRight': column++; break;
      case 'ArrowLeft': column--; break;
      case 'PageDown': row += page; break;
      case 'PageUp': row -= page; break;
      case 'Home': if (event.ctrlKey) row = 0; column = 0; break;
      case 'End': if (event.ctrlKey) row = end; column = width; break;
      case 'Enter': if (event.shiftKey || !this.#edit()) this.#open(); event.preventDefault(); return;
      case 'F2': this.#edit(true); event.preventDefault(); return;
      case ' ': this.#select(this.rows.rows[row], event); event.preventDefault(); return;
      default: return;
    }
    event.preventDefault();
    this.active = {row: Math.max(0, Math.min(row, end)), column: Math.max(0, Math.min(column, width))};
    this.#show(this.active.row);
  }

  #show(row) {
    const [scroller, top] = [this.#scroller, row * this.#height];
    const room = scroller.clientHeight - 36 - this.#height;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top > scroller.scrollTop + room) scroller.scrollTop = top - room;
  }

  #open() {
    const record = this.rows.rows[this.active.row];
    if (record) navigate(recordPath(record));
  }

  #select(record, event) {
    if (record) this.#tell('select', {record, through: event?.shiftKey});
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`parley-${name}`, {detail}));
  }

  // The field a cell changes, if it can be changed there. A title is changed where it is one field.
  #fieldOf(column) {
    if (this.locked || !column) return undefined;
    const [field, more] = column.kind === 'title' ? titleFields(this.type) : [fieldNamed(this.type, column.name)];
    return field && !more && !field.readOnly && !ELSEWHERE.includes(field.kind) ? field : undefined;
  }

  // Begins to edit the active cell; the title only when that is meant.
  #edit(title = false) {
    const column = this.columns[this.active.column - 1];
    const record = this.rows.rows[this.active.row];
    const field = this.#fieldOf(column);
    if (!record || !field || (column.kind === 'title' && !title)) return false;
    this.editor.begin(record, field, this.active.row);
    return true;
  }

  #click(event, record, row, column) {
    if (event.target.closest('a, input, label, button, .p-cell-editor') || getSelection().toString()) return;
    const again = this.active.row === row && this.active.column === column && this.contains(document.activeElement);
    this.active = {row, column};
    this.#scroller.focus();
    if (again && this.#fieldOf(this.columns[column - 1])) this.#edit();
    else if (!this.#fieldOf(this.columns[column - 1])) navigate(recordPath(record));
  }

  // Drags the edge of a column; the arrow keys do the same.
  #resize(event, column) {
    event.preventDefault();
    const head = event.target.closest('[role=columnheader]');
    const [from, start] = [event.clientX, head.offsetWidth];
    const sign = document.documentElement.dir === 'rtl' ? -1 : 1;
    const move = ({clientX}) => { this.drawn = {[column.name]: Math.max(NARROWEST, start + sign * (clientX - from))}; };
    const up = () => {
      removeEventListener('pointermove', move);
      if (this.drawn) this.#tell('width', this.drawn);
      this.drawn = undefined;
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', up, {once: true});
  }

  #resizeKeys(event, column) {
    const step = {ArrowLeft: -20, ArrowRight: 20}[event.key];
    if (!step) return;
    event.preventDefault();
    const width = event.target.closest('[role=columnheader]').offsetWidth;
    this.#tell('width', {[column.name]: Math.max(NARROWEST, width + step)});
  }

  #header(column, index) {
    const [descending, name] = [this.sort?.startsWith('-'), this.sort?.replace(/^-/, '').split(',')[0]];
    const sorted = column.sortable && name === (column.sortName ?? column.name);
    return html`<div role="columnheader" aria-colindex=${index + 2} class=${isNumeric(column) ? 'p-number' : ''}
      aria-sort=${sorted ? (descending ? 'descending' : 'ascending') : nothing}>${column.sortable
        ? html`<button class="p-sort"
            @click=${() => this.#tell('sort', column)}><span class="p-clip">${column.label}</span>${sorted ? icon(descending ? 'arrow-down' : 'arrow-up') : nothing}</button>`
        : html`<span class="p-clip">${column.label}</span>`}<span class="p-edge" role="separator" tabindex="0" aria-orientation="vertical"
          aria-label=${t('list.width', {label: column.label})} aria-valuenow=${this.widths[column.name] ?? 0}
          @pointerdown=${(event) => this.#resize(event, column)} @keydown=${(event) => this.#resizeKeys(event, column)}></span></div>`;
  }

  #cell(column, record, row, index) {
    const edited = this.editing?.id === record.id && this.editing.field === this.#fieldOf(column)?.name;
    return html`<div role="gridcell" id="p-cell-${row}-${index + 1}" aria-colindex=${index + 2}
      class="${FIGURES[column.kind] ?? ''} ${this.#isActive(row, index + 1)}"
      @click=${(event) => this.#click(event, record, row, index + 1)}
      @dblclick=${() => { this.active = {row, column: index + 1}; this.#edit(); }}>${edited ? this.editor.draw() : column.kind === 'title'
        ? html`<a class="p-title p-clip" tabindex="-1" href=${recordPath(record)}>${record.title}</a>`
        : html`<span class="p-clip">${showValue(column, record, {compact: true, links: column.kind === 'file'})}</span>`}</div>`;
  }

  #isActive(row, column) {
    return row === this.active.row && column === this.active.column ? 'p-active' : '';
  }

  #row(record, row) {
    const chosen = this.selected.has(record.id);
    return html`<div role="row" class="p-row" aria-rowindex=${row + 2} aria-selected=${chosen}
        style="top: ${row * 40}px">
      <div role="gridcell" id="p-cell-${row}-0" aria-colindex="1" class=${this.#isActive(row, 0)}><label
          class="p-hit"><input type="checkbox" class="p-check" tabindex="-1" .checked=${chosen}
        aria-label=${t('list.select', {title: record.title})} @click=${(event) => { event.preventDefault(); this.#select(record, event); }}></label></div>
      ${this.columns.map((column, index) => this.#cell(column, record, row, index))}</div>`;
  }

  #card(record, row) {
    const shown = this.columns.filter((column) => column.kind !== 'title');
    const money = shown.find((column) => column.kind === 'money');
    const choice = shown.find((column) => column.kind === 'choice');
    const second = shown.find((column) => column !== money && column !== choice && record.fields[column.name] !== null && record.fields[column.name] !== undefined);
    const chosen = choice && choiceOf(choice, record.fields[choice.name]);
    return html`<li class="p-row-card" style="top: ${row * 72}px" aria-setsize=${this.rows.extent}
        aria-posinset=${row + 1}><a href=${recordPath(record)}>
      ${avatar(record.title, {square: !isPerson(record.type)})}
      <span class="p-two"><strong class="p-clip">${record.title}</strong><span class="p-muted p-clip">${second
        ? record.links?.[second.name]?.title ?? showValue(second, record, {compact: true}) : nothing}</span></span>
      <span class="p-two p-right">${money ? html`<span
          class="p-strong">${formatMoney(record.fields[money.name])}</span>` : nothing}
        ${chosen ? showValue(choice, record) : nothing}</span></a></li>`;
  }

  #pending(row) {
    return html`<div class="p-row p-pending" aria-hidden="true" style="top: ${row * this.#height}px"><span
        class="p-skeleton"></span></div>`;
  }

  willUpdate(changed) {
    if (changed.has('rows')) this.active = {row: 0, column: 0};
  }

  // Back from a cell's editor to the grid, one cell on where that is wanted.
  resume(step) {
    this.editing = undefined;
    if (step) {
      const column = this.active.column + step;
      if (column > 0 && column <= this.columns.length) this.active = {...this.active, column};
    }
    this.#scroller?.focus({preventScroll: true});
    if (step && !this.#edit()) this.requestUpdate();
  }

  updated(changed) {
    if (changed.has('rows')) this.#scroller.scrollTop = 0;
    if (changed.has('rows') || changed.has('revision')) this.#measure();
  }

  render() {
    const {rows, extent} = this.rows;
    const last = Math.min(this.window.last, extent - 1);
    const shown = [];
    for (let row = this.window.first; row <= last; row++) shown.push({row, record: rows[row]});
    const key = ({row, record}) => record?.id ?? `pending-${row}`;
    const height = `height: ${extent * this.#height}px`;
    if (narrow.matches) {
      return html`<div class="p-grid" @scroll=${() => this.#measure()} tabindex="-1"><ul class="p-rows"
          aria-label=${this.label} style=${height}>
        ${repeat(shown, key, ({row, record}) => (record ? this.#card(record, row) : nothing))}</ul></div>`;
    }
    const set = {...this.widths, ...this.drawn};
    const widths = this.columns.map((column) => (set[column.name] ? `${set[column.name]}px` : WIDTHS[column.kind] ?? 'minmax(120px, 1.3fr)'));
    const whole = this.selected.size > 0 && rows.length > 0 && this.selected.size >= rows.length;
    // The heads and the rows are two boxes that have to come out equally wide, however many columns there are.
    const least = widths.reduce((sum, width) => sum + Number(width.match(/\d+/)[0]), 40);
    const template = `--p-columns: 40px ${widths.join(' ')}; --p-least: ${least}px`;
    return html`<div class="p-grid" role="grid" tabindex="0" aria-label=${this.label}
        aria-busy=${this.rows.stale ? 'true' : nothing} aria-rowcount=${this.rows.more ? -1 : extent + 1}
        aria-colcount=${this.columns.length + 1} aria-multiselectable="true"
            aria-activedescendant=${rows[this.active.row] && this.active.row >= this.window.first && this.active.row <= last ? `p-cell-${this.active.row}-${this.active.column}` : nothing}
        style=${template} @scroll=${() => this.#measure()} @keydown=${this.#keys}>
      <div role="rowgroup" class="p-columns"><div role="row" aria-rowindex="1"><div role="columnheader"
          aria-colindex="1"><label class="p-hit"><input type="checkbox" class="p-check" aria-label=${t('list.selectAll')}
            .checked=${whole} .indeterminate=${this.selected.size > 0 && !whole}
            @change=${(event) => this.#tell('select', {all: event.target.checked})}></label></div>
        ${this.columns.map((column, index) => this.#header(column, index))}</div></div>
      <div role="rowgroup" class="p-rows" style=${height}>
        ${repeat(shown, key, ({row, record}) => (record ? this.#row(record, row) : this.#pending(row)))}</div></div>`;
  }
}

customElements.define('parley-grid', Grid);
