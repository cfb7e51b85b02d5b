// SPDX-License-Identifier: Apache-2.0
import {Dialog, api, formatNumber, icon, part, problemText, t} from '@parley/ui';
import {html, nothing} from 'lit';

// What becomes of the records of somebody who leaves: another gets them, a few hundred at a time, and then the door closes.
class Leave extends Dialog {
  static properties = {person: {attribute: false}, keep: {type: Boolean}, to: {state: true}, moved: {state: true}, left: {state: true}, busy: {state: true}, message: {state: true}, input: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    part(() => import('./form.js')).then(({fieldInput}) => { this.input = fieldInput; });
  }

  get heading() {
    return t(this.keep ? 'people.handOver' : 'people.deactivate', {name: this.person.title});
  }

  get size() {
    return 'p-narrow';
  }

  leave() {
    this.stopped = true;
    super.leave();
  }

  async #go(event) {
    event.preventDefault();
    this.busy = true;
    this.message = undefined;
    this.moved = 0;
    try {
      let left = 1;
      while (this.to && left && !this.stopped) {
        const done = await api.post(`people/${this.person.id}/hand-over`, {to: this.to});
        this.moved += done.moved;
        left = done.moved ? done.left : 0;
        this.left = done.left;
      }
      if (this.stopped) return;
      if (!this.keep) await api.patch(`records/user/${this.person.id}`, {fields: {active: false}});
      this.close({moved: this.moved});
    } catch (problem) {
      this.message = problemText(problem);
    } finally {
      this.busy = false;
    }
  }

  body() {
    const field = {name: 'to', kind: 'user', label: t('people.handTo'), to: ['user']};
    return html`<form id="p-leave" @submit=${this.#go}>
      ${this.message ? html`<div class="p-banner p-warn" role="alert">${icon('triangle-alert')}<span>${this.message}</span></div>` : nothing}
      <p>${t(this.keep ? 'people.handOver.text' : 'people.deactivate.text', {name: this.person.title})}</p>
      ${this.input ? html`<div class="p-field"><label for="p-leave-to">${t('people.handTo')}</label>${this.input(field, null, (value) => { this.to = value; }, {id: 'p-leave-to', invalid: 'false', describedby: 'p-leave-note'})}
        <p class="p-help" id="p-leave-note">${t('people.handTo.text')}</p></div>` : nothing}
      ${this.moved === undefined ? nothing : html`<p class="p-progress" role="status">${this.busy ? icon('loader-circle', 'p-spin') : nothing}${t('people.moved', {n: this.moved, count: formatNumber(this.moved)})}</p>`}
    </form>`;
  }

  foot() {
    return html`<button type="button" class="p-button" @click=${() => this.leave()}>${t('action.cancel')}</button>
      <button type="submit" form="p-leave" class="p-button ${this.keep ? 'p-primary' : 'p-danger'}" ?disabled=${this.busy || (this.keep && !this.to)}>${t(this.keep ? 'people.hand' : 'people.deactivate.action')}</button>`;
  }
}

customElements.define('parley-leave', Leave);
