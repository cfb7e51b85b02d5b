// SPDX-License-Identifier: Apache-2.0
import {fieldNamed, formatMoney} from '@parley/ui';
import {html, nothing} from 'lit';

// What stands out of a record beside its title: what it belongs to, and its sum.
export function leadOf(type, record) {
  const money = type.fields.find((field) => field.kind === 'money' && !field.system && record.fields[field.name]);
  const reference = type.layout?.[0]?.fields.map((name) => fieldNamed(type, name))
    .find((field) => field?.kind === 'reference' && field.to?.[0] !== 'user' && record.links?.[field.name]);
  return {
    text: html`<p class="p-muted">${reference ? record.links[reference.name].title : type.label}</p>`,
    sum: money ? html`<div class="p-sum">${formatMoney(record.fields[money.name])}</div>` : nothing,
  };
}
