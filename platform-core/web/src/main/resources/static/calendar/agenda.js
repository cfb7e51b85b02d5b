// SPDX-License-Identifier: Apache-2.0
// Day by day, one below the other: for the phone, and for who reads by ear.
import {Dialog, emptyState, icon, plainValue, recordPath, t} from '@parley/ui';
import {html, nothing} from 'lit';
import {onDay} from './layout.js';
import {dayNumber, dayOf, dayTitle, timesTitle, weekday} from './time.js';

function line(plan, entry) {
  const {record} = entry;
  const more = plan.shown.filter(({name}) => name !== 'owner' && record.fields[name] !== null && record.fields[name] !== undefined).slice(0, 2)
    .map((field) => plainValue(field, record.fields[field.name], record.links?.[field.name]?.title)).join(' · ');
  return html`<li><a class="p-agenda-entry p-tone-${entry.color} ${entry.done ? 'p-event-done' : ''}" href=${recordPath(record)}><span class="p-agenda-time">${timesTitle(entry)}</span>
    <span class="p-two"><span class="p-event-title">${record.title}</span>${more ? html`<span class="p-small p-muted p-clip">${more}</span>` : nothing}</span></a></li>`;
}

export function agenda(calendar, days) {
  const today = dayOf(calendar.now);
  const filled = days.map((day) => ({day, entries: onDay(calendar.entries, day)})).filter(({day, entries}) => entries.length || day === today);
  if (!filled.some(({entries}) => entries.length)) {
    return emptyState('calendar', t('calendar.none'), t('calendar.none.text'), calendar.plan.creatable
      ? html`<button class="p-button p-primary" @click=${() => calendar.create({})}>${icon('plus')}${t('calendar.new')}</button>` : nothing);
  }
  return html`<div class="p-agenda">${filled.map(({day, entries}) => html`<section class="p-agenda-day"><h3 class=${day === today ? 'p-cal-today' : ''}><strong>${dayNumber(day)}</strong>
      <span aria-hidden="true">${weekday(day)}</span><span class="p-visually-hidden">${dayTitle(day)}</span></h3>
    ${entries.length ? html`<ul>${entries.map((entry) => line(calendar.plan, entry))}</ul>` : html`<p class="p-muted">${t('calendar.nothing')}</p>`}</section>`)}</div>`;
}

// All of one day, where a month has no room for it.
class Day extends Dialog {
  static properties = {calendar: {attribute: false}, day: {}};

  get heading() {
    return dayTitle(this.day);
  }

  body() {
    const entries = onDay(this.calendar.entries, this.day);
    return html`<div class="p-agenda" @click=${(event) => { if (event.target.closest('a')) this.close(); }}>${entries.length
      ? html`<ul>${entries.map((entry) => line(this.calendar.plan, entry))}</ul>` : html`<p class="p-muted">${t('calendar.nothing')}</p>`}</div>`;
  }

  #then(run) {
    this.close();
    run();
  }

  foot() {
    return html`${this.calendar.plan.creatable ? html`<button type="button" class="p-button" @click=${() => this.#then(() => this.calendar.create({day: this.day}))}>${icon('plus')}${t('calendar.new')}</button>` : nothing}
      <span class="p-space"></span><button type="button" class="p-button" @click=${() => this.#then(() => this.calendar.go({on: this.day, span: 'day'}))}>${t('calendar.openDay')}</button>
      <button type="button" class="p-button" @click=${() => this.leave()}>${t('action.close')}</button>`;
  }
}

customElements.define('parley-calendar-day', Day);
