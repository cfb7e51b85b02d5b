// SPDX-License-Identifier: Apache-2.0
import {LightElement, api, fieldNamed, findSession, formatRelative, icon, languages, locale, part, problemState, problemText, session, t, toast, typeNamed} from '@parley/ui';
import {html, nothing} from 'lit';
import {clientOf} from './clients.js';
import './second-factor.js';
import './tokens.js';
import './wishes.js';

const FIELDS = ['name', 'picture', 'job_title', 'phone', 'language', 'time_zone', 'formats', 'signature'];

const ZONES = Intl.supportedValuesOf('timeZone');
const SPOKEN = Object.keys(languages);
const HABITS = ['en-GB', 'en-US', 'de-DE', 'de-AT', 'de-CH', 'fr-FR', 'es-ES', 'it-IT', 'nl-NL', 'pl-PL', 'pt-BR', 'sv-SE', 'ja-JP'];
const languageName = new Intl.DisplayNames(locale, {type: 'language'});
// What is chosen from a list rather than typed, and how each choice is called.
const CHOSEN = {
  language: [SPOKEN, (tag) => languages[tag] ?? tag],
  time_zone: [ZONES, (zone) => zone.replaceAll('_', ' ')],
  formats: [HABITS, (tag) => `${languageName.of(tag)} · ${new Intl.DateTimeFormat(tag).format(Date.UTC(2026, 11, 31))} · ${new Intl.NumberFormat(tag).format(1234.5)}`],
};

// Who one is here, how one gets in, and where one is logged in.
class Profile extends LightElement {
  static properties = {record: {state: true}, sessions: {state: true}, failed: {state: true}, problem: {state: true}, errors: {state: true}, refused: {state: true}, input: {state: true}, elsewhere: {state: true}};

  constructor() {
    super();
    this.errors = {};
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = `${t('profile.title')} · Parley`;
    this.#load();
  }

