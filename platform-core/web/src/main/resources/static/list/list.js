// SPDX-License-Identifier: Apache-2.0
import {
  Dialog, LightElement, Rows, api, canBoard, canDate, columnsOf, emptyState, fieldNamed, formatMoney, formatNumber, icon, navigate, noun, nouns,
  onEvent, onKey, openForm, part, problemState, problemText, recordPath, route,
  savedViews, session, sortOf, t, titleFilter, titleSort, toast, types, viewAsked, withQuery,
} from '@parley/ui';
import {html, nothing} from 'lit';
import {filterChips, viewTabs} from './bar.js';
import './grid.js';

// Rows that stay on screen until the next ones are there: a screenful.
const KEPT = 50;

const tools = () => part(() => import('./tools.js'));

// The records of one type, as a list or a board: its views, filter, sorting, columns, a selection; live.
class List extends LightElement {
  static properties = {type: {attribute: false}, selected: {state: true}, fresh: {state: true}, revision: {state: true}, total: {state: true}};

  constructor() {
    super();
    this.selected = new Map();
    this.revision = 0;
  }

  get signals() {
    return [savedViews(this.type), types];
  }

  connectedCallback() {
    super.connectedCallback();
    this.whileConnected(route.subscribe(() => this.#query()));
    this.whileConnected(savedViews(this.type).subscribe(() => this.#query()));
    this.whileConnected(onEvent('record', (event) => { if (event.type === this.type.name) this.#happened(event); }));
    this.whileConnected(onEvent('reset', () => this.rows?.refresh()));
    this.whileConnected(() => { clearTimeout(this.typing); clearTimeout(this.soon); clearTimeout(this.adding); this.rows?.close(); });
    const key = (name, run) => this.whileConnected(onKey(name, t(`key.${name}`), run));
    key('/', () => this.querySelector('input[type=search]')?.focus());
    if (this.#may('create')) key('c', () => this.#create());
    key('f', () => { if (!route.value.query.get('trash')) this.#editFilter(); });
    if (canBoard(this.type)) key('v', () => navigate(withQuery({as: this.view.kind === 'board' ? 'list' : 'board'}), {replace: true}));
    key('ArrowDown', () => this.querySelector('parley-grid, parley-board')?.enter());
    key('a', () => { if (this.selected.size && this.#may('edit')) this.#bulk('assign'); });
    key('e', () => { if (this.selected.size && this.#may('edit')) this.#bulk('edit'); });
  }

  willUpdate(changed) {
    if (!changed.has('type')) return;
    document.title = `${this.type.plural} · Parley`;
    this.#query();
  }

  // Starts anew when what is asked for is another thing.
  #query() {
    const {query, parts} = route.value;
    if (parts[1] !== this.type.name || parts.length > 2) return;
    this.view = viewAsked(this.type, query);
    this.columns = columnsOf(this.type, this.view).map((column) =>
      (column.kind === 'title' && column.sortable ? {...column, sortName: titleSort(this.type)[0]} : column));
    const words = query.get('q') && titleFilter(this.type, query.get('q'), {begins: this.begins === this.type.name});
    const wanted = {
      filter: [this.view.whole, words].filter(Boolean).map((one) => `(${one})`).join(';') || undefined,
      sort: this.view.sort,
      trash: query.get('trash') ? true : undefined,
      fields: this.columns.filter((column) => column.kind !== 'title').map((column) => column.name).join(',') || 'modified_at',
    };
    const key = JSON.stringify([this.type.name, this.view.kind, wanted]);
    const before = wanted.fields === this.wanted?.fields && this.rows ? this.rows.rows.slice(0, KEPT) : [];
    this.wanted = wanted;
    if (key === this.key) {
      this.requestUpdate();
      return;
    }
    this.key = key;
    this.rows?.close();
    this.selected = new Map();
    this.fresh = 0;
    this.total = undefined;
    if (this.#isOther) part(() => (this.view.kind === 'board' ? import('./board.js') : import('./calendar.js')));
    else {
      this.rows = new Rows(`records/${this.type.name}`, wanted, () => this.#arrived(), {before});
      this.rows.start();
      this.#addUp(0);
    }
    this.requestUpdate();
  }

  #may(what) {
    return this.type.state === 'active' && this.type.may?.[what] !== false;
  }

  get #isOther() {
    return this.view.kind !== 'list' && !route.value.query.get('trash');
  }

  // Of very many records a text is looked for at the beginning only.
  #arrived() {
    if (this.rows.problem?.code === 'too_wide' && route.value.query.get('q') && this.begins !== this.type.name) {
      this.begins = this.type.name;
      this.#query();
    } else {
      this.revision++;
    }
  }

  // What the first amount on the list comes to.
  #addUp(wait = 800) {
    const money = this.columns.find((column) => column.kind === 'money');
    clearTimeout(this.adding);
    if (!money || this.wanted.trash) return;
    const {key} = this;
    this.adding = setTimeout(async () => {
      const sums = await api.get(`records/${this.type.name}/summary`, {filter: this.wanted.filter, of: money.name}).catch(() => null);
      if (key === this.key && sums) this.total = sums.values[money.name] ? {label: money.label, sum: sums.sums[money.name]} : undefined;
    }, wait);
  }

  async #buildIndex(field) {
    await tools();
    if (!await Dialog.show('parley-index', {type: this.type, field})) return;
    toast(t('index.done', {field: field.label}));
    this.rows.retry();
  }

  // What no index answers, and who can do what about it.
  #tooMuch({code, detail, errors}) {
    const {query} = route.value;
    const field = code === 'needs_index' ? fieldNamed(this.type, errors[0]?.field) : undefined;
    const may = session.value?.rights.includes('plugins');
    const text = field ? t(may ? 'list.unindexed.text' : 'list.unindexed.ask', {plural: nouns(this.type)}) : detail;
    const changed = ['q', 'where', 'filter', 'sort'].some((name) => query.get(name));
    return emptyState('list-filter', field ? t('list.unindexed', {field: field.label}) : t('list.wide', {plural: nouns(this.type)}), text,
      html`<div class="p-acts">${field && may ? html`<button class="p-button p-primary"
          @click=${() => this.#buildIndex(field)}>${t('index.build')}</button>` : nothing}
        ${changed ? html`<button class="p-button"
          @click=${() => navigate(withQuery({q: null, where: null, filter: null, sort: null}))}>${t('list.undo')}</button>` : nothing}</div>`);
  }

  #happened({id, operation}) {
    if (this.#isOther || !this.rows) return;
    this.#addUp();
    if (operation === 'update') this.rows.update(id);
    else if (operation === 'trash' && !route.value.query.get('trash')) this.rows.remove(id);
    else if (this.rows.rows.length > 200) this.fresh++;
    else this.soon ??= setTimeout(() => { this.soon = undefined; this.rows.refresh(); }, 300);
  }

  #search(event) {
    clearTimeout(this.typing);
    const {value} = event.target;
    this.typing = setTimeout(() => navigate(withQuery({q: value.trim() && value}), {replace: true}), 200);
  }

  #sortBy({detail: column}) {
    const names = sortOf(this.type, column);
    const descending = this.view.sort?.split(',')[0] === names[0];
    navigate(withQuery({sort: names.map((name) => (descending ? `-${name}` : name)).join(',')}), {replace: true});
  }

  #columns(columns, widths = this.view.widths) {
    navigate(withQuery({cols: columns.map((name) => (widths[name] ? `${name}:${widths[name]}` : name)).join(',')}), {replace: true});
  }

  // One record, all from the last one chosen to this one, or all that are loaded.
  #select({detail: {record, all, through}}) {
    const next = new Map(this.selected);
    const {rows} = this.rows;
    if (all !== undefined) {
      next.clear();
      if (all) rows.forEach((row) => next.set(row.id, row));
    } else if (through && this.last !== undefined) {
      const [from, to] = [rows.findIndex(({id}) => id === this.last), rows.indexOf(record)].sort((a, b) => a - b);
      rows.slice(from, to + 1).forEach((row) => next.set(row.id, row));
    } else if (!next.delete(record.id)) {
      next.set(record.id, record);
    }
    this.last = record?.id;
    this.selected = next;
  }

  async #create() {
    const record = await openForm(this.type.name);
    if (record) toast(t('form.created', {title: record.title}), {action: t('action.open'), run: () => navigate(recordPath(record))});
  }

  // What is done to many at once lives in a part of its own.
  async #bulk(what) {
    const {bulk} = await tools();
    const done = await bulk(what, {type: this.type, view: this.view, wanted: this.wanted, rows: this.rows, selected: [...this.selected.values()]});
    if (done) this.selected = new Map();
  }

  async #editFilter(at) {
    const {editFilter} = await tools();
    const filter = await editFilter(this.type, this.view.filter, at);
    if (filter !== null) this.#where(filter);
  }

  #where(filter) {
    navigate(filter ? withQuery({where: filter}) : withQuery({where: null, ...(this.view.filter ? {where: ' '} : {})}));
  }

  async #editColumns() {
    const {editColumns} = await tools();
    const chosen = await editColumns(this.type, this.columns.map(({name}) => name), this.view.widths);
    if (chosen) this.#columns(chosen.columns, chosen.widths);
  }

  async #saveView(view, as) {
    const {saveView} = await tools();
    const record = await saveView(this.type, {...view, columns: this.columns.map(({name}) => name)}, as);
    if (record) navigate(`records/${this.type.name}?view=${record.id}`);
  }

  #body() {
    const {query} = route.value;
    if (this.#isOther) {
      const {type, view, wanted: {filter}} = this;
      return view.kind === 'board' ? html`<parley-board .type=${type} .view=${view} .filter=${filter}></parley-board>`
        : html`<parley-calendar .type=${type} .view=${view} .filter=${filter}></parley-calendar>`;
    }
    if (['needs_index', 'too_wide'].includes(this.rows.problem?.code)) return this.#tooMuch(this.rows.problem);
    if (this.rows.problem && !this.rows.rows.length) return problemState(this.rows.problem, () => this.rows.retry());
    if (this.rows.total === 0 && !this.rows.rows.length) {
      if (query.get('trash')) return emptyState('trash-2', t('list.trash.empty'), t('list.trash.empty.text'));
      if (this.wanted.filter) {
        return emptyState('search', t('list.none', {plural: nouns(this.type)}), t('list.none.text'),
          html`<button class="p-button"
              @click=${() => navigate(withQuery({q: null, filter: null, where: ' '}))}>${t('list.unfilter')}</button>`);
      }
      return emptyState(this.type.icon, t('list.empty', {plural: nouns(this.type)}), t('list.empty.text', {type: noun(this.type)}),
        html`<div class="p-acts">${this.#may('create') ? html`<button class="p-button p-primary"
            @click=${this.#create}>${icon('plus')}${t('list.new', {type: noun(this.type)})}</button>` : nothing}${this.#may('import') ? html`<a class="p-button"
            href=${`imports?type=${this.type.name}`}>${icon('upload')}${t('import.from')}</a>` : nothing}</div>`);
    }
    return html`<parley-grid .type=${this.type} .rows=${this.rows} .columns=${this.columns} .sort=${this.view.sort}
        .label=${this.type.plural} .selected=${this.selected} .widths=${this.view.widths}
        ?locked=${!this.#may('edit') || Boolean(query.get('trash'))} .revision=${this.revision}
        @parley-sort=${this.#sortBy} @parley-select=${this.#select}
        @parley-width=${({detail}) => this.#columns(this.columns.map(({name}) => name), {...this.view.widths, ...detail})}></parley-grid>`;
  }

  #foot() {
    if (this.#isOther) return nothing;
    const {total, more} = this.rows;
    if (this.selected.size) {
      const trash = route.value.query.get('trash');
      const act = (what, name, label) => html`<button class="p-button" @click=${() => this.#bulk(what)}>${icon(name)}<span>${label}</span></button>`;
      return html`<strong>${t('list.selected', {n: this.selected.size, count: formatNumber(this.selected.size)})}</strong>
        ${trash ? act('restore', 'undo-2', t('action.restore')) : html`${this.#may('edit') ? html`${act('edit', 'pencil', t('action.edit'))}
          ${act('assign', 'user-check', t('list.assign'))}` : nothing}${this.#may('delete') ? act('trash', 'trash-2', t('action.trash')) : nothing}`}
        <button class="p-button p-quiet" @click=${() => { this.selected = new Map(); }}>${t('list.unselect')}</button>`;
    }
    return html`${total === undefined ? nothing
        : html`<span><strong>${formatNumber(total)}${more ? '+' : ''}</strong> ${t('list.count', {n: total, one: noun(this.type), other: nouns(this.type)})}</span>`}
      ${this.total ? html`<span>${this.total.label} <strong>${formatMoney(this.total.sum)}</strong></span>` : nothing}
      ${this.rows.problem && this.rows.rows.length ? html`<span class="p-bad-text" role="alert">${problemText(this.rows.problem)}</span><button
          class="p-button" @click=${() => this.rows.retry()}>${t('action.retry')}</button>` : nothing}
      ${this.fresh ? html`<button class="p-button"
          @click=${() => { this.fresh = 0; this.rows.refresh(); }}>${icon('refresh-cw')}${t('list.fresh', {n: this.fresh})}</button>` : nothing}`;
  }

  get #menu() {
    const board = this.#isOther;
    return [
      {label: t('list.columns'), icon: 'columns-3', run: () => this.#editColumns()},
      canBoard(this.type) ? {label: t(board ? 'list.asList' : 'list.asBoard'), icon: board ? 'list' : 'square-kanban',
        run: () => navigate(withQuery({as: board ? 'list' : 'board'}), {replace: true})} : null,
      canDate(this.type) && this.view.kind !== 'calendar' ? {label: t('list.asCalendar'), icon: 'calendar', run: () => navigate(withQuery({as: 'calendar'}), {replace: true})} : null,
      this.type.may?.export !== false ? {label: t('list.export'), icon: 'download', run: () => this.#bulk('export')} : null,
      this.#may('import') ? {label: t('import.from'), icon: 'upload', run: () => navigate(`imports?type=${this.type.name}`)} : null,
      {label: t('list.copyLink'), icon: 'link', run: () => navigator.clipboard.writeText(location.href).then(() => toast(t('list.copied')))},
    ];
  }

  render() {
    const active = this.type.state === 'active';
    const {total, more} = this.#isOther ? {} : this.rows;
    return html`<div class="p-page">
      <header class="p-head"><h1>${this.type.plural}</h1><span
          class="p-muted p-wide-only">${total === undefined ? nothing : `${formatNumber(total)}${more ? '+' : ''}`}</span>
        <span class="p-space"></span>
        <label class="p-search">${icon('search')}<span
            class="p-visually-hidden">${t('list.filter', {plural: nouns(this.type)})}</span>
          <input type="search" placeholder=${t('list.filter', {plural: nouns(this.type)})}
              .value=${route.value.query.get('q') ?? ''} @input=${this.#search}><kbd>/</kbd></label>
        <parley-bell class="p-wide-only"></parley-bell>
        <parley-menu .label=${t('list.more')} .items=${this.#menu}></parley-menu>
        ${this.#may('create') ? html`<button class="p-button p-primary"
            @click=${this.#create}>${icon('plus')}<span>${t('list.new', {type: noun(this.type)})}</span></button>`
            : nothing}
      </header>
      ${viewTabs(this.type, this.view, {
        filter: () => this.#editFilter(), save: (as) => this.#saveView(this.view, as), change: async () => (await tools()).changeView(this.view)})}
      ${filterChips(this.type, this.view, {edit: (at) => this.#editFilter(at), where: (filter) => this.#where(filter),
        begins: this.begins === this.type.name, redraw: () => this.requestUpdate()})}
      ${active ? nothing : html`<p
          class="p-banner p-warn">${icon('unplug')}${t('list.quarantined', {plugin: this.type.plugin})} <a
          class="p-link" href="modules">${t('nav.modules')}</a></p>`}
      <div class="p-fill">${this.#body()}</div>
      ${this.#isOther ? nothing : html`<footer class="p-foot">${this.#foot()}</footer>`}</div>`;
  }
}

customElements.define('parley-list', List);
