// SPDX-License-Identifier: Apache-2.0
import {
  choiceOf, chip, fieldNamed, formatDate, formatDateTime, formatTime, icon, noun, plainValue, readDate, recordLink, rich, showValue, t, typeNamed,
} from '@parley/ui';
import {html, nothing} from 'lit';
import {entry, labelOf, newValue, whoDid} from './entries.js';

const LONG = 280;

const when = (at) => html`<time datetime=${at} title=${formatDateTime(at)}>${at > new Date().toISOString() ? formatDateTime(at) : formatTime(at)}</time>`;

const link = (of) => recordLink({...of, fields: {}});

// What was said, folded where it is long.
function said(field, record) {
  const value = record.fields[field?.name];
  if (!value) return nothing;
  const text = html`<div class="p-said">${showValue(field, record)}</div>`;
  const lines = String(value).split('\n').length;
  if (String(value).length <= LONG && lines < 5) return text;
  return html`<details class="p-fold"><summary>${html`<span class="p-said p-folded">${plainValue(field, value)}</span>`}<span
      class="p-link p-small p-fold-more">${t('timeline.more')}</span><span class="p-link p-small p-fold-less">${t('timeline.less')}</span></summary>${text}</details>`;
}

// By when something has to be done, in red once that is over.
function due(record, field, done) {
  const day = field && record.fields[field];
  if (!day || done) return nothing;
  return day < readDate('today') ? html`<span class="p-bad-text">${t('timeline.overdue', {date: formatDate(day)})}</span>`
    : html`<span>${t('timeline.due', {date: formatDate(day)})}</span>`;
}

// A record that stands in the timeline, drawn as its type says: what sort of thing it is, how it went, what was said.
export function activityEntry(item, tick) {
  const {record, of, at} = item;
  const type = typeNamed(record.type);
  const shown = type.timeline;
  const sort = shown.kind && choiceOf(fieldNamed(type, shown.kind), record.fields[shown.kind]);
  const done = shown.done && record.fields[shown.done] === true;
  // What took place needs no tick.
  const ticks = shown.done && fieldNamed(type, shown.done) && !(done && shown.at && record.fields[shown.at]);
  const facts = shown.fields.map((name) => fieldNamed(type, name)).filter((field) => field && (record.fields[field.name] ?? '') !== '' && record.fields[field.name] !== false);
  const owner = record.links?.owner?.title;
  const dueNow = due(record, shown.due, done);
  return html`<li class="p-entry p-activity" data-record="${record.type}/${record.id}">${ticks
      ? html`<span class="p-entry-icon"><input type="checkbox" class="p-check p-round" .checked=${done} ?disabled=${record.may?.edit === false}
          aria-label=${t(done ? 'timeline.undone' : 'timeline.done', {title: record.title})} @change=${({target}) => tick(shown.done, target.checked)}></span>`
      : html`<span class="p-entry-icon p-tone p-tone-${sort?.color ?? 'grey'}">${icon(shown.icons?.[record.fields[shown.kind]] ?? type.icon ?? 'circle')}</span>`}
    <div class="p-happening"><div class="p-happening-head"><span class="p-happening-title ${done && ticks ? 'p-done' : ''}">${recordLink(record)}</span>${when(at)}</div>
      <p class="p-happening-by p-small p-muted">${[html`<span>${sort?.label ?? type.label}</span>`, owner ? html`<span>${owner}</span>` : nothing,
        of ? html`<span>${link(of)}</span>` : nothing, dueNow].filter((part) => part !== nothing)}</p>
      ${facts.length ? html`<div class="p-happening-facts p-small">${facts.map((field) => html`<span>${field.kind === 'choice'
        ? chip(choiceOf(field, record.fields[field.name])?.label ?? record.fields[field.name], choiceOf(field, record.fields[field.name])?.color)
        : field.kind === 'file' ? showValue(field, record)
          : html`<span class="p-muted">${field.label}</span> ${showValue(field, record, {compact: true})}`}</span>`)}</div>` : nothing}
      ${said(fieldNamed(type, shown.text), record)}</div></li>`;
}

// A change: of the record itself in full, of a relation what moved it.
export function changeEntry(own, {of, change}) {
  const type = of ? typeNamed(of.type) : own;
  const changes = change.operation === 'update' ? change.changes ?? [] : [];
  const who = whoDid(change);
  const [only] = changes;
  if (of) {
    const values = {who, type: noun(type), record: link(of), field: only && labelOf(type, only), value: only && newValue(type, only)};
    const what = rich(`timeline.of.${only && changes.length === 1 ? 'moved' : change.operation}`, values);
    const stage = only && choiceOf(fieldNamed(type, only.field), only.new);
    return entry(type, change, what, changes.length > 1 ? changes : [],
      {icon: stage?.outcome === 'won' ? 'circle-check' : type?.icon, tone: stage?.color ?? (change.operation === 'trash' ? 'red' : 'grey')});
  }
  const what = changes.length === 1
    ? rich('history.changed', {who, field: labelOf(type, only), value: newValue(type, only)})
    : rich(`history.${change.operation}`, {who, type: noun(type), count: changes.length});
  return entry(type, change, what, changes.length > 1 ? changes : []);
}
