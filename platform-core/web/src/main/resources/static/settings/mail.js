// SPDX-License-Identifier: Apache-2.0
import {LightElement, api, errorText, fieldNamed, formatNumber, formatRelative, icon, part, problemState, problemText, t, toast, typeNamed} from '@parley/ui';
import {html, keyed, nothing} from 'lit';

const FIELDS = ['active', 'host', 'port', 'encryption', 'username', 'password', 'sender', 'sender_name', 'site'];
const MORE = ['per_minute', 'authority'];
const WIDE = ['active', 'site', 'authority'];
// What goes with each way to encrypt, until somebody types another.
const PORTS = {starttls: 587, tls: 465, none: 25};

// The server by which mail goes, whether it works, and what did not go.
class Mail extends LightElement {
  static properties = {record: {state: true}, state: {state: true}, failed: {state: true}, errors: {state: true}, problem: {state: true}, steps: {state: true}, busy: {state: true}, drawn: {state: true}};

  constructor() {
    super();
    this.errors = {};
    this.drawn = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  async #load() {
    try {
      const [{fieldInput}, {items}, state] = await Promise.all([part(() => import('./form.js')), api.get('records/mail_server', {limit: 1}), api.get('mail')]);
      [this.input, this.state, this.failed] = [fieldInput, state, undefined];
      this.#show(items[0] ?? {fields: {active: true, port: 587, encryption: 'starttls', per_minute: 60, site: document.baseURI.replace(/\/$/, '')}});
    } catch (problem) {
      this.failed = problem;
    }
  }