  async #load() {
    try {
      const [{fieldInput}, record, {items}, {password}] = await Promise.all([part(() => import('./form.js')), api.get(`records/user/${session.value.user.id}`), api.get('account/sessions'), api.get('account/second-factor')]);
      this.elsewhere = !password;
      [this.input, this.record, this.sessions, this.failed] = [fieldInput, record, items, undefined];
      this.changes = {};
    } catch (problem) {
      this.failed = problem;
    }
  }

  async #save(event) {
    event.preventDefault();
    this.problem = undefined;
    this.errors = {};
    try {
      this.record = await api.patch(`records/user/${this.record.id}`, {fields: this.changes}, {version: this.record.version});
      this.changes = {};
      await findSession();
      toast(t('profile.saved'));
    } catch (problem) {
      this.errors = Object.fromEntries(problem.errors?.map(({field, message}) => [field, message]) ?? []);
      this.problem = problem.errors?.length ? undefined : problemText(problem);
    }
  }

  async #password(event) {
    event.preventDefault();
    const form = event.target;
    const {password, next} = Object.fromEntries(new FormData(form));
    this.refused = undefined;
    try {
      await api.post('account/password', {password, next});
      form.reset();
      toast(t('profile.password.changed'));
      this.sessions = (await api.get('account/sessions')).items;
    } catch (problem) {
      this.refused = problemText(problem);
    }
  }

  async #end({id}) {
    await api.delete(`account/sessions/${id}`).catch((problem) => toast(problemText(problem), {kind: 'bad'}));
    this.sessions = (await api.get('account/sessions')).items;
  }

  #field(name) {
    const field = fieldNamed(typeNamed('user'), name);
    if (!field) return nothing;
    const id = `p-profile-${name}`;
    const error = this.errors[name];
    const wide = ['signature', 'picture'].includes(name);
    if (CHOSEN[name]) {
      const [values, called] = CHOSEN[name];
      const own = this.record.fields[name];
      return html`<div class="p-field"><label for=${id}>${field.label}</label><select class="p-input" id=${id} aria-describedby="${id}-note" @change=${({target}) => { this.changes[name] = target.value || null; }}>
        <option value="">${t('profile.default')}</option>${[...new Set([own, ...values])].filter(Boolean).map((value) => html`<option value=${value} ?selected=${value === own}>${called(value)}</option>`)}</select>
        <p id="${id}-note" class=${error ? 'p-error' : 'p-help'}>${error ?? nothing}</p></div>`;
    }
    return html`<div class="p-field ${wide ? 'p-whole' : ''}"><label for=${id}>${field.label}</label>
      ${this.input(field, this.record.fields[name] ?? null, (value) => { this.changes[name] = value; }, {id, invalid: error ? 'true' : 'false', describedby: `${id}-note`})}
      <p id="${id}-note" class=${error ? 'p-error' : 'p-help'}>${error ?? field.help ?? nothing}</p></div>`;
  }

  render() {
    if (this.failed) return html`<div class="p-page">${problemState(this.failed, () => this.#load(), true)}</div>`;
    if (!this.record) return html`<div class="p-page" aria-busy="true"></div>`;
    const card = (id, name, title, body) => html`<section class="p-card" aria-labelledby=${id}><h2 class="p-card-title" id=${id}>${icon(name)}${title}</h2>${body}</section>`;
    return html`<div class="p-page"><header class="p-head"><h1>${t('profile.title')}</h1></header><div class="p-scroll p-pad"><div class="p-settings">
      ${card('p-profile', 'user', t('profile.me'), html`<form @submit=${this.#save} novalidate><div class="p-fields">${FIELDS.map((name) => this.#field(name))}</div>
        <p class="p-error" role="alert">${this.problem ?? nothing}</p><div class="p-acts"><button class="p-button p-primary">${t('action.save')}</button></div></form>`)}
      ${card('p-profile-notifications', 'bell', t('wishes.title'), html`<parley-wishes .record=${this.record} @parley-saved=${({detail}) => { this.record = detail; }}></parley-wishes>`)}
      ${this.elsewhere ? card('p-profile-password', 'shield', t('profile.login'), html`<p class="p-muted">${t('profile.elsewhere')}</p>`) : card('p-profile-password', 'shield', t('login.password'), html`<form @submit=${this.#password}><input type="hidden" name="username" autocomplete="username" value=${this.record.fields.username}><div class="p-fields">
          <div class="p-field"><label for="p-now">${t('profile.password.now')}</label><input class="p-input" id="p-now" name="password" type="password" autocomplete="current-password" required></div>
          <div class="p-field"><label for="p-next">${t('profile.password.next')}</label><input class="p-input" id="p-next" name="next" type="password" autocomplete="new-password" required minlength="12" aria-describedby="p-next-note"><p class="p-help" id="p-next-note">${t('profile.password.text')}</p></div></div>
        <p class="p-error" role="alert">${this.refused ?? nothing}</p><div class="p-acts"><button class="p-button">${t('profile.password.change')}</button></div></form>`)}
      ${this.elsewhere ? nothing : card('p-profile-second', 'smartphone', t('second.title'), html`<parley-second-factor></parley-second-factor>`)}
      ${card('p-profile-sessions', 'monitor', t('session.title'), html`<ul class="p-lines">${this.sessions.map((one) => html`<li>${icon('monitor')}<span class="p-two"><strong>${clientOf(one.agent)}</strong><span class="p-small p-muted">${[one.address, one.current ? t('session.current') : t('session.used', {when: formatRelative(one.used_at)})].join(' · ')}</span></span>
        ${one.current ? nothing : html`<button class="p-button p-end" @click=${() => this.#end(one)}>${t('session.end')}</button>`}</li>`)}</ul>`)}
      ${card('p-profile-feeds', 'calendar', t('feed.card'), html`<p class="p-muted">${t('feed.card.text')}</p><parley-feeds></parley-feeds>`)}
      ${card('p-profile-tokens', 'key-round', t('token.title'), html`<parley-tokens .userId=${this.record.id}></parley-tokens>`)}
    </div></div></div>`;
  }
}

customElements.define('parley-profile', Profile);
