// SPDX-License-Identifier: Apache-2.0
import {LightElement, formatDate, icon, readDate, t} from '@parley/ui';
import {html, nothing} from 'lit';

// A date by typing it as one says it, or by the browser's calendar. While one types, the day that is meant stands beside it.
class DateInput extends LightElement {
  static properties = {field: {attribute: false}, value: {attribute: false}, control: {attribute: false}, typed: {state: true}};

  #tell(value, problem) {
    this.dispatchEvent(new CustomEvent('parley-date', {detail: {value, problem}, bubbles: true}));
  }

  #type(event) {
    event.stopPropagation();
    this.typed = event.target.value;
    const day = readDate(this.typed);
    if (day !== undefined) this.value = day;
    this.#tell(day, day === undefined ? t('date.unread', {text: this.typed}) : undefined);
  }

  // What was understood takes the place of what was typed.
  #left() {
    if (this.typed !== undefined && readDate(this.typed) !== undefined) this.typed = undefined;
  }

  #pick(event) {
    event.stopPropagation();
    this.value = event.target.value || null;
    this.typed = undefined;
    this.#tell(this.value);
  }

  render() {
    const {id, invalid, describedby} = this.control;
    const meant = this.typed ? readDate(this.typed) : undefined;
    return html`<div class="p-affix p-date"><input class="p-input" id=${id} autocomplete="off" spellcheck="false" aria-invalid=${invalid} aria-describedby=${describedby} aria-required=${this.field.required ? 'true' : nothing}
        placeholder=${t('date.say')} .value=${this.typed ?? (this.value ? formatDate(this.value) : '')} @input=${this.#type} @blur=${this.#left}>
      ${meant ? html`<span class="p-meant p-small" aria-live="polite">${formatDate(meant)}</span>` : nothing}
      <button type="button" class="p-button p-quiet p-only-icon" aria-label=${t('date.pick', {label: this.field.label})} @click=${() => this.querySelector('[type=date]').showPicker()}>${icon('calendar')}</button>
      <input type="date" class="p-date-native" tabindex="-1" aria-hidden="true" .value=${this.value ?? ''} @change=${this.#pick} @input=${(event) => event.stopPropagation()}></div>`;
  }
}

customElements.define('parley-date', DateInput);