  #show(record) {
    this.record = record;
    this.values = {...record.fields};
    this.touched = false;
    this.drawn += 1;
  }

  #submit(event) {
    event.preventDefault();
    this.#save();
  }

  // Whether they are kept.
  async #save() {
    [this.problem, this.errors, this.busy] = [undefined, {}, 'save'];
    const names = [...FIELDS, ...MORE];
    try {
      const fields = Object.fromEntries(names.map((name) => [name, this.values[name] ?? null]));
      this.#show(this.record.id ? await api.patch(`records/mail_server/${this.record.id}`, {fields}, {version: this.record.version}) : await api.post('records/mail_server', {fields}));
      this.state = await api.get('mail');
      this.steps = undefined;
      toast(t('mail.saved'));
      return true;
    } catch (problem) {
      this.errors = Object.fromEntries(problem.errors?.map((error) => [error.field, errorText(error, fieldNamed(typeNamed('mail_server'), error.field))]) ?? []);
      this.problem = problem.errors?.length ? undefined : problemText(problem);
      this.updateComplete.then(() => this.querySelector('[aria-invalid=true]')?.focus());
      return false;
    } finally {
      this.busy = undefined;
    }
  }

  // With what stands here, not with what was kept before.
  async #test() {
    if ((this.touched || !this.record.id) && !await this.#save()) return;
    [this.busy, this.steps, this.problem] = ['test', undefined, undefined];
    try {
      this.steps = (await api.post('mail/test')).steps;
      this.state = await api.get('mail');
    } catch (problem) {
      this.problem = problemText(problem);
    } finally {
      this.busy = undefined;
    }
  }

  async #stuck(one, again) {
    try {
      await (again ? api.post(`mail/stuck/${one.id}/again`) : api.delete(`mail/stuck/${one.id}`));
    } catch (problem) {
      toast(problemText(problem), {kind: 'bad'});
    }
    this.state = await api.get('mail');
  }

  #change(name, value) {
    this.values[name] = value;
    this.touched = true;
    if (name === 'encryption' && PORTS[value] && Object.values(PORTS).includes(this.values.port)) {
      this.values.port = PORTS[value];
      this.querySelector('#p-mail-port').value = PORTS[value];
    }
  }

  #field(name) {
    const field = fieldNamed(typeNamed('mail_server'), name);
    const id = `p-mail-${name}`;
    const error = this.errors[name];
    return html`<div class="p-field ${WIDE.includes(name) ? 'p-whole' : ''}"><label for=${id}>${field.label}</label>
      ${keyed(this.drawn, this.input(field, this.values[name] ?? null, (value) => this.#change(name, value), {id, invalid: error ? 'true' : 'false', describedby: `${id}-note`}))}
      <p id="${id}-note" class=${error ? 'p-error' : 'p-help'}>${error ?? field.help ?? nothing}</p></div>`;
  }

  #step({step, code, answer}) {
    const good = code === 'ok';
    return html`<li class=${good ? '' : 'p-failed'}>${icon(good ? 'check' : 'triangle-alert')}<span class="p-two"><strong>${t(`mail.step.${step}`)}</strong>
      ${good ? nothing : html`<span>${t(`mail.trouble.${code}`, this.values)}</span>${answer ? html`<span class="p-small p-muted">${t('mail.answer', {answer})}</span>` : nothing}`}</span></li>`;
  }

  #outcome() {
    if (this.busy === 'test') return html`<p role="status">${icon('loader-circle', 'p-spin')} ${t('mail.testing')}</p>`;
    if (!this.steps) return nothing;
    const arrived = this.steps.every(({code}) => code === 'ok');
    return html`<div role="status"><p class="p-section">${t(arrived ? 'mail.arrived' : 'mail.failed')}</p><ul class="p-lines p-steps">${this.steps.map((one) => this.#step(one))}</ul></div>`;
  }

  #how() {
    const {on, waiting, sent, trouble, stuck} = this.state;
    const lately = [sent ? t('mail.sent', {n: sent, count: formatNumber(sent)}) : '', waiting ? t('mail.waiting', {n: waiting, count: formatNumber(waiting)}) : ''].filter(Boolean).join(' · ');
    const said = !this.record.id ? t('mail.none') : on ? lately : t('mail.off');
    return html`${said ? html`<p class="p-muted">${said}</p>` : nothing}
      ${trouble ? html`<div class="p-banner p-warn" role="alert">${icon('triangle-alert')}<span>${t(`mail.trouble.${trouble.code}`, this.record.fields)} ${trouble.answer}</span></div>` : nothing}
      ${stuck.length ? html`<details><summary>${t('mail.stuck', {n: stuck.length, count: formatNumber(stuck.length)})}</summary><ul class="p-lines">${stuck.map((one) => html`<li>
        <span class="p-two"><strong>${t(`mail.kind.${one.kind}`)}</strong><span class="p-small p-muted">${t(`mail.problem.${one.problem}`)} · ${formatRelative(one.asked_at)}</span>${one.detail ? html`<span class="p-small">${one.detail}</span>` : nothing}</span>
        <span class="p-end p-acts"><button type="button" class="p-button" @click=${() => this.#stuck(one, true)}>${t('mail.again')}</button>
          <button type="button" class="p-button" @click=${() => this.#stuck(one, false)}>${t('mail.drop')}</button></span></li>`)}</ul></details>` : nothing}`;
  }

  render() {
    const card = (body) => html`<section class="p-card" aria-labelledby="p-mail"><h2 class="p-card-title" id="p-mail">${icon('mail')}${t('mail.title')}</h2>${body}</section>`;
    if (this.failed) return card(problemState(this.failed, () => this.#load()));
    if (!this.record) return card(html`<p class="p-skeleton" aria-busy="true"></p>`);
    return card(html`<div class="p-how">${this.#how()}</div><form @submit=${this.#submit} novalidate><div class="p-fields">${FIELDS.map((name) => this.#field(name))}</div>
      <details class="p-rest" ?open=${MORE.some((name) => this.errors[name])}><summary>${t('mail.more')}</summary><div class="p-fields">${MORE.map((name) => this.#field(name))}</div></details>
      <p class="p-error" role="alert">${this.problem ?? nothing}</p>${this.#outcome()}
      <div class="p-acts"><button class="p-button p-primary" ?disabled=${this.busy}>${t('action.save')}</button>
        <button type="button" class="p-button" ?disabled=${this.busy} @click=${this.#test}>${icon('send')}${t('mail.test')}</button></div></form>`);
  }
}

customElements.define('parley-mail', Mail);
