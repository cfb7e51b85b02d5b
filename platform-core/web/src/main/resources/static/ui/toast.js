// SPDX-License-Identifier: Apache-2.0
import {html, nothing, repeat} from 'lit';
import {LightElement} from './element.js';
import {icon} from './pieces.js';
import {t} from './i18n.js';

// Notes at the edge of the screen. They stay longer when there is something to press, and as long as the pointer or
// the focus is on them.
class Toasts extends LightElement {
  #items = [];
  #next = 1;

  add(item) {
    const same = item.key && this.#items.find((other) => other.key === item.key);
    if (same?.run && !item.run) return;
    const entry = {...item, id: this.#next++};
    this.#items = [...this.#items.filter((other) => other !== same).slice(-2), entry];
    this.requestUpdate();
    if (!item.actions) this.#expire(entry, item.run ? 10_000 : 5000);
  }

  #expire(entry, wait) {
    setTimeout(() => {
      const held = this.querySelector(`[data-toast="${entry.id}"]:is(:hover, :focus-within)`);
      if (held) this.#expire(entry, 2000);
      else this.#drop(entry);
    }, wait);
  }

  #drop(entry) {
    this.#items = this.#items.filter((other) => other !== entry);
    this.requestUpdate();
  }

  // In the top layer, so that notes are not hidden behind a dialog.
  updated() {
    const list = this.firstElementChild;
    if (this.#items.length && !list.matches(':popover-open')) list.showPopover();
    if (!this.#items.length && list.matches(':popover-open')) list.hidePopover();
  }

  render() {
    return html`<div class="p-toasts" popover="manual" role="status">
      ${repeat(this.#items, (item) => item.id, (item) => html`
        <div class="p-toast" data-toast=${item.id}>
          ${icon(item.kind === 'bad' ? 'circle-alert' : 'circle-check', item.kind === 'bad' ? 'p-bad-text' : 'p-good-text')}
          <div><strong>${item.text}</strong>${item.detail ? html`<div class="p-small p-muted">${item.detail}</div>`
              : nothing}</div>
          ${(item.run ? [item] : item.actions ?? []).map(({action, run}) => html`<button class="p-button"
              @click=${() => { this.#drop(item); run(); }}>${action}</button>`)}
          <button class="p-button p-quiet p-only-icon" aria-label=${t('action.close')}
              @click=${() => this.#drop(item)}>${icon('x')}</button>
        </div>`)}
    </div>`;
  }
}

customElements.define('parley-toasts', Toasts);

let toasts;

// A short note: {detail, action, run, kind: 'bad', key}; one with `actions: [{action, run}]` stays until it is
// answered. A note takes the place of one with the same key, unless that
// one has something to press.
export function toast(text, options = {}) {
  if (!toasts?.isConnected) {
    toasts = document.createElement('parley-toasts');
    document.body.append(toasts);
  }
  toasts.add({text, ...options});
}
