// SPDX-License-Identifier: Apache-2.0
import {formatNumber, rich, t, typeNamed} from '@parley/ui';
import {html, nothing} from 'lit';

// What the system writes down of what people do besides changing records, told in a sentence.

const TONES = {failed: ['circle-alert', 'red'], login: ['user-check', 'green'], logout: ['log-out', 'grey'], ended: ['log-out', 'grey']};

const value = (item, name) => item.changes.find(({field}) => field === name);
const said = (item, name) => value(item, name)?.new;

function access(item, who, clientOf) {
  const kind = said(item, 'kind');
  const about = value(item, 'person');
  const person = html`<strong>${about?.newTitle ?? t('audit.somebody')}</strong>`;
  const other = about && about.new !== item.by.id ? '.other' : '';
  const tries = Number(said(item, 'tries') ?? 0);
  const agent = said(item, 'agent');
  const where = [said(item, 'address'), agent && clientOf?.(agent)].filter(Boolean).join(' · ');
  const after = kind === 'login' && tries ? ` ${t('audit.event.tries', {count: tries})}` : '';
  return html`${rich(`audit.event.${kind}${['link', 'token', 'revoked', 'second_off'].includes(kind) ? other : ''}`,
    {who, person, name: html`<strong>${said(item, 'name') ?? ''}</strong>`, count: tries})}${after}${where ? html` <span class="p-muted">· ${where}</span>` : nothing}`;
}

function taken(item, who) {
  const target = said(item, 'target');
  const plural = typeNamed(target)?.plural ?? target;
  const filter = said(item, 'filter');
  const what = rich(said(item, 'whole') === false ? 'audit.event.export.part' : 'audit.event.export', {who, count: formatNumber(said(item, 'records') ?? 0), plural: html`<strong>${plural}</strong>`});
  return html`${what}${filter ? html` <code class="p-code">${filter}</code>` : nothing}`;
}

function plugin(item, who) {
  const kind = said(item, 'kind');
  const failure = said(item, 'failure');
  const words = {who, plugin: html`<strong>${said(item, 'plugin')}</strong>`, version: said(item, 'to_version') ?? '', before: said(item, 'from_version') ?? ''};
  return html`${rich(`audit.event.${kind}${failure ? '.failed' : ''}`, words)}${failure ? html` <span class="p-muted">${failure}</span>` : nothing}`;
}

const TOLD = {access_event: access, export_event: taken, plugin_event: plugin};

// The sentence, and its picture; undefined for changes of records.
export function eventOf(item, who, clientOf) {
  const tell = item.operation === 'create' && item.changes.length ? TOLD[item.record.type] : undefined;
  if (!tell) return undefined;
  const [icon, tone] = TONES[said(item, 'kind')] ?? [typeNamed(item.record.type).icon, said(item, 'failure') ? 'red' : 'amber'];
  return {text: tell(item, who, clientOf), icon, tone};
}
