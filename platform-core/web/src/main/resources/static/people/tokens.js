// SPDX-License-Identifier: Apache-2.0
import {LightElement, api, formatDate, formatRelative, icon, problemText, t, toast} from '@parley/ui';
import {html, nothing} from 'lit';
import {showSecret} from './links.js';

const DAYS = [30, 90, 365, 0];

// The tokens by which programs act as somebody: made, shown once, revoked.
class Tokens extends LightElement {
  static properties = {userId: {attribute: false}, items: {state: true}, making: {state: true}, message: {state: true}};

  willUpdate(changed) {
    if (changed.has('userId')) this.#load();
  }

  async #load() {
    this.items = await api.get(`people/${this.userId}/tokens`).then(({items}) => items).catch(() => []);
  }

  async #make(event) {
    event.preventDefault();
    const {name, scope, days} = Object.fromEntries(new FormData(event.target));
    this.message = undefined;
    try {
      const made = await api.post(`people/${this.userId}/tokens`, {name, scope, ...(Number(days) ? {days: Number(days)} : {})});
      this.making = false;
      this.#load();
      await showSecret(made);
    } catch (problem) {
      this.message = problemText(problem);
    }
  }

  async #revoke(token) {
    try {
      await api.delete(`people/${this.userId}/tokens/${token.id}`);
      toast(t('token.revoked', {name: token.name}));
    } catch (problem) {
      toast(problemText(problem), {kind: 'bad'});
    }
    this.#load();
  }

  render() {
    return html`<p class="p-muted">${t('token.text')}</p>
      ${this.items?.length ? html`<ul class="p-lines">${this.items.map((token) => html`<li>${icon('key-round')}<span class="p-two"><strong>${token.name}</strong><span class="p-small p-muted">${[t(`token.scope.${token.scope}`),
        token.expires_at ? t('token.until', {when: formatDate(token.expires_at)}) : t('token.ever'), token.used_at ? t('token.used', {when: formatRelative(token.used_at)}) : t('token.unused')].join(' · ')}</span></span>
        <button type="button" class="p-button p-end" @click=${() => this.#revoke(token)}>${t('token.revoke')}</button></li>`)}</ul>` : nothing}
      ${this.making ? html`<form class="p-inline-form" @submit=${this.#make}><div class="p-field"><label for="p-token-name">${t('token.name')}</label><input class="p-input" id="p-token-name" name="name" required maxlength="100"></div>
          <div class="p-field"><label for="p-token-scope">${t('token.scope')}</label><select class="p-input" id="p-token-scope" name="scope">${['read', 'write', 'all'].map((scope) => html`<option value=${scope}>${t(`token.scope.${scope}`)}</option>`)}</select></div>
          <div class="p-field"><label for="p-token-days">${t('token.lasts')}</label><select class="p-input" id="p-token-days" name="days">${DAYS.map((days) => html`<option value=${days}>${days ? t('token.days', {n: days}) : t('token.ever')}</option>`)}</select></div>
          <p class="p-error" role="alert">${this.message ?? nothing}</p>
          <div class="p-acts"><button class="p-button p-primary">${t('token.make')}</button><button type="button" class="p-button p-quiet" @click=${() => { this.making = false; }}>${t('action.cancel')}</button></div></form>`
        : html`<div class="p-acts"><button type="button" class="p-button" @click=${() => { this.making = true; this.updateComplete.then(() => this.querySelector('#p-token-name').focus()); }}>${icon('plus')}${t('token.new')}</button></div>`}`;
  }
}

customElements.define('parley-tokens', Tokens);
