// SPDX-License-Identifier: Apache-2.0
// Small drawings shared by every page.
import {html, nothing, svg, unsafeHTML, unsafeSVG} from 'lit';
import icons from './icons.json' with {type: 'json'};
import {showFile} from './file.js';
import {
  formatAddress, formatDate, formatDateTime, formatDuration, formatMoney, formatNumber, formatPercent, hueOf, initials,
} from './format.js';
import {has, labels, nouns, t} from './i18n.js';
import {contributions, typeNamed} from './model.js';
import {htmlText, safeHtml} from './safe-html.js';

const kit = new URL('.', import.meta.url);

// A Lucide icon. Those the shell uses itself are in its code; any other is fetched once and kept by the browser.
export function icon(name, extra = '') {
  if (icons[name]) {
    return html`<svg class="p-icon ${extra}" viewBox="0 0 24 24"
        aria-hidden="true">${svg`${unsafeSVG(icons[name])}`}</svg>`;
  }
  const url = new URL(`icons/${/^[a-z0-9-]+$/.test(name) ? name : 'circle'}.svg`, kit);
  return html`<span class="p-icon p-icon-far ${extra}" aria-hidden="true" style="--p-icon: url('${url}')"></span>`;
}

export const avatar = (title, {square = false, large = false, picture} = {}) =>
  html`<span class="p-avatar ${square ? 'p-square' : ''} ${large ? 'p-large' : ''}" aria-hidden="true"
    style="--p-tone: ${hueOf(title)}">${picture ? html`<img src=${picture} alt="">` : initials(title)}</span>`;

export const chip = (label, color) =>
  html`<span class="p-chip ${color ? `p-tone p-tone-${color}` : ''}">${label}</span>`;

export const recordPath = ({type, id}) => `records/${type}/${id}`;

export const recordLink = (record) => html`<a class="p-link" href=${recordPath(record)}>${record.title}</a>`;

export const isPerson = (typeName) => typeName === 'user' || Boolean(typeNamed(typeName)?.party && typeName === 'contact');

export const choiceOf = (field, value) => field.choices?.find((choice) => choice.name === value);

const nothingHere = () => html`<span class="p-muted"><span aria-hidden="true">—</span><span
    class="p-visually-hidden">${t('value.empty')}</span></span>`;

function linked(link, compact) {
  if (!link) return nothingHere();
  const inside = html`${avatar(link.title, {square: !isPerson(link.type)})}<span class="p-clip">${link.title}</span>`;
  return compact || !typeNamed(link.type)
    ? html`<span class="p-with-avatar">${inside}</span>`
    : html`<a class="p-with-avatar p-link" href=${recordPath(link)}>${inside}</a>`;
}

// Several small words; where there is little room the first ones and how many more.
function chips(labels, compact) {
  const shown = compact ? labels.slice(0, 2) : labels;
  const rest = labels.slice(shown.length);
  return html`<span class="p-chips ${compact ? 'p-one-line' : ''}">${shown.map(({label, color}) => chip(label, color))}${rest.length
    ? html`<span class="p-chip" title=${rest.map(({label}) => label).join(', ')}>+${rest.length}</span>` : nothing}</span>`;
}

const chosen = (field, value) => value.map((name) => choiceOf(field, name) ?? {label: name});

// A field's value as it stands in lists (compact, without links of its own) and on records.
// A module may draw a field its own way: its contribution bears the field's name.
function drawn(field, record, compact) {
  if (!field.name || !record.type) return undefined;
  const one = contributions.value.find(({point, name, types}) => point === 'field.renderer' && name === field.name && (!types?.length || types.includes(record.type)));
  return one && html`<parley-slot point="field.renderer" only=${`${one.plugin}/${one.name}`}
    .context=${{type: typeNamed(record.type), record, field, value: record.fields[field.name] ?? null, compact}}></parley-slot>`;
}

