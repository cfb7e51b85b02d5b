// SPDX-License-Identifier: Apache-2.0
import {
  Dialog, api, avatar, contextFor, contributionsTo, icon, isPerson, keysNow, moduleOf, navigate, noun, openForm, problemText, recordPath, session, t, typeNamed, types,
  viewsOf,
} from '@parley/ui';
import {html, nothing} from 'lit';
import {beside, find, opened, titleOf} from './found.js';

const SHOWN = 12;
const PAUSE = 80;

const inNav = () => [...types.value.values()].filter((type) => type.nav);

// Go anywhere, create anything: types, records by their words, and what plugins add.
class Palette extends Dialog {
  static properties = {words: {state: true}, found: {state: true}, failed: {state: true}, busy: {state: true}, at: {state: true}};

  constructor() {
    super();
    this.words ??= '';
    this.found = null;
    this.starred = [];
    this.opened = opened();
    this.at = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.words) this.#type(this.words);
    if (this.taken) this.#take();
    // What one has starred is at hand before a word is typed.
    api.get('records/star', {filter: 'kind==star', sort: '-created_at', limit: 6}).then(({items}) => {
      this.starred = items.map(({links}) => links?.record).filter((record) => record && record.title);
      this.requestUpdate();
    }, () => {});
  }

  get size() {
    return 'p-palette';
  }

  get #groups() {
    const fits = (label) => label.toLowerCase().includes(this.words.trim().toLowerCase());
    const go = (path) => () => navigate(path);
    const places = [
      {label: t('nav.home'), icon: 'house', run: go('.')},
      ...inNav().map((type) => ({label: type.plural, icon: type.icon, run: go(`records/${type.name}`)})),
      ...contributionsTo('nav').map((one) => ({label: one.label, icon: one.icon ?? 'plug', run: go(`x/${one.plugin}/${one.name}`)})),
      ...inNav().flatMap((type) => viewsOf(type).map((view) => ({label: `${type.plural}: ${view.label}`, icon: {board: 'square-kanban', calendar: 'calendar'}[view.kind] ?? 'list-filter', run: go(`records/${type.name}?view=${view.key}`)}))),
      {label: t('nav.settings'), icon: 'settings', run: go('settings')},
      {label: t('nav.imports'), icon: 'upload', run: go('imports')},
      ...(session.value.rights?.includes('plugins') ? [{label: t('nav.modules'), icon: 'blocks', run: go('modules')}] : []),
    ];
    // What the page behind can do, first.
    const here = keysNow().filter(({key}) => !key.startsWith('g ')).map(({key, label, run}) => ({label, icon: 'corner-down-left', key, run: () => setTimeout(run)}));
    const commands = [
      ...inNav().filter((type) => type.state === 'active').map((type) => ({label: t('list.new', {type: noun(type)}), icon: 'plus', run: () => openForm(type.name)})),
      ...contributionsTo('palette.command').map((one) => ({label: one.label, icon: one.icon ?? 'plug', run: async () => {
        const module = await moduleOf(one);
        module[one.export].run(contextFor(one, module, {}));
      }})),
    ];
    const near = (title, list) => ({title, items: this.words.trim() ? [] : list.map((record) => ({label: record.title, record, run: go(recordPath(record))}))});
    const starredOnes = new Set(this.starred.map(recordPath));
    const lately = this.opened.filter((record) => typeNamed(record.type) && !starredOnes.has(recordPath(record))).slice(0, 6);
    const first = {title: t('help.here'), items: here.filter(({label}) => fits(label))};
    return [...this.#records(go), near(t('palette.starred'), this.starred), near(t('palette.opened'), lately), first, {title: t('palette.places'), items: places.filter(({label}) => fits(label))},
      {title: t('palette.commands'), items: commands.filter(({label}) => fits(label))}].filter(({items}) => items.length);
  }

  // What was found by type, in the order of the best of each; then the way to all of it.
  #records(go) {
    if (!this.found || !this.words.trim()) return [];
    const groups = new Map();
    for (const item of this.found.items) {
      const type = typeNamed(item.type);
      if (!type) continue;
      if (!groups.has(item.type)) groups.set(item.type, {title: type.plural, items: []});
      groups.get(item.type).items.push({label: item.title, shown: titleOf(item), beside: beside(item), record: item, run: go(recordPath(item))});
    }
    const words = this.words.trim();
    const all = {label: t('palette.all', {words}), icon: 'search', run: go(`search?${new URLSearchParams({q: words})}`)};
    return groups.size ? [...groups.values(), {title: t('palette.results'), items: [all]}] : [];
  }

  #type(words) {
    this.words = words;
    this.at = 0;
    clearTimeout(this.timer);
    this.asked?.abort();
    this.searched = undefined;
    this.busy = Boolean(words.trim());
    if (!this.busy) {
      this.found = null;
      this.failed = undefined;
      return;
    }
    this.searched = new Promise((done) => { this.timer = setTimeout(() => this.#search(words).finally(done), PAUSE); });
  }

  async #search(words) {
    const asked = new AbortController();
    this.asked = asked;
    try {
      const found = await find(words, {limit: SHOWN}, asked.signal);
      if (asked.signal.aborted) return;
      this.found = found;
      this.failed = undefined;
    } catch (problem) {
      if (asked.signal.aborted) return;
      this.found = null;
      this.failed = problem;
    }
    this.busy = false;
  }

  #run(item) {
    this.close();
    item?.run();
  }

  // Takes the one chosen, once what was typed has been looked for.
  async #take() {
    await this.searched;
    this.#run(this.#items[this.at]);
  }

  get #items() {
    return this.#groups.flatMap((group) => group.items);
  }

  #keys(event) {
    const items = this.#items;
    if (event.key === 'Enter') {
      event.preventDefault();
      this.#take();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      this.at = (this.at + (event.key === 'ArrowDown' ? 1 : -1) + items.length) % (items.length || 1);
      this.updateComplete.then(() => this.querySelector('[aria-selected=true]')?.scrollIntoView({block: 'nearest'}));
    }
  }

  render() {
    let index = 0;
    const groups = this.#groups;
    const count = groups.reduce((sum, group) => sum + group.items.length, 0);
    return html`<dialog class="p-dialog p-palette" aria-label=${t('nav.find')}
        @cancel=${(event) => { event.preventDefault(); this.leave(); }}
        @pointerdown=${(event) => { if (event.target.localName === 'dialog') this.leave(); }}>
      <div class="p-palette-find">${this.busy ? icon('loader-circle', 'p-spin') : icon('search')}<input role="combobox" aria-expanded="true"
          aria-controls="p-palette-list" aria-autocomplete="list" autocomplete="off" spellcheck="false" autofocus
        aria-label=${t('nav.find')} placeholder=${t('nav.find')}
            aria-activedescendant=${count ? `p-palette-${this.at}` : nothing} .value=${this.words} @input=${({target}) => this.#type(target.value)}
            @keydown=${this.#keys}><kbd>Esc</kbd>
        <button type="button" class="p-button p-quiet p-only-icon" aria-label=${t('action.close')}
            @click=${() => this.leave()}>${icon('x')}</button></div>
      <div class="p-palette-list" id="p-palette-list" role="listbox" aria-busy=${Boolean(this.busy)}
          aria-label=${t('palette.results')}>${groups.map((group) => html`<div role="group"
          aria-label=${group.title}><div class="p-section" aria-hidden="true">${group.title}</div>
        ${group.items.map((item) => {
          const at = index++;
          return html`<div role="option" class="p-option" id="p-palette-${at}" aria-selected=${at === this.at}
              @click=${() => this.#run(item)} @pointermove=${() => { this.at = at; }}>
            ${item.record ? avatar(item.label, {square: !isPerson(item.record.type)}) : icon(item.icon)}<span
                class="p-clip">${item.shown ?? item.label}${item.beside ? html`<span class="p-found-beside p-clip">${item.beside}</span>` : nothing}</span>${item.key ? html`<kbd class="p-end">${item.key}</kbd>` : nothing}</div>`;
        })}</div>`)}${count || this.busy ? nothing : html`<div class="p-muted p-option" role="option" aria-selected="false"
            aria-disabled="true">${t('palette.nothing')}</div>`}</div>
      ${this.failed ? html`<p class="p-palette-note p-bad-text" role="alert">${t('palette.failed')} ${problemText(this.failed)}</p>` : nothing}
      ${this.found?.incomplete ? html`<p class="p-palette-note p-muted" role="status">${t('search.incomplete')}</p>` : nothing}
      <div class="p-palette-foot"><kbd>↑</kbd><kbd>↓</kbd> ${t('palette.move')} <kbd>↵</kbd> ${t('palette.open')}</div></dialog>`;
  }
}

customElements.define('parley-palette', Palette);

// Opens it with what is looked for, and takes the first found where Enter was pressed already.
export function openPalette(words = '', taken = false) {
  if (!document.querySelector('parley-palette')) Dialog.show('parley-palette', {words, taken});
}
