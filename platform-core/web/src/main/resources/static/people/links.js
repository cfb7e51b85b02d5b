// SPDX-License-Identifier: Apache-2.0
// What is shown once and carried elsewhere: a link that lets somebody in, the secret of a token.
import {Dialog, api, formatDateTime, icon, t, toast} from '@parley/ui';
import {html, nothing} from 'lit';

class Once extends Dialog {
  static properties = {title: {}, text: {}, secret: {}, note: {}};

  get heading() {
    return this.title;
  }

  get size() {
    return 'p-narrow';
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.secret);
      toast(t('people.copied'));
    } catch {
      // Without a clipboard, as on plain HTTP, one copies by hand.
      this.querySelector('input').select();
    }
  }

  body() {
    return html`<p>${this.text}</p>
      <div class="p-joined p-once"><input class="p-input p-code" readonly aria-label=${this.title} .value=${this.secret} @focus=${({target}) => target.select()}>
        <button type="button" class="p-button" @click=${this.#copy}>${icon('copy')}${t('people.copy')}</button></div>
      ${this.note ? html`<p class="p-small p-muted">${this.note}</p>` : nothing}`;
  }

  foot() {
    return html`<button type="button" class="p-button p-primary" @click=${() => this.close(true)}>${t('people.done')}</button>`;
  }
}

customElements.define('parley-once', Once);

// The token stands behind a #, which no browser sends to a server.
const linkOf = (token) => `${new URL('invitation', document.baseURI).href}#${token}`;

export async function showLink({id, title}) {
  const {token, expires_at: until} = await api.post(`people/${id}/invite`);
  await Dialog.show('parley-once', {
    title: t('people.link'), text: t('people.link.text', {name: title}), secret: linkOf(token), note: t('people.link.until', {when: formatDateTime(until)}),
  });
}

export const showSecret = ({name, secret}) =>
  Dialog.show('parley-once', {title: t('token.made', {name}), text: t('token.made.text'), secret});
