// SPDX-License-Identifier: Apache-2.0
// What comes next of a calendar, for a card of a dashboard: today first, in order, each with its time.
import {allOf, formatDate, plainValue, recordPath, t, today} from '@parley/ui';
import {html, nothing} from 'lit';
import {Plan} from './entries.js';
import {onDay} from './layout.js';
import {addDays, daysFrom, timesTitle, weekday} from './time.js';

const SHOWN = 8;

export async function upcoming(type, {view, filter, days = 7}) {
  const base = type.views?.find((one) => (view ? one.name === view : one.kind === 'calendar')) ?? {columns: []};
  const plan = new Plan(type, base);
  const from = today();
  const {entries} = await plan.load(allOf(base.filter, filter), from, addDays(from, days));
  const found = daysFrom(from, days).map((day) => ({day, entries: onDay(entries, day)}));
  return {plan, found, count: found[0].entries.length};
}

// The card's body; what is over today is dimmed.
export function upcomingLines({plan, found}) {
  const now = Date.now();
  let room = SHOWN;
  const shown = found.map(({day, entries}) => {
    const some = entries.slice(0, Math.max(0, room));
    room -= some.length;
    return {day, some};
  }).filter(({day, some}) => some.length || day === today());
  const line = (entry) => {
    const {record} = entry;
    const about = Object.values(record.links ?? {}).find((link) => link.type !== 'user')?.title ?? plan.shown.filter(({kind}) => kind === 'text').map((field) => record.fields[field.name] && plainValue(field, record.fields[field.name])).find(Boolean);
    return html`<li class=${!entry.allDay && entry.to < now ? 'p-past' : ''}><span class="p-upcoming-time p-small">${timesTitle(entry)}</span><i class="p-upcoming-mark p-tone-${entry.color}" aria-hidden="true"></i>
      <span class="p-two"><a class="p-link p-clip ${entry.done ? 'p-event-done' : ''}" href=${recordPath(record)}><span class="p-event-title">${record.title}</span></a>${about ? html`<span class="p-small p-muted p-clip">${about}</span>` : nothing}</span></li>`;
  };
  return shown.map(({day, some}) => html`<h3 class="p-upcoming-day p-small p-muted">${day === today() ? t('day.today') : `${weekday(day)}, ${formatDate(day)}`}</h3>
    ${some.length ? html`<ul class="p-lines p-upcoming">${some.map(line)}</ul>` : html`<p class="p-muted">${t('calendar.nothing')}</p>`}`);
}
