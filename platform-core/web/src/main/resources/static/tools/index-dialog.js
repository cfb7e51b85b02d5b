// SPDX-License-Identifier: Apache-2.0
import {Dialog, api, formatNumber, icon, nouns, problemText, t} from '@parley/ui';
import {html, nothing} from 'lit';

// What building an index over a field would mean; has it built when confirmed.
class IndexDialog extends Dialog {
  static properties = {type: {attribute: false}, field: {attribute: false}, plan: {state: true}, problem: {state: true}, busy: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    this.#ask({plan: true}).then((plan) => { this.plan = plan; }, (problem) => { this.problem = problem; });
  }

  #ask(query) {
    return api.post(`types/${this.type.name}/indexes`, {field: this.field.name}, {query});
  }

  get heading() {
    return t('index.title', {field: this.field.label});
  }

  async #go() {
    this.busy = true;
    this.problem = undefined;
    try {
      this.close(await this.#ask());
    } catch (problem) {
      this.problem = problem;
    } finally {
      this.busy = false;
    }
  }

  #changes() {
    const {records, ddl} = this.plan;
    const pauses = ddl.filter(({pause}) => pause !== 'none');
    return html`<p>${t('index.text', {plural: nouns(this.type), field: this.field.label, count: formatNumber(records)})}</p>
      <ul class="p-lines">${pauses.length ? pauses.map(({pause}) => html`<li>${icon('triangle-alert')}<span>${pause}</span></li>`)
          : html`<li>${icon('check')}<span>${t('index.nobody')}</span></li>`}</ul>
      <details><summary>${t('plan.ddl', {n: ddl.length})}</summary><ul
          class="p-ddl">${ddl.map(({sql, cost, pause}) => html`<li><code>${sql}</code><span
          class="p-small p-muted">${t('plan.cost', {cost, pause})}</span></li>`)}</ul></details>`;
  }

  body() {
    return html`${this.problem ? html`<div class="p-banner p-bad"
        role="alert">${icon('circle-alert')}<div><strong>${t('plan.failed')}</strong><div>${problemText(this.problem)}</div></div></div>` : nothing}
      ${this.plan ? this.#changes() : nothing}
      ${this.busy || (!this.plan && !this.problem) ? html`<p class="p-progress"
          role="status">${icon('loader-circle', 'p-spin')}${t(this.busy ? 'index.running' : 'index.planning')}</p>` : nothing}`;
  }

  foot() {
    return html`<button type="button" class="p-button" @click=${() => this.leave()}>${t('action.cancel')}</button>
      <button type="button" class="p-button p-primary" autofocus ?disabled=${this.busy || !this.plan}
          @click=${this.#go}>${t('index.build')}</button>`;
  }
}

customElements.define('parley-index', IndexDialog);
