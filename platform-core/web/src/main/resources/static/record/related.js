// SPDX-License-Identifier: Apache-2.0
import {LightElement, avatar, choiceOf, chip, columnsOf, formatMoney, icon, isPerson, openForm, plainValue, recordPath, refersToOne, t, typeNamed} from '@parley/ui';
import {html, nothing} from 'lit';

const SHOWN = 6;

// The lists of what points to a record.
class Related extends LightElement {
  static properties = {type: {attribute: false}, record: {attribute: false}};

  #detail(type, record) {
    const columns = columnsOf(type, type.views?.find((view) => view.kind === 'list')).filter((column) => column.kind !== 'title');
    const [money, choice] = ['money', 'choice'].map((kind) => columns.find((column) => column.kind === kind && record.fields[column.name]));
    const text = columns.find((column) => ['text', 'email', 'phone', 'date'].includes(column.kind) && record.fields[column.name]);
    const chosen = choice && choiceOf(choice, record.fields[choice.name]);
    return html`<span class="p-two"><a class="p-link p-clip" href=${recordPath(record)}>${record.title}</a>
        ${money || text ? html`<span
            class="p-small p-muted p-clip">${money ? formatMoney(record.fields[money.name]) : plainValue(text, record.fields[text.name])}</span>` : nothing}</span>
      ${chosen ? html`<span class="p-end">${chip(chosen.label, chosen.color)}</span>` : nothing}`;
  }

  #add(inverse, type) {
    const {id, title, type: own} = this.record;
    const field = type.fields.find((one) => one.name === inverse.field);
    const value = refersToOne(field) ? id : {type: own, id};
    openForm(inverse.type, {preset: {[inverse.field]: value, links: {[inverse.field]: {type: own, id, title}}}});
  }

  #list(inverse) {
    const type = typeNamed(inverse.type);
    const found = this.record.included?.[inverse.name];
    if (!type || !found) return nothing;
    const all = `records/${inverse.type}?filter=${encodeURIComponent(`${inverse.field}==${this.record.id}`)}&filterLabel=${encodeURIComponent(this.record.title)}`;
    const more = found.items.length > SHOWN || found.next;
    return html`<section class="p-card" aria-label=${inverse.label}><h2
        class="p-card-title">${icon(type.icon)}${inverse.label}
        <span class="p-count">${found.next ? `${found.items.length}+` : found.items.length}</span>
        ${type.state === 'active' && type.may?.create !== false ? html`<button class="p-button p-quiet p-only-icon"
            aria-label=${t('related.add', {label: inverse.label})}
            @click=${() => this.#add(inverse, type)}>${icon('plus')}</button>` : nothing}</h2>
      ${found.items.length ? html`<ul class="p-lines">${found.items.slice(0, SHOWN).map((record) =>
          html`<li>${avatar(record.title, {square: !isPerson(record.type)})}${this.#detail(type, record)}</li>`)}</ul>`
        : html`<p class="p-muted p-small">${t('related.none')}</p>`}
      ${more ? html`<a class="p-link p-small" href=${all}>${t('related.all')}</a>` : nothing}</section>`;
  }

  // The far side of a many-to-many relation, with what is said about each pair.
  #many(field) {
    const found = this.record.included?.[field.name];
    const through = typeNamed(field.through);
    if (!found || !through) return nothing;
    const parts = through.fields.filter((part) => !part.system && ![field.source, field.target].includes(part.name));
    return html`<section class="p-card" aria-label=${field.label}><h2
        class="p-card-title">${icon(through.icon)}${field.label} <span class="p-count">${found.next ? `${found.items.length}+` : found.items.length}</span>
        ${this.type.state === 'active' && !this.record.fields.deleted_at ? html`<button class="p-button p-quiet p-only-icon"
            aria-label=${t('record.editField', {label: field.label})}
            @click=${() => this.dispatchEvent(new CustomEvent('parley-edit'))}>${icon('pencil')}</button>` : nothing}</h2>
      ${found.items.length ? html`<ul class="p-lines">${found.items.map((row) => this.#pair(field, parts, row))}</ul>`
        : html`<p class="p-muted p-small">${t('related.none')}</p>`}</section>`;
  }

  #pair(field, parts, row) {
    const to = row.links?.[field.target];
    const choice = parts.find((part) => part.kind === 'choice' && row.fields[part.name]);
    const chosen = choice && choiceOf(choice, row.fields[choice.name]);
    const said = parts.filter((part) => part !== choice && (row.fields[part.name] ?? '') !== '')
      .map((part) => plainValue(part, row.fields[part.name], row.links?.[part.name]?.title)).join(' · ');
    return html`<li>${avatar(to?.title ?? row.title, {square: !isPerson(to?.type)})}<span class="p-two"><a class="p-link p-clip"
        href=${recordPath(to ?? row)}>${to?.title ?? row.title}</a>${said ? html`<span class="p-small p-muted p-clip">${said}</span>` : nothing}</span>
      ${chosen ? html`<span class="p-end">${chip(chosen.label, chosen.color)}</span>` : nothing}</li>`;
  }

  render() {
    const many = this.type.fields.filter((field) => field.kind === 'many');
    return html`${many.map((field) => this.#many(field))}${(this.type.inverses ?? []).map((inverse) => this.#list(inverse))}`;
  }
}

customElements.define('parley-related', Related);
