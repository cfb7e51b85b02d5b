// SPDX-License-Identifier: Apache-2.0
import {
  LightElement, allOf, api, avatar, chip, choiceOf, columnsOf, contributionsTo, fieldNamed, formatDate, formatMoney, formatNumber, formatRelative, icon, isPerson, language, onEvent,
  part, plainValue, problemText, recordPath, t, toast, today, typeNamed, types,
} from '@parley/ui';
import {html, nothing} from 'lit';
import {chartOf, numberOf} from './figures.js';

// What modules bring has titles in several languages; what people make, the one they gave.
export const titleOf = ({title, titles}) => titles?.[language] ?? title;

const shownTypes = () => [...types.value.values()].filter((type) => type.nav).sort((a, b) => (a.nav.order ?? 100) - (b.nav.order ?? 100));

function listOf({type: name, view, filter, sort, limit = 6}) {
  const type = typeNamed(name);
  const base = type.views?.find((one) => one.name === view);
  return {type, query: {filter: allOf(base?.filter, filter), sort: sort ?? base?.sort ?? '-modified_at', limit}};
}

// What each kind of dashlet fetches.
const LOAD = {
  number: numberOf,
  chart: async (dashlet) => {
    const [found] = await Promise.all([chartOf(dashlet), part(() => import('./charts.js'))]);
    return found;
  },
  list: async (dashlet) => {
    const {type, query} = listOf(dashlet);
    return {type, ...await api.get(`records/${type.name}`, {...query, count: true})};
  },
  tasks: async (dashlet) => {
    const {type, query} = listOf({sort: dashlet.date, ...dashlet});
    return {type, ...await api.get(`records/${type.name}`, {...query, count: true})};
  },
  agenda: async (dashlet) => {
    const {upcoming, upcomingLines} = await part(() => import('./calendar.js'));
    return {...await upcoming(typeNamed(dashlet.type), dashlet), draw: upcomingLines};
  },
  counts: async () => Promise.all(shownTypes().map(async (type) => ({type, ...await api.get(`records/${type.name}`, {limit: 1, count: true, fields: 'modified_at'})}))),
  recent: async () => {
    const pages = await Promise.all(shownTypes().map((type) => api.get(`records/${type.name}`, {sort: '-modified_at', limit: 6, fields: 'modified_at'})));
    return pages.flatMap(({items}) => items).sort((a, b) => (b.fields.modified_at ?? '').localeCompare(a.fields.modified_at ?? '')).slice(0, 8);
  },
};

// One card of a dashboard. It fetches anew when something of its record type changes.
class Dashlet extends LightElement {
  static properties = {dashlet: {attribute: false}, edited: {type: Boolean}, data: {state: true}, failed: {state: true}, table: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    this.whileConnected(onEvent('record', ({type}) => { if (!this.dashlet.type || this.dashlet.type === type) this.#soon(); }));
    this.whileConnected(onEvent('reset', () => this.#soon()));
    this.whileConnected(() => clearTimeout(this.timer));
  }

  willUpdate(changed) {
    if (!changed.has('dashlet')) return;
    const key = JSON.stringify({...this.dashlet, width: 0, height: 0, title: ''});
    if (key === this.key) return;
    this.key = key;
    this.load();
  }

  #soon() {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.load();
    }, 600);
  }

  async load() {
    const {key, dashlet} = this;
    if (!LOAD[dashlet.kind]) return;
    try {
      if (dashlet.type && !typeNamed(dashlet.type)) throw new Error(t('dashlet.gone', {type: dashlet.type}));
      const data = await LOAD[dashlet.kind](dashlet);
      if (key === this.key) [this.data, this.failed] = [data, undefined];
    } catch (problem) {
      if (key === this.key) this.failed = problem;
    }
  }

  #number() {
    const {value, before, trend, format} = this.data;
    const change = before ? Math.round((value - before) / Math.abs(before) * 100) : undefined;
    const [low, high] = trend ? [Math.min(...trend), Math.max(...trend)] : [];
    const points = trend?.map((one, index) => `${index * 12},${22 - (high > low ? (one - low) / (high - low) * 20 : 10)}`).join(' ');
    return html`<div class="p-figure-card"><strong class="p-figures">${format(value)}</strong>
      ${trend ? html`<div class="p-figure-foot"><span>${change === undefined ? nothing : html`<span class=${change < 0 ? 'p-bad-text' : 'p-good-text'}>${formatNumber(change / 100, {style: 'percent', signDisplay: 'exceptZero'})}</span>`}
        <span class="p-muted">${t(`dashlet.before.${this.dashlet.period}`)}</span></span>
        <svg viewBox="-1 0 62 24" class="p-spark ${change < 0 ? 'p-bad-text' : 'p-good-text'}" aria-hidden="true"><polyline points=${points}></polyline></svg></div>` : nothing}</div>`;
  }

  #chart() {
    const {data, format} = this.data;
    return html`<parley-chart .data=${data} .format=${format} form=${this.dashlet.form ?? 'bar'} label=${titleOf(this.dashlet)} ?stacked=${this.dashlet.stacked} ?table=${this.table}></parley-chart>`;
  }

