// SPDX-License-Identifier: Apache-2.0
import {
  LightElement, api, formatNumber, icon, navigate, nouns, onEvent, problemState, problemText, route, t, toast, typeNamed,
} from '@parley/ui';
import {html, nothing} from 'lit';
import './corrections.js';
import './mapping.js';

const BUSY = ['checking', 'running', 'undoing'];

// One import on its way: how its columns are read, what would happen, and that it happens.
class Import extends LightElement {
  static properties = {
    importId: {attribute: false}, record: {state: true}, guess: {state: true}, mapping: {state: true}, errors: {state: true},
    failed: {state: true}, changing: {state: true}, corrections: {state: true}, waiting: {state: true},
  };

  constructor() {
    super();
    this.errors = [];
    this.corrections = {};
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
    this.whileConnected(onEvent('record', ({type, id}) => {
      if (type === 'import' && String(id) === String(this.importId)) this.#load();
    }));
    this.whileConnected(onEvent('reset', () => this.#load()));
  }

  async #load() {
    try {
      this.record = await api.get(`records/import/${this.importId}`);
      this.failed = undefined;
      document.title = `${this.record.title} · Parley`;
      if (!BUSY.includes(this.#state)) this.waiting = false;
      this.mapping ??= this.record.fields.mapping;
      if (this.#maps && !this.guess) await this.#guess({type: this.mapping?.type ?? route.value.query.get('type')});
    } catch (problem) {
      this.failed = problem;
    }
  }

  get #state() {
    return this.record.fields.state;
  }

  // Whether the mapping is to be seen: before the first check, and when somebody wants it back.
  get #maps() {
    return this.#state === 'new' || this.changing || (this.#state === 'failed' && !this.record.fields.mapping);
  }

  async #guess(query) {
    this.guess = await api.get(`imports/${this.importId}/guess`, query);
    if (!this.mapping || query.encoding || query.delimiter || this.mapping.type !== this.guess.mapping.type) {
      this.mapping = this.guess.mapping;
    }
  }

  // Asks again with what the person knows better.
  async #look({detail}) {
    const {encoding, delimiter, type} = {...this.guess.mapping, ...detail};
    try {
      await this.#guess({encoding, delimiter, type});
    } catch (problem) {
      toast(problemText(problem), {kind: 'bad'});
    }
  }

