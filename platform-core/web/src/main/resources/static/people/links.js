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

async function byHand({id, title}) {
  const {token, expires_at: until} = await api.post(`people/${id}/invite`, undefined, {query: {by: 'hand'}});
  await Dialog.show('parley-once', {
    title: t('people.link'), text: t('people.link.text', {name: title}), secret: linkOf(token), note: t('people.link.until', {when: formatDateTime(until)}),
  });
}

// By mail where that works; one can still hand the link over oneself, which ends the one on its way.
export async function showLink(person) {
  const made = await api.post(`people/${person.id}/invite`);
  if (made.mailed) {
    toast(t('people.mailed', {address: made.mailed}), {action: t('people.mailed.hand'), run: () => byHand(person)});
    return;
  }
  await Dialog.show('parley-once', {
    title: t('people.link'), text: t('people.link.text', {name: person.title}), secret: linkOf(made.token), note: t('people.link.until', {when: formatDateTime(made.expires_at)}),
  });
}

export const showSecret = ({name, secret}) =>
  Dialog.show('parley-once', {title: t('token.made', {name}), text: t('token.made.text'), secret});
