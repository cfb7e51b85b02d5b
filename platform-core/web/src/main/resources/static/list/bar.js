// SPDX-License-Identifier: Apache-2.0
// Above a list: its views as tabs, and what it is filtered by, a sentence each.
import {api, fieldAt, icon, navigate, parseFilter, printFilter, refersToOne, route, sentence, t, viewsOf, withQuery} from '@parley/ui';
import {html, nothing} from 'lit';

const titles = new Map();

// The names of records that a filter compares with, fetched once.
async function name(field, ids, redraw) {
  const missing = ids.filter((id) => /^\d+$/.test(id) && !titles.has(id));
  if (!missing.length || !refersToOne(field)) return;
  missing.forEach((id) => titles.set(id, undefined));
  const page = await api.get(`records/${field.to[0]}`, {filter: `id=in=(${missing.join(',')})`, fields: 'modified_at'}).catch(() => null);
  page?.items.forEach((record) => titles.set(String(record.id), record.title));
  redraw();
}

export function viewTabs(type, view, act) {
  const {query} = route.value;
  const here = query.get('trash') ? null : view.key;
  const own = view.record && view.own;
  return html`<div class="p-views"><nav aria-label=${t('list.views')}><ul>${viewsOf(type).map((one) => html`<li><a
        class="p-view" aria-current=${one.key === here ? 'page' : nothing}
        href=${`records/${type.name}?view=${one.key}`}>${one.kind === 'list' ? nothing : icon(one.kind === 'board' ? 'square-kanban' : 'calendar')}${one.label}${one.shared && one.own ? icon('users', 'p-shared') : nothing}</a></li>`)}
      <li><a class="p-view" aria-current=${query.get('trash') ? 'page' : nothing}
          href=${`records/${type.name}?trash=true`}>${t('list.trash')}</a></li></ul></nav>
      <span class="p-space"></span>
      ${view.changed && here ? html`${own ? html`<button class="p-button p-quiet" @click=${() => act.save(view.record)}>${t('view.save')}</button>` : nothing}
        <button class="p-button p-quiet" @click=${() => act.save()}>${icon('plus')}${t('view.saveAs')}</button>
        <button class="p-button p-quiet p-wide-only" @click=${() => navigate(`records/${type.name}?view=${view.key}`)}>${t('view.reset')}</button>`
        : own && here ? html`<button class="p-button p-quiet" @click=${act.change}>${icon('pencil')}<span class="p-wide-only">${t('view.change')}</span></button>` : nothing}
      ${here ? html`<button class="p-button p-quiet" @click=${act.filter}>${icon('list-filter')}<span>${t('filter.add')}</span></button>` : nothing}</div>`;
}

export function filterChips(type, view, {edit, where, begins, redraw}) {
  const {query} = route.value;
  const parsed = parseFilter(view.filter);
  const items = parsed?.items ?? [];
  items.forEach((item) => {
    const {field} = fieldAt(type, item.selector) ?? {};
    if (field?.to) name(field, item.values, redraw);
  });
  const chip = (label, remove, at) => html`<li class="p-chip p-filter"><button class="p-clip p-filter-text"
      @click=${() => edit(at)}>${label}</button><button
      aria-label=${t('filter.remove', {filter: label})} @click=${remove}>${icon('x')}</button></li>`;
  const without = (at) => where(printFilter({...parsed, items: items.filter((_, index) => index !== at)}));
  const shown = items.length || (!parsed && view.filter) || query.get('filter') || (query.get('q') && begins);
  if (!shown || query.get('trash')) return nothing;
  return html`<div class="p-filters"><ul aria-label=${t('filter.here')}>
      ${items.map((item, at) => html`${at ? html`<li class="p-muted p-small" aria-hidden="true">${t(`filter.${parsed.mode}.between`)}</li>` : nothing}
        ${chip(sentence(type, item, titles), () => without(at), at)}`)}
      ${!parsed && view.filter ? chip(view.filter, () => where(''), 0) : nothing}
      ${query.get('filter') ? html`<li class="p-chip p-filter"><span class="p-clip">${query.get('filterLabel') ?? t('list.filtered')}</span><button
          aria-label=${t('list.unfilter')}
          @click=${() => navigate(withQuery({filter: null, filterLabel: null}))}>${icon('x')}</button></li>` : nothing}</ul>
    ${query.get('q') && begins ? html`<span class="p-muted p-small">${t('list.begins')}</span>` : nothing}</div>`;
}
