// SPDX-License-Identifier: Apache-2.0
import {LitElement, html, nothing} from 'lit';
import {onEvent} from './events.js';
import {t} from './i18n.js';

// A Lit element in the page's own DOM: one style sheet, labels and forms work across elements.
export class LightElement extends LitElement {
  #stops = [];

  createRenderRoot() {
    return this;
  }

  // Draws again when one of these signals changes, as long as the element is on the page.
  get signals() {
    return [];
  }

  connectedCallback() {
    super.connectedCallback();
    for (const signal of this.signals) this.whileConnected(signal.subscribe(() => this.requestUpdate()));
    this.requestUpdate();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    for (const stop of this.#stops.splice(0)) stop();
  }

  whileConnected(stop) {
    this.#stops.push(stop);
  }
}

// What a plugin's panel, page or dashlet extends: load(ctx) fetches, view(data, ctx) draws.
export class ParleyElement extends LightElement {
  static properties = {
    ctx: {attribute: false},
    loaded: {state: true},
    failed: {state: true},
  };
  static watches = [];
  #key;
  #turn = 0;

  connectedCallback() {
    super.connectedCallback();
    if (!this.constructor.watches.length) return;
    this.whileConnected(onEvent('record', ({type}) => {
      if (this.constructor.watches.includes(type)) this.reload();
    }));
    this.whileConnected(onEvent('reset', () => this.reload()));
  }

  willUpdate(changed) {
    if (!changed.has('ctx')) return;
    const record = this.ctx?.record;
    const key = record ? `${record.type}/${record.id}/${record.version}` : '';
    if (key === this.#key) return;
    this.#key = key;
    this.reload();
  }

  async reload() {
    if (!this.load || !this.ctx) return;
    const turn = ++this.#turn;
    try {
      const data = await this.load(this.ctx);
      if (turn === this.#turn) [this.loaded, this.failed] = [{data}, undefined];
    } catch (error) {
      if (turn === this.#turn) this.failed = error;
    }
  }

  render() {
    if (!this.ctx || !this.view) return nothing;
    if (this.failed) {
      return html`<p class="p-bad-text">${this.failed.message}</p>
        <button class="p-button" @click=${() => this.reload()}>${t('action.retry')}</button>`;
    }
    if (this.load && !this.loaded) return html`<div class="p-skeleton" aria-busy="true"></div>`;
    return this.view(this.loaded?.data, this.ctx);
  }
}