  async #check() {
    this.errors = [];
    const mapping = structuredClone(this.mapping);
    for (const [field, corrections] of Object.entries(this.corrections)) {
      if (mapping.fields[field]) mapping.fields[field].corrections = {...mapping.fields[field].corrections, ...corrections};
    }
    try {
      this.waiting = true;
      await api.put(`imports/${this.importId}/mapping`, mapping);
      this.mapping = mapping;
      this.corrections = {};
      this.changing = false;
    } catch (problem) {
      this.waiting = false;
      this.errors = problem.errors;
      if (!problem.errors.length) toast(problemText(problem), {kind: 'bad'});
    }
    await this.#load();
  }

  async #act(what) {
    this.waiting = true;
    try {
      await api.post(`imports/${this.importId}/${what}`);
    } catch (problem) {
      toast(problemText(problem), {kind: 'bad'});
    }
    await this.#load();
  }

  async #change() {
    this.changing = true;
    try {
      if (!this.guess) await this.#guess({type: this.mapping?.type});
    } catch (problem) {
      toast(problemText(problem), {kind: 'bad'});
    }
  }

  #progress() {
    const {rows_done: done, rows_total: total} = this.record.fields;
    const known = total && this.#state === 'running';
    return html`<section class="p-card p-import-busy" role="status"><h2
        class="p-card-title">${icon('loader-circle', 'p-spin')}${t(`import.${this.#state}`)}
        ${this.#state === 'undoing' ? nothing : html`<button class="p-button"
            @click=${() => this.#act('cancel')}>${t('action.cancel')}</button>`}</h2>
      <progress aria-label=${t(`import.${this.#state}`)} .max=${known ? total : 1} .value=${known ? done : nothing}></progress>
      <p class="p-muted p-small">${this.#state === 'undoing' ? nothing : known
        ? t('import.progress.of', {count: formatNumber(done), total: formatNumber(total)})
        : t('import.progress', {n: done, count: formatNumber(done)})}</p></section>`;
  }

  #figures() {
    const {rows_created: created, rows_updated: updated, rows_unchanged: same, rows_failed: bad} = this.record.fields;
    const figure = (key, n, tone) => html`<div class="p-figure"><dt>${t(`import.${key}`)}</dt><dd
        class=${n && tone ? tone : ''}>${formatNumber(n)}</dd></div>`;
    return html`<dl class="p-figures-row">${figure('new', created)}${figure('changed', updated)}${figure('same', same)}${figure('bad', bad, 'p-bad-text')}</dl>`;
  }

  #result() {
    const {state, target, rows_created: created, rows_updated: updated, rows_unchanged: same, message, problems, rows_failed: bad} = this.record.fields;
    const type = typeNamed(target);
    const good = created + updated + same;
    const checked = state === 'checked';
    const heading = checked ? 'import.would' : {done: 'import.done', cancelled: 'import.cancelled', undone: 'import.undone', failed: 'import.failed'}[state];
    const ran = this.record.fields.position_from;
    return html`<section class="p-card"><h2 class="p-card-title">${icon(state === 'failed' ? 'circle-alert' : state === 'done' ? 'circle-check' : 'info', state === 'failed' ? 'p-bad-text' : '')}${t(heading)}</h2>
        ${message ? html`<p class=${state === 'failed' ? 'p-bad-text' : ''} role="alert">${message}</p>` : nothing}
        ${state === 'undone' ? nothing : this.#figures()}
        <div class="p-acts">
          ${checked ? html`<button class="p-button p-primary" ?disabled=${!good || this.waiting} @click=${() => this.#act('run')}>${good
            ? t('import.run', {n: good, count: formatNumber(good)}) : t('import.run.none')}</button>` : nothing}
          ${['cancelled', 'failed', 'undone'].includes(state) && this.record.fields.mapping ? html`<button class="p-button p-primary"
            ?disabled=${this.waiting} @click=${() => this.#act('run')}>${t(state === 'undone' ? 'import.anew' : 'import.goOn')}</button>` : nothing}
          ${type && state === 'done' ? html`<a class="p-button p-primary"
            href=${`records/${target}`}>${icon(type.icon)}${t('import.open', {plural: nouns(type)})}</a>` : nothing}
          ${ran ? html`<button class="p-button" title=${t('import.undo.text')} ?disabled=${this.waiting}
            @click=${() => this.#act('undo')}>${icon('undo-2')}${t('import.undo')}</button>`
            : html`<button class="p-button" @click=${this.#change}>${t('import.change')}</button>`}</div>
        ${ran ? html`<p class="p-small p-muted">${t('import.undo.text')}</p>` : nothing}</section>
      ${problems?.length ? html`<parley-corrections .type=${type} .problems=${problems} .count=${bad}
          .fixable=${checked} .mapping=${this.record.fields.mapping} .corrections=${this.corrections}
          @parley-correct=${({detail}) => { this.corrections = detail; }} @parley-again=${this.#check}></parley-corrections>` : nothing}`;
  }

  #map() {
    if (!this.guess) return html`<div class="p-skeleton" aria-busy="true"></div>`;
    return html`<parley-mapping .guess=${this.guess} .mapping=${this.mapping} .errors=${this.errors}
        @parley-look=${this.#look} @parley-map=${({detail}) => { this.mapping = detail; }}></parley-mapping>
      <div class="p-acts p-import-next"><button class="p-button p-primary" ?disabled=${this.waiting || !Object.keys(this.mapping.fields).length}
          @click=${this.#check}>${t('import.check')}</button></div>`;
  }

  #step() {
    if (BUSY.includes(this.#state)) return this.#progress();
    return this.#maps ? this.#map() : this.#result();
  }

  render() {
    const retry = () => this.#load();
    return html`<div class="p-page"><header class="p-head"><nav class="p-crumbs" aria-label=${t('nav.imports')}><a
        href="imports">${t('nav.imports')}</a>${icon('chevron-right')}</nav><h1 class="p-clip">${this.record?.title ?? ''}</h1></header>
      <div class="p-scroll p-pad"><div class="p-import">${this.failed ? problemState(this.failed, retry)
        : this.record ? this.#step() : html`<div class="p-skeleton" aria-busy="true"></div>`}</div></div></div>`;
  }
}

customElements.define('parley-import', Import);
