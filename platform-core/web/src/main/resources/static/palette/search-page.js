// SPDX-License-Identifier: Apache-2.0
import {
  LightElement, avatar, emptyState, formatRelative, icon, isPerson, navigate, problemState, recordPath, route, t, typeNamed, withQuery,
} from '@parley/ui';
import {html, nothing, repeat} from 'lit';
import {beside, find, titleOf} from './found.js';

const PAGE = 20;
const PAUSE = 120;

// All that was found by words: by type where one wants, page after page. What is looked for stands in the address.
class SearchPage extends LightElement {
  static properties = {
    items: {state: true}, next: {state: true}, present: {state: true}, failed: {state: true}, busy: {state: true}, incomplete: {state: true},
  };

  constructor() {
    super();
    this.present = [];
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = `${t('search.title')} · Parley`;
    this.#begin();
    this.whileConnected(route.subscribe(() => { if (route.value.parts[0] === 'search') this.#begin(); }));
    this.whileConnected(() => { this.asked?.abort(); clearTimeout(this.timer); });
  }

  firstUpdated() {
    this.querySelector('input').focus();
  }

  get #words() {
    return route.value.query.get('q')?.trim() ?? '';
  }

  get #type() {
    return route.value.query.get('type') ?? '';
  }

  #begin() {
    const asked = `${this.#type} ${this.#words}`;
    if (asked === this.begun) return;
    this.begun = asked;
    this.next = undefined;
    this.#load();
  }

  // Of which types there are any is asked for once for the words, not for each type again.
  async #load(after) {
    this.asked?.abort();
    const asked = new AbortController();
    this.asked = asked;
    const words = this.#words;
    if (!words) {
      [this.items, this.present, this.busy, this.failed] = [undefined, [], false, undefined];
      return;
    }
    this.busy = true;
    try {
      const found = await find(words, {types: this.#type, limit: PAGE, after, present: !after && !this.#type}, asked.signal);
      this.items = after ? [...this.items, ...found.items] : found.items;
      this.next = found.next;
      this.incomplete = found.incomplete;
      this.failed = undefined;
      if (found.present) [this.present, this.presentFor] = [found.present, words];
      else if (this.presentFor !== words) this.#look(words, asked.signal);
    } catch (problem) {
      if (asked.signal.aborted) return;
      this.failed = problem;
    }
    this.busy = false;
  }

  async #look(words, signal) {
    const {present} = await find(words, {limit: 1, present: true}, signal).catch(() => ({}));
    if (present) [this.present, this.presentFor] = [present, words];
  }

  #typed(value) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => navigate(withQuery({q: value.trim()}), {replace: true}), PAUSE);
  }

  // Down from the words into what was found and up again.
  #keys(event) {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const stops = [this.querySelector('input'), ...this.querySelectorAll('.p-found a')];
    const at = stops.indexOf(document.activeElement);
    const to = stops[at + (event.key === 'ArrowDown' ? 1 : -1)];
    if (at < 0 || !to) return;
    event.preventDefault();
    to.focus();
  }

  #chips() {
    const known = this.present.filter(typeNamed);
    if (known.length < 2 && !this.#type) return nothing;
    const chosen = this.#type && !known.includes(this.#type) && typeNamed(this.#type) ? [this.#type, ...known] : known;
    const button = (name, label) => html`<button class="p-chip p-found-chip" aria-pressed=${this.#type === name}
        @click=${() => navigate(withQuery({type: name}), {replace: true})}>${label}</button>`;
    return html`<div class="p-chips" role="group" aria-label=${t('search.types')}>${button('', t('search.everything'))}${chosen.map((name) => button(name, typeNamed(name).plural))}</div>`;
  }

  #item(item) {
    const type = typeNamed(item.type);
    const also = beside(item);
    return html`<li><a href=${recordPath(item)}>${avatar(item.title, {square: !isPerson(item.type)})}
      <span class="p-found-text"><span class="p-found-title">${titleOf(item)}</span>${also ? html`<span class="p-found-beside">${also}</span>` : nothing}</span>
      <span class="p-found-end p-muted"><span>${type.label}</span>${item.modified_at ? html`<time
          datetime=${item.modified_at}>${formatRelative(item.modified_at)}</time>` : nothing}</span></a></li>`;
  }

  #found() {
    if (this.failed) return problemState(this.failed, () => this.#load());
    if (!this.#words) return emptyState('search', t('search.begin'), t('search.begin.text'));
    if (!this.items) return html`<p aria-busy="true">${icon('loader-circle', 'p-spin')} ${t('search.busy')}</p>`;
    const known = this.items.filter(({type}) => typeNamed(type));
    if (!known.length && !this.next) {
      return emptyState('search-x', t('search.none', {words: this.#words}), t('search.none.text'), this.#type
        ? html`<button class="p-button" @click=${() => navigate(withQuery({type: ''}), {replace: true})}>${t('search.everywhere')}</button>` : nothing);
    }
    return html`<ul class="p-card p-found" aria-label=${t('palette.results')}>${repeat(known, (item) => item.id, (item) => this.#item(item))}</ul>
      ${this.next ? html`<div class="p-acts"><button class="p-button" ?disabled=${this.busy} @click=${() => this.#load(this.next)}>${this.busy ? icon('loader-circle', 'p-spin') : nothing}${t('search.more')}</button></div>` : nothing}`;
  }

  render() {
    return html`<div class="p-page" @keydown=${this.#keys}><header class="p-head"><h1>${t('search.title')}</h1><span class="p-space"></span><parley-bell class="p-wide-only"></parley-bell></header>
      <div class="p-scroll p-pad"><div class="p-wide-page p-finding" aria-busy=${Boolean(this.busy)}>
        <div class="p-finding-words">${this.busy ? icon('loader-circle', 'p-spin') : icon('search')}<input class="p-input" type="search" autocomplete="off" spellcheck="false" maxlength="200"
            aria-label=${t('search.words')} placeholder=${t('search.words')} .value=${this.#words} @input=${({target}) => this.#typed(target.value)}></div>
        ${this.#chips()}
        ${this.incomplete ? html`<p class="p-muted" role="status">${t('search.incomplete')}</p>` : nothing}
        ${this.#found()}
      </div></div></div>`;
  }
}

customElements.define('parley-search', SearchPage);
