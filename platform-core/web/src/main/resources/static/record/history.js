// SPDX-License-Identifier: Apache-2.0
import {LightElement, api, fieldNamed, formatDateTime, formatDay, formatTime, has, icon, noun, plainValue, problemState, rich, t} from '@parley/ui';
import {html, nothing, repeat} from 'lit';

const ICONS = {create: 'plus', update: 'pencil', trash: 'trash-2', restore: 'undo-2'};
const TONES = {create: 'green', update: 'blue', trash: 'red', restore: 'cyan'};

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

  // By what way a change came, where nobody typed it.
  #why(through) {
    const [way, plugin] = through.split(':');
    return plugin ? t('history.through.plugin', {plugin}) : has(`history.through.${way}`) ? t(`history.through.${way}`) : way;
  }

  // Entries of one day under its name.
  get #days() {
    const days = new Map();
    for (const item of this.items) {
      const day = formatDay(item.at);
      days.set(day, [...(days.get(day) ?? []), item]);
    }
    return [...days];
  }

  #change({field: name, label, old, new: now, oldTitle, newTitle}) {
    const field = fieldNamed(this.type, name);
    return html`<li><span class="p-muted">${field?.label ?? label ?? name}</span> <span
        class="p-old">${plainValue(field, old, oldTitle)}</span>
      ${icon('arrow-right')} <span>${plainValue(field, now, newTitle)}</span></li>`;
  }

  #entry(item) {
    const changes = item.operation === 'update' ? item.changes ?? [] : [];
    const who = html`<strong>${item.by?.name && item.by.name !== 'system' ? item.by.name : t('history.system')}</strong>`;
    const [only] = changes;
    const what = changes.length === 1
      ? rich('history.changed', {who, field: fieldNamed(this.type, only.field)?.label ?? only.label ?? only.field, value: html`<strong>${plainValue(fieldNamed(this.type, only.field), only.new, only.newTitle)}</strong>`})
      : rich(`history.${item.operation}`, {who, type: noun(this.type), count: changes.length});
    return html`<li class="p-entry"><span
        class="p-entry-icon p-tone p-tone-${TONES[item.operation] ?? 'grey'}">${icon(ICONS[item.operation] ?? 'circle')}</span>
      <div><p>${what} <span class="p-muted">· <time datetime=${item.at}
          title=${formatDateTime(item.at)}>${formatTime(item.at)}</time>${item.through === 'rest' ? nothing : ` · ${this.#why(item.through)}`}</span></p>
        ${changes.length > 1 ? html`<ul class="p-changes">${changes.map((change) => this.#change(change))}</ul>`
            : nothing}</div></li>`;
  }

  render() {
    if (this.failed && !this.items) return problemState(this.failed, () => this.#load());
    if (!this.items) return html`<div class="p-skeleton" aria-busy="true"></div>`;
    if (!this.items.length) return html`<p class="p-muted">${t('history.none')}</p>`;
    return html`${this.#days.map(([day, items]) => html`<h2 class="p-section">${day}</h2>
        <ol class="p-timeline">${repeat(items, (item) => item.position, (item) => this.#entry(item))}</ol>`)}
      ${this.next ? html`<button class="p-button"
          @click=${() => this.#load(this.next)}>${t('history.older')}</button>` : nothing}`;
  }
}

customElements.define('parley-history', History);
