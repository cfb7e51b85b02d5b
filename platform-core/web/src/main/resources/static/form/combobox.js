// SPDX-License-Identifier: Apache-2.0
import {LightElement, api, avatar, icon, isPerson, noun, openForm, problemText, refersToOne, t, targetsOf, titleFields, titleFilter, titleSort, typeNamed} from '@parley/ui';
import {html, live, nothing} from 'lit';

const KEPT = 8;

// Finds the record a reference points to, over all types it may point to: an ARIA combobox with a list below it.
class Combobox extends LightElement {
  static properties = {
    field: {attribute: false}, value: {attribute: false}, link: {attribute: false}, control: {attribute: false},
    options: {state: true}, at: {state: true}, open: {state: true}, problem: {state: true}, typed: {state: true},
  };

  constructor() {
    super();
    this.options = [];
    this.at = -1;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.asked?.abort();
  }

  get #targets() {
    return targetsOf(this.field);
  }

  get #single() {
    return refersToOne(this.field);
  }

  async #search(words) {
    this.asked?.abort();
    this.asked = new AbortController();
    const {signal} = this.asked;
    try {
      const pages = await Promise.all(this.#targets.map((type) => api.get(`records/${type.name}`, {
        filter: titleFilter(type, words), limit: KEPT, sort: titleSort(type)?.join(','), fields: 'modified_at',
      }, {signal})));
      this.options = pages.flatMap((page) => page.items).slice(0, 3 * KEPT);
      this.problem = undefined;
      this.at = words && (this.options.length || this.#creates) ? 0 : -1;
      this.#show();
    } catch (problem) {
      if (problem.name === 'AbortError') return;
      this.problem = problem;
      this.#show();
    }
  }

  // What one can create from here: a record of the one type this points to, named as it was typed.
  get #creates() {
    const [type, more] = this.#targets;
    return type && !more && type.nav && type.state === 'active' && this.typed?.trim() ? type : undefined;
  }

  async #create() {
    const type = this.#creates;
    const words = this.typed.trim();
    const fields = titleFields(type).filter((field) => field.kind === 'text');
    const cut = fields.length > 1 ? words.lastIndexOf(' ') : -1;
    const preset = fields.length > 1 && cut > 0 ? {[fields[0].name]: words.slice(0, cut), [fields.at(-1).name]: words.slice(cut + 1)}
      : fields.length ? {[fields.at(-1).name]: words} : {};
    this.#hide();
    const record = await openForm(type.name, {preset});
    if (record) this.#pick(record);
    this.querySelector('input')?.focus();
  }

  #show() {
    this.open = true;
    this.updateComplete.then(() => {
      const list = this.querySelector('[role=listbox]');
      if (!list || !this.open) return;
      if (!list.matches(':popover-open')) list.showPopover();
      const box = this.querySelector('.p-combo').getBoundingClientRect();
      const below = innerHeight - box.bottom > 240 || box.top < 240;
      list.style.cssText = `left:${box.left}px;width:${box.width}px;${below ? `top:${box.bottom + 4}px` : `bottom:${innerHeight - box.top + 4}px;top:auto`}`;
    });
  }

  #hide() {
    this.open = false;
    this.at = -1;
    const list = this.querySelector('[role=listbox]');
    if (list?.matches(':popover-open')) list.hidePopover();
  }

  #type(event) {
    this.typed = event.target.value;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#search(this.typed), 150);
    if (!this.typed) this.#pick(null, false);
  }

  #pick(record, close = true) {
    const value = record && (this.#single ? record.id : {type: record.type, id: record.id});
    this.link = record && {type: record.type, id: record.id, title: record.title};
    this.value = value;
    if (close) {
      this.typed = undefined;
      this.#hide();
    }
    this.dispatchEvent(new CustomEvent('parley-pick', {detail: {value, link: this.link}, bubbles: true}));
  }

  #keys(event) {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!this.open) {
        this.#search('');
        return;
      }
      const step = event.key === 'ArrowDown' ? 1 : -1;
      const count = this.options.length + (this.#creates ? 1 : 0);
      this.at = (this.at + step + count) % (count || 1);
      this.updateComplete.then(() => this.querySelector('[aria-selected=true]')?.scrollIntoView({block: 'nearest'}));
    } else if (event.key === 'Enter' && this.open) {
      // An open list takes Enter for itself: what is still being looked for must not save the form.
      event.preventDefault();
      event.stopPropagation();
      if (this.options[this.at]) this.#pick(this.options[this.at]);
      else if (this.at === this.options.length && this.#creates) this.#create();
    } else if (event.key === 'Escape' && this.open) {
      event.preventDefault();
      event.stopPropagation();
      this.#hide();
    }
  }

  // Words that name nothing are not kept: the field shows what it holds.
  #left() {
    clearTimeout(this.timer);
    this.typed = undefined;
    this.#hide();
  }

  render() {
    const {id, invalid, describedby} = this.control;
    const shown = this.typed ?? this.link?.title ?? '';
    return html`<div class="p-combo">
      ${this.link && this.typed === undefined ? avatar(this.link.title, {square: !isPerson(this.link.type)}) : icon('search')}
      <input class="p-input" id=${id} role="combobox" aria-autocomplete="list"
          aria-expanded=${this.open ? 'true' : 'false'} aria-controls="${id}-list"
        aria-activedescendant=${this.at >= 0 ? `${id}-${this.at}` : nothing} aria-invalid=${invalid}
            aria-describedby=${describedby}
        autocomplete="off" spellcheck="false" ?required=${this.field.required} .value=${live(shown)}
        @input=${this.#type} @keydown=${this.#keys} @blur=${this.#left}
            @click=${() => { if (!this.open) this.#search(''); }}>
      ${this.link ? html`<button type="button" class="p-button p-quiet p-only-icon"
          aria-label=${t('field.clear', {label: this.field.label})}
          @click=${() => this.#pick(null)}>${icon('x')}</button>` : nothing}
      <ul class="p-options" id="${id}-list" role="listbox" aria-label=${this.field.label} popover="manual">
        ${this.options.map((record, index) => html`<li id="${id}-${index}" role="option"
            aria-selected=${index === this.at}
          @pointerdown=${(event) => { event.preventDefault(); this.#pick(record); }}>${avatar(record.title, {square: !isPerson(record.type)})}<span class="p-clip">${record.title}</span>
          ${this.#single ? nothing : html`<span
              class="p-end p-small p-muted">${typeNamed(record.type)?.label}</span>`}</li>`)}
        ${this.open && this.#creates ? html`<li id="${id}-${this.options.length}" role="option" aria-selected=${this.at === this.options.length}
          @pointerdown=${(event) => { event.preventDefault(); this.#create(); }}>${icon('plus')}<span class="p-clip">${t('field.create', {type: noun(this.#creates), words: this.typed.trim()})}</span></li>` : nothing}
        ${this.open && !this.options.length && !this.#creates ? html`<li class="p-muted" role="option" aria-disabled="true"
            aria-selected="false">${this.problem ? problemText(this.problem) : t('field.nothing')}</li>` : nothing}
      </ul></div>`;
  }
}

customElements.define('parley-combobox', Combobox);
