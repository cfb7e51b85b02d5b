// SPDX-License-Identifier: Apache-2.0
// Quick choices under a field that says when somebody is reminded.
import {fromLocal, t, today} from '@parley/ui';
import {html, nothing} from 'lit';

const MINUTE = 60_000;
const BEFORE = [['at', 0], ['minutes', 10], ['hour', 60], ['day', 1440]];

export function quickReminders(type, field, values, choose) {
  const reminder = type.reminders?.find((one) => one.field === field.name);
  if (!reminder) return nothing;
  const leads = values[reminder.before];
  const tomorrow = new Date(Date.parse(today()) + 1440 * MINUTE).toISOString().slice(0, 10);
  const offers = leads ? BEFORE.map(([name, minutes]) => [name, new Date(Date.parse(leads) - minutes * MINUTE).toISOString()])
    : [['inHour', new Date(Date.now() + 60 * MINUTE).toISOString()], ['tomorrow', fromLocal(`${tomorrow}T09:00`)]];
  return html`<div class="p-quick">${offers.map(([name, at]) => html`<button type="button" class="p-chip" aria-pressed=${String(at.slice(0, 16) === values[field.name]?.slice(0, 16))} @click=${() => choose(at)}>${t(`remind.${name}`)}</button>`)}${values[field.name]
    ? html`<button type="button" class="p-chip" @click=${() => choose(null)}>${t('remind.none')}</button>` : nothing}</div>`;
}
