// SPDX-License-Identifier: Apache-2.0
import {LightElement, api, apiUrl, icon, problemText, session, signedInElsewhere, signIn, t} from '@parley/ui';
import {html, nothing} from 'lit';
import './invited.js';

// What can go wrong with a login elsewhere, as the address tells it.
const TOLD = ['login_stale', 'login_refused', 'login_unknown'];

// The login: a page of its own, or (`again`) over a page whose session ended, which stays as it is underneath.
class Login extends LightElement {
  static properties = {again: {type: Boolean}, message: {state: true}, busy: {state: true}, second: {state: true}, forgot: {state: true}, ways: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    const query = new URLSearchParams(location.search);
    if (query.has('elsewhere')) this.message = t(TOLD.includes(query.get('elsewhere')) ? `login.elsewhere.${query.get('elsewhere')}` : 'login.elsewhere.unavailable');
    this.#look();
    // Who logs in elsewhere over a page that waits does so in a tab of its own.
    const back = () => { if (this.again) signedInElsewhere().catch(() => {}); };
    addEventListener('focus', back);
    this.whileConnected(() => removeEventListener('focus', back));
  }

  async #look() {
    this.ways = (await api.get('logins').catch(() => ({ways: []}))).ways;
  }

  #away({plugin, choice}) {
    const here = location.pathname + location.search;
    const next = this.again || /\/login$/.test(location.pathname) ? undefined : here;
    return apiUrl(`logins/${encodeURIComponent(plugin)}/${encodeURIComponent(choice)}`, {next});
  }

  firstUpdated() {
    if (this.again) this.querySelector('dialog').showModal();
    else document.title = `${t('login.title')} · Parley`;
    const username = this.querySelector('[name=username]');
    if (this.again && session.value) username.value = session.value.user.username;
    (username.value ? this.querySelector('[name=password]') : username).focus();
  }

  async #submit(event) {
    event.preventDefault();
    const {username, password, code} = event.target.elements;
    this.busy = true;
    this.message = undefined;
    try {
      await signIn(username.value.trim(), password.value, code?.value.trim());
    } catch (problem) {
      const asked = problem.code === 'second_factor';
      // The password was right: the first time that is no mistake, only half of it.
      this.message = asked ? this.second ? t('login.code.wrong') : undefined
        : problem.status === 401 ? t('login.wrong')
          : problem.status === 429 ? t('login.slow') : problem.status ? problem.message : t('problem.offline.text');
      this.second = asked || (this.second && problem.status === 429);
      await this.updateComplete;
      this.querySelector(this.second ? '[name=code]' : '[name=password]').select();
    } finally {
      this.busy = false;
    }
  }

  #form() {
    return html`<form class="p-login" @submit=${this.#submit} aria-labelledby="p-login-title">
      <img src=${new URL('logo.svg', import.meta.url)} width="36" height="36" alt="">
      <h1 id="p-login-title">${t(this.again ? 'login.again' : 'login.title')}</h1>
      <p class="p-muted">${t(this.again ? 'login.again.text' : 'login.text')}</p>
      <div class="p-field"><label for="p-username">${t('login.username')}</label>
        <input id="p-username"
            class="p-input" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required></div>
      <div class="p-field"><label for="p-password">${t('login.password')}</label>
        <input id="p-password" class="p-input" name="password" type="password" autocomplete="current-password" required
          aria-describedby="p-login-error"></div>
      ${this.second ? html`<div class="p-field"><label for="p-code">${t('login.code')}</label>
        <input id="p-code" class="p-input" name="code" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" maxlength="20" required
          aria-describedby="p-code-note p-login-error"><p id="p-code-note" class="p-help">${t('login.code.text')}</p></div>` : nothing}
      <p id="p-login-error" class="p-error" role="alert">${this.message ?? nothing}</p>
      <button class="p-button p-primary p-wide" ?disabled=${this.busy}>${t('login.action')}</button>
      <button type="button" class="p-link p-plain" @click=${this.#forgot}>${t('login.forgot')}</button>
      ${this.ways?.length ? html`<div class="p-login-ways"><p class="p-or"><span>${t('login.or')}</span></p>
        ${this.ways.map((way) => html`<a class="p-button p-wide" href=${this.#away(way)} target=${this.again ? '_blank' : '_self'}>${icon('key-round')}${t('login.with', {label: way.label})}</a>`)}</div>` : nothing}
    </form>`;
  }

  // forgot: undefined, else whether a link can be had by mail, or that it is on its way.
  async #forgot() {
    this.typed = this.querySelector('[name=username]').value;
    this.message = undefined;
    const {mail} = await api.get('forgotten').catch(() => ({mail: false}));
    this.forgot = mail ? 'mail' : 'person';
    await this.updateComplete;
    (this.querySelector('[name=who]') ?? this.querySelector('h1')).focus();
  }

  async #ask(event) {
    event.preventDefault();
    this.busy = true;
    this.message = undefined;
    try {
      await api.post('forgotten', {who: event.target.elements.who.value.trim()});
      this.forgot = 'asked';
      await this.updateComplete;
      this.querySelector('h1').focus();
    } catch (problem) {
      this.message = problemText(problem);
    } finally {
      this.busy = false;
    }
  }

  #forgotten() {
    return html`<form class="p-login" @submit=${this.#ask} aria-labelledby="p-login-title">
      <img src=${new URL('logo.svg', import.meta.url)} width="36" height="36" alt="">
      <h1 id="p-login-title" tabindex="-1">${t(`forgot.${this.forgot}`)}</h1>
      <p class="p-muted">${t(`forgot.${this.forgot}.text`)}</p>
      ${this.forgot === 'mail' ? html`<div class="p-field"><label for="p-who">${t('forgot.who')}</label>
        <input id="p-who" class="p-input" name="who" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="254" .value=${this.typed ?? ''} aria-describedby="p-login-error"></div>
      <p id="p-login-error" class="p-error" role="alert">${this.message ?? nothing}</p>
      <button class="p-button p-primary p-wide" ?disabled=${this.busy}>${t('forgot.action')}</button>` : nothing}
      <button type="button" class="p-button p-wide" @click=${() => { this.forgot = undefined; }}>${t('forgot.back')}</button>
    </form>`;
  }

  render() {
    return this.again
      ? html`<dialog class="p-dialog p-narrow" aria-labelledby="p-login-title"
          @cancel=${(event) => event.preventDefault()}>${this.forgot ? this.#forgotten() : this.#form()}</dialog>`
      : html`<main class="p-alone">${this.forgot ? this.#forgotten() : this.#form()}</main>`;
  }
}

customElements.define('parley-login', Login);