  #line(type, record) {
    const columns = columnsOf(type, type.views?.find((view) => view.kind === 'list')).filter((column) => column.kind !== 'title');
    const money = columns.find((column) => column.kind === 'money' && record.fields[column.name]);
    const choice = columns.find((column) => column.kind === 'choice' && record.fields[column.name]);
    const chosen = choice && choiceOf(choice, record.fields[choice.name]);
    const link = columns.map(({name}) => record.links?.[name]).find((one) => one && one.type !== 'user');
    return html`${avatar(link?.title ?? record.title, {square: !isPerson(link?.type ?? record.type)})}<span class="p-two"><a class="p-link p-clip" href=${recordPath(record)}>${record.title}</a>
      ${link ? html`<span class="p-small p-muted p-clip">${link.title}</span>` : nothing}</span>
      <span class="p-two p-right">${money ? html`<span class="p-figures">${formatMoney(record.fields[money.name])}</span>` : nothing}
        ${chosen ? chip(chosen.label, chosen.color) : nothing}</span>`;
  }

  #list() {
    const {type, items} = this.data;
    if (!items.length) return html`<p class="p-muted">${t('related.none')}</p>`;
    return html`<ul class="p-lines">${items.map((record) => html`<li>${this.#line(type, record)}</li>`)}</ul>`;
  }

  // What is due: the latest first to be done, said as people say it.
  #due(date) {
    const now = today();
    if (!date) return nothing;
    const day = date.slice(0, 10);
    if (day < now) return html`<strong class="p-bad-text">${t('dashlet.overdue')}</strong>`;
    return day === now ? html`<strong>${t('day.today')}</strong>` : html`<span class="p-muted">${formatDate(day)}</span>`;
  }

  async #check(record) {
    const {field, value} = this.dashlet.done;
    try {
      const saved = await api.patch(`records/${record.type}/${record.id}`, {fields: {[field]: value}}, {version: record.version});
      toast(t('dashlet.checked', {title: record.title}), {action: t('action.undo'),
        run: () => api.patch(`records/${record.type}/${record.id}`, {fields: {[field]: record.fields[field] ?? null}}, {version: saved.version}).catch((problem) => toast(problemText(problem), {kind: 'bad'}))});
    } catch (problem) {
      this.failed = problem;
    }
  }

  #tasks() {
    const {type, items} = this.data;
    const {date, done, text} = this.dashlet;
    if (!items.length) return html`<p class="p-muted">${t('dashlet.nothingDue')}</p>`;
    return html`<ul class="p-lines">${items.map((record) => html`<li>${done ? html`<input type="checkbox" class="p-check p-round" aria-label=${t('dashlet.check', {title: record.title})}
        @change=${() => this.#check(record)}>` : icon('circle-dot', 'p-muted')}
      <span class="p-two"><a class="p-link p-clip" href=${recordPath(record)}>${(text && record.fields[text]) || record.title}</a><span class="p-small p-muted p-clip">${text && record.fields[text] ? record.title
        : Object.values(record.links ?? {}).find((link) => link.type !== 'user')?.title ?? type.label}</span></span>
      <span class="p-end p-small">${this.#due(record.fields[date])}</span></li>`)}</ul>`;
  }

  #counts() {
    return html`<ul class="p-tiles">${this.data.map(({type, count, more}) => html`<li><a class="p-tile" href="records/${type.name}"><span
        class="p-muted">${icon(type.icon)}${type.plural}</span><strong class="p-figures">${formatNumber(count)}${more ? '+' : ''}</strong></a></li>`)}</ul>`;
  }

  #recent() {
    if (!this.data.length) return html`<p class="p-muted">${t('home.recent.none')}</p>`;
    return html`<ul class="p-lines">${this.data.map((record) => html`<li>${avatar(record.title, {square: !isPerson(record.type)})}
      <a class="p-link p-clip" href=${recordPath(record)}>${record.title}</a>
      <span class="p-end p-small p-muted">${typeNamed(record.type)?.label} · ${formatRelative(record.fields.modified_at)}</span></li>`)}</ul>`;
  }

  // Somebody else's page: it may run, but knows nothing of this one and cannot leave its frame.
  #page() {
    return html`<iframe class="p-mashup" src=${this.dashlet.url} title=${titleOf(this.dashlet)} loading="lazy" referrerpolicy="no-referrer"
      sandbox="allow-scripts allow-forms allow-same-origin allow-popups allow-popups-to-escape-sandbox"></iframe>`;
  }

  #plugin() {
    const key = `${this.dashlet.plugin}/${this.dashlet.name}`;
    return contributionsTo('home.dashlet').some((one) => `${one.plugin}/${one.name}` === key)
      ? html`<parley-slot point="home.dashlet" only=${key}></parley-slot>` : html`<p class="p-muted">${t('gone.text')}</p>`;
  }

  #body() {
    const {kind} = this.dashlet;
    if (kind === 'page') return this.#page();
    if (kind === 'plugin') return this.#plugin();
    if (!LOAD[kind]) return html`<p class="p-muted">${t('dashlet.unknown', {kind})}</p>`;
    if (this.failed) return html`<p class="p-muted p-small" role="alert">${problemText(this.failed)}</p><button class="p-button" @click=${() => this.load()}>${t('action.retry')}</button>`;
    if (!this.data) return html`<div class="p-skeleton" aria-busy="true"></div>`;
    switch (kind) {
      case 'number': return this.#number();
      case 'chart': return this.#chart();
      case 'list': return this.#list();
      case 'tasks': return this.#tasks();
      case 'agenda': return this.data.draw(this.data);
      case 'counts': return this.#counts();
      default: return this.#recent();
    }
  }

  // Where the whole of it is.
  get #more() {
    const {kind, type, view, filter, title} = this.dashlet;
    if (!['list', 'tasks', 'agenda'].includes(kind) || !typeNamed(type)) return undefined;
    const query = new URLSearchParams({...(view ? {view} : {}), ...(kind === 'agenda' && !view ? {as: 'calendar'} : {}), ...(filter ? {filter, filterLabel: title} : {})});
    return `records/${type}${query.size ? `?${query}` : ''}`;
  }

  render() {
    const {kind} = this.dashlet;
    const title = titleOf(this.dashlet);
    const count = ['list', 'tasks', 'agenda'].includes(kind) ? this.data?.count : undefined;
    return html`<h2 class="p-card-title"><span class="p-clip">${title}</span>${count === undefined ? nothing : html`<span class="p-count">${formatNumber(count)}</span>`}
      ${kind === 'chart' && !this.edited ? html`<button class="p-button p-quiet p-only-icon" aria-pressed=${Boolean(this.table)} aria-label=${t('chart.table')} title=${t('chart.table')}
        @click=${() => { this.table = !this.table; }}>${icon('table-2')}</button>` : nothing}
      ${this.#more && !this.edited ? html`<a class="p-button p-quiet p-only-icon" href=${this.#more} aria-label=${t('related.all')}>${icon('arrow-right')}</a>` : nothing}</h2>
      <div class="p-dashlet-body" ?inert=${this.edited}>${this.#body()}</div>`;
  }
}

customElements.define('parley-dashlet', Dashlet);
