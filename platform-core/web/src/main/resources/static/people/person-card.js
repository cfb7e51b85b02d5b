// SPDX-License-Identifier: Apache-2.0
import {Dialog, LightElement, api, icon, problemText, session, t, toast} from '@parley/ui';
import {html, nothing} from 'lit';
import './leave-dialog.js';
import {showLink} from './links.js';
import './tokens.js';

// On a person's page, for those who manage people: how they get in, and what is done when they leave.
class PersonCard extends LightElement {
  static properties = {record: {attribute: false}, second: {state: true}};

  willUpdate(changed) {
    if (changed.has('record') && this.record.id !== changed.get('record')?.id) this.#look();
  }

  async #look() {
    this.second = await api.get(`people/${this.record.id}/second-factor`).catch(() => undefined);
  }

  // For somebody who has lost their phone and their codes.
  async #release() {
    await api.delete(`people/${this.record.id}/second-factor`);
    toast(t('second.released', {name: this.record.title}));
    await this.#look();
  }

  async #try(work) {
    try {
      await work();
    } catch (problem) {
      toast(problemText(problem), {kind: 'bad'});
    }
  }

  async #leave(keep) {
    const done = await Dialog.show('parley-leave', {person: this.record, keep});
    if (done) toast(keep ? t('people.moved', {n: done.moved}) : t('people.left', {name: this.record.title}));
  }

  render() {
    const {active, service} = this.record.fields;
    const me = this.record.id === session.value.user.id;
    return html`<section class="p-card" aria-labelledby="p-person-card"><h2 class="p-card-title" id="p-person-card">${icon('key-round')}${t('people.access')}</h2>
      ${active === false ? html`<p>${t('people.closed')}</p><div class="p-acts"><button class="p-button" @click=${() => this.#try(() => api.patch(`records/user/${this.record.id}`, {fields: {active: true}}))}>${t('people.reactivate')}</button></div>`
        : service ? html`<parley-tokens .userId=${this.record.id}></parley-tokens>`
          : html`<p class="p-muted">${t('people.access.text')}</p>${this.second?.demanded && !this.second.since ? html`<p>${t('people.lacking.text')}</p>` : nothing}<div class="p-acts"><button class="p-button" @click=${() => this.#try(() => showLink(this.record))}>${icon('link')}${t('people.link')}</button>${this.second?.since && !me ? html`<button class="p-button" @click=${() => this.#try(() => this.#release())}>${icon('smartphone')}${t('second.release')}</button>` : nothing}</div>`}
      ${me ? nothing : html`<div class="p-acts"><button class="p-button" @click=${() => this.#leave(true)}>${t('people.hand')}</button>
        ${active === false ? nothing : html`<button class="p-button p-bad-text" @click=${() => this.#leave(false)}>${t('people.deactivate.action')}</button>`}</div>`}</section>`;
  }
}

customElements.define('parley-person-card', PersonCard);
