// SPDX-License-Identifier: Apache-2.0
import {LightElement, api, noun, problemState, rich, t} from '@parley/ui';
import {html, nothing, repeat} from 'lit';
import {byDay, entry, labelOf, newValue, whoDid} from './entries.js';

// What happened to a record, newest first, day by day.
class History extends LightElement {
  static properties = {
    type: {attribute: false}, recordId: {}, version: {type: Number},
    items: {state: true}, next: {state: true}, failed: {state: true},
  };

  willUpdate(changed) {
    if (changed.has('recordId')) this.items = undefined;
    if (changed.has('recordId') || changed.has('version')) this.#load();
  }

  async #load(after) {
    const id = this.recordId;
    try {
      const page = await api.get(`records/${this.type.name}/${id}/history`, {limit: 30, after});
      if (id !== this.recordId) return;
      const known = after ? this.items : [];
      this.items = [...known, ...page.items];
      this.next = page.next;
      this.failed = undefined;
    } catch (problem) {
      this.failed = problem;
    }
  }

  #entry(item) {
    const changes = item.operation === 'update' ? item.changes ?? [] : [];
    const who = whoDid(item);
    const [only] = changes;
    const what = changes.length === 1
      ? rich('history.changed', {who, field: labelOf(this.type, only), value: newValue(this.type, only)})
      : rich(`history.${item.operation}`, {who, type: noun(this.type), count: changes.length});
    return entry(this.type, item, what, changes.length > 1 ? changes : []);
  }

  render() {
    if (this.failed && !this.items) return problemState(this.failed, () => this.#load());
    if (!this.items) return html`<div class="p-skeleton" aria-busy="true"></div>`;
    if (!this.items.length) return html`<p class="p-muted">${t('history.none')}</p>`;
    return html`${byDay(this.items).map(([day, items]) => html`<h2 class="p-section">${day}</h2>
        <ol class="p-timeline">${repeat(items, (item) => item.position, (item) => this.#entry(item))}</ol>`)}
      ${this.next ? html`<button class="p-button"
          @click=${() => this.#load(this.next)}>${t('history.older')}</button>` : nothing}`;
  }
}

customElements.define('parley-history', History);
