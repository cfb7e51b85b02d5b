// SPDX-License-Identifier: Apache-2.0
import {LightElement, api, fieldNamed, formatRelative, icon, onEvent, problemText, showValue, t, toast, typeNamed, upload} from '@parley/ui';
import {html, nothing, repeat} from 'lit';

// The files of a record: dropped here or chosen, sent one after the other with progress.
class Files extends LightElement {
  static properties = {record: {attribute: false}, locked: {type: Boolean}, items: {state: true}, sending: {state: true}, over: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    this.whileConnected(onEvent('record', ({type}) => { if (type === 'attachment') this.#load(); }));
    this.whileConnected(() => this.stop?.abort());
  }

  willUpdate(changed) {
    if (changed.has('record') && this.record?.id !== this.known) {
      this.known = this.record?.id;
      this.items = undefined;
      this.#load();
    }
  }

  async #load() {
    const {id} = this.record;
    const page = await api.get('records/attachment', {filter: `record==${id}`, sort: '-created_at', limit: 20}).catch(() => null);
    if (page && id === this.record.id) this.items = page.items;
  }

  async #take(files) {
    if (this.sending) return;
    const {type, id} = this.record;
    for (const file of files) {
      this.stop = new AbortController();
      this.sending = {name: file.name, part: 0};
      try {
        const sent = await upload(file, {signal: this.stop.signal, progress: (part) => { this.sending = {name: file.name, part}; }});
        await api.post('records/attachment', {fields: {record: {type, id}, file: sent}});
      } catch (problem) {
        if (problem.name !== 'AbortError') toast(problemText(problem), {kind: 'bad'});
      }
    }
    this.sending = undefined;
    this.#load();
  }

  async #drop(item) {
    try {
      await api.delete(`records/attachment/${item.id}`);
    } catch (problem) {
      toast(problemText(problem), {kind: 'bad'});
      return;
    }
    this.#load();
    toast(t('record.trashed', {title: item.title}), {action: t('action.undo'), run: async () => { await api.post(`records/attachment/${item.id}/restore`); this.#load(); }});
  }

  render() {
    const field = fieldNamed(typeNamed('attachment'), 'file');
    if (!field) return nothing;
    return html`<section class="p-card p-files ${this.over ? 'p-over' : ''}" aria-label=${t('files.title')}
        @dragover=${(event) => { event.preventDefault(); this.over = !this.locked; }} @dragleave=${() => { this.over = false; }}
        @drop=${(event) => { event.preventDefault(); this.over = false; if (!this.locked) this.#take([...event.dataTransfer.files]); }}>
      <h2 class="p-card-title">${icon('paperclip')}${t('files.title')} ${this.items ? html`<span class="p-count">${this.items.length}</span>` : nothing}
        ${this.locked ? nothing : html`<label class="p-button p-quiet p-only-icon p-end">${icon('plus')}<span class="p-visually-hidden">${t('files.add')}</span>
          <input type="file" multiple class="p-visually-hidden" @change=${({target}) => { this.#take([...target.files]); target.value = ''; }}></label>`}</h2>
      ${this.items?.length ? html`<ul class="p-lines">${repeat(this.items, ({id}) => id, (item) => html`<li><span class="p-grow">${showValue(field, item)}</span><span class="p-end p-small p-muted">${formatRelative(item.fields.created_at)}</span>
        ${this.locked ? nothing : html`<button class="p-button p-quiet p-only-icon" aria-label=${t('files.drop', {file: item.title})} @click=${() => this.#drop(item)}>${icon('trash-2')}</button>`}</li>`)}</ul>`
        : html`<p class="p-muted p-small">${t(this.locked ? 'related.none' : 'files.none')}</p>`}
      ${this.sending ? html`<div role="status"><p class="p-small">${t('file.sending', {file: this.sending.name})}</p><progress class="p-progress-bar" max="1" value=${this.sending.part}></progress>
        <button class="p-button" @click=${() => this.stop.abort()}>${t('action.cancel')}</button></div>` : nothing}</section>`;
  }
}

customElements.define('parley-files', Files);
