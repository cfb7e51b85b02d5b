// SPDX-License-Identifier: Apache-2.0
// A week or a day, hour by hour: what lasts all day on top, the rest at its time.
import {html, nothing, repeat} from 'lit';
import {t} from '@parley/ui';
import {face} from './face.js';
import {lanes, onDay, piece, sideBySide} from './layout.js';
import {dayNumber, dayOf, dayTitle, hourTitle, isWeekend, minuteOf, moment, weekday, zoneTitle} from './time.js';

const HOURS = Array.from({length: 24}, (_, hour) => hour);
const DAY = 86_400_000;

// What stands above the hours.
export const isLong = ({allDay, from, to}) => allDay || to - from >= DAY;

const part = (minutes) => `${(minutes / 1440) * 100}%`;

function preview(calendar, day) {
  const {target} = calendar;
  if (target?.minute === undefined || !target.length) return nothing;
  // Of what goes on beyond midnight, each day shows its part.
  const from = target.minute + (target.day === day ? 0 : (Date.parse(target.day) - Date.parse(day)) / 60_000);
  const to = from + target.length;
  if (to <= 0 || from >= 1440) return nothing;
  const shown = {allDay: false, from: moment(target.day, target.minute), to: moment(target.day, target.minute) + target.length * 60_000};
  return html`<div class="p-event p-event-ghost p-tone-${target.entry?.color ?? 'indigo'}" aria-hidden="true"
    style="top: ${part(Math.max(0, from))}; height: ${part(Math.min(1440, to) - Math.max(0, from))}; left: 0; width: 100%">${face(shown, target.entry?.record.title ?? t('calendar.new'))}</div>`;
}

function column(calendar, day, today) {
  const pieces = sideBySide(onDay(calendar.entries, day).filter((entry) => !isLong(entry)).map((entry) => piece(entry, day)));
  return html`<div class="p-cal-column ${isWeekend(day) ? 'p-cal-weekend' : ''}" data-day=${day} data-hours @click=${(event) => calendar.clicked(event, day)}
      @pointerdown=${(event) => calendar.drag.draw(event, day)}>
    ${repeat(pieces, ({entry}) => entry.record.id, ({entry, from, to, left, width, ends}) => calendar.link(entry, {
      kind: to - from < 45 ? 'p-event-flat' : '', times: true, grip: ends,
      style: `top: ${part(from)}; height: ${part(to - from)}; left: ${left * 100}%; width: ${width * 100}%`}))}
    ${preview(calendar, day)}
    ${day === today ? html`<div class="p-cal-now" style="top: ${part(minuteOf(calendar.now))}" aria-hidden="true"></div>` : nothing}</div>`;
}

function top(calendar, days) {
  const placed = lanes(calendar.entries.filter((entry) => isLong(entry) && entry.last >= days[0] && entry.first <= days.at(-1)), days[0], days.length);
  return html`<div class="p-cal-long" style="--lanes: ${Math.max(1, ...placed.map(({lane}) => lane + 1))}"><span class="p-cal-side p-small p-muted">${t('calendar.allDay')}</span>
    <div class="p-cal-days">${days.map((day, index) => html`<div class="p-cal-cell ${isWeekend(day) ? 'p-cal-weekend' : ''} ${calendar.isOver(day) ? 'p-cal-over' : ''}" data-day=${day}
        style="grid-column: ${index + 1}" @click=${(event) => calendar.clicked(event, day)}></div>`)}
      ${repeat(placed, ({entry}) => entry.record.id, ({entry, lane, at, days: count}) => calendar.link(entry, {kind: 'p-event-flat', times: false,
        style: `grid-row: ${lane + 1}; grid-column: ${at + 1} / span ${count}`}))}</div></div>`;
}

export function hours(calendar, days) {
  const today = dayOf(calendar.now);
  return html`<div class="p-cal-hours" style="--days: ${days.length}" tabindex="-1">
    <div class="p-cal-top"><div class="p-cal-heads"><span class="p-cal-side p-small p-muted">${zoneTitle(days[0])}</span>${days.map((day) => html`<button type="button" class="p-cal-head ${day === today ? 'p-cal-today' : ''}"
        aria-label=${dayTitle(day)} aria-current=${day === today ? 'date' : nothing} @click=${() => calendar.go({on: day, span: 'day'})}><span>${weekday(day)}</span><strong>${dayNumber(day)}</strong></button>`)}</div>
      ${calendar.plan.daily || calendar.entries.some(isLong) ? top(calendar, days) : nothing}</div>
    <div class="p-cal-body"><div class="p-cal-side" aria-hidden="true">${HOURS.map((hour) => html`<span class="p-cal-hour p-small p-muted">${hour ? hourTitle(hour) : ''}</span>`)}</div>
      <div class="p-cal-columns">${days.map((day) => column(calendar, day, today))}</div></div></div>`;
}
