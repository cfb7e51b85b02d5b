// SPDX-License-Identifier: Apache-2.0
// Dates as people type them: "next friday", "in 3 weeks", "4 dec", "24.12.", in English and in the reader's language.
import {locale, today} from '@parley/ui';

const DAY = 86_400_000;
const plain = (text) => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');

// Names of weekdays (Monday first) or months, as the languages write them, each by its number.
function names(options, dates) {
  const found = new Map();
  for (const language of new Set(['en', locale])) {
    for (const style of ['long', 'short']) {
      const format = new Intl.DateTimeFormat(language, {timeZone: 'UTC', ...Object.fromEntries([[options, style]])});
      dates.forEach((date, index) => found.set(plain(format.format(date)).replace(/\.$/, ''), index));
    }
  }
  return found;
}

const weekdays = names('weekday', Array.from({length: 7}, (_, index) => Date.UTC(2024, 0, 1 + index)));
const months = names('month', Array.from({length: 12}, (_, index) => Date.UTC(2024, index, 15)));
// Whether the reader writes the month before the day.
const monthFirst = new Intl.DateTimeFormat(locale).formatToParts(Date.UTC(2024, 0, 15)).findIndex(({type}) => type === 'month') === 0;

const WORDS = {today: 0, heute: 0, now: 0, jetzt: 0, tomorrow: 1, morgen: 1, yesterday: -1, gestern: -1, ubermorgen: 2, vorgestern: -2, 'day after tomorrow': 2, 'day before yesterday': -2};
const UNITS = [[/^(d|day|days|t|tag|tage|tagen)$/, 'day'], [/^(w|week|weeks|woche|wochen)$/, 'week'], [/^(m|month|months|monat|monate|monaten)$/, 'month'], [/^(y|year|years|j|jahr|jahre|jahren)$/, 'year']];
const COUNTS = {a: 1, an: 1, one: 1, ein: 1, eine: 1, einem: 1, einer: 1, two: 2, zwei: 2, three: 3, drei: 3, four: 4, vier: 4};

const unitOf = (word) => UNITS.find(([pattern]) => pattern.test(word))?.[1];
const countOf = (word) => COUNTS[word] ?? (/^\d{1,4}$/.test(word) ? Number(word) : undefined);

function moved(date, unit, count) {
  const to = new Date(date);
  if (unit === 'day') to.setUTCDate(to.getUTCDate() + count);
  else if (unit === 'week') to.setUTCDate(to.getUTCDate() + 7 * count);
  else {
    const day = to.getUTCDate();
    to.setUTCDate(1);
    to.setUTCMonth(to.getUTCMonth() + (unit === 'year' ? 12 : 1) * count);
    // The 31st of a short month is its last day.
    to.setUTCDate(Math.min(day, new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate()));
  }
  return to;
}

function calendar(year, month, day) {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date : undefined;
}

// Without a year the nearest such day that is not long gone is meant.
function inYear(now, year, month, day) {
  if (year !== undefined) return calendar(year < 100 ? 2000 + year : year, month, day);
  const date = calendar(now.getUTCFullYear(), month, day);
  return date && now - date > 180 * DAY ? calendar(now.getUTCFullYear() + 1, month, day) : date;
}

function weekday(now, index, next) {
  const here = (now.getUTCDay() + 6) % 7;
  if (next) return moved(now, 'day', 7 - here + index);
  return moved(now, 'day', (index - here + 7) % 7 || 7);
}

function meant(text, now) {
  if (text in WORDS) return moved(now, 'day', WORDS[text]);
  let match = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (match) return calendar(Number(match[1]), Number(match[2]), Number(match[3]));
  match = /^(\d{1,2})\s*([./-])\s*(\d{1,2})\s*(?:\2\s*(\d{2}|\d{4})?)?$/.exec(text);
  if (match) {
    const [first, second, year] = [Number(match[1]), Number(match[3]), match[4] && Number(match[4])];
    // A point is written after the day, whatever the reader's language.
    const [month, day] = match[2] === '/' && (monthFirst || second > 12) && first <= 12 ? [first, second] : [second, first];
    return inYear(now, year || undefined, month, day);
  }
  match = /^([+-])\s*(\d{1,4})\s*([a-z]*)$/.exec(text);
  if (match) {
    const unit = match[3] ? unitOf(match[3]) : 'day';
    return unit && moved(now, unit, Number(match[1] + match[2]));
  }
  const words = text.replace(/(\d)\.(?=\s|$)/g, '$1').split(/[\s,]+/).filter((word) => word && !['on', 'am', 'the', 'den', 'der', 'of', 'from', 'this', 'diesen'].includes(word));
  const [first, second, third] = words;
  if (['in', 'vor'].includes(first) && words.length === 3 && countOf(second) !== undefined && unitOf(third)) {
    return moved(now, unitOf(third), countOf(second) * (first === 'vor' ? -1 : 1));
  }
  if (words.length === 3 && third === 'ago' && countOf(first) !== undefined && unitOf(second)) return moved(now, unitOf(second), -countOf(first));
  if (/^(end|ende)$/.test(first) && unitOf(second) === 'month' || first === 'monatsende') return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 0));
  const next = /^(next|nachste[nrms]?|kommende[nrms]?)$/.test(first);
  if (next && unitOf(second) === 'week') return weekday(now, 0, true);
  if (next && unitOf(second)) return moved(now, unitOf(second), 1);
  const day = weekdays.get(next ? second : first);
  if (day !== undefined && words.length === (next ? 2 : 1)) return weekday(now, day, next);
  const at = words.findIndex((word) => months.has(word));
  if (at < 0 || words.length > 3) return undefined;
  const rest = words.filter((_, index) => index !== at).map(Number);
  if (rest.some((number) => !Number.isInteger(number))) return undefined;
  const [date = 1, year] = rest[0] > 31 ? [1, rest[0]] : rest;
  return inYear(now, year, months.get(words[at]) + 1, date);
}

// The day a text means, as 2026-12-31; null for none; undefined for what means no day.
export function readDate(typed, from = today()) {
  const text = plain(typed.trim()).replace(/\s+/g, ' ');
  if (!text) return null;
  return meant(text, new Date(`${from}T00:00Z`))?.toISOString().slice(0, 10);
}
