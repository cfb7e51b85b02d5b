// SPDX-License-Identifier: Apache-2.0
// Secret addresses by which calendar programs read one's calendars: made and shown once, listed, revoked.
import {Dialog, LightElement, api, formatRelative, icon, labels, problemText, t, toast} from '@parley/ui';
import {html, nothing} from 'lit';

const list = () => api.get('account/feeds', {lang: labels}).then(({items}) => items);

class Feeds extends LightElement {
  static properties = {items: {state: true}, empty: {}};

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  async load() {
    this.items = await list().catch(() => []);
  }

  async #revoke(feed) {
    try {
      await api.delete(`account/feeds/${feed.id}`);
      toast(t('feed.revoked'));
    } catch (problem) {
      toast(problemText(problem), {kind: 'bad'});
    }
    this.load();
  }

  render() {
    if (!this.items?.length) return this.items && this.empty ? html`<p class="p-muted">${this.empty}</p>` : nothing;
    return html`<ul class="p-lines">${this.items.map((feed) => html`<li>${icon('calendar')}<span class="p-two"><strong>${feed.name ?? t('feed.gone')}</strong><span class="p-small p-muted">${[t(`calendar.whose.${feed.whose}`),
      feed.used_at ? t('token.used', {when: formatRelative(feed.used_at)}) : t('token.unused')].join(' · ')}</span></span>
      <button type="button" class="p-button p-end" @click=${() => this.#revoke(feed)}>${t('token.revoke')}</button></li>`)}</ul>`;
  }
}

customElements.define('parley-feeds', Feeds);

// "Subscribe…" of a calendar.
class FeedDialog extends Dialog {
  static properties = {type: {attribute: false}, view: {attribute: false}, whose: {}, address: {state: true}, message: {state: true}};

  get heading() {
    return t('feed.title');
  }

  async #make() {
    this.message = undefined;
    try {
      const {path} = await api.post('account/feeds', {type: this.type.name, view: this.view.key, whose: this.whose}, {query: {lang: labels}});
      this.address = new URL(path, location.href).href;
      this.querySelector('parley-feeds').load();
      await this.updateComplete;
      this.querySelector('input').select();
    } catch (problem) {
      this.message = problem.errors?.[0]?.code === 'unknown_view' ? t('feed.unsaved') : problemText(problem);
    }
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.address);
      toast(t('people.copied'));
    } catch {
      // Without a clipboard, as on plain HTTP, one copies by hand.
      this.querySelector('input').select();
    }
  }

  body() {
    return html`<p>${t('feed.text')}</p>
      ${this.address ? html`<div class="p-joined p-once"><input class="p-input p-code" readonly aria-label=${t('feed.address')} .value=${this.address} @focus=${({target}) => target.select()}>
          <button type="button" class="p-button" @click=${this.#copy}>${icon('copy')}${t('people.copy')}</button></div><p class="p-small p-muted">${t('feed.once')}</p>`
        : this.view.changed ? html`<p class="p-banner">${icon('info')}${t('feed.unsaved')}</p>`
        : html`<div class="p-acts"><button type="button" class="p-button p-primary" @click=${this.#make}>${icon('plus')}${t('feed.make', {name: `${this.type.plural}: ${this.view.label}`, whose: t(`calendar.whose.${this.whose}`)})}</button></div>`}
      <p class="p-error" role="alert">${this.message ?? nothing}</p>
      <h3 class="p-section">${t('feed.there')}</h3><parley-feeds .empty=${t('feed.none')}></parley-feeds>`;
  }

  foot() {
    return html`<span class="p-space"></span><button type="button" class="p-button" @click=${() => this.close()}>${t('people.done')}</button>`;
  }
}

customElements.define('parley-feed', FeedDialog);
