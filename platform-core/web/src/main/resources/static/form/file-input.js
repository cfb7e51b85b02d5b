// SPDX-License-Identifier: Apache-2.0
import {LightElement, fileIcon, formatSize, icon, problemText, session, t, upload} from '@parley/ui';
import {html, ifDefined, nothing} from 'lit';

const fits = (accept, type) => !accept || accept.some((one) => (one.endsWith('/*') ? type.startsWith(one.slice(0, -1)) : type === one));

// Takes a file by its button or by drag and drop and sends it at once; the form then only names it. While one is on
// its way the value is {sending: true}, which no form saves.
class FileInput extends LightElement {
  static properties = {
    field: {attribute: false}, value: {attribute: false}, control: {attribute: false},
    sending: {state: true}, part: {state: true}, over: {state: true}, problem: {state: true},
  };

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stop?.abort();
  }

  get #limit() {
    return Math.min(this.field.maxBytes ?? Infinity, session.value?.maxUpload ?? Infinity);
  }

  #tell(value) {
    if (!this.isConnected) return;
    this.dispatchEvent(new CustomEvent('parley-file', {detail: value, bubbles: true}));
  }

  #misfit(file) {
    if (file.size > this.#limit) {
      return t('file.tooLarge', {file: file.name, size: formatSize(file.size), limit: formatSize(this.#limit)});
    }
    // Without a type the server finds out by the content.
    return file.type && !fits(this.field.accept, file.type)
      ? t('file.wrongType', {file: file.name, accept: this.field.accept.join(', ')}) : undefined;
  }

  async #take(file) {
    if (!file || this.sending) return;
    this.problem = this.#misfit(file);
    if (this.problem) return;
    const before = this.value ?? null;
    this.stop = new AbortController();
    this.sending = file;
    this.part = 0;
    this.#tell({sending: true});
    try {
      this.value = await upload(file, {signal: this.stop.signal, progress: (part) => { this.part = part; }});
      this.sending = undefined;
      this.#tell(this.value);
    } catch (problem) {
      this.sending = undefined;
      if (problem.name !== 'AbortError') this.problem = problemText(problem);
      this.#tell(before);
    }
    this.updateComplete.then(() => this.querySelector('input')?.focus());
  }

  #choose(event) {
    const [file] = event.target.files;
    event.target.value = '';
    this.#take(file);
  }

  #drop(event) {
    event.preventDefault();
    this.over = false;
    this.#take(event.dataTransfer.files[0]);
  }

  #remove() {
    this.value = null;
    this.problem = undefined;
    this.#tell(null);
    this.updateComplete.then(() => this.querySelector('input')?.focus());
  }

  #sending() {
    return html`${icon('loader-circle', 'p-spin')}<span class="p-two"><span
        class="p-clip">${this.sending.name}</span>
        <progress max="1" .value=${this.part} aria-label=${t('file.sending', {file: this.sending.name})}></progress></span>
      <button type="button" class="p-button p-quiet" @click=${() => this.stop.abort()}>${t('action.cancel')}</button>`;
  }

  #waiting() {
    const {id, invalid, describedby} = this.control;
    const file = this.value;
    const invites = Number.isFinite(this.#limit) ? t('file.dropUpTo', {size: formatSize(this.#limit)}) : t('file.drop');
    return html`${icon(file ? fileIcon(file.type) : 'upload')}${file
      ? html`<span class="p-two"><span class="p-clip">${file.name}</span><span
          class="p-small p-muted">${formatSize(file.size)}</span></span>`
      : html`<span class="p-small p-muted">${invites}</span>`}
      <label class="p-button">${file ? t('file.replace') : t('file.choose')}<input type="file" class="p-visually-hidden"
          id=${id} accept=${ifDefined(this.field.accept?.join(','))} ?required=${this.field.required && !file}
          aria-invalid=${this.problem ? 'true' : invalid} aria-describedby="${describedby} ${id}-problem"
          @change=${this.#choose}></label>
      ${file && !this.field.required ? html`<button type="button" class="p-button p-quiet p-only-icon"
          aria-label=${t('field.clear', {label: this.field.label})} @click=${() => this.#remove()}>${icon('x')}</button>` : nothing}`;
  }

  render() {
    return html`<div class="p-filebox ${this.over ? 'p-over' : ''}" aria-busy=${this.sending ? 'true' : 'false'}
        @keydown=${(event) => { if (event.key === 'Enter') event.stopPropagation(); }}
        @dragover=${(event) => { event.preventDefault(); this.over = true; }} @dragleave=${() => { this.over = false; }}
        @drop=${this.#drop}>${this.sending ? this.#sending() : this.#waiting()}</div>
      <p class="p-error" id="${this.control.id}-problem" role="alert">${this.problem ?? nothing}</p>`;
  }
}

customElements.define('parley-file-input', FileInput);
