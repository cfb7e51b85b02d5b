// SPDX-License-Identifier: Apache-2.0
// Values as people read them: in their language and time zone, or the company's.
import {session} from './api.js';
import {countryName} from './countries.js';
import {language, locale, t} from './i18n.js';

const formats = new Map();

function format(kind, options) {
  const key = `${kind.name}${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new kind(locale, options));
  return formats.get(key);
}

export const zone = () => session.value?.user?.time_zone ?? session.value?.company?.time_zone ?? 'UTC';
export const companyCurrency = () => session.value?.company?.currency ?? 'EUR';

export const formatNumber = (value, options = {maximumFractionDigits: 20}) =>
  (value === null || value === undefined ? '' : format(Intl.NumberFormat, options).format(value));

export function formatMoney(money) {
  if (!money) return '';
  return format(Intl.NumberFormat, {
    style: 'currency', currency: money.currency, trailingZeroDisplay: 'stripIfInteger',
  }).format(money.amount);
}

// An amount or a number in few letters: €1.3M.
export function formatCompact(value) {
  const {amount, currency} = typeof value === 'object' ? value : {amount: value};
  const large = Math.abs(amount) >= 10_000;
  return format(Intl.NumberFormat, {...(currency ? {style: 'currency', currency} : {}), maximumFractionDigits: !large ? 2 : language === 'de' && Math.abs(amount) < 1_000_000 ? 0 : 1,
    ...(large ? {notation: 'compact', minimumFractionDigits: 0} : {trailingZeroDisplay: 'stripIfInteger'})}).format(amount);
}

// 12.5 is said as 12.5 %, the way the language writes it.
export const formatPercent = (value) => formatNumber(value, {style: 'unit', unit: 'percent', maximumFractionDigits: 20});

const UNITS = [['day', 86_400], ['hour', 3600], ['minute', 60], ['second', 1]];

// Seconds of an ISO 8601 duration, or null.
function seconds(iso) {
  const parts = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i.exec(iso ?? '');
  return parts && parts.slice(1).reduce((sum, part, index) => sum + Number(part ?? 0) * [604_800, 86_400, 3600, 60, 1][index], 0);
}

// PT1H30M as 1 h 30 min.
export function formatDuration(iso) {
  let rest = seconds(iso);
  if (rest === null) return iso ?? '';
  const parts = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count || (unit === 'minute' && !rest && !parts.length)) {
      parts.push(t(`duration.${unit}`, {count: formatNumber(count)}));
    }
  }
  return parts.join(' ');
}

const WORDS = /^(?:(\d+(?:[.,]\d+)?)\s*d[a-z]*)?\s*(?:(\d+(?:[.,]\d+)?)\s*h[a-z]*)?\s*(?:(\d+(?:[.,]\d+)?)\s*(?:m[a-z]*|$))?\s*(?:(\d+)\s*s[a-z]*)?$/i;

// What a person types for a duration, as ISO 8601: 1h30, 1:30, 90 min, 1.5 h, 2d; a number alone is minutes.
export function readDuration(typed) {
  const text = typed.trim();
  if (!text) return null;
  if (seconds(text) !== null) return text.toUpperCase();
  const clock = /^(\d+):([0-5]\d)(?::([0-5]\d))?$/.exec(text);
  const parts = clock ? [0, clock[1], clock[2], clock[3]] : WORDS.exec(text)?.slice(1);
  if (!parts) return text;
  const total = Math.round(parts.reduce((sum, part, index) => sum + Number(String(part ?? 0).replace(',', '.')) * UNITS[index][1], 0));
  const [hours, minutes, rest] = [Math.floor(total / 3600), Math.floor(total % 3600 / 60), total % 60];
  return `PT${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${rest || !total ? `${rest}S` : ''}`;
}

// An address on one line.
export function formatAddress(address) {
  const place = [address?.postal_code, address?.city].filter(Boolean).join(' ');
  return [address?.street?.replace(/\s*\n\s*/g, ', '), place, address?.region, address?.country && countryName(address.country)]
    .filter(Boolean).join(', ');
}

// A date has no zone: it is the same day everywhere.
export const formatDate = (date) => (date
  ? format(Intl.DateTimeFormat, {dateStyle: 'medium', timeZone: 'UTC'}).format(new Date(`${date.slice(0, 10)}T00:00Z`)) : '');
export const formatDateTime = (instant) => (instant
  ? format(Intl.DateTimeFormat, {dateStyle: 'medium', timeStyle: 'short', timeZone: zone()}).format(new Date(instant)) : '');
export const formatTime = (instant) =>
  format(Intl.DateTimeFormat, {timeStyle: 'short', timeZone: zone()}).format(new Date(instant));

const dayOf = (date) => new Intl.DateTimeFormat('sv-SE', {timeZone: zone(), dateStyle: 'short'}).format(date);

export const today = () => dayOf(new Date());

// Today, Yesterday, or the date.
export function formatDay(instant) {
  const day = dayOf(new Date(instant));
  if (day === today()) return t('day.today');
  if (day === dayOf(new Date(Date.now() - 86_400_000))) return t('day.yesterday');
  return formatDate(day);
}

export function formatRelative(instant) {
  if (!instant) return '';
  const seconds = (new Date(instant) - Date.now()) / 1000;
  const steps = [[60, 1, 'second'], [3600, 60, 'minute'], [86_400, 3600, 'hour'], [604_800, 86_400, 'day']];
  const step = steps.find(([limit]) => Math.abs(seconds) < limit);
  if (!step) return formatDate(dayOf(new Date(instant)));
  if (step[2] === 'second') return t('day.now');
  return format(Intl.RelativeTimeFormat, {numeric: 'auto'}).format(Math.round(seconds / step[1]), step[2]);
}

// The wall clock of the company's zone, as `datetime-local` wants it, and back to UTC.
export function toLocal(instant) {
  if (!instant) return '';
  return new Intl.DateTimeFormat('sv-SE', {timeZone: zone(), dateStyle: 'short', timeStyle: 'short'})
    .format(new Date(instant)).replace(' ', 'T');
}

export function fromLocal(local) {
  if (!local) return null;
  const guess = new Date(`${local}Z`);
  const shift = new Date(`${toLocal(guess)}Z`) - guess;
  // Once more with the offset at the time found, for the hours around a change of the clock.
  const first = new Date(guess - shift);
  const second = new Date(guess - (new Date(`${toLocal(first)}Z`) - first));
  return second.toISOString();
}

// What a person types for a number, as digits with a point: "1.234,50", "1,234.50" and "1234.5" alike. A single
// separator before exactly three digits ("1,234") means what it means in the reader's language.
export function plainNumber(text) {
  const digits = text.replace(/[\s'’]/g, '');
  const found = [...digits.matchAll(/[.,]/g)];
  if (!found.length) return digits;
  const last = found.at(-1);
  const kinds = new Set(found.map((match) => match[0]));
  const local = formatNumber(1.5)[1];
  const isPoint = kinds.size > 1
    || (found.length === 1 && (digits.length - last.index - 1 !== 3 || last[0] === local));
  const whole = isPoint ? digits.slice(0, last.index) : digits;
  return whole.replace(/[.,]/g, '') + (isPoint ? `.${digits.slice(last.index + 1)}` : '');
}

export function initials(title) {
  const words = String(title ?? '').match(/[\p{L}\p{N}]+/gu) ?? ['?'];
  return (words[0][0] + (words.length > 1 ? words.at(-1)[0] : words[0][1] ?? '')).toUpperCase();
}

export function hueOf(text) {
  let hash = 7;
  for (const letter of String(text ?? '')) hash = (hash * 31 + letter.codePointAt(0)) % 3600;
  return (hash * 47) % 360;
}
