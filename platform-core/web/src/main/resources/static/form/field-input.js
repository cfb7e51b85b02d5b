// SPDX-License-Identifier: Apache-2.0
import {companyCurrency, fromLocal, plainNumber, t, toLocal} from '@parley/ui';
import {html, ifDefined, nothing} from 'lit';
import './combobox.js';

const CURRENCIES = Intl.supportedValuesOf('currency');

function text(field, value, change, attributes) {
  return html`<input class="p-input" id=${attributes.id} type=${attributes.type ?? 'text'} .defaultValue=${value ?? ''}
    inputmode=${ifDefined(attributes.inputmode)} maxlength=${ifDefined(field.max)} ?required=${field.required}
    autocomplete="off" aria-invalid=${attributes.invalid} aria-describedby=${attributes.describedby}
    @input=${(event) => change(attributes.read ? attributes.read(event.target.value) : event.target.value || null)}>`;
}

function money(field, value, change, attributes) {
  const own = value?.currency ?? companyCurrency();
  const first = [...new Set([own, companyCurrency()])];
  const read = (form) => {
    const [amount, currency] = [form.querySelector('input').value, form.querySelector('select').value];
    change(amount.trim() ? {amount: plainNumber(amount), currency} : null);
  };
  return html`<div class="p-joined" @input=${(event) => read(event.currentTarget)}>
    <input class="p-input p-number" id=${attributes.id} inputmode="decimal" autocomplete="off"
        ?required=${field.required} .defaultValue=${value?.amount ?? ''}
      aria-invalid=${attributes.invalid} aria-describedby=${attributes.describedby}>
    <select class="p-input" aria-label=${t('field.currency', {label: field.label})}>
      ${[...first, ...CURRENCIES.filter((code) => !first.includes(code))].map((code) => html`<option
          ?selected=${code === own}>${code}</option>`)}</select></div>`;
}

function choice(field, value, change, attributes) {
  return html`<select class="p-input" id=${attributes.id} ?required=${field.required} aria-invalid=${attributes.invalid}
      aria-describedby=${attributes.describedby} @change=${(event) => change(event.target.value || null)}>
    ${field.required && value ? nothing : html`<option value="" ?selected=${!value}></option>`}
    ${field.choices.map((one) => html`<option value=${one.name}
        ?selected=${one.name === value}>${one.label}</option>`)}</select>`;
}

// The control for one field. Its value is only what it starts with, so that nothing rewrites what is being typed: to show
// another, draw it anew under another key. Value in, changes out as the server wants them. attributes: {id, invalid, describedby},
// link: {title} of a reference's value.
export function fieldInput(field, value, change, attributes, link) {
  switch (field.kind) {
    case 'longtext':
      return html`<textarea class="p-input" id=${attributes.id} rows="4" maxlength=${ifDefined(field.max)}
          .defaultValue=${value ?? ''} ?required=${field.required}
        aria-invalid=${attributes.invalid} aria-describedby=${attributes.describedby}
            @input=${(event) => change(event.target.value || null)}></textarea>`;
    case 'email': return text(field, value, change, {...attributes, inputmode: 'email'});
    case 'phone': return text(field, value, change, {...attributes, type: 'tel'});
    case 'url': return text(field, value, change, {...attributes, inputmode: 'url'});
    case 'integer':
      return text(field, value, change, {...attributes, inputmode: 'numeric',
        read: (typed) => (/^-?\d+$/.test(plainNumber(typed)) ? Number(plainNumber(typed)) : typed.trim() || null)});
    case 'decimal':
      return text(field, value, change, {...attributes, inputmode: 'decimal', read: (typed) => plainNumber(typed) || null});
    case 'money': return money(field, value, change, attributes);
    case 'date': return text(field, value, change, {...attributes, type: 'date'});
    case 'datetime': return text(field, toLocal(value), change, {...attributes, type: 'datetime-local', read: fromLocal});
    case 'boolean':
      return html`<label class="p-tick"><input type="checkbox" class="p-check" id=${attributes.id}
          .checked=${Boolean(value)}
        aria-describedby=${attributes.describedby}
            @change=${(event) => change(event.target.checked)}>${t('value.yes')}</label>`;
    case 'choice': return choice(field, value, change, attributes);
    case 'reference':
      return html`<parley-combobox .field=${field} .value=${value} .link=${link} .control=${attributes}
        @parley-pick=${(event) => change(event.detail.value, event.detail.link)}></parley-combobox>`;
    default: return text(field, value, change, attributes);
  }
}
