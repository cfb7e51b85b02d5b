// SPDX-License-Identifier: Apache-2.0
// What a company is asked about itself, at first and later.
import {fieldNamed, locale, t, typeNamed} from '@parley/ui';
import {html} from 'lit';

export const ZONES = Intl.supportedValuesOf('timeZone');
export const CURRENCIES = Intl.supportedValuesOf('currency');
export const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
export const SPOKEN = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pl', 'pt'];

const currencyName = new Intl.DisplayNames(locale, {type: 'currency'});
const languageName = new Intl.DisplayNames(locale, {type: 'language'});
// The first of a week that began on a Monday.
const dayName = (index) => new Intl.DateTimeFormat(locale, {weekday: 'short', timeZone: 'UTC'}).format(Date.UTC(2024, 0, 1 + index));

// Who has to log in with a second factor, as the type says it.
export function secondFactorField(company) {
  const field = fieldNamed(typeNamed('company'), 'second_factor');
  const now = company.second_factor ?? field.default;
  return html`<div class="p-field p-whole"><label for="p-company-second">${field.label}</label><select class="p-input" id="p-company-second" name="second_factor" aria-describedby="p-company-second-note">
      ${field.choices.map(({name, label}) => html`<option value=${name} ?selected=${name === now}>${label}</option>`)}</select><p class="p-help" id="p-company-second-note">${field.help}</p></div>`;
}

export function companyFields(company, {currency = true, more = ''} = {}) {
  const select = (name, label, options, value) => html`<div class="p-field"><label for="p-company-${name}">${label}</label><select class="p-input" id="p-company-${name}" name=${name}>
      ${options.map(([key, text]) => html`<option value=${key} ?selected=${key === value}>${text}</option>`)}</select></div>`;
  return html`<div class="p-fields">
    <div class="p-field p-whole"><label for="p-company-name">${t('company.name')}</label><input class="p-input" id="p-company-name" name="name" required maxlength="200" autocomplete="organization"
      .defaultValue=${company.name ?? ''}></div>
    ${currency ? select('currency', t('company.currency'), CURRENCIES.map((code) => [code, `${code} · ${currencyName.of(code)}`]), company.currency) : ''}
    ${select('time_zone', t('company.zone'), [...new Set([company.time_zone ?? 'UTC', ...ZONES])].map((zone) => [zone, zone.replaceAll('_', ' ')]), company.time_zone)}
    ${select('language', t('company.language'), [...new Set([company.language ?? 'en', ...SPOKEN])].map((tag) => [tag, languageName.of(tag)]), company.language)}
    <fieldset class="p-whole p-days"><legend>${t('company.hours')}</legend><div class="p-day-row">${DAYS.map((day, index) => html`<label class="p-day"><input type="checkbox" class="p-visually-hidden"
        name="working_days" value=${day} ?checked=${(company.working_days ?? DAYS.slice(0, 5)).includes(day)}><span>${dayName(index)}</span></label>`)}</div>
      <div class="p-hours"><label>${t('company.from')} <input class="p-input" type="time" name="day_begins" .defaultValue=${company.day_begins ?? '09:00'}></label>
        <label>${t('company.until')} <input class="p-input" type="time" name="day_ends" .defaultValue=${company.day_ends ?? '17:00'}></label></div></fieldset>
    ${more}</div>`;
}

// The body of a company record, as a form of these fields says it.
export function companyBody(form) {
  const data = new FormData(form);
  const body = Object.fromEntries(['name', 'currency', 'time_zone', 'language', 'day_begins', 'day_ends', 'second_factor'].filter((name) => data.has(name)).map((name) => [name, data.get(name).trim() || null]));
  return {...body, working_days: data.getAll('working_days')};
}
