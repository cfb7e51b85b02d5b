// SPDX-License-Identifier: Apache-2.0
import {LightElement, acceptInvitation, lookAtInvitation, navigate, problemText, t} from '@parley/ui';
import {html, nothing} from 'lit';

// Where a link leads that lets somebody in: they choose a password and are here.
class Invited extends LightElement {
  static properties = {who: {state: true}, over: {state: true}, message: {state: true}, busy: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    document.title = `${t('invited.title')} · Parley`;
    this.token = location.hash.slice(1);
    // Gone from the address, so that nobody reads it over a shoulder or in the history.
    history.replaceState(null, '', location.pathname);
    this.#look();
  }

  async #look() {
    try {
      this.who = await lookAtInvitation(this.token);
      await this.updateComplete;
      this.querySelector('#p-new')?.focus();
    } catch (problem) {
      this.over = problemText(problem);
    }
  }

  async #submit(event) {
    event.preventDefault();
    const {next, again} = Object.fromEntries(new FormData(event.target));
    if (next !== again) {
      this.message = t('invited.differ');
      return;
    }
    this.busy = true;
    this.message = undefined;
    try {
      await acceptInvitation(this.token, next);
      navigate('', {replace: true});
    } catch (problem) {
      this.message = problemText(problem);
    } finally {
      this.busy = false;
    }
  }

  render() {
    const logo = html`<img src=${new URL('logo.svg', import.meta.url)} width="36" height="36" alt="">`;
    if (this.over) {
      return html`<main class="p-alone"><div class="p-login" role="alert">${logo}<h1>${t('invited.over')}</h1><p>${this.over}</p>
        <a class="p-button p-wide" href="login">${t('login.action')}</a></div></main>`;
    }
    if (!this.who) return html`<main class="p-alone" aria-busy="true"></main>`;
    return html`<main class="p-alone"><form class="p-login" @submit=${this.#submit} aria-labelledby="p-invited-title">${logo}
      <h1 id="p-invited-title">${t('invited.hello', {name: this.who.name})}</h1><p class="p-muted">${t('invited.text', {username: this.who.username})}</p>
      <input type="hidden" name="username" autocomplete="username" value=${this.who.username}>
      <div class="p-field"><label for="p-new">${t('invited.password')}</label><input class="p-input" id="p-new" name="next" type="password" autocomplete="new-password" minlength="12" required aria-describedby="p-new-note p-invited-error">
        <p class="p-help" id="p-new-note">${t('profile.password.text')}</p></div>
      <div class="p-field"><label for="p-new-again">${t('invited.again')}</label><input class="p-input" id="p-new-again" name="again" type="password" autocomplete="new-password" required aria-describedby="p-invited-error"></div>
      <p id="p-invited-error" class="p-error" role="alert">${this.message ?? nothing}</p>
      <button class="p-button p-primary p-wide" ?disabled=${this.busy}>${t('invited.action')}</button></form></main>`;
  }
}

customElements.define('parley-invited', Invited);
