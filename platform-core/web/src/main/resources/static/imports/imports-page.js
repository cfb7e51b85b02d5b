// SPDX-License-Identifier: Apache-2.0
import {
  LightElement, Problem, api, chip, choiceOf, emptyState, fieldNamed, formatNumber, formatRelative, formatSize, icon, navigate, onEvent, problemState, problemText, route, session, t, typeNamed, upload,
} from '@parley/ui';
import {html, nothing, repeat} from 'lit';

// Where a file comes in, and what became of the ones before.
class Imports extends LightElement {
  static properties = {
    items: {state: true}, failed: {state: true}, refused: {state: true}, over: {state: true}, sending: {state: true},
  };

  connectedCallback() {
    super.connectedCallback();
    document.title = `${t('nav.imports')} · Parley`;
    this.#load();
    this.whileConnected(onEvent('record', ({type}) => { if (type === 'import') this.#load(); }));
    this.whileConnected(onEvent('reset', () => this.#load()));
    this.whileConnected(() => this.abort?.abort());
  }

  async #load() {
    try {
      this.items = (await api.get('records/import', {sort: '-id', limit: 20})).items;
      this.failed = undefined;
    } catch (problem) {
      this.failed = problem;
    }
  }

  async #take(file) {
    if (!file) return;
    this.refused = undefined;
    const {maxUpload} = session.value;
    if (file.size > maxUpload) {
      const detail = t('import.tooLarge', {size: formatSize(file.size), limit: formatSize(maxUpload)});
      this.refused = {file: file.name, problem: new Problem(413, {detail})};
      return;
    }
    this.abort = new AbortController();
    this.sending = {file: file.name, part: 0};
    try {
      const {id} = await upload(file, {
        path: 'imports', progress: (part) => { this.sending = {file: file.name, part}; }, signal: this.abort.signal,
      });
      const type = route.value.query.get('type');
      navigate(type ? `imports/${id}?type=${type}` : `imports/${id}`);
    } catch (problem) {
      if (problem.name !== 'AbortError') this.refused = {file: file.name, problem};
    } finally {
      this.sending = undefined;
    }
  }

  #zone() {
    const {sending} = this;
    return html`<div class="p-drop ${this.over ? 'p-over' : ''}"
        @dragover=${(event) => { event.preventDefault(); this.over = true; }}
        @dragleave=${() => { this.over = false; }}
        @drop=${(event) => { event.preventDefault(); this.over = false; this.#take(event.dataTransfer.files[0]); }}>
      ${icon(sending ? 'loader-circle' : 'upload', sending ? 'p-spin' : '')}
      <div role=${sending ? 'status' : nothing}><strong>${sending
        ? t('import.sending', {file: sending.file, percent: Math.round(sending.part * 100)}) : t('import.drop')}</strong><p
          class="p-muted p-small">${t('import.drop.text')}</p></div>
      ${sending ? html`<button class="p-button" @click=${() => this.abort.abort()}>${t('action.cancel')}</button>`
        : html`<label class="p-button p-primary">${t('modules.choose')}<input class="p-visually-hidden" type="file"
          accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values"
          @change=${(event) => { this.#take(event.target.files[0]); event.target.value = ''; }}></label>`}</div>`;
  }

  #row({id, title, fields}) {
    const state = choiceOf(fieldNamed(typeNamed('import'), 'state'), fields.state);
    const count = fields.rows_created + fields.rows_updated;
    return html`<li><a class="p-link p-two" href=${`imports/${id}`}><strong class="p-clip">${title}</strong><span
        class="p-small p-muted p-clip">${[typeNamed(fields.target)?.plural, formatRelative(fields.created_at)].filter(Boolean).join(' · ')}</span></a>
      <span class="p-two p-right">${chip(state?.label ?? fields.state, state?.color)}${count && fields.state === 'done'
        ? html`<span class="p-small p-muted">${t('import.rows', {n: count, count: formatNumber(count)})}</span>` : nothing}</span></li>`;
  }

  render() {
    return html`<div class="p-page"><header class="p-head"><h1>${t('nav.imports')}</h1></header>
      <div class="p-scroll p-pad">${this.#zone()}
        ${this.refused ? html`<div class="p-card p-refusal" role="alert"><h2 class="p-card-title">${icon('circle-alert', 'p-bad-text')}${t('import.refused', {file: this.refused.file})}</h2>
          <p>${problemText(this.refused.problem)}</p><p class="p-small p-muted">${t('import.refused.text')}</p></div>` : nothing}
        ${this.failed && !this.items ? problemState(this.failed, () => this.#load()) : nothing}
        ${this.items && !this.items.length ? emptyState('upload', t('import.none'), t('import.none.text')) : nothing}
        ${this.items?.length ? html`<section class="p-card"><h2 class="p-card-title">${t('import.earlier')}</h2><ul
          class="p-lines">${repeat(this.items, ({id}) => id, (item) => this.#row(item))}</ul></section>` : nothing}</div></div>`;
  }
}

customElements.define('parley-imports', Imports);
