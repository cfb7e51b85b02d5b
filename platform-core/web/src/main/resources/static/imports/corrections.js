// SPDX-License-Identifier: Apache-2.0
import {LightElement, fieldNamed, formatNumber, t} from '@parley/ui';
import {html, nothing} from 'lit';

// Why rows cannot be imported, the same value once, and what it is to be read as instead.
class Corrections extends LightElement {
  static properties = {
    type: {attribute: false}, problems: {attribute: false}, count: {attribute: false}, fixable: {attribute: false},
    mapping: {attribute: false}, corrections: {attribute: false},
  };

  #groups() {
    const groups = new Map();
    for (const {row, column, field, value, message} of this.problems) {
      const key = JSON.stringify([column, field, value, message]);
      const group = groups.get(key) ?? {column, field, value, message, rows: []};
      group.rows.push(row);
      groups.set(key, group);
    }
    return [...groups.values()];
  }

  #correct({field, value}, as) {
    const mine = {...this.corrections[field]};
    if (as === undefined) delete mine[value];
    else mine[value] = as;
    const next = {...this.corrections, [field]: mine};
    if (!Object.keys(mine).length) delete next[field];
    this.dispatchEvent(new CustomEvent('parley-correct', {detail: next}));
  }

  // Choices are chosen, everything else is typed.
  #input(group) {
    const {column, field, value} = group;
    if (!this.fixable || !field || !value || value.endsWith('…') || !this.mapping.fields[field]) return nothing;
    const label = t('import.correct', {value, column});
    const as = this.corrections[field]?.[value];
    const choices = fieldNamed(this.type, field)?.choices;
    if (choices) {
      return html`<select class="p-input" aria-label=${label} @change=${(event) => this.#correct(group, event.target.value || undefined)}>
        <option value="">${''}</option>${choices.map((choice) => html`<option value=${choice.name} ?selected=${choice.name === as}>${choice.label}</option>`)}</select>`;
    }
    return html`<input class="p-input" aria-label=${label} .value=${as ?? ''} placeholder=${value}
      @change=${(event) => this.#correct(group, event.target.value.trim() || undefined)}>`;
  }

  render() {
    const groups = this.#groups();
    const corrected = Object.keys(this.corrections).length;
    const some = this.count > this.problems.length;
    return html`<section class="p-card"><h2 class="p-card-title">${t('import.problems')}<span
        class="p-count">${formatNumber(this.count)}</span></h2>
      ${some ? html`<p class="p-help">${t('import.problems.some', {count: this.problems.length})}</p>` : nothing}
      <div class="p-table-wrap" tabindex="0" role="region" aria-label=${t('import.problems')}><table class="p-table">
        <thead><tr><th scope="col">${t('import.problem.where')}</th><th scope="col">${t('import.column')}</th><th scope="col">${t('import.problem.value')}</th><th
          scope="col">${t('import.problem.why')}</th>${this.fixable ? html`<th scope="col">${t('import.problem.read')}</th>` : nothing}</tr></thead>
        <tbody>${groups.map((group) => html`<tr><td class="p-figures">${group.rows.slice(0, 3).map(formatNumber).join(', ')}${group.rows.length > 3 ? ` +${group.rows.length - 3}` : ''}</td>
          <td>${group.column ?? ''}</td><td class="p-code">${group.value ?? ''}</td><td>${group.message}</td>
          ${this.fixable ? html`<td>${this.#input(group)}</td>` : nothing}</tr>`)}</tbody></table></div>
      ${this.fixable ? html`<div class="p-acts"><button class="p-button" ?disabled=${!corrected}
          @click=${() => this.dispatchEvent(new CustomEvent('parley-again'))}>${t('import.again')}</button></div>` : nothing}</section>`;
  }
}

customElements.define('parley-corrections', Corrections);
