// SPDX-License-Identifier: Apache-2.0
import {LightElement, choiceOf, icon, t} from '@parley/ui';
import {html, live, nothing} from 'lit';

// Several words as chips, with an input behind them: some of a list (choices) or whatever one types (tags). Enter or a comma
// takes what is typed, Backspace in the empty input the last chip away, the arrows walk over the chips.
class ChipsInput extends LightElement {
  static properties = {
    field: {attribute: false}, value: {attribute: false}, control: {attribute: false},
    typed: {state: true}, open: {state: true}, at: {state: true}, said: {state: true},
  };

  constructor() {
    super();
    this.value = [];
    this.typed = '';
    this.at = -1;
  }

  get #closed() {
    return this.field.kind === 'choices';
  }

  get #options() {
    const words = this.typed.trim().toLocaleLowerCase();
    return this.#closed ? this.field.choices.filter((choice) => !this.value.includes(choice.name)
      && (choice.label.toLocaleLowerCase().includes(words) || choice.name.includes(words))) : [];
  }

  get #full() {
    return this.#closed && this.value.length >= (this.field.max ?? Infinity);
  }

  #label(word) {
    return choiceOf(this.field, word)?.label ?? word;
  }

  #set(value, said) {
    // Choices stand in the order of the field, as the server keeps them.
    this.value = this.#closed ? this.field.choices.map(({name}) => name).filter((name) => value.includes(name)) : value;
    this.said = said;
    this.dispatchEvent(new CustomEvent('parley-pick', {detail: {value: this.value.length ? this.value : null}, bubbles: true}));
  }

  #add(word) {
    const same = (a) => a.localeCompare(word, undefined, {sensitivity: 'base'}) === 0;
    this.typed = '';
    this.at = -1;
    if (!word || this.#full || this.value.some(same)) return;
    this.#set([...this.value, word], t('chips.added', {label: this.#label(word)}));
    if (this.#closed) this.#show();
  }

  #remove(index, focus = true) {
    const word = this.value[index];
    this.#set(this.value.filter((one) => one !== word), t('chips.removed', {label: this.#label(word)}));
    if (!focus) return;
    this.updateComplete.then(() => {
      const rest = this.querySelectorAll('.p-chip button');
      (rest[Math.min(index, rest.length - 1)] ?? this.#input).focus();
    });
  }

  get #input() {
    return this.querySelector('input');
  }

  #show() {
    if (!this.#closed) return;
    this.open = true;
    this.updateComplete.then(() => {
      const list = this.querySelector('[role=listbox]');
      if (!list || !this.open) return;
      if (!list.matches(':popover-open')) list.showPopover();
      const box = this.querySelector('.p-chips-box').getBoundingClientRect();
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
    const words = this.#closed ? [event.target.value] : event.target.value.split(',');
    for (const word of words.slice(0, -1)) this.#add(word.trim());
    this.typed = words.at(-1);
    this.at = this.#closed && this.typed && this.#options.length ? 0 : -1;
    this.#show();
  }

  #keys(event) {
    const {key, target} = event;
    const options = this.#options;
    if (key === 'Enter' && (this.typed.trim() || (this.open && options[this.at]))) {
      event.preventDefault();
      event.stopPropagation();
      this.#add(this.#closed ? options[Math.max(0, this.at)]?.name : this.typed.trim());
    } else if (this.#closed && (key === 'ArrowDown' || key === 'ArrowUp')) {
      event.preventDefault();
      if (this.open) this.at = (this.at + (key === 'ArrowDown' ? 1 : -1) + options.length) % (options.length || 1);
      else this.#show();
      this.updateComplete.then(() => this.querySelector('[aria-selected=true]')?.scrollIntoView({block: 'nearest'}));
    } else if (key === 'Escape' && this.open) {
      event.preventDefault();
      event.stopPropagation();
      this.#hide();
    } else if (key === 'Backspace' && !target.value && this.value.length) {
      event.preventDefault();
      this.#remove(this.value.length - 1, false);
    } else if (key === 'ArrowLeft' && target.selectionStart === 0 && target.selectionEnd === 0 && this.value.length) {
      event.preventDefault();
      [...this.querySelectorAll('.p-chip button')].at(-1).focus();
    }
  }

  #chipKeys(event, index) {
    const chips = [...this.querySelectorAll('.p-chip button')];
    const step = {ArrowLeft: -1, ArrowRight: 1}[event.key];
    if (step) (chips[Math.max(0, index + step)] ?? this.#input).focus();
    else if (event.key === 'Backspace' || event.key === 'Delete') this.#remove(index);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // Leaving takes along what is typed: nobody means it to be lost.
  #left(event) {
    if (this.contains(event.relatedTarget)) return;
    if (!this.#closed) this.#add(this.typed.trim());
    this.typed = '';
    this.#hide();
  }

  render() {
    const {id, invalid, describedby} = this.control;
    const options = this.#options;
    return html`<div class="p-chips-box p-input" aria-invalid=${invalid} @focusout=${this.#left}
        @pointerdown=${(event) => { if (event.target === event.currentTarget) { event.preventDefault(); this.#input.focus(); this.#show(); } }}>
      ${this.value.map((word, index) => {
        const color = choiceOf(this.field, word)?.color;
        return html`<span class="p-chip ${color ? `p-tone p-tone-${color}` : ''}">${this.#label(word)}<button type="button"
          tabindex="-1" aria-label=${t('chips.remove', {label: this.#label(word)})} @click=${() => this.#remove(index)}
          @keydown=${(event) => this.#chipKeys(event, index)}>${icon('x')}</button></span>`;
      })}
      <input id=${id} autocomplete="off" spellcheck=${this.#closed ? 'false' : nothing} maxlength=${this.#closed ? nothing : 50}
        role=${this.#closed ? 'combobox' : nothing} aria-autocomplete=${this.#closed ? 'list' : nothing}
        aria-expanded=${this.#closed ? String(Boolean(this.open)) : nothing} aria-controls=${this.#closed ? `${id}-list` : nothing}
        aria-activedescendant=${this.open && this.at >= 0 ? `${id}-${this.at}` : nothing}
        aria-invalid=${invalid} aria-describedby=${describedby} .value=${live(this.typed)}
        placeholder=${this.value.length ? '' : t(this.#closed ? 'chips.choose' : 'chips.type')}
        @input=${this.#type} @keydown=${this.#keys} @focus=${() => this.#show()} @click=${() => this.#show()}>
      ${this.#closed ? html`<ul class="p-options" id="${id}-list" role="listbox" aria-label=${this.field.label} popover="manual">
        ${options.map((choice, index) => html`<li id="${id}-${index}" role="option" aria-selected=${index === this.at}
          @pointerdown=${(event) => { event.preventDefault(); this.#add(choice.name); }}><span
            class="p-chip ${choice.color ? `p-tone p-tone-${choice.color}` : ''}">${choice.label}</span></li>`)}
        ${this.open && !options.length ? html`<li class="p-muted" role="option" aria-disabled="true"
            aria-selected="false">${t('field.nothing')}</li>` : nothing}</ul>` : nothing}
      <span class="p-visually-hidden" aria-live="polite">${this.said}</span></div>`;
  }
}

customElements.define('parley-chips', ChipsInput);
