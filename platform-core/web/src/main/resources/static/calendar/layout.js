// SPDX-License-Identifier: Apache-2.0
// Who stands where: things side by side in a day, and one below the other over days.
import {dayOf, daysBetween, minuteOf} from './time.js';

// The shortest that can be read.
const LEAST = 25;

// The part of an entry that lies on a day, in minutes of the clock on the wall.
export function piece(entry, day) {
  const from = entry.first < day ? 0 : minuteOf(entry.from);
  const ends = dayOf(entry.to);
  let to = ends > day ? 1440 : minuteOf(entry.to);
  // Where the hour comes twice, something may end before it began, by the clock.
  if (ends === day && to < from) to = Math.min(1440, from + (entry.to - entry.from) / 60_000);
  return {entry, day, from, to: Math.min(1440, Math.max(to, from + LEAST)), ends: entry.last === day, begins: entry.first === day};
}

// Pieces that overlap stand side by side: each gets `left` and `width` as parts of one.
export function sideBySide(pieces) {
  const sorted = [...pieces].sort((a, b) => a.from - b.from || b.to - a.to || a.entry.record.id - b.entry.record.id);
  const done = [];
  let group = [];
  let until = -1;
  const close = () => {
    const columns = Math.max(0, ...group.map(({column}) => column)) + 1;
    for (const one of group) {
      // As far to the right as nobody else stands.
      let wide = 1;
      while (one.column + wide < columns && !group.some((other) => other.column === one.column + wide && other.from < one.to && other.to > one.from)) wide++;
      done.push({...one, left: one.column / columns, width: wide / columns});
    }
    group = [];
  };
  for (const one of sorted) {
    if (one.from >= until) close();
    const taken = new Set(group.filter((other) => other.to > one.from).map(({column}) => column));
    let column = 0;
    while (taken.has(column)) column++;
    group.push({...one, column});
    until = Math.max(until, one.to);
  }
  close();
  return done;
}

// Entries over a row of days, each in a lane: {entry, lane, at, days}. Long ones come first, so that they stay together.
export function lanes(entries, first, count) {
  const placed = [];
  const sorted = [...entries].sort((a, b) => a.first.localeCompare(b.first) || daysBetween(b.first, b.last) - daysBetween(a.first, a.last)
    || Number(b.allDay) - Number(a.allDay) || (a.from ?? 0) - (b.from ?? 0) || a.record.id - b.record.id);
  for (const entry of sorted) {
    const at = Math.max(0, daysBetween(first, entry.first));
    const end = Math.min(count - 1, daysBetween(first, entry.last));
    if (end < 0 || at >= count) continue;
    let lane = 0;
    while (placed.some((other) => other.lane === lane && other.at <= end && other.at + other.days > at)) lane++;
    placed.push({entry, lane, at, days: end - at + 1});
  }
  return placed;
}

export const onDay = (entries, day) => entries.filter(({first, last}) => first <= day && last >= day)
  .sort((a, b) => Number(b.allDay) - Number(a.allDay) || (a.from ?? 0) - (b.from ?? 0) || a.record.id - b.record.id);
