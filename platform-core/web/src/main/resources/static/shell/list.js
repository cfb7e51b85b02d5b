// SPDX-License-Identifier: Apache-2.0
import {
  Dialog, LightElement, allOf, api, columnsOf, emptyState, fieldNamed, formatNumber, icon, navigate, noun, nouns, onEvent,
  openForm, problemState, problemText, recordPath, route, session, t, titleFilter, titleSort, toast, withQuery,
} from '@parley/ui';
import {html, nothing} from 'lit';
import './grid.js';
import './index-dialog.js';
import {Rows} from './rows.js';

// The list of one type: its views, a quick filter, sorting, a selection; live.
class List extends LightElement {
  static properties = {type: {attribute: false}, selected: {state: true}, fresh: {state: true}, revision: {state: true}};

  constructor() {
    super();
    this.selected = new Set();
    this.revision = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.whileConnected(route.subscribe(() => this.#query()));
    this.whileConnected(onEvent('record', (event) => { if (event.type === this.type.name) this.#happened(event); }));
    this.whileConnected(onEvent('reset', () => this.rows?.refresh()));
    this.whileConnected(() => { clearTimeout(this.typing); clearTimeout(this.soon); this.rows?.close(); });
  }

  get #views() {
    const lists = (this.type.views ?? []).filter((view) => view.kind === 'list');
    return lists.length ? lists : [{name: 'all', label: this.type.plural, kind: 'list', sort: '-modified_at'}];
  }

  get #view() {
    return this.#views.find((view) => view.name === route.value.query.get('view')) ?? this.#views[0];
  }

  get #sort() {
    return route.value.query.get('sort') ?? this.#view.sort;
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
    this.columns = columnsOf(this.type, this.#view).map((column) =>
      (column.kind === 'title' && column.sortable ? {...column, sortName: titleSort(this.type)[0]} : column));
    const asked = {
      filter: allOf(this.#view.filter, query.get('filter'),
        query.get('q') && titleFilter(this.type, query.get('q'), {begins: this.begins === this.type.name})),
      sort: this.#sort,
      trash: query.get('trash') ? true : undefined,
      fields: this.columns.filter((column) => column.kind !== 'title').map((column) => column.name).join(',') || 'modified_at',
    };
    const key = JSON.stringify([this.type.name, asked]);
    if (key === this.key) {
      this.requestUpdate();
      return;
    }
    this.key = key;
    this.rows?.close();
    this.selected = new Set();
    this.fresh = 0;
    this.rows = new Rows(`records/${this.type.name}`, asked, () => this.#arrived());
    this.rows.start();
    this.requestUpdate();
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

  async #buildIndex(field) {
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
    const asked = ['q', 'filter', 'sort'].some((name) => query.get(name));
    return emptyState('list-filter', field ? t('list.unindexed', {field: field.label}) : t('list.wide', {plural: nouns(this.type)}), text,
      html`<div class="p-acts">${field && may ? html`<button class="p-button p-primary"
          @click=${() => this.#buildIndex(field)}>${t('index.build')}</button>` : nothing}
        ${asked ? html`<button class="p-button"
          @click=${() => navigate(withQuery({q: null, filter: null, sort: null}))}>${t('list.undo')}</button>` : nothing}</div>`);
  }

  #happened({id, operation}) {
    if (operation === 'update') this.rows.update(id);
    else if (operation === 'trash' && !route.value.query.get('trash')) this.rows.remove(id);
    else if (this.rows.rows.length > 200) this.fresh++;
    else this.soon ??= setTimeout(() => { this.soon = undefined; this.rows.refresh(); }, 300);
  }

  #filter(event) {
    clearTimeout(this.typing);
    const {value} = event.target;
    this.typing = setTimeout(() => navigate(withQuery({q: value.trim() && value}), {replace: true}), 200);
  }

  #sortBy({detail: column}) {
    const names = column.kind === 'title' ? titleSort(this.type) : [column.name];
    const now = this.#sort?.split(',')[0];
    const descending = now === names[0];
    navigate(withQuery({sort: names.map((name) => (descending ? `-${name}` : name)).join(',')}), {replace: true});
  }

  #select({detail: record}) {
    const next = new Set(this.selected);
    if (!next.delete(record.id)) next.add(record.id);
    this.selected = next;
  }

  async #create() {
    const record = await openForm(this.type.name);
    if (record) toast(t('form.created', {title: record.title}), {action: t('action.open'), run: () => navigate(recordPath(record))});
  }

  async #bulk(operation) {
    const ids = [...this.selected];
    this.selected = new Set();
    try {
      if (operation === 'delete') {
        await this.#each(ids.map((id) => ({op: 'delete', id})));
        for (const id of ids) this.rows.remove(id);
        toast(t('list.trashed', {n: ids.length}), {action: t('action.undo'), run: () => this.#restore(ids)});
      } else {
        await this.#restore(ids);
      }
    } catch (problem) {
      toast(problemText(problem), {kind: 'bad'});
    }
  }

  async #each(rows) {
    for (let at = 0; at < rows.length; at += 1000) {
      const answer = await api.post(`records/${this.type.name}/bulk`, {rows: rows.slice(at, at + 1000)});
      const refused = answer.rows.filter((row) => row.status >= 400);
      if (refused.length) toast(t('list.refused', {n: refused.length}), {kind: 'bad', detail: refused[0].problem?.detail});
    }
  }

  async #restore(ids) {
    await Promise.all(ids.map((id) => api.post(`records/${this.type.name}/${id}/restore`)));
    toast(t('list.restored', {n: ids.length}));
    this.rows.refresh();
  }

  #tabs() {
    const {query} = route.value;
    const here = query.get('trash') ? null : this.#view.name;
    return html`<div class="p-views"><nav aria-label=${t('list.views')}><ul>${this.#views.map((view) => html`<li><a
        class="p-view" aria-current=${view.name === here ? 'page' : nothing}
        href=${`records/${this.type.name}?view=${view.name}`}>${view.label}</a></li>`)}
      <li><a class="p-view" aria-current=${query.get('trash') ? 'page' : nothing}
          href=${`records/${this.type.name}?trash=true`}>${t('list.trash')}</a></li></ul></nav>
      ${query.get('filter') ? html`<span
          class="p-chip p-filter">${query.get('filterLabel') ?? t('list.filtered')}<button
          aria-label=${t('list.unfilter')}
        @click=${() => navigate(withQuery({filter: null, filterLabel: null}))}>${icon('x')}</button></span>`
            : nothing}
      ${query.get('q') && this.begins === this.type.name ? html`<span class="p-muted p-small p-begins">${t('list.begins')}</span>`
            : nothing}</div>`;
  }

  #body() {
    const {query} = route.value;
    if (['needs_index', 'too_wide'].includes(this.rows.problem?.code)) return this.#tooMuch(this.rows.problem);
    if (this.rows.problem && !this.rows.rows.length) return problemState(this.rows.problem, () => this.rows.retry());
    if (this.rows.total === 0 && !this.rows.rows.length) {
      if (query.get('q') || query.get('filter')) {
        return emptyState('search', t('list.none', {plural: nouns(this.type)}), t('list.none.text'),
          html`<button class="p-button"
              @click=${() => navigate(withQuery({q: null, filter: null}))}>${t('list.unfilter')}</button>`);
      }
      if (query.get('trash')) return emptyState('trash-2', t('list.trash.empty'), t('list.trash.empty.text'));
      return emptyState(this.type.icon, t('list.empty', {plural: nouns(this.type)}), t('list.empty.text', {type: noun(this.type)}),
        this.type.state === 'active' ? html`<div class="p-acts"><button class="p-button p-primary"
            @click=${this.#create}>${icon('plus')}${t('list.new', {type: noun(this.type)})}</button><a class="p-button"
            href=${`imports?type=${this.type.name}`}>${icon('upload')}${t('import.from')}</a></div>` : nothing);
    }
    return html`<parley-grid .type=${this.type} .rows=${this.rows} .columns=${this.columns} .sort=${this.#sort}
        .label=${this.type.plural} .selected=${this.selected}
      .revision=${this.revision} @parley-sort=${this.#sortBy} @parley-select=${this.#select}></parley-grid>`;
  }

  #foot() {
    if (this.selected.size) {
      const trash = route.value.query.get('trash');
      return html`<strong>${t('list.selected', {n: this.selected.size, count: formatNumber(this.selected.size)})}</strong>
        <button class="p-button"
            @click=${() => this.#bulk(trash ? 'restore' : 'delete')}>${icon(trash ? 'undo-2' : 'trash-2')}${t(trash ? 'action.restore' : 'action.trash')}</button>
        <button class="p-button p-quiet" @click=${() => { this.selected = new Set(); }}>${t('list.unselect')}</button>`;
    }
    const {total, more} = this.rows;
    return html`${total === undefined ? nothing
        : html`<span><strong>${formatNumber(total)}${more ? '+' : ''}</strong> ${t('list.count', {n: total, one: noun(this.type), other: nouns(this.type)})}</span>`}
      ${this.rows.problem && this.rows.rows.length ? html`<span class="p-bad-text" role="alert">${problemText(this.rows.problem)}</span><button
          class="p-button" @click=${() => this.rows.retry()}>${t('action.retry')}</button>` : nothing}
      ${this.fresh ? html`<button class="p-button"
          @click=${() => { this.fresh = 0; this.rows.refresh(); }}>${icon('refresh-cw')}${t('list.fresh', {n: this.fresh})}</button>` : nothing}`;
  }

  render() {
    const active = this.type.state === 'active';
    const {total, more} = this.rows;
    return html`<div class="p-page">
      <header class="p-head"><h1>${this.type.plural}</h1><span
          class="p-muted p-wide-only">${total === undefined ? nothing : `${formatNumber(total)}${more ? '+' : ''}`}</span>
        <span class="p-space"></span>
        <label class="p-search">${icon('search')}<span
            class="p-visually-hidden">${t('list.filter', {plural: nouns(this.type)})}</span>
          <input type="search" data-key="/" placeholder=${t('list.filter', {plural: nouns(this.type)})}
              .value=${route.value.query.get('q') ?? ''} @input=${this.#filter}><kbd>/</kbd></label>
        ${active ? html`<a class="p-button p-only-icon p-wide-only" href=${`imports?type=${this.type.name}`}
            aria-label=${t('import.plural', {plural: nouns(this.type)})}
            title=${t('import.plural', {plural: nouns(this.type)})}>${icon('upload')}</a>
          <button class="p-button p-primary" data-key="c"
            @click=${this.#create}>${icon('plus')}<span>${t('list.new', {type: noun(this.type)})}</span></button>`
            : nothing}
      </header>
      ${this.#tabs()}
      ${active ? nothing : html`<p
          class="p-banner p-warn">${icon('unplug')}${t('list.quarantined', {plugin: this.type.plugin})} <a
          class="p-link" href="modules">${t('nav.modules')}</a></p>`}
      <div class="p-fill">${this.#body()}</div>
      <footer class="p-foot">${this.#foot()}</footer></div>`;
  }
}

customElements.define('parley-list', List);
