// SPDX-License-Identifier: Apache-2.0
import {fieldNamed, formatDateTime, formatDay, formatTime, has, icon, plainValue, t} from '@parley/ui';
import {html, nothing} from 'lit';

const ICONS = {create: 'plus', update: 'pencil', trash: 'trash-2', restore: 'undo-2', erase: 'eraser', purge: 'trash-2'};
const TONES = {create: 'green', update: 'blue', trash: 'red', restore: 'cyan', erase: 'red', purge: 'red'};

// By what way a change came, where nobody typed it.
function why(through) {
  const [way, plugin] = through.split(':');
  return has(`history.through.${way}`) ? t(`history.through.${way}`, {plugin}) : way;
}

// Entries of one day under its name; what is still to come stands above all days.
export function byDay(items) {
  const now = new Date().toISOString();
  const days = new Map();
  for (const item of items) {
    const day = item.at > now ? t('timeline.ahead') : formatDay(item.at);
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return [...days];
}

export const whoDid = ({by}) => html`<strong>${by?.name && by.name !== 'system' ? by.name : t('history.system')}</strong>`;

export const labelOf = (type, {field, label}) => fieldNamed(type, field)?.label ?? label ?? field;

const values = (type, {field: name, old, new: now, oldTitle, newTitle}) => {
  const field = fieldNamed(type, name);
  return [plainValue(field, old, oldTitle), plainValue(field, now, newTitle)];
};

export const newValue = (type, change) => html`<strong>${values(type, change)[1]}</strong>`;
export const oldValue = (type, change) => html`<span class="p-old">${values(type, change)[0]}</span>`;

// Whether both values stand well in a sentence.
export const isShort = (type, change) => values(type, change).every((text) => String(text).length < 60);

function change(type, one) {
  const [old, now] = values(type, one);
  return html`<li><span class="p-muted">${labelOf(type, one)}</span> <span class="p-old">${old}</span> ${icon('arrow-right')} <span>${now}</span></li>`;
}

// One change of a record: what to say of it, when, from where and by what way it came, and the fields that were not said.
export function entry(type, item, what, changes, {icon: picture, tone, where} = {}) {
  return html`<li class="p-entry"><span
      class="p-entry-icon p-tone p-tone-${tone ?? TONES[item.operation] ?? 'grey'}">${icon(picture ?? ICONS[item.operation] ?? 'circle')}</span>
    <div><p>${what} <span class="p-muted">· <time datetime=${item.at}
        title=${formatDateTime(item.at)}>${formatTime(item.at)}</time>${where ? html` · <span title=${where.title ?? nothing}>${where.text}</span>` : nothing}${item.through === 'rest' || !item.through ? nothing : ` · ${why(item.through)}`}</span></p>
      ${changes.length ? html`<ul class="p-changes">${changes.map((one) => change(type, one))}</ul>`
          : nothing}</div></li>`;
}
