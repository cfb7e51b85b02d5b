// SPDX-License-Identifier: Apache-2.0
// The records of a calendar as what stands in it, and what a move of one writes.
import {allOf, api, fieldNamed} from '@parley/ui';
import {addDays, dayOf, daysBetween, durationOf, isoOf, millisOf, minuteOf, moment} from './time.js';

const PAGE = 200;
const MOST = 1000;
// How far back one looks for what began before and may still last.
const LONG = 86_400_000;
// What takes an hour where nobody says otherwise.
const HOUR = 3_600_000;

export class Plan {
  constructor(type, view) {
    const dates = (kind) => type.fields.find((field) => field.kind === kind && !field.system)?.name;
    const start = view.start ?? (view.day ? undefined : dates('datetime'));
    const day = view.day ?? (start ? undefined : dates('date'));
    this.type = type;
    this.names = {start, day, end: view.end, duration: view.duration, color: view.color ?? type.fields.find((field) => field.kind === 'choice' && !field.system)?.name, done: view.done};
    this.preset = view.preset ?? {};
    this.start = fieldNamed(type, start);
    this.shown = (view.columns ?? []).filter((name) => name !== 'title').map((name) => fieldNamed(type, name)).filter(Boolean);
    this.fields = [...new Set([...Object.values(this.names).filter(Boolean), ...this.shown.map(({name}) => name), 'owner'])].join(',');
  }

  // Whether times of day are known at all.
  get timed() {
    return this.start?.kind === 'datetime';
  }

  // Whether something can last all day.
  get daily() {
    return Boolean(this.names.day) || this.start?.kind === 'date';
  }

  may(name) {
    return Boolean(name) && this.type.state === 'active' && this.type.may?.edit !== false && !fieldNamed(this.type, name)?.readOnly;
  }

  get movable() {
    return this.may(this.names.start) || this.may(this.names.day);
  }

  get creatable() {
    return this.type.state === 'active' && this.type.may?.create !== false;
  }

  // Filters that together find what is on these days.
  #wheres(from, to) {
    const {start, end, day} = this.names;
    const [begins, ends] = this.timed ? [isoOf(moment(from)), isoOf(moment(to))] : [from, to];
    const wheres = [];
    if (start && end) wheres.push(`${start}=lt=${ends};(${end}=ge=${begins},${start}=ge=${begins})`);
    else if (start) wheres.push(`${start}=ge=${this.timed ? isoOf(moment(from) - LONG) : from};${start}=lt=${ends}`);
    if (day) wheres.push(`${start ? `${start}=null=true;` : ''}${day}=ge=${from};${day}=lt=${to}`);
    return wheres;
  }

  // What is on the days from..to (the last one not included); `more` where there is more than can be shown.
  async load(filter, from, to, signal) {
    const {start, day} = this.names;
    const found = await Promise.all(this.#wheres(from, to).map((where, index) =>
      this.#pages({filter: allOf(filter, where), sort: index || !start ? day : start, fields: this.fields}, signal)));
    const entries = found.flatMap(({items}) => items).map((record) => this.entry(record)).filter(Boolean);
    return {entries: entries.filter(({first, last}) => last >= from && first < to), more: found.some(({more}) => more)};
  }

  async #pages(query, signal) {
    const items = [];
    let after;
    do {
      const page = await api.get(`records/${this.type.name}`, {...query, limit: PAGE, after}, {signal});
      items.push(...page.items);
      after = page.next;
    } while (after && items.length < MOST);
    return {items, more: Boolean(after)};
  }

  // A record as it stands in the calendar: {record, allDay, from, to, first, last, color, done}.
  entry(record) {
    const {start, end, duration, day, color, done} = this.names;
    const {fields} = record;
    const look = {record, color: fieldNamed(this.type, color)?.choices.find(({name}) => name === fields[color])?.color ?? 'grey', done: Boolean(fields[done])};
    if (fields[start] && this.timed) {
      const from = Date.parse(fields[start]);
      const to = Math.max(from, end ? Date.parse(fields[end] ?? fields[start]) : from + millisOf(fields[duration]));
      return {...look, allDay: false, from, to, first: dayOf(from), last: dayOf(Math.max(from, to - 1))};
    }
    const only = fields[start] ?? fields[day];
    if (!only) return null;
    const last = fields[start] && end && fields[end] > only ? fields[end] : only;
    return {...look, allDay: true, first: only, last};
  }

  // What is written to have it at another place: `day` and, for a time of day, `minute`; `long` above the hours.
  moved(entry, {day, minute, long}) {
    const {start, end, duration, day: whole} = this.names;
    const {fields} = entry.record;
    if (long && this.timed && !entry.allDay && whole) return {[start]: null, [whole]: day, ...(end ? {[end]: null} : {})};
    if (entry.allDay && minute !== undefined) {
      const from = moment(day, minute);
      return {[start]: isoOf(from), ...(end && !fields[end] ? {[end]: isoOf(from + HOUR)} : {}),
        ...(duration && !fields[duration] ? {[duration]: durationOf(HOUR)} : {})};
    }
    if (entry.allDay) {
      const name = fields[start] ? start : whole;
      return {[name]: day, ...(fields[start] && end && fields[end] ? {[end]: addDays(fields[end], daysBetween(entry.first, day))} : {})};
    }
    const from = moment(day, minute ?? minuteOf(entry.from));
    return {[start]: isoOf(from), ...(end && fields[end] ? {[end]: isoOf(from + (entry.to - entry.from))} : {})};
  }

  get resizable() {
    return this.timed && (this.may(this.names.end) || this.may(this.names.duration));
  }

  // What is written to have it end at a moment.
  resized(entry, to) {
    const {end, duration} = this.names;
    return end ? {[end]: isoOf(to)} : {[duration]: durationOf(to - entry.from)};
  }

  // What a new record begins with at a place.
  fresh({day, minute, length = HOUR, last}) {
    const {start, end, duration, day: whole} = this.names;
    if (this.timed && (minute !== undefined || !whole)) {
      const from = moment(day, minute ?? 540);
      return {...this.preset, [start]: isoOf(from), ...(end ? {[end]: isoOf(from + length)} : {}), ...(duration ? {[duration]: durationOf(length)} : {})};
    }
    return this.timed || whole ? {[whole]: day} : {[start]: day, ...(end && last ? {[end]: last} : {})};
  }
}

// Whether the values of a record are those that were written: what undoing puts back.
export const before = (record, patch) => Object.fromEntries(Object.keys(patch).map((name) => [name, record.fields[name] ?? null]));
