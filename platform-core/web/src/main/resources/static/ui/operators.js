// SPDX-License-Identifier: Apache-2.0
// What a filter can ask of each kind of field, as a sentence and as FIQL.
import {choiceOf, plainValue} from './pieces.js';
import {t} from './i18n.js';
import {fieldNamed, refersToOne, typeNamed} from './model.js';

const EMPTY = [['empty', '=null=', () => ['true']], ['filled', '=null=', () => ['false']]];
const TEXT = [
  ['contains', '==', (value) => [`*${value}*`]], ['begins', '==', (value) => [`${value}*`]], ['is', '==', (value) => [value]],
  ['lacks', '!=', (value) => [`*${value}*`]], ['isNot', '!=', (value) => [value]], ...EMPTY,
];
const NUMBER = [['equals', '==', (value) => [value]], ['atLeast', '>=', (value) => [value]], ['atMost', '<=', (value) => [value]],
  ['above', '>', (value) => [value]], ['below', '<', (value) => [value]], ...EMPTY];
const DATE = [['in', '==', (value) => [value]], ['from', '>=', (value) => [value]], ['until', '<=', (value) => [value]],
  ['before', '<', (value) => [value]], ['after', '>', (value) => [value]], ...EMPTY];
const CHOICE = [['oneOf', '=in=', (value) => value], ['noneOf', '=out=', (value) => value], ...EMPTY];
const REFERENCE = [['is', '==', (value) => [value]], ['isNot', '!=', (value) => [value]], ...EMPTY];
const TRUTH = [['yes', '==', () => ['true']], ['no', '==', () => ['false']]];

const KINDS = {
  text: TEXT, longtext: TEXT, richtext: TEXT, email: TEXT, phone: TEXT, url: TEXT, sequence: TEXT, file: TEXT, tags: TEXT,
  integer: NUMBER, decimal: NUMBER, percent: NUMBER, money: NUMBER, duration: NUMBER,
  date: DATE, datetime: DATE, choice: CHOICE, choices: CHOICE, boolean: TRUTH, reference: REFERENCE, user: REFERENCE,
};

// Periods and days that a date can be compared with, by what they are called in a filter.
export const PERIODS = ['today', 'yesterday', 'tomorrow', 'this_week', 'last_week', 'next_week', 'this_month', 'last_month',
  'next_month', 'this_quarter', 'last_quarter', 'next_quarter', 'this_year', 'last_year', 'today-7', 'today-30', 'today-90', 'today+7', 'today+30'];

export const operatorsOf = (field) => KINDS[field?.kind] ?? EMPTY;

export const needsValue = (operator) => !['empty', 'filled', 'yes', 'no'].includes(operator);

// The field a selector such as account.sector names, with the fields it crosses before.
export function fieldAt(type, selector) {
  const names = selector.split('.');
  let at = type;
  const path = [];
  for (const name of names.slice(0, -1)) {
    const hop = fieldNamed(at, name);
    if (!refersToOne(hop)) return undefined;
    path.push(hop);
    at = typeNamed(hop.to[0]);
  }
  const field = fieldNamed(at, names.at(-1));
  return field && {field, path, label: [...path, field].map(({label}) => label).join(' › ')};
}

// What one may filter by: own fields, then those of what is referred to.
export function filterable(type) {
  const own = type.fields.filter((field) => KINDS[field.kind]);
  const near = own.filter((field) => refersToOne(field) && typeNamed(field.to[0])).map((hop) => ({hop,
    fields: typeNamed(hop.to[0]).fields.filter((field) => KINDS[field.kind] && !field.system)}));
  return {own, near};
}

const bare = (value) => value.replace(/^\*|\*$/g, '');

// Reads a comparison as {operator, value}: the operator's name, and the value as its input wants it.
export function read(field, {sign, values}) {
  const [value = ''] = values;
  if (sign === '=null=') return {operator: value === 'true' ? 'empty' : 'filled'};
  const kind = KINDS[field.kind];
  if (kind === TRUTH) return {operator: (value === 'true') === (sign === '==') ? 'yes' : 'no'};
  if (kind === CHOICE) return {operator: ['==', '=in='].includes(sign) ? 'oneOf' : 'noneOf', value: values};
  if (kind === TEXT) {
    const [before, after] = [value.startsWith('*') && value.length > 1, value.endsWith('*') && value.length > 1];
    if (sign === '!=') return {operator: before || after ? 'lacks' : 'isNot', value: bare(value)};
    if (sign === '==') return {operator: before ? 'contains' : after ? 'begins' : 'is', value: bare(value)};
    return undefined;
  }
  const found = kind?.find(([, one]) => one === sign);
  return found && values.length === 1 ? {operator: found[0], value} : undefined;
}

export function write(selector, field, {operator, value}) {
  const [, sign, values] = operatorsOf(field).find(([name]) => name === operator);
  return {selector, sign, values: values(value)};
}

function said(field, value, titles) {
  if (['reference', 'user'].includes(field.kind)) return value === 'me' ? t('filter.me') : titles?.get(String(value)) ?? `#${value}`;
  if (['date', 'datetime'].includes(field.kind)) return PERIODS.includes(value) ? t(`period.${value}`) : plainValue({kind: 'date'}, value);
  if (field.kind === 'percent') return plainValue(field, value);
  return ['integer', 'decimal', 'money'].includes(field.kind) ? plainValue({kind: 'decimal'}, value) : String(value);
}

// A comparison in words: "Stage is Won or Lost".
export function sentence(type, item, titles) {
  const at = fieldAt(type, item.selector);
  const meant = at && read(at.field, item);
  if (!meant) return `${item.selector} ${item.sign} ${item.values.join(', ')}`;
  const {field, label} = at;
  const value = Array.isArray(meant.value)
    ? new Intl.ListFormat(document.documentElement.lang, {type: 'disjunction'}).format(meant.value.map((name) => choiceOf(field, name)?.label ?? name))
    : meant.value === undefined ? '' : said(field, meant.value, titles);
  return t(`filter.says.${meant.operator}`, {field: label, value});
}
