// SPDX-License-Identifier: Apache-2.0
// What dashlets show, fetched and put into the shape they draw it in.
import {api, choiceOf, fieldAt, formatCompact, formatMoney, formatNumber, locale, t, today, typeNamed} from '@parley/ui';

const plain = (value) => Number(value?.amount ?? value ?? 0);

// Of a group or a whole: how many, what they come to, or what one comes to on average.
function figure({fn = 'count', of}, group) {
  if (fn === 'count' || !of) return group.count;
  const sum = plain(group.sums[of]);
  return fn === 'average' ? (group.values[of] ? sum / group.values[of] : 0) : sum;
}

export function formatterOf({type, of, fn = 'count'}, currency) {
  const money = fn !== 'count' && fieldAt(typeNamed(type), of)?.field.kind === 'money';
  return (value, whole = false) => (!money ? whole ? formatNumber(value) : formatCompact(value)
    : whole ? formatMoney({amount: Math.round(value * 100) / 100, currency}) : formatCompact({amount: value, currency}));
}

export const currencyOf = (summary, of) => summary.sums?.[of]?.currency;

const get = ({type, filter, of, fn}, by, more) => api.get(`records/${type}/summary`,
  {filter: [filter, more].filter(Boolean).map((one) => `(${one})`).join(';'), by, of: fn === 'count' ? undefined : of});

function day(iso, options) {
  return new Intl.DateTimeFormat(locale, {timeZone: 'UTC', ...options}).format(new Date(`${iso}T00:00Z`));
}

export function periodName(iso, unit) {
  const date = new Date(`${iso}T00:00Z`);
  switch (unit) {
    case 'year': return day(iso, {year: 'numeric'});
    case 'quarter': return t('period.quarter', {n: undefined, q: Math.floor(date.getUTCMonth() / 3) + 1, year: date.getUTCFullYear()});
    case 'month': return day(iso, {month: 'short', year: '2-digit'});
    default: return day(iso, {day: 'numeric', month: 'short'});
  }
}

// The days on which the periods up to this one begin, the earliest first.
function starts(unit, count) {
  const [year, month, date] = today().split('-').map(Number);
  const at = new Date(Date.UTC(year, month - 1, date));
  const days = [];
  if (unit === 'quarter') at.setUTCMonth(Math.floor(at.getUTCMonth() / 3) * 3, 1);
  else if (unit === 'month') at.setUTCDate(1);
  else if (unit === 'year') at.setUTCMonth(0, 1);
  else if (unit === 'week') at.setUTCDate(at.getUTCDate() - (at.getUTCDay() + 6) % 7);
  for (let i = 0; i < count; i++) {
    days.unshift(at.toISOString().slice(0, 10));
    if (unit === 'quarter') at.setUTCMonth(at.getUTCMonth() - 3);
    else if (unit === 'month') at.setUTCMonth(at.getUTCMonth() - 1);
    else if (unit === 'year') at.setUTCFullYear(at.getUTCFullYear() - 1);
    else at.setUTCDate(at.getUTCDate() - (unit === 'week' ? 7 : 1));
  }
  return days;
}

// A number: its value and, where it goes by periods, the one before and how it went.
export async function numberOf(dashlet) {
  const {date, period} = dashlet;
  if (!date || !period) {
    const summary = await get(dashlet);
    return {value: figure(dashlet, summary), format: formatterOf(dashlet, currencyOf(summary, dashlet.of))};
  }
  const days = starts(period, 6);
  const summary = await get(dashlet, `${date}:${period}`, `${date}>=${days[0]}`);
  const found = new Map(summary.groups.map((group) => [group.by[0], figure(dashlet, group)]));
  const trend = days.map((one) => found.get(one) ?? 0);
  return {value: trend.at(-1), before: trend.at(-2), trend, format: formatterOf(dashlet, currencyOf(summary, dashlet.of))};
}

// Dates in their order with none left out; choices in the order of their field; others by size.
function ordered(key, groups, at, value) {
  const names = new Map();
  for (const group of groups) {
    const name = group.by[at] ?? '';
    const known = names.get(name) ?? {name, title: group.titles[at], size: 0};
    known.size += value(group);
    names.set(name, known);
  }
  const all = [...names.values()];
  if (key.unit) return all.filter(({name}) => name).sort((a, b) => String(a.name).localeCompare(b.name));
  if (key.field.choices) {
    const places = key.field.choices.map(({name}) => name);
    return all.sort((a, b) => (places.indexOf(a.name) + 1 || 99) - (places.indexOf(b.name) + 1 || 99));
  }
  return all.sort((a, b) => b.size - a.size);
}

function keyOf(type, text) {
  const [selector, unit] = text.split(':');
  const {field, label} = fieldAt(typeNamed(type), selector);
  return {field, label, unit: unit ?? (['date', 'datetime'].includes(field.kind) ? 'month' : undefined)};
}

function nameOf(key, {name, title}) {
  if (name === '') return t('value.empty');
  if (key.unit) return periodName(name, key.unit);
  if (key.field.kind === 'boolean') return t(name ? 'value.yes' : 'value.no');
  return title ?? choiceOf(key.field, name)?.label ?? String(name);
}

const MOST_SERIES = 8;

// A chart's data: one series, or one for each value of the second field.
export async function chartOf(dashlet) {
  const keys = [dashlet.by].flat().map((text) => keyOf(dashlet.type, text));
  const summary = await get(dashlet, [dashlet.by].flat().join(','));
  const value = (group) => figure(dashlet, group);
  const rows = ordered(keys[0], summary.groups, 0, value).slice(0, keys[0].unit ? undefined : dashlet.most ?? 20);
  const format = formatterOf(dashlet, currencyOf(summary, dashlet.of));
  const of = dashlet.fn === 'count' || !dashlet.of ? t('chart.count') : fieldAt(typeNamed(dashlet.type), dashlet.of).label;
  if (keys.length === 1) {
    const found = new Map(summary.groups.map((group) => [group.by[0] ?? '', value(group)]));
    return {format, data: {by: keys[0].label, labels: rows.map((row) => nameOf(keys[0], row)), colors: keys[0].field.choices ? rows.map(({name}) => choiceOf(keys[0].field, name)?.color ?? 'grey') : undefined,
      series: [{label: of, values: rows.map(({name}) => found.get(name))}]}};
  }
  const series = ordered(keys[1], summary.groups, 1, value).slice(0, MOST_SERIES);
  const found = new Map(summary.groups.map((group) => [JSON.stringify([group.by[0] ?? '', group.by[1] ?? '']), value(group)]));
  return {format, data: {by: keys[0].label, labels: rows.map((row) => nameOf(keys[0], row)), series: series.map((one) => ({label: nameOf(keys[1], one),
    color: choiceOf(keys[1].field, one.name)?.color, values: rows.map(({name}) => found.get(JSON.stringify([name, one.name])) ?? 0)}))}};
}
