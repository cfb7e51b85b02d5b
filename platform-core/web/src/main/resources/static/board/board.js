// SPDX-License-Identifier: Apache-2.0
import {
  LightElement, Rows, api, fieldNamed, formatCompact, formatNumber, icon, noun, nouns, onEvent, openForm, problemState, problemText, sumOf, t, toast,
} from '@parley/ui';
import {html, nothing, repeat} from 'lit';
import {card, cardHeight} from './card.js';
import {Drag} from './drag.js';

const OVERSCAN = 3;

// Records as cards in columns, a column for each value of a choice field. Only the cards on screen are there, so that any
// number of them is as quick as a few. Cards are moved by mouse, touch or keyboard.
class Board extends LightElement {
  static properties = {
    type: {attribute: false}, view: {attribute: false}, filter: {}, figures: {state: true}, failed: {state: true}, moving: {state: true}, over: {state: true},
    at: {state: true}, said: {state: true}, windows: {state: true}, revision: {state: true},
  };

  constructor() {
    super();
    this.columns = [];
    this.windows = new Map();
    this.at = {column: 0, row: 0};
    this.revision = 0;
    this.drag = new Drag(this);
  }

  connectedCallback() {
    super.connectedCallback();
    this.whileConnected(onEvent('record', (event) => { if (event.type === this.type.name) this.#happened(event); }));
    this.whileConnected(onEvent('reset', () => this.#load()));
    this.whileConnected(() => { clearTimeout(this.soon); this.columns.forEach(({rows}) => rows.close()); });
  }

  willUpdate(changed) {
    if (changed.has('view') || changed.has('filter') || changed.has('type')) {
      const key = JSON.stringify([this.type.name, this.view.group, this.view.sort, this.view.columns, this.filter]);
      if (key !== this.key) {
        this.key = key;
        this.#load();
      }
    }
  }

  get #group() {
    return fieldNamed(this.type, this.view.group);
  }

  get #sum() {
    return sumOf(this.type, this.view);
  }

  #where(choice) {
    const own = choice ? `${this.#group.name}==${choice}` : `${this.#group.name}=null=true`;
    return this.filter ? `(${this.filter});${own}` : own;
  }

  #load() {
    this.columns.forEach(({rows}) => rows.close());
    const shown = [...new Set([...(this.view.columns ?? []).filter((name) => name !== 'title'), this.#group.name, this.#sum?.name].filter(Boolean))];
    const values = [...this.#group.choices, ...(this.#group.required ? [] : [{name: '', label: t('board.none', {label: this.#group.label})}])];
    this.windows = new Map();
    this.columns = values.map((choice) => {
      const query = {filter: this.#where(choice.name), sort: this.view.sort, fields: shown.join(',')};
      const rows = new Rows(`records/${this.type.name}`, query, () => { this.revision++; }, {count: false});
      return {choice, rows};
    });
    this.columns.forEach(({rows}) => rows.start());
    this.#addUp();
  }

  async #addUp() {
    const {key} = this;
    const sum = this.#sum;
    try {
      const summary = await api.get(`records/${this.type.name}/summary`, {filter: this.filter, by: this.#group.name, of: sum?.name});
      if (key !== this.key) return;
      this.figures = new Map(summary.groups.map((group) => [group.by[0] ?? '', {count: group.count, sum: sum && group.sums[sum.name]}]));
      this.columns.forEach(({choice, rows}) => rows.known(this.figures.get(choice.name)?.count ?? 0));
      this.failed = undefined;
    } catch (problem) {
      this.failed = problem;
    }
  }

  #later() {
    this.soon ??= setTimeout(() => {
      this.soon = undefined;
      this.#addUp();
    }, 400);
  }

  #happened({id, operation}) {
    this.#later();
    const there = this.columns.find(({rows}) => rows.rows.some((row) => row.id === id));
    if (operation === 'trash') there?.rows.remove(id);
    else if (this.moving?.record.id !== id) this.#settle(id, there);
  }

  // Looks where a record is now, and puts it there.
  async #settle(id, there) {
    const fields = this.columns[0]?.rows.query.fields;
    const page = await api.get(`records/${this.type.name}`, {filter: this.filter ? `(${this.filter});id==${id}` : `id==${id}`, fields, limit: 1}).catch(() => null);
    const record = page?.items[0];
    const to = record && this.columns.find(({choice}) => choice.name === (record.fields[this.#group.name] ?? ''));
    if (there && there !== to) there.rows.remove(id);
    if (to === there) to?.rows.replace(record);
    else to?.rows.refresh();
  }

  // Moves a card at once and takes it back if the server refuses it.
  async move(record, from, to) {
    if (from === to) return;
    const {name} = this.#group;
    const value = to.choice.name || null;
    const moved = {...record, fields: {...record.fields, [name]: value}};
    from.rows.remove(record.id);
    to.rows.insert(moved);
    this.#count(from, to, record);
    try {
      const saved = await api.patch(`records/${record.type}/${record.id}`, {fields: {[name]: value}}, {version: record.version});
      to.rows.replace(saved);
      this.said = t('board.moved', {title: record.title, column: to.choice.label});
    } catch (problem) {
      to.rows.remove(record.id);
      from.rows.insert(record);
      this.#count(to, from, record);
      toast(problem.status === 412 ? t('stale.record') : problemText(problem), {kind: 'bad',
        ...(problem.status === 412 ? {action: t('action.retry'), run: () => this.#again(record, to)} : {})});
    }
    this.#later();
  }

  async #again(record, to) {
    const now = await api.get(`records/${record.type}/${record.id}`);
    const from = this.columns.find(({choice}) => choice.name === (now.fields[this.#group.name] ?? ''));
    from.rows.replace(now);
    this.move(now, from, to);
  }

  #count(from, to) {
    if (!this.figures) return;
    const next = new Map(this.figures);
    const add = ({choice}, n) => { const now = next.get(choice.name) ?? {count: 0}; next.set(choice.name, {...now, count: now.count + n}); };
    add(from, -1);
    add(to, 1);
    this.figures = next;
  }

  get #writable() {
    return this.type.state === 'active' && !this.#group.readOnly;
  }

  #window(column) {
    return this.windows.get(column) ?? {first: 0, last: 12};
  }

  measure(column) {
    const scroller = this.querySelector(`[data-column="${column.choice.name}"] .p-cards`);
    if (!scroller) return;
    const height = cardHeight(this.type, this.view, this.#group, this.#sum);
    const first = Math.max(0, Math.floor(scroller.scrollTop / height) - OVERSCAN);
    const last = Math.ceil((scroller.scrollTop + scroller.clientHeight) / height) + OVERSCAN;
    const now = this.#window(column);
    if (first !== now.first || last !== now.last) this.windows = new Map(this.windows).set(column, {first, last});
    column.rows.reach(last);
  }

  updated() {
    this.columns.forEach((column) => this.measure(column));
  }

  // The keyboard: arrows walk over the cards, space lifts one, arrows carry it, space or Enter puts it down.
  #keys(event) {
    const step = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]}[event.key];
    const rtl = document.documentElement.dir === 'rtl' ? -1 : 1;
    const here = this.columns[this.at.column];
    const record = here?.rows.rows[this.at.row];
    if (this.moving) {
      if (step?.[0]) this.#carry(step[0] * rtl);
      else if ([' ', 'Enter'].includes(event.key)) this.#drop();
      else if (event.key === 'Escape') this.#cancel();
      else if (event.key !== 'Tab') return;
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (step) {
      event.preventDefault();
      this.#walk(step[0] * rtl, step[1]);
    } else if (event.key === ' ' && record && this.#writable && !event.target.closest('button')) {
      event.preventDefault();
      this.moving = {record, from: here, to: here};
      this.said = t('board.lifted', {title: record.title, column: here.choice.label});
    }
  }

  // Takes the keyboard: the first card of the first column that has one.
  enter() {
    const column = this.columns.findIndex(({rows}) => rows.rows.length);
    if (column < 0) return;
    this.at = {column, row: 0};
    this.#focus();
  }

  #walk(columns, rows) {
    let column = this.at.column;
    do column += columns; while (columns && this.columns[column] && !this.columns[column].rows.rows.length);
    if (!this.columns[column]) return;
    const row = Math.max(0, Math.min(this.at.row + rows, this.columns[column].rows.rows.length - 1));
    this.at = {column, row};
    this.#focus();
  }

  #focus() {
    this.updateComplete.then(() => {
      const column = this.columns[this.at.column];
      const scroller = this.querySelector(`[data-column="${column.choice.name}"] .p-cards`);
      const height = cardHeight(this.type, this.view, this.#group, this.#sum);
      const top = this.at.row * height;
      if (top < scroller.scrollTop || top + height > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = top - height;
      this.measure(column);
      this.updateComplete.then(() => this.querySelector(`[data-card="${column.rows.rows[this.at.row]?.id}"] a`)?.focus());
    });
  }

  #carry(step) {
    const to = this.columns[this.columns.indexOf(this.moving.to) + step];
    if (!to) return;
    this.moving = {...this.moving, to};
    this.over = to;
    this.said = t('board.over', {column: to.choice.label, n: this.columns.indexOf(to) + 1, of: this.columns.length});
    this.querySelector(`[data-column="${to.choice.name}"]`)?.scrollIntoView({block: 'nearest', inline: 'nearest'});
  }

  #drop() {
    const {record, from, to} = this.moving;
    this.moving = undefined;
    this.over = undefined;
    this.move(record, from, to);
    this.at = {column: this.columns.indexOf(to), row: Math.max(0, to.rows.rows.findIndex(({id}) => id === record.id))};
    this.#focus();
  }

  #cancel() {
    this.said = t('board.cancelled', {title: this.moving.record.title});
    this.moving = undefined;
    this.over = undefined;
  }

  async #add(choice) {
    await openForm(this.type.name, {preset: {[this.#group.name]: choice.name || null}});
  }

  #column(column, index) {
    const {choice, rows} = column;
    const figure = this.figures?.get(choice.name);
    const count = figure?.count ?? (this.figures ? 0 : undefined);
    const limit = this.view.limits?.[choice.name];
    const full = limit !== undefined && count > limit;
    const {first, last} = this.#window(column);
    const height = cardHeight(this.type, this.view, this.#group, this.#sum);
    const shown = [];
    for (let row = first; row <= Math.min(last, rows.rows.length - 1); row++) shown.push({row, record: rows.rows[row]});
    return html`<section class="p-lane ${choice.color ? `p-tone-${choice.color}` : 'p-tone-grey'} ${this.over === column ? 'p-lane-over' : ''}" data-column=${choice.name}
        aria-label=${choice.label}>
      <header><h2 class="p-clip">${choice.label}</h2><span class="p-count ${full ? 'p-bad-text' : ''}">${count === undefined ? nothing
        : limit === undefined ? formatNumber(count) : html`<span title=${t('board.limit', {limit: formatNumber(limit)})}>${formatNumber(count)} / ${formatNumber(limit)}</span>`}</span>
        ${figure?.sum ? html`<strong class="p-end">${formatCompact(figure.sum)}</strong>` : nothing}
        ${this.#writable ? html`<button class="p-button p-quiet p-only-icon ${figure?.sum ? '' : 'p-end'}" aria-label=${t('board.add', {type: noun(this.type), column: choice.label})}
            @click=${() => this.#add(choice)}>${icon('plus')}</button>` : nothing}</header>
      ${rows.problem && !rows.rows.length ? problemState(rows.problem, () => rows.retry()) : html`<ul class="p-cards" @scroll=${() => this.measure(column)}>
        <li class="p-cards-height" aria-hidden="true" style="height: ${rows.extent * height}px"></li>
        ${repeat(shown, ({record}) => record.id, ({record, row}) => html`<li class="p-board-card ${this.moving?.record.id === record.id ? 'p-lifted' : ''}" data-card=${record.id}
            style="top: ${row * height}px; height: ${height - 8}px" aria-setsize=${rows.extent} aria-posinset=${row + 1}
            @pointerdown=${(event) => { if (this.#writable) this.drag.begin(event, record, column); }}>
          ${card(this.type, this.view, record, {group: this.#group, sum: this.#sum, tabindex: row === (this.at.column === index && this.at.row >= first && this.at.row <= last ? this.at.row : first) ? 0 : -1,
            describedby: 'p-board-help', focus: () => { this.at = {column: index, row}; }})}</li>`)}
        ${rows.total === 0 ? html`<li class="p-muted p-small p-lane-empty">${t('board.empty')}</li>` : nothing}</ul>`}</section>`;
  }

  render() {
    if (this.failed && !this.figures) return problemState(this.failed, () => this.#load());
    return html`<div class="p-board" @keydown=${this.#keys} aria-label=${t('board.label', {plural: nouns(this.type), field: this.#group.label})} role="group">
      <p class="p-visually-hidden" id="p-board-help">${t('board.help')}</p><p class="p-visually-hidden" role="status">${this.said ?? nothing}</p>
      ${this.columns.map((column, index) => this.#column(column, index))}</div>`;
  }
}

customElements.define('parley-board', Board);
