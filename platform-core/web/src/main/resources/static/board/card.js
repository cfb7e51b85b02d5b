// SPDX-License-Identifier: Apache-2.0
import {avatar, chip, choiceOf, fieldNamed, formatMoney, isPerson, plainValue, recordPath} from '@parley/ui';
import {html, nothing} from 'lit';

const LINE = 26;

// What a card says besides its title: what it belongs to, then an amount, a choice, a date and whose it is.
function parts(type, view, group, sum) {
  const fields = (view.columns?.length ? view.columns : ['account', sum?.name, 'owner']).filter((name) => name && name !== 'title' && name !== group.name)
    .map((name) => fieldNamed(type, name)).filter(Boolean);
  const belongs = fields.find((field) => field.kind === 'reference' && field.name !== 'owner');
  const owner = fields.find((field) => field.name === 'owner' || field.kind === 'user');
  return {belongs, owner, rest: fields.filter((field) => field !== belongs && field !== owner).slice(0, 3)};
}

// All cards of a board are equally high: what is not there leaves its line empty.
export function cardHeight(type, view, group, sum) {
  const {belongs, owner, rest} = parts(type, view, group, sum);
  return 12 + 22 + (belongs ? LINE : 0) + (owner || rest.length ? 30 : 0) + 14 + 8;
}

function small(field, record) {
  const value = record.fields[field.name];
  if (value === null || value === undefined) return nothing;
  if (field.kind === 'money') return html`<strong>${formatMoney(value)}</strong>`;
  if (field.kind === 'choice') {
    const chosen = choiceOf(field, value);
    return chip(chosen?.label ?? value, chosen?.color);
  }
  return html`<span class="p-muted p-clip">${plainValue(field, value, record.links?.[field.name]?.title)}</span>`;
}

export function card(type, view, record, {group, sum, tabindex, describedby, focus}) {
  const {belongs, owner, rest} = parts(type, view, group, sum);
  const to = belongs && record.links?.[belongs.name];
  const mine = owner && record.links?.[owner.name];
  return html`<a href=${recordPath(record)} draggable="false" tabindex=${tabindex} aria-describedby=${describedby} @focus=${focus}>
    <span class="p-card-name p-clip">${record.title}</span>
    ${belongs ? html`<span class="p-card-line">${to ? html`${avatar(to.title, {square: !isPerson(to.type)})}<span class="p-clip">${to.title}</span>` : nothing}</span>` : nothing}
    ${owner || rest.length ? html`<span class="p-card-line">${rest.map((field) => small(field, record))}
      ${mine ? html`<span class="p-end" title=${mine.title}>${avatar(mine.title)}<span class="p-visually-hidden">${mine.title}</span></span>` : nothing}</span>` : nothing}</a>`;
}
