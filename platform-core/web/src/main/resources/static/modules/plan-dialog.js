// SPDX-License-Identifier: Apache-2.0
import {Dialog, icon, onEvent, problemText, t} from '@parley/ui';
import {html, nothing} from 'lit';

const SIGNS = {add: 'plus', replace: 'refresh-cw', change: 'pencil', keep: 'check', hide: 'x', quarantine: 'unplug', remove: 'trash-2'};

// What a plugin may do in its own name, a line for each type, field and right.
export const granted = ({types = {}, fields = {}, rights = []} = {}) => [
  ...Object.entries(types).map(([type, may]) => [type === '*' ? t('plan.grants.others') : type, Object.keys(may).map((action) => t(`plan.grants.${action}`)).join(', ')]),
  ...Object.entries(fields).flatMap(([type, some]) => Object.entries(some).map(([field, may]) => [`${type}.${field}`, t(`plan.grants.field.${may}`)])),
  ...rights.map((right) => [t(`right.${right}`), t('plan.grants.right')]),
];

// What an install, upgrade or removal would change; changes it when confirmed.
class PlanDialog extends Dialog {
  static properties = {plan: {attribute: false}, file: {}, act: {attribute: false}, step: {state: true}, problem: {state: true}, busy: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    this.whileConnected(onEvent('progress', (event) => { if (event.plugin === this.plan.plugin?.id) this.step = event.step; }));
  }

  get size() {
    return 'p-broad';
  }

  get heading() {
    const {action, plugin, from, possible} = this.plan;
    const label = plugin?.label ?? plugin?.id ?? this.file ?? '';
    if (possible === false && action !== 'remove') return t('plan.impossible', {label});
    return t(`plan.${action}`, {label, version: plugin?.version ?? '', from: from ?? ''});
  }

  async #go() {
    this.busy = true;
    this.problem = undefined;
    try {
      this.close(await this.act());
    } catch (problem) {
      this.problem = problem;
    } finally {
      this.busy = false;
    }
  }

  leave() {
    // A running change goes on by itself; the Modules page shows how far it is.
    this.close();
  }

  #part(title, rows, draw) {
    if (!rows?.length) return nothing;
    const kept = rows.filter((row) => row.change === 'keep').length;
    return html`<section><h3 class="p-section">${title}</h3><ul
        class="p-lines">${rows.filter((row) => row.change !== 'keep').map((row) => html`<li>${draw(row)}</li>`)}
      ${kept ? html`<li class="p-muted">${this.#sign('keep')}${t('plan.keep', {n: kept})}</li>`
          : nothing}</ul></section>`;
  }

  #sign(change) {
    return html`<span class="p-sign p-sign-${change}">${icon(SIGNS[change] ?? 'circle')}</span><span
        class="p-visually-hidden">${t(`plan.change.${change}`)}</span>`;
  }

  #conflicts() {
    const {conflicts = [], warnings = []} = this.plan;
    return html`${conflicts.map((conflict) => html`<div class="p-banner p-bad"
        role="alert">${icon('circle-alert')}<div><strong>${conflict.message}</strong>
        ${conflict.file ? html`<div
            class="p-small p-code">${[conflict.file, conflict.line ? t('plan.line', {line: conflict.line}) : '', conflict.pointer].filter(Boolean).join(' · ')}</div>` : nothing}</div></div>`)}
      ${warnings.map((warning) => html`<div
          class="p-banner p-warn">${icon('triangle-alert')}<span>${warning}</span></div>`)}`;
  }

  #changes() {
    const {plan} = this;
    const grants = granted(plan.grants);
    return html`${this.#part(t('plan.types'), plan.types, (type) =>
        html`${this.#sign(type.change)}<strong>${type.label ?? type.name}</strong><span
        class="p-muted p-code">${type.name}</span><span
        class="p-end p-small p-muted">${t(`plan.change.${type.change}`)}</span>`)}
      ${this.#part(t('plan.fields'), plan.fields, (field) => html`${this.#sign(field.change)}<span
          class="p-code">${field.type}.${field.name}</span><span class="p-muted">${field.kind}</span><span
          class="p-end p-small p-muted">${t(`plan.change.${field.change}`)}</span>`)}
      ${this.#part(t('plan.contributions'), plan.contributions, (one) => html`${this.#sign('add')}${one.label}<span
          class="p-end p-small p-muted">${t(`point.${one.point}`)}</span>`)}
      ${this.#part(t('plan.bundles'), plan.bundles, (bundle) => html`${this.#sign(bundle.change)}<span
          class="p-code">${bundle.name}</span><span class="p-muted">${bundle.version}</span><span
          class="p-end p-small p-muted">${t(`plan.change.${bundle.change}`)}</span>`)}
      ${this.#part(t('plan.grants'), grants, ([what, may]) => html`${icon('shield')}<span
          class="p-code">${what}</span><span class="p-end p-small p-muted">${may}</span>`)}
      ${plan.ddl?.length ? html`<details><summary>${t('plan.ddl', {n: plan.ddl.length})}</summary><ul
          class="p-ddl">${plan.ddl.map(({sql, cost, pause}) => html`<li><code>${sql}</code><span
          class="p-small p-muted">${t('plan.cost', {cost, pause})}</span></li>`)}</ul></details>` : nothing}`;
  }

  body() {
    const {plan} = this;
    return html`${this.problem ? html`<div class="p-banner p-bad"
        role="alert">${icon('circle-alert')}<div><strong>${t('plan.failed')}</strong><div>${problemText(this.problem)}</div></div></div>` : nothing}
      ${this.#conflicts()}
      <p class="p-muted">${t(plan.possible === false && plan.action !== 'remove' ? 'plan.impossible.text' : `plan.${plan.action}.text`)}</p>
      ${plan.possible === false ? nothing : this.#changes()}
      ${this.busy ? html`<p class="p-progress"
          role="status">${icon('loader-circle', 'p-spin')}${t('plan.running')} <span
          class="p-muted">${this.step ?? ''}</span></p>` : nothing}`;
  }

  foot() {
    const {action, possible} = this.plan;
    const can = possible !== false && action !== 'none';
    return html`<button type="button" class="p-button" ?autofocus=${!can || action === 'remove'}
        @click=${() => this.leave()}>${t(can ? 'action.cancel' : 'action.close')}</button>
      ${can ? html`<button type="button" class="p-button ${action === 'remove' ? 'p-danger' : 'p-primary'}"
          ?autofocus=${action !== 'remove'} ?disabled=${this.busy}
          @click=${this.#go}>${t(`plan.${action}.action`)}</button>` : nothing}`;
  }
}

customElements.define('parley-plan', PlanDialog);