export function showValue(field, record, {compact = false, links = !compact} = {}) {
  const own = drawn(field, record, compact);
  if (own) return own;
  const value = record.fields[field.name];
  if (value === null || value === undefined || value === '') return nothingHere();
  switch (field.kind) {
    case 'reference':
    case 'user': return linked(record.links?.[field.name], compact);
    case 'choice': return chip(choiceOf(field, value)?.label ?? value, choiceOf(field, value)?.color);
    case 'choices': return chips(chosen(field, value), compact);
    case 'tags': return chips(value.map((label) => ({label})), compact);
    case 'richtext': return compact ? htmlText(value) : html`<div class="p-rich">${unsafeHTML(safeHtml(value))}</div>`;
    case 'json': return compact ? html`<span class="p-code p-clip">${JSON.stringify(value)}</span>`
      : html`<pre class="p-code p-json" tabindex="0">${JSON.stringify(value, null, 2)}</pre>`;
    case 'sequence': return html`<span class="p-figures">${value}</span>`;
    case 'boolean': return t(value ? 'value.yes' : 'value.no');
    case 'email': return compact ? value : html`<a class="p-link" href="mailto:${value}">${value}</a>`;
    case 'phone': return compact ? value : html`<a class="p-link" href="tel:${value.replace(/[^+\d]/g, '')}">${value}</a>`;
    case 'url': return compact || !/^https?:/i.test(value) ? value
      : html`<a class="p-link" href=${value} target="_blank" rel="noopener noreferrer">${value.replace(/^https?:\/\/(www\.)?/, '')}</a>`;
    case 'file': return showFile(icon, field, record, {compact, links});
    case 'longtext': return compact ? value : html`<span class="p-prose">${value}</span>`;
    default: return plainValue(field, value);
  }
}

// How many records there are on the other side, where nobody has told their names.
const manyText = (field, items) => t('value.many', {count: items.length, plural: nouns({plural: typeNamed(field.through)?.plural ?? field.label})});

// The same as plain text, e.g. for the history.
export function plainValue(field, value, title) {
  if (value === null || value === undefined || value === '') return t('value.empty');
  if (title) return title;
  switch (field?.kind) {
    case 'choice': return choiceOf(field, value)?.label ?? value;
    case 'choices': return chosen(field, value).map(({label}) => label).join(', ');
    case 'tags': return value.join(', ');
    case 'richtext': return htmlText(value);
    case 'json': return JSON.stringify(value);
    case 'address': return formatAddress(value);
    case 'secret': return '•••';
    case 'percent': return formatPercent(value);
    case 'duration': return formatDuration(value);
    case 'many': return manyText(field, value);
    case 'boolean': return t(value ? 'value.yes' : 'value.no');
    case 'file': return value.name ?? t('value.empty');
    case 'money': return formatMoney(value);
    // A year or a number of a house has no separator; ten thousand has.
    case 'integer':
    case 'decimal': return formatNumber(value, {maximumFractionDigits: 20, useGrouping: 'min2'});
    case 'date': return formatDate(value);
    case 'datetime': return formatDateTime(value);
    default: return typeof value === 'object' ? `${value.type ?? ''} #${value.id ?? ''}` : String(value);
  }
}

export const isNumeric = (field) => ['integer', 'decimal', 'money', 'percent', 'duration'].includes(field.kind);

// What stands where a list has nothing to show: what this is, and what to do. `whole`: it is all there is on the page.
export const emptyState = (iconName, title, text, action = nothing, whole = false) => html`
  <div class="p-nothing">${icon(iconName, 'p-big')}${whole ? html`<h1>${title}</h1>` : html`<h2>${title}</h2>`}<p
      class="p-muted">${text}</p>${action}</div>`;

// What went wrong and what to do next.
export function problemState(problem, retry, whole = false) {
  const key = problem.status === 0 ? 'offline' : problem.status === 404 ? 'missing' : problem.status === 503 ? 'busy' : 'other';
  return html`<div class="p-nothing" role="alert">${icon('circle-alert', 'p-big')}
    ${whole ? html`<h1>${t(`problem.${key}`)}</h1>` : html`<h2>${t(`problem.${key}`)}</h2>`}
    <p class="p-muted">${key === 'other' ? problem.message : t(`problem.${key}.text`)}</p>
    ${retry ? html`<button class="p-button" @click=${retry}>${icon('refresh-cw')}${t('action.retry')}</button>`
        : nothing}</div>`;
}

// What is wrong with a field, in the reader's language as far as it is known by its code.
export function errorText({code, message}, field) {
  const key = `error.${code}`;
  return labels && field && has(key) ? t(key, {label: field.label}) : message;
}

export const problemText = (problem, field) =>
  (problem.status === 0 ? t('problem.offline.text') : problem.errors?.[0] ? errorText(problem.errors[0], field) : problem.message);
