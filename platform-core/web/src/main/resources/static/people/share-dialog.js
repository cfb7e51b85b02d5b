// SPDX-License-Identifier: Apache-2.0
import {Dialog, api, avatar, icon, part, problemText, session, t, toast} from '@parley/ui';
import {html, nothing} from 'lit';

// With whom a record is shared, and, for whoever asks, why somebody can or cannot see it.
class Share extends Dialog {
  static properties = {record: {attribute: false}, shares: {state: true}, message: {state: true}, input: {state: true}, turn: {state: true}, why: {state: true}};

  constructor() {
    super();
    this.turn = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    part(() => import('./form.js')).then(({fieldInput}) => { this.input = fieldInput; });
    this.#load();
  }

  get heading() {
    return t('share.title', {title: this.record.title});
  }

  async #load() {
    this.shares = await api.get('records/share', {filter: `record==${this.record.id}`, limit: 200}).then(({items}) => items).catch(() => []);
  }

  async #try(work) {
    this.message = undefined;
    try {
      await work();
    } catch (problem) {
      this.message = problemText(problem);
    }
    await this.#load();
  }

  #with(kind, id) {
    if (!id) return;
    this.turn++;
    this.#try(() => api.post('records/share', {fields: {record: {type: this.record.type, id: this.record.id}, [kind]: id}}));
  }

  async #take(share) {
    await this.#try(() => api.delete(`records/share/${share.id}`));
    toast(t('share.taken'), {action: t('action.undo'), run: () => this.#try(() => api.post(`records/share/${share.id}/restore`))});
  }

  async #ask(id) {
    this.why = undefined;
    if (!id) return;
    try {
      this.why = (await api.get(`records/${this.record.type}/${this.record.id}/access`, {user: id})).decisions;
    } catch (problem) {
      this.message = problemText(problem);
    }
  }

  #picker(id, label, type, pick) {
    const field = {name: id, kind: type === 'user' ? 'user' : 'reference', label, to: [type]};
    return html`<div class="p-field"><label for=${id}>${label}</label>${this.input(field, null, pick, {id, invalid: 'false', describedby: `${id}-note`})}<p id="${id}-note" class="p-help"></p></div>`;
  }

  body() {
    return html`${this.message ? html`<div class="p-banner p-warn" role="alert">${icon('triangle-alert')}<span>${this.message}</span></div>` : nothing}
      <p class="p-muted">${t('share.text')}</p>
      ${this.input ? html`<div class="p-fields" data-turn=${this.turn}>${this.#picker(`p-share-user-${this.turn}`, t('share.person'), 'user', (id) => this.#with('with_user', id))}${this.#picker(`p-share-team-${this.turn}`, t('share.team'), 'team', (id) => this.#with('with_team', id))}</div>` : nothing}
      ${this.shares?.length ? html`<ul class="p-lines">${this.shares.map((share) => {
        const link = share.links.with_user ?? share.links.with_team;
        return html`<li>${avatar(link?.title ?? '?', {square: !share.links.with_user})}<strong class="p-clip">${link?.title}</strong>
          <select class="p-input p-auto p-end" aria-label=${t('share.level', {name: link?.title})} @change=${({target}) => this.#try(() => api.patch(`records/share/${share.id}`, {fields: {level: target.value}}))}>
            ${['read', 'edit'].map((level) => html`<option value=${level} ?selected=${share.fields.level === level}>${t(`share.${level}`)}</option>`)}</select>
          <button type="button" class="p-button p-quiet p-only-icon" aria-label=${t('share.take', {name: link?.title})} @click=${() => this.#take(share)}>${icon('x')}</button></li>`;
      })}</ul>` : nothing}
      ${this.input && session.value.rights.includes('people') ? html`<details class="p-why"><summary>${t('share.why')}</summary>
        ${this.#picker('p-share-why', t('share.about'), 'user', (id) => this.#ask(id))}
        ${this.why ? html`<div role="status"><ul class="p-lines">${this.why.map(({action, allowed, because}) => html`<li>${icon(allowed ? 'circle-check' : 'circle-alert', allowed ? '' : 'p-bad-text')}<div><strong>${t(`share.${action}.${allowed ? 'yes' : 'no'}`)}</strong>
          ${because.map((reason) => html`<div class="p-small p-muted">${reason}</div>`)}</div></li>`)}</ul></div>` : nothing}</details>` : nothing}`;
  }

  foot() {
    return html`<button type="button" class="p-button p-primary" @click=${() => this.leave()}>${t('people.done')}</button>`;
  }
}

customElements.define('parley-share', Share);

export const showShare = (record) => Dialog.show('parley-share', {record});
