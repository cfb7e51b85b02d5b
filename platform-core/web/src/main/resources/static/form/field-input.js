// SPDX-License-Identifier: Apache-2.0
import {
  companyCurrency, countries, formatDuration, fromLocal, plainNumber, readDuration, t, toLocal,
} from '@parley/ui';
import {html, ifDefined, nothing} from 'lit';
import './chips-input.js';
import './combobox.js';
import './date-input.js';
import './many-input.js';
import './rich-input.js';
import './file-input.js';

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

function percent(field, value, change, attributes) {
  return html`<div class="p-affix">${text(field, value, change, {...attributes, inputmode: 'decimal',
    read: (typed) => plainNumber(typed.replace('%', '')) || null})}<span aria-hidden="true">%</span></div>`;
}

// What is no JSON is not sent: it is told at once, at the field.
function json(field, value, change, attributes) {
  const read = (typed) => {
    if (!typed.trim()) return change(null);
    try {
      return change(JSON.parse(typed));
    } catch (error) {
      return change(undefined, undefined, t('json.wrong', {reason: error.message}));
    }
  };
  return html`<textarea class="p-input p-code" id=${attributes.id} rows="6" spellcheck="false" ?required=${field.required}
      aria-invalid=${attributes.invalid} aria-describedby=${attributes.describedby} @input=${(event) => read(event.target.value)}
      .defaultValue=${value === null || value === undefined ? '' : JSON.stringify(value, null, 2)}></textarea>`;
}

const ADDRESS = [['street', 'street-address'], ['postal_code', 'postal-code'], ['city', 'address-level2'], ['region', 'address-level1']];

function address(field, value, change, attributes) {
  const read = (form) => {
    const parts = Object.fromEntries([...form.querySelectorAll('[data-part]')].map((one) => [one.dataset.part, one.value.trim()])
      .filter(([, one]) => one));
    change(Object.keys(parts).length ? parts : null);
  };
  const part = (name) => html`<div class="p-field p-part-${name}"><label
      for="${attributes.id}-${name}">${t(`address.${name}`)}</label>${name === 'street'
    ? html`<textarea class="p-input" rows="2" maxlength="300" id="${attributes.id}-street" data-part="street" aria-invalid=${attributes.invalid}
        aria-describedby=${attributes.describedby} autocomplete="off" .defaultValue=${value?.street ?? ''}></textarea>`
    : html`<input class="p-input" id="${attributes.id}-${name}" data-part=${name} maxlength=${name === 'postal_code' ? 20 : 100}
        autocomplete="off" .defaultValue=${value?.[name] ?? ''}>`}</div>`;
  return html`<div class="p-address" role="group" aria-labelledby="${attributes.id}-label" @input=${(event) => read(event.currentTarget)}
      @change=${(event) => read(event.currentTarget)}>
    ${ADDRESS.map(([name]) => part(name))}
    <div class="p-field p-part-country"><label for="${attributes.id}-country">${t('address.country')}</label>
      <select class="p-input" id="${attributes.id}-country" data-part="country"><option value=""></option>
        ${countries().map(({code, name}) => html`<option value=${code} ?selected=${code === value?.country}>${name}</option>`)}</select></div></div>`;
}

const picked = (change) => (event) => {
  event.stopPropagation();
  change(event.detail.value, event.detail.link);
};

// What is set is not shown, and stays unless something is typed or it is removed.
function secret(field, value, change, attributes) {
  const remove = ({target}) => {
    const input = target.closest('.p-secret').querySelector('input');
    [input.value, input.placeholder] = ['', ''];
    target.hidden = true;
    input.focus();
    change(null);
  };
  const input = html`<input class="p-input" id=${attributes.id} type="password" autocomplete="new-password" maxlength=${ifDefined(field.max)} ?required=${field.required && !value}
    placeholder=${value ? t('secret.set') : ''} aria-invalid=${attributes.invalid} aria-describedby=${attributes.describedby} @input=${({target}) => change(target.value || value || null)}>`;
  return value && !field.required ? html`<div class="p-secret">${input}<button type="button" class="p-button" @click=${remove}>${t('secret.remove')}</button></div>` : input;
}

// Kinds whose input is not one native control: their name is no <label> but stands above them with an id.
export const isGroup = (field) => ['address', 'many', 'richtext'].includes(field.kind);

// Kinds that want the whole width of a form.
export const isWide = (field) => ['longtext', 'richtext', 'address', 'json', 'many', 'file'].includes(field.kind);

// The control for one field. Its value is only what it starts with, so that nothing rewrites what is being typed: to show
// another, draw it anew under another key. Value in, changes out as the server wants them. attributes: {id, invalid, describedby},
// link: {title} of a reference's value; of a many field, what its rows point to by their ids.
// change(value, link, problem): a problem says why what is typed is no value at all.
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
    case 'percent': return percent(field, value, change, attributes);
    case 'duration':
      return text(field, value ? formatDuration(value) : '', change, {...attributes, read: readDuration});
    case 'money': return money(field, value, change, attributes);
    case 'date':
      return html`<parley-date .field=${field} .value=${value} .control=${attributes}
        @parley-date=${(event) => { event.stopPropagation(); change(event.detail.value, undefined, event.detail.problem); }}></parley-date>`;
    case 'datetime': return text(field, toLocal(value), change, {...attributes, type: 'datetime-local', read: fromLocal});
    case 'boolean':
      return html`<label class="p-tick"><input type="checkbox" class="p-check" id=${attributes.id}
          .checked=${Boolean(value)}
        aria-describedby=${attributes.describedby}
            @change=${(event) => change(event.target.checked)}>${t('value.yes')}</label>`;
    case 'choice': return choice(field, value, change, attributes);
    case 'choices':
    case 'tags':
      return html`<parley-chips .field=${field} .value=${value ?? []} .control=${attributes} @parley-pick=${picked(change)}></parley-chips>`;
    case 'richtext':
      return html`<parley-rich .field=${field} .value=${value} .control=${attributes} @parley-pick=${picked(change)}></parley-rich>`;
    case 'many':
      return html`<parley-many .field=${field} .value=${value ?? []} .links=${link} .control=${attributes}
        .errors=${attributes.rows ?? []} .input=${fieldInput} @parley-pick=${picked(change)}></parley-many>`;
    case 'address': return address(field, value, change, attributes);
    case 'secret': return secret(field, value, change, attributes);
    case 'json': return json(field, value, change, attributes);
    case 'user':
    case 'reference':
      return html`<parley-combobox .field=${field} .value=${value} .link=${link} .control=${attributes}
        @parley-pick=${picked(change)}></parley-combobox>`;
    case 'file':
      return html`<parley-file-input .field=${field} .value=${value} .control=${attributes}
        @parley-file=${(event) => change(event.detail)}></parley-file-input>`;
    default: return text(field, value, change, attributes);
  }
}
