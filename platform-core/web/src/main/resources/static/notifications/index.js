// SPDX-License-Identifier: Apache-2.0
export {remind} from './remind.js';
import {
  Dialog, api, avatar, emptyState, fieldNamed, formatDay, formatNumber, formatTime, icon, navigate, onEvent, problemState, recordPath, rich, t, typeNamed,
} from '@parley/ui';
import {html, nothing, repeat} from 'lit';

const ICONS = {assigned: 'user-check', changed: 'pencil', trashed: 'trash-2', imported: 'upload', reminder: 'bell-ring'};

// What concerns the reader: what was given to them, what became of what they follow. The newest first, day by day.
class Notifications extends Dialog {
  static properties = {items: {state: true}, next: {state: true}, failed: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    this.#load();
    this.whileConnected(onEvent('record', ({type}) => { if (type === 'notification') this.#load(); }));
  }

  get heading() {
    return t('bell.label');
  }

  async #load(after) {
    try {
      const page = await api.get('records/notification', {sort: '-created_at', limit: 40, after});
      this.items = after ? [...this.items, ...page.items] : page.items;
      this.next = page.next;
      this.failed = undefined;
    } catch (problem) {
      this.failed = problem;
    }
  }

  async #read(items) {
    const rows = items.filter(({fields}) => !fields.read).map(({id}) => ({op: 'update', id, fields: {read: true}}));
    if (rows.length) await api.post('records/notification/bulk', {rows});
    this.items = this.items.map((item) => (items.includes(item) ? {...item, fields: {...item.fields, read: true}} : item));
  }

  #open(item) {
    this.#read([item]).catch(() => {});
    const {record} = item.links ?? {};
    this.close();
    if (record) navigate(record.type === 'import' ? `imports/${record.id}` : recordPath(record));
    else if (item.fields.target) navigate(`records/${item.fields.target}${item.fields.kind === 'assigned' ? '?where=owner%3D%3Dme&sort=-modified_at' : ''}`);
  }

  #text({fields, links}) {
    const type = typeNamed(fields.target);
    const many = fields.records > 1;
    if (fields.kind === 'reminder' && !many) return rich('bell.reminder', {what: html`<strong>${links?.record?.title ?? ''}</strong>`});
    const who = html`<strong>${links?.actor?.title ?? t('history.system')}</strong>`;
    const what = html`<strong>${links?.record?.title ?? fields.about ?? ''}</strong>`;
    const names = (fields.fields ?? []).map((name) => fieldNamed(type, name)?.label).filter(Boolean);
    return rich(`bell.${fields.kind}${many ? '.many' : ''}`, {who, what, count: formatNumber(fields.records ?? 1), plural: type?.plural ?? fields.target ?? '',
      fields: names.length ? new Intl.ListFormat(document.documentElement.lang).format(names.slice(0, 3)) : ''});
  }

  #item(item) {
    const {kind, read} = item.fields;
    return html`<li><button type="button" class="p-note ${read ? '' : 'p-unread'}" @click=${() => this.#open(item)}>
      ${item.links?.actor ? avatar(item.links.actor.title) : html`<span class="p-sign">${icon(ICONS[kind] ?? 'bell')}</span>`}
      <span class="p-two"><span>${this.#text(item)}</span><span class="p-small p-muted">${formatTime(item.fields.created_at)}</span></span>
      ${read ? nothing : html`<span class="p-dot"><span class="p-visually-hidden">${t('bell.new')}</span></span>`}</button></li>`;
  }

  body() {
    if (this.failed && !this.items) return problemState(this.failed, () => this.#load());
    if (!this.items) return html`<p class="p-skeleton" aria-busy="true"></p>`;
    if (!this.items.length) return emptyState('bell', t('bell.none'), t('bell.none.text'));
    const days = new Map();
    for (const item of this.items) {
      const day = formatDay(item.fields.created_at);
      days.set(day, [...(days.get(day) ?? []), item]);
    }
    return html`${[...days].map(([day, items]) => html`<h3 class="p-section">${day}</h3><ul class="p-notes">${repeat(items, ({id}) => id, (item) => this.#item(item))}</ul>`)}
      ${this.next ? html`<button class="p-button" @click=${() => this.#load(this.next)}>${t('history.older')}</button>` : nothing}`;
  }

  foot() {
    return html`<button type="button" class="p-button" ?disabled=${!this.items?.some(({fields}) => !fields.read)} @click=${() => this.#read(this.items)}>${icon('check')}${t('bell.readAll')}</button>
      <a class="p-button p-quiet" href="profile#notifications" @click=${() => this.close()}>${icon('settings')}${t('bell.wishes')}</a>
      <span class="p-space"></span><button type="button" class="p-button" @click=${() => this.leave()}>${t('action.close')}</button>`;
  }
}

customElements.define('parley-notifications', Notifications);
