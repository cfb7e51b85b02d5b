// SPDX-License-Identifier: Apache-2.0
import {Dialog, api, errorText, fieldNamed, icon, problemText, t, typeNamed} from '@parley/ui';
import {html, nothing} from 'lit';

// ada.lovelace of Ada Lovelace, and of ada.lovelace@example.com.
const usernameOf = (name, email) => (email?.includes('@') ? email.split('@')[0] : name.trim().replace(/\s+/g, '.'))
  .normalize('NFD').replace(/[^a-zA-Z0-9._-]/g, '').toLowerCase();

// Adds a person, or a program, with the roles and the team they begin with.
class Invite extends Dialog {
  static properties = {roles: {attribute: false}, teams: {attribute: false}, program: {state: true}, errors: {state: true}, message: {state: true}, busy: {state: true}};

  constructor() {
    super();
    this.errors = {};
  }

  get heading() {
    return t('people.add');
  }

  #guess(form) {
    const {name, email, username} = form.elements;
    if (!this.typed) username.value = usernameOf(name.value, email?.value);
  }

  async #save(event) {
    event.preventDefault();
    const data = new FormData(event.target);
    const text = (name) => String(data.get(name) ?? '').trim() || null;
    const fields = {
      name: text('name'), username: text('username')?.toLowerCase() ?? null, email: text('email'), team: Number(data.get('team')) || null,
      roles: data.getAll('roles').map((role) => ({role: Number(role)})),
      ...(data.has('outside') ? {outside: true} : {}), ...(this.program ? {service: true} : {}),
    };
    this.busy = true;
    this.errors = {};
    this.message = undefined;
    try {
      this.close(await api.post('records/user', {fields}));
    } catch (problem) {
      this.errors = Object.fromEntries(problem.errors?.map((error) => [error.field.split('[')[0], errorText(error, fieldNamed(typeNamed('user'), error.field) ?? {label: error.field})]) ?? []);
      this.message = Object.keys(this.errors).length ? undefined : problemText(problem);
      this.updateComplete.then(() => this.querySelector('[aria-invalid=true]')?.focus());
    } finally {
      this.busy = false;
    }
  }

  #text(name, type, required, extra = {}) {
    const error = this.errors[name];
    return html`<div class="p-field"><label for="p-invite-${name}">${fieldNamed(typeNamed('user'), name).label}${required ? html` <span class="p-muted">${t('field.required')}</span>` : nothing}</label>
      <input class="p-input" id="p-invite-${name}" name=${name} type=${type} ?required=${required} maxlength="200" autocomplete="off" autocapitalize=${extra.plain ? 'none' : 'words'}
        aria-invalid=${error ? 'true' : 'false'} aria-describedby="p-invite-${name}-note" @input=${extra.input}>
      <p id="p-invite-${name}-note" class=${error ? 'p-error' : 'p-help'}>${error ?? extra.help ?? nothing}</p></div>`;
  }

  body() {
    return html`<form id="p-invite" novalidate @submit=${this.#save}>
      ${this.message ? html`<div class="p-banner p-warn" role="alert">${icon('triangle-alert')}<span>${this.message}</span></div>` : nothing}
      <div class="p-segmented" role="group" aria-label=${t('people.sort')}>${[false, true].map((program) => html`<button type="button" aria-pressed=${Boolean(this.program) === program}
        @click=${() => { this.program = program; }}>${icon(program ? 'key-round' : 'user')}${t(program ? 'people.program' : 'people.person')}</button>`)}</div>
      <p class="p-help">${t(this.program ? 'people.program.text' : 'people.person.text')}</p>
      <div class="p-fields">
        ${this.#text('name', 'text', true, {input: (event) => this.#guess(event.target.form)})}
        ${this.program ? nothing : this.#text('email', 'email', false, {plain: true, input: (event) => this.#guess(event.target.form)})}
        ${this.#text('username', 'text', true, {plain: true, help: t('people.username.text'), input: () => { this.typed = true; }})}
        <div class="p-field"><label for="p-invite-team">${t('people.team')}</label><select class="p-input" id="p-invite-team" name="team" aria-describedby="p-invite-team-note"><option value=""></option>
          ${this.teams.map((team) => html`<option value=${team.id}>${team.title}</option>`)}</select><p class="p-help" id="p-invite-team-note">${t('people.team.text')}</p></div>
      </div>
      <fieldset class="p-choose"><legend>${t('people.roles')}</legend>
        ${this.roles.map((role) => html`<label class="p-pick"><input type="checkbox" class="p-check" name="roles" value=${role.id} ?checked=${role.fields.name === 'Member' && !this.program}>
          <span class="p-two"><strong>${role.title}</strong><span class="p-small p-muted">${role.fields.description}</span></span></label>`)}</fieldset>
      ${this.errors.roles ? html`<p class="p-error" role="alert">${this.errors.roles}</p>` : nothing}
      <label class="p-pick"><input type="checkbox" class="p-check" name="outside"><span class="p-two"><strong>${t('people.outside')}</strong><span class="p-small p-muted">${t('people.outside.text')}</span></span></label>
    </form>`;
  }

  foot() {
    return html`<button type="button" class="p-button" @click=${() => this.leave()}>${t('action.cancel')}</button>
      <button type="submit" form="p-invite" class="p-button p-primary" ?disabled=${this.busy}>${t('people.add')}</button>`;
  }
}

customElements.define('parley-invite', Invite);
