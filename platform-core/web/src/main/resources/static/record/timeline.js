// SPDX-License-Identifier: Apache-2.0
import {LightElement, api, onEvent, problemState, problemText, t, toast, typeNamed} from '@parley/ui';
import {html, nothing, repeat} from 'lit';
import {byDay} from './entries.js';
import {activityEntry, changeEntry} from './happenings.js';

const KINDS = ['all', 'activities', 'changes', 'related'];
const PAGE = 30;
// How often at most what others do around a record is looked at again.
const PAUSE = 3000;

const keyOf = ({record, change, of}) => (record ? `${record.type}/${record.id}`
  : change.position || `${change.operation}/${of ? `${of.type}/${of.id}` : ''}`);

// What happened around a record, newest first, day by day: calls and notes, its changes, what its relations did.
class Timeline extends LightElement {
  static properties = {
    type: {attribute: false}, recordId: {}, version: {type: Number},
    kind: {state: true}, items: {state: true}, next: {state: true}, failed: {state: true}, busy: {state: true},
  };

  constructor() {
    super();
    this.kind = 'all';
  }

  connectedCallback() {
    super.connectedCallback();
    this.whileConnected(onEvent('record', (event) => this.#happened(event)));
    this.whileConnected(() => clearTimeout(this.soon));
    this.watch = new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting)) this.#more(); }, {rootMargin: '300px'});
    this.whileConnected(() => this.watch.disconnect());
  }

  willUpdate(changed) {
    if (changed.has('recordId')) {
      this.items = undefined;
      this.kind = 'all';
    }
    if (changed.has('recordId')) this.#load();
    else if (changed.has('version')) this.reload();
  }

  updated() {
    this.watch?.disconnect();
    const end = this.querySelector('.p-timeline-more');
    if (end) this.watch?.observe(end);
  }

  // Others' doings are gathered for a moment, so that a busy day does not ask all the time.
  #happened({type}) {
    const around = this.type.inverses?.some((inverse) => inverse.type === type) || this.#stands(type);
    if (!around || this.soon) return;
    this.soon = setTimeout(() => {
      this.soon = undefined;
      this.last = Date.now();
      this.reload();
    }, Math.max(150, (this.last ?? 0) + PAUSE - Date.now()));
  }

  #stands(name) {
    return Boolean(typeNamed(name)?.timeline) || this.items?.some(({of}) => of?.type === name);
  }

  async #page(after) {
    const kinds = this.kind === 'all' ? undefined : this.kind;
    const path = `records/${this.type.name}/${this.recordId}/timeline`;
    const found = [];
    let next = after;
    // A page may be empty though there is a next one: on it goes until there is something to see.
    do {
      const page = await api.get(path, {limit: PAGE, after: next, kinds});
      found.push(...page.items);
      next = page.next;
    } while (next && !found.length);
    return {items: found, next};
  }

  async #load() {
    const asked = `${this.recordId} ${this.kind}`;
    this.busy = true;
    try {
      const page = await this.#page();
      if (asked !== `${this.recordId} ${this.kind}`) return;
      this.items = page.items;
      this.next = page.next;
      this.failed = undefined;
    } catch (problem) {
      if (asked === `${this.recordId} ${this.kind}`) this.failed = problem;
    } finally {
      this.busy = false;
    }
  }

  async #more() {
    if (this.busy || !this.next) return;
    const asked = `${this.recordId} ${this.kind}`;
    this.busy = true;
    try {
      const page = await this.#page(this.next);
      if (asked !== `${this.recordId} ${this.kind}`) return;
      const known = new Set(this.items.map(keyOf));
      this.items = [...this.items, ...page.items.filter((item) => !known.has(keyOf(item)))];
      this.next = page.next;
    } catch (problem) {
      this.next = undefined;
      toast(problemText(problem), {kind: 'bad'});
    } finally {
      this.busy = false;
    }
  }

  // Looks again at the newest; what was shown further down stays.
  async reload() {
    if (!this.items) return this.#load();
    const asked = `${this.recordId} ${this.kind}`;
    const page = await this.#page().catch(() => undefined);
    if (!page || asked !== `${this.recordId} ${this.kind}`) return undefined;
    const last = page.items.at(-1)?.at ?? '';
    const fresh = new Set(page.items.map(keyOf));
    const older = page.next ? this.items.filter((item) => item.at < last && !fresh.has(keyOf(item))) : [];
    this.items = [...page.items, ...older];
    if (!older.length) this.next = page.next;
    return undefined;
  }

  #show(kind) {
    this.kind = kind;
    this.items = undefined;
    this.next = undefined;
    this.#load();
  }

  // Ticks what is to be done; shown at once, taken back if it is refused.
  async #tick(item, field, value) {
    const {record} = item;
    const put = (one) => { this.items = this.items.map((other) => (other === item || other.record?.id === record.id ? {...item, record: one} : other)); };
    put({...record, fields: {...record.fields, [field]: value}});
    try {
      const saved = await api.patch(`records/${record.type}/${record.id}`, {fields: {[field]: value}}, {version: record.version});
      put({...record, version: saved.version, fields: {...record.fields, [field]: value}});
    } catch (problem) {
      put(record);
      toast(problemText(problem), {kind: 'bad'});
      this.reload();
    }
  }

  #entry(item) {
    return item.record ? activityEntry(item, (field, value) => this.#tick(item, field, value)) : changeEntry(this.type, item);
  }

  #list() {
    if (this.failed && !this.items) return problemState(this.failed, () => this.#load());
    if (!this.items) return html`<div class="p-skeleton" aria-busy="true"></div>`;
    if (!this.items.length) return html`<p class="p-muted p-timeline-none">${t(`timeline.none.${this.kind}`)}</p>`;
    return html`${byDay(this.items).map(([day, items]) => html`<h2 class="p-section">${day}</h2>
        <ol class="p-timeline">${repeat(items, keyOf, (item) => this.#entry(item))}</ol>`)}
      ${this.next ? html`<button class="p-button p-timeline-more" aria-busy=${this.busy ? 'true' : nothing}
          @click=${() => this.#more()}>${t('history.older')}</button>` : nothing}`;
  }

  render() {
    return html`<div class="p-pills" role="group" aria-label=${t('timeline.show')}>${KINDS.map((kind) => html`<button
        aria-pressed=${this.kind === kind} @click=${() => this.#show(kind)}>${t(`timeline.${kind}`)}</button>`)}</div>
      ${this.#list()}`;
  }
}

customElements.define('parley-timeline', Timeline);
