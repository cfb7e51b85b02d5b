// SPDX-License-Identifier: Apache-2.0
import {LightElement, findSession, session, signOut, t} from '@parley/ui';
import {html} from 'lit';
import './second-factor.js';

// The second factor that the company demands of somebody who has none: a page of its own, or (`over`) over a page that
// was there already, which stays as it is underneath.
class Needed extends LightElement {
  static properties = {over: {type: Boolean}};

  firstUpdated() {
    if (this.over) this.querySelector('dialog').showModal();
    else document.title = `${t('needed.title')} · Parley`;
  }

  #body() {
    return html`<div class="p-login p-needed" role="group" aria-labelledby="p-needed-title"><img src=${new URL('logo.svg', import.meta.url)} width="36" height="36" alt="">
      <h1 id="p-needed-title">${t('needed.title')}</h1><p class="p-muted">${t('needed.text')} ${t('second.text')}</p>
      <parley-second-factor needed .username=${session.value.user.username} @parley-set-up=${findSession}></parley-second-factor>
      <p class="p-small p-muted p-center">${t('needed.who', {name: session.value.user.name})} <button type="button" class="p-link p-plain" @click=${signOut}>${t('nav.signOut')}</button></p></div>`;
  }

  render() {
    return this.over
      ? html`<dialog class="p-dialog p-narrow" aria-labelledby="p-needed-title" @cancel=${(event) => event.preventDefault()}>${this.#body()}</dialog>`
      : html`<main class="p-alone p-long">${this.#body()}</main>`;
  }
}

customElements.define('parley-needed', Needed);
