// SPDX-License-Identifier: Apache-2.0
import {
  Dialog, contributionsTo, fieldNamed, filterable, icon, part, session, sentence, parseFilter, t, typeNamed, types,
} from '@parley/ui';
import {html, nothing} from 'lit';

const KINDS = [['number', 'hash'], ['chart', 'chart-column'], ['list', 'list'], ['tasks', 'circle-check'], ['agenda', 'calendar'], ['counts', 'layers'], ['recent', 'history'], ['page', 'globe']];
const SIZES = {number: [3, 1], chart: [6, 2], list: [4, 2], tasks: [4, 2], agenda: [4, 3], counts: [12, 1], recent: [6, 2], page: [6, 3]};
const NUMBERS = ['money', 'integer', 'decimal', 'percent'];
const GROUPS = ['choice', 'boolean', 'date', 'datetime', 'reference', 'user'];
const UNITS = ['day', 'week', 'month', 'quarter', 'year'];
const ONE_SERIES = ['rows', 'ring'];
// What is said in names of one record type.
const OF_TYPE = {filter: undefined, of: undefined, by: undefined, and: undefined, date: undefined, sort: undefined, view: undefined, text: undefined, done: undefined};
const FORMS = ['bar', 'line', 'rows', 'ring'];

// Says what one card of a dashboard shows.
class DashletDialog extends Dialog {
  static properties = {dashlet: {attribute: false}, kind: {state: true}, values: {state: true}, problem: {state: true}};

  willUpdate() {
    if (this.values) return;
    const [by, and] = [this.dashlet?.by].flat();
    this.values = {period: 'month', ...this.dashlet, by, and};
    this.kind = this.dashlet?.kind;
    const first = [...types.value.values()].find((type) => type.nav);
    this.values.type ??= first?.name;
  }

  get heading() {
    return t(this.dashlet ? 'dashlet.change' : this.kind ? `dashlet.kind.${this.kind}` : 'home.add');
  }

