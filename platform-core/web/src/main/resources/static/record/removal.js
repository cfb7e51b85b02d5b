// SPDX-License-Identifier: Apache-2.0
// What takes something away for good, asked about once more before.
import {Dialog, api, problemText, session, t, toast} from '@parley/ui';
import {html, nothing} from 'lit';

class Remove extends Dialog {
  static properties = {what: {}, record: {attribute: false}, message: {state: true}, busy: {state: true}};

  get heading() {
    return t(`${this.what}.title`, {title: this.record.title});
  }

  get size() {
    return 'p-narrow';
  }

  async #go() {
    const {type, id, title} = this.record;
    this.busy = true;
    try {
      await api.post(`records/${type}/${id}/${this.what}`);
      toast(t(`${this.what}.done`, {title}));
      this.close(true);
    } catch (problem) {
      this.message = problemText(problem);
      this.busy = false;
    }
  }

  body() {
    return html`<p>${t(`${this.what}.text`)}</p><p class="p-error" role="alert">${this.message ?? nothing}</p>`;
  }

  foot() {
    return html`<button type="button" class="p-button" autofocus @click=${() => this.leave()}>${t('action.cancel')}</button>
      <button type="button" class="p-button p-bad" ?disabled=${this.busy} @click=${() => this.#go()}>${t(`${this.what}.action`).replace(/ ?…$/, '')}</button>`;
  }
}

customElements.define('parley-remove', Remove);

export const mayPurge = () => session.value.rights.includes('personal_data');

// Values that say something of a person can be taken out, by those who may.
export const mayErase = (type, record) => mayPurge() && type.state === 'active' && !record.fields.deleted_at
  && (type.party || type.fields.some((field) => field.sensitive));

// Erases or purges a record, if that is what was meant.
export async function remove(what, record, done) {
  if (await Dialog.show('parley-remove', {what, record})) done();
}
