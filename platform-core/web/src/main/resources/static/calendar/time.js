// SPDX-License-Identifier: Apache-2.0
// Days and minutes as people live them, in their time zone. A day is 2026-11-27; it begins at its midnight and lasts as long
// as it does: 23 or 25 hours where the clocks change. A minute is that of the clock on the wall.
import {formatTime, fromLocal, locale, t, zone} from '@parley/ui';

const DAY = 86_400_000;
const MINUTE = 60_000;

const formats = new Map();

function format(options) {
  const key = JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(options.locale ?? locale, options));
  return formats.get(key);
}

const at = (day) => new Date(`${day}T00:00Z`);
const named = (day, options) => format({...options, timeZone: 'UTC'}).format(at(day));
const local = (ms) => format({locale: 'sv-SE', timeZone: zone(), dateStyle: 'short', timeStyle: 'short'}).format(ms);

export const addDays = (day, count) => new Date(at(day).getTime() + count * DAY).toISOString().slice(0, 10);
export const daysBetween = (from, to) => Math.round((at(to) - at(from)) / DAY);
export const daysFrom = (day, count) => Array.from({length: count}, (_, index) => addDays(day, index));
export const dayOf = (ms) => local(ms).slice(0, 10);
export const minuteOf = (ms) => Number(local(ms).slice(11, 13)) * 60 + Number(local(ms).slice(14, 16));

// The moment at which a clock on the wall shows this; minutes beyond a day go on in the next one.
export function moment(day, minute = 0) {
  const [whole, rest] = [Math.floor(minute / 1440), ((minute % 1440) + 1440) % 1440];
  const clock = `${String(Math.floor(rest / 60)).padStart(2, '0')}:${String(rest % 60).padStart(2, '0')}`;
  return Date.parse(fromLocal(`${addDays(day, whole)}T${clock}`));
}

function firstOfWeek() {
  const said = new Intl.Locale(locale);
  const info = said.getWeekInfo?.() ?? said.weekInfo;
  return info?.firstDay ?? 1;
}

const FIRST = firstOfWeek();

export const weekStart = (day) => addDays(day, -((at(day).getUTCDay() - FIRST + 7) % 7));
export const monthStart = (day) => `${day.slice(0, 8)}01`;

export function addMonths(day, count) {
  const [year, month, date] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + count + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + count, Math.min(date, last))).toISOString().slice(0, 10);
}

export const isWeekend = (day) => [0, 6].includes(at(day).getUTCDay());
export const isoOf = (ms) => new Date(ms).toISOString();
export const durationOf = (ms) => {
  const minutes = Math.round(ms / MINUTE);
  return `PT${minutes >= 60 ? `${Math.floor(minutes / 60)}H` : ''}${minutes % 60 || !minutes ? `${minutes % 60}M` : ''}`;
};
export const millisOf = (iso) => {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(iso ?? '');
  return parts ? parts.slice(1).reduce((sum, part, index) => sum + Number(part ?? 0) * [DAY, 60 * MINUTE, MINUTE, 1000][index], 0) : 0;
};

export const dayNumber = (day) => named(day, {day: 'numeric'});
export const weekday = (day) => named(day, {weekday: 'short'});
export const dayTitle = (day) => named(day, {weekday: 'long', day: 'numeric', month: 'long', year: 'numeric'});
export const monthTitle = (day) => named(day, {month: 'long', year: 'numeric'});
export const shortMonth = (day) => named(day, {day: 'numeric', month: 'short'});
export const hourTitle = (hour) => format({timeStyle: 'short', timeZone: 'UTC'}).format(hour * 60 * MINUTE);
export const rangeTitle = (from, to) => format({day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC'}).formatRange(at(from), at(to));
export const zoneTitle = (day) => format({timeZone: zone(), timeZoneName: 'short', hour: 'numeric'}).formatToParts(moment(day, 720))
  .find(({type}) => type === 'timeZoneName')?.value ?? '';
// When something is, in words.
export const timesTitle = ({allDay, from, to}) => (allDay ? t('calendar.allDay') : to > from
  ? format({timeZone: zone(), timeStyle: 'short'}).formatRange(from, to) : formatTime(from));