  get #type() {
    return typeNamed(this.values.type);
  }

  #set(change) {
    this.values = {...this.values, ...change};
  }

  // A select over names: label, name of the value, [value, label] pairs, and whether it may be left empty.
  #select(name, label, options, empty) {
    return html`<div class="p-field"><label for="p-dashlet-${name}">${label}</label><select class="p-input" id="p-dashlet-${name}"
        @change=${({target}) => this.#set({...(name === 'type' ? OF_TYPE : {}), [name]: target.value || undefined})}>
        ${empty ? html`<option value="" ?selected=${!this.values[name]}>${empty}</option>` : nothing}
        ${options.map(([value, text]) => html`<option value=${value} ?selected=${value === this.values[name]}>${text}</option>`)}</select></div>`;
  }

  async #filter() {
    const {editFilter} = await part(() => import('./tools.js'));
    this.suspend();
    const filter = await editFilter(this.#type, this.values.filter);
    this.resume();
    if (filter !== null) this.#set({filter: filter || undefined});
  }

  #ofType() {
    const offered = [...types.value.values()].filter((type) => type.nav).map((type) => [type.name, type.plural]);
    const items = parseFilter(this.values.filter)?.items ?? [];
    return html`${this.#select('type', t('dashlet.type'), offered)}
      <div class="p-field"><span class="p-label">${t('dashlet.filter')}</span><button type="button" class="p-button p-start" @click=${this.#filter}>${icon('list-filter')}
        <span class="p-clip">${items.length ? items.map((item) => sentence(this.#type, item)).join(', ') : this.values.filter || t('filter.everything')}</span></button></div>`;
  }

  #figure() {
    const numbers = this.#type.fields.filter((field) => NUMBERS.includes(field.kind)).map(({name, label}) => [name, label]);
    return html`${this.#select('fn', t('dashlet.figure'), ['count', 'sum', 'average'].map((fn) => [fn, t(`dashlet.fn.${fn}`)]))}
      ${(this.values.fn ?? 'count') === 'count' ? nothing : this.#select('of', t('dashlet.of'), numbers, t('filter.choose'))}`;
  }

  #dates() {
    return this.#type.fields.filter(({kind}) => ['date', 'datetime'].includes(kind)).map(({name, label}) => [name, label]);
  }

  #groups() {
    const {own, near} = filterable(this.#type);
    const options = (fields, before = '', said = '') => fields.filter(({kind}) => GROUPS.includes(kind)).flatMap(({name, label, kind}) => (['date', 'datetime'].includes(kind)
      ? UNITS.map((unit) => [`${before}${name}:${unit}`, `${said}${label}, ${t(`period.by.${unit}`)}`]) : [[before + name, said + label]]));
    return [...options(own), ...near.flatMap(({hop, fields}) => options(fields, `${hop.name}.`, `${hop.label} › `)),
      ...near.filter(({hop}) => hop.to[0] === 'user').map(({hop}) => [`${hop.name}.team`, `${hop.label} › ${fieldNamed(typeNamed('user'), 'team')?.label}`])];
  }

  #parts() {
    switch (this.kind) {
      case 'number': return html`${this.#ofType()}${this.#figure()}${this.#select('date', t('dashlet.date'), this.#dates(), t('dashlet.noDate'))}
        ${this.values.date ? this.#select('period', t('dashlet.period'), UNITS.map((unit) => [unit, t(`period.by.${unit}`)])) : nothing}`;
      case 'chart': return html`${this.#ofType()}${this.#figure()}${this.#select('by', t('dashlet.by'), this.#groups())}
        ${ONE_SERIES.includes(this.values.form) ? nothing : this.#select('and', t('dashlet.and'), this.#groups(), t('dashlet.noGroup'))}
        ${this.#select('form', t('dashlet.form'), FORMS.map((form) => [form, t(`chart.form.${form}`)]))}`;
      case 'list': return html`${this.#ofType()}${this.#select('sort', t('dashlet.sort'), this.#type.fields.filter(({sortable, kind}) => sortable && !['reference', 'user'].includes(kind))
        .flatMap(({name, label}) => [[name, t('dashlet.up', {label})], [`-${name}`, t('dashlet.down', {label})]]), t('filter.choose'))}`;
      case 'tasks': return html`${this.#ofType()}${this.#select('date', t('dashlet.due'), this.#dates())}`;
      case 'agenda': return this.#ofType();
      case 'page': return html`<div class="p-field p-whole"><label for="p-dashlet-url">${t('dashlet.url')}</label><input class="p-input" id="p-dashlet-url" type="url" required placeholder="https://"
          .defaultValue=${this.values.url ?? ''} aria-describedby="p-dashlet-url-help" @input=${({target}) => this.#set({url: target.value})}>
          <p class="p-help" id="p-dashlet-url-help">${(session.value.frames ?? []).length ? t('dashlet.frames', {hosts: session.value.frames.join(', ')}) : t('dashlet.noFrames')}</p></div>`;
      default: return nothing;
    }
  }

  #pick() {
    const offered = contributionsTo('home.dashlet');
    return html`<ul class="p-picks">${KINDS.map(([kind, name]) => html`<li><button type="button" class="p-pick" @click=${() => { this.kind = kind; this.#set({fn: kind === 'chart' || kind === 'number' ? 'count' : undefined}); }}>
        ${icon(name)}<span class="p-two"><strong>${t(`dashlet.kind.${kind}`)}</strong><span class="p-small p-muted">${t(`dashlet.kind.${kind}.text`)}</span></span></button></li>`)}
      ${offered.map((one) => html`<li><button type="button" class="p-pick" @click=${() => this.close({kind: 'plugin', plugin: one.plugin, name: one.name, title: one.label, width: 4, height: 2})}>
        ${icon(one.icon ?? 'plug')}<span class="p-two"><strong>${one.label}</strong><span class="p-small p-muted">${one.plugin}</span></span></button></li>`)}</ul>`;
  }

  body() {
    if (!this.kind) return this.#pick();
    return html`<form id="p-dashlet" @submit=${this.#apply}><div class="p-fields">
      <div class="p-field p-whole"><label for="p-dashlet-title">${t('dashlet.title')}</label><input class="p-input" id="p-dashlet-title" maxlength="100" autocomplete="off" .value=${this.values.title ?? ''}
        placeholder=${this.#named} @input=${({target}) => this.#set({title: target.value})}></div>
      ${this.#parts()}</div>${this.problem ? html`<p class="p-error" role="alert">${this.problem}</p>` : nothing}</form>`;
  }

  // What it is called where nobody says.
  get #named() {
    return ['page', 'counts', 'recent'].includes(this.kind) ? t(`dashlet.kind.${this.kind}`) : this.#type?.plural ?? '';
  }

  #apply(event) {
    event.preventDefault();
    const {values, kind} = this;
    const [width, height] = SIZES[kind];
    this.problem = this.#missing();
    if (this.problem) return;
    const kept = kind === 'page' || kind === 'counts' || kind === 'recent' ? {url: values.url} : {type: values.type, filter: values.filter};
    const by = values.by ?? this.#groups()[0]?.[0];
    const more = {
      number: {fn: values.fn, of: values.of, date: values.date, period: values.date ? values.period : undefined},
      chart: {fn: values.fn, of: values.of, form: values.form ?? 'bar', by: values.and && !ONE_SERIES.includes(values.form) ? [by, values.and] : by, stacked: values.stacked},
      list: {sort: values.sort, view: values.view, limit: values.limit},
      tasks: {date: values.date ?? this.#dates()[0]?.[0], text: values.text, done: values.done},
    }[kind];
    this.close({width, height, ...(this.dashlet ?? {}), kind, titles: undefined, title: values.title?.trim() || this.#named, ...kept, ...more});
  }

  #missing() {
    const {values, kind} = this;
    if (['number', 'chart'].includes(kind) && (values.fn ?? 'count') !== 'count' && !values.of) return t('form.required', {label: t('dashlet.of')});
    if (kind !== 'page') return undefined;
    const host = URL.canParse?.(values.url ?? '') ? new URL(values.url).origin : undefined;
    return (session.value.frames ?? []).includes(host) ? undefined : t('dashlet.refused');
  }

  foot() {
    if (!this.kind) return html`<button type="button" class="p-button" @click=${() => this.leave()}>${t('action.cancel')}</button>`;
    return html`${this.dashlet ? nothing : html`<button type="button" class="p-button" @click=${() => { this.kind = undefined; }}>${t('action.back')}</button><span class="p-space"></span>`}
      <button type="button" class="p-button" @click=${() => this.leave()}>${t('action.cancel')}</button>
      <button type="submit" form="p-dashlet" class="p-button p-primary">${t(this.dashlet ? 'filter.apply' : 'home.add')}</button>`;
  }
}

customElements.define('parley-dashlet-dialog', DashletDialog);

// Answers what a dashlet shall be, or null.
export const editDashlet = (dashlet) => Dialog.show('parley-dashlet-dialog', {dashlet});
