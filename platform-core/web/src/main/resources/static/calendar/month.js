// SPDX-License-Identifier: Apache-2.0
// A month, week by week. What finds no room is behind "3 more".
import {html, nothing, repeat} from 'lit';
import {t} from '@parley/ui';
import {lanes, onDay} from './layout.js';
import {addDays, dayNumber, dayOf, dayTitle, daysFrom, isWeekend, shortMonth, weekday} from './time.js';

function week(calendar, first, month) {
  const today = dayOf(calendar.now);
  const days = daysFrom(first, 7);
  const placed = lanes(calendar.entries.filter(({first: from, last}) => last >= first && from <= days[6]), first, 7);
  const need = Math.max(0, ...placed.map(({lane}) => lane + 1));
  const shown = need <= calendar.room ? need : Math.max(0, calendar.room - 1);
  const beyond = days.map((_, index) => placed.filter(({lane, at, days: count}) => lane >= shown && at <= index && at + count > index).length);
  return html`<div class="p-cal-week" style="--lanes: ${Math.max(calendar.room, 1)}">${days.map((day, index) => html`<div class="p-cal-cell ${isWeekend(day) ? 'p-cal-weekend' : ''} ${day.slice(0, 7) === month ? '' : 'p-cal-other'} ${calendar.isOver(day) ? 'p-cal-over' : ''}"
      data-day=${day} style="grid-column: ${index + 1}" @click=${(event) => calendar.clicked(event, day)}></div>
    <button type="button" class="p-cal-number ${day === today ? 'p-cal-today' : ''}" style="grid-column: ${index + 1}" aria-current=${day === today ? 'date' : nothing}
      aria-label="${dayTitle(day)}, ${t('calendar.count', {n: onDay(calendar.entries, day).length})}" @click=${() => calendar.go({on: day, span: 'day'})}><span>${day.endsWith('-01') ? shortMonth(day) : dayNumber(day)}</span></button>
    ${repeat(placed.filter(({lane, at}) => at === index && lane < shown), ({entry}) => entry.record.id, ({entry, lane, days: count}) => calendar.link(entry, {
      kind: `p-event-flat ${entry.allDay || count > 1 ? '' : 'p-event-open'}`, times: 'first', style: `grid-row: ${lane + 2}; grid-column: ${index + 1} / span ${count}`}))}
    ${beyond[index] ? html`<button type="button" class="p-cal-more" style="grid-column: ${index + 1}; grid-row: ${shown + 2}" @click=${() => calendar.showDay(day)}>${t('calendar.more', {count: beyond[index]})}</button>` : nothing}`)}</div>`;
}

// On the phone: the days with dots of what they hold.
function small(calendar, first, month) {
  const today = dayOf(calendar.now);
  return html`<div class="p-cal-dots">${daysFrom(first, 7).map((day) => {
    const entries = onDay(calendar.entries, day);
    return html`<button type="button" class="p-cal-dotted ${day === today ? 'p-cal-today' : ''} ${day.slice(0, 7) === month ? '' : 'p-cal-other'}" aria-current=${day === today ? 'date' : nothing}
      aria-label="${dayTitle(day)}, ${t('calendar.count', {n: entries.length})}" @click=${() => calendar.showDay(day)}><strong>${dayNumber(day)}</strong>
      <span>${entries.slice(0, 4).map(({color}) => html`<i class="p-tone-${color}"></i>`)}</span></button>`;
  })}</div>`;
}

export function month(calendar, days, narrow) {
  const name = calendar.on.slice(0, 7);
  const weeks = Array.from({length: days.length / 7}, (_, index) => addDays(days[0], index * 7));
  return html`<div class="p-cal-month ${narrow ? 'p-cal-small' : ''}" style="--weeks: ${weeks.length}">
    <div class="p-cal-weekdays" aria-hidden="true">${days.slice(0, 7).map((day) => html`<span class="p-small p-muted">${weekday(day)}</span>`)}</div>
    ${weeks.map((first) => (narrow ? small : week)(calendar, first, name))}</div>`;
}
