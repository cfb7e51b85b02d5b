// SPDX-License-Identifier: Apache-2.0
import {LightElement, api, fieldNamed, icon, problemText, t, toast, typeNamed} from '@parley/ui';
import {html, nothing} from 'lit';

// That somebody was reminded is known by what shows in the app.
const ALWAYS = ['reminder'];
const BY_MAIL = ['now', 'digest', 'no'];
// As the server takes it where nothing was said.
const USUAL = {assigned: 'now', reminder: 'now', changed: 'digest', trashed: 'digest'};

// What one is told, where and when: each kind of notification in the app and by mail, and when summaries come.
class Wishes extends LightElement {
  static properties = {record: {attribute: false}, mail: {state: true}, digest: {state: true}, problem: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    this.digest = this.record.fields.mail_digest ?? 'daily';
    api.get('forgotten').then(({mail}) => { this.mail = mail; }, () => {});
  }

  firstUpdated() {
    if (location.hash === '#notifications') this.closest('section').scrollIntoView();
  }

  async #save(event) {
    event.preventDefault();
    const data = new FormData(event.target);
    const notify = Object.fromEntries(this.#kinds.map(({name}) => [name, {app: ALWAYS.includes(name) || data.has(`app-${name}`), mail: data.get(`mail-${name}`)}]));
    this.problem = undefined;
    try {
      this.record = await api.patch(`records/user/${this.record.id}`, {fields: {notify, mail_digest: data.get('digest'), mail_digest_at: data.get('at') || null}});
      this.dispatchEvent(new CustomEvent('parley-saved', {detail: this.record}));
      toast(t('wishes.saved'));
    } catch (problem) {
      this.problem = problemText(problem);
    }
  }

  get #kinds() {
    return fieldNamed(typeNamed('notification'), 'kind').choices;
  }

  #kind({name, label}) {
    const said = this.record.fields.notify?.[name] ?? {};
    const mail = said.mail ?? USUAL[name] ?? 'no';
    return html`<tr><th scope="row">${label}</th>
      <td><input type="checkbox" class="p-check" name="app-${name}" ?checked=${said.app !== false || ALWAYS.includes(name)} ?disabled=${ALWAYS.includes(name)} aria-label=${t('wishes.app.of', {kind: label})}></td>
      <td><select class="p-input" name="mail-${name}" aria-label=${t('wishes.mail.of', {kind: label})}>${BY_MAIL.map((way) => html`<option value=${way} ?selected=${way === mail}>${t(`wishes.${way}`)}</option>`)}</select></td></tr>`;
  }

  render() {
    const field = fieldNamed(typeNamed('user'), 'mail_digest');
    return html`<form @submit=${this.#save}>
      ${this.mail === false ? html`<p class="p-muted">${icon('info')} ${t('wishes.off')}</p>` : nothing}
      <table class="p-wishes"><thead><tr><th scope="col">${t('wishes.kind')}</th><th scope="col">${t('wishes.app')}</th><th scope="col">${t('wishes.mail')}</th></tr></thead>
        <tbody>${this.#kinds.map((kind) => this.#kind(kind))}</tbody></table>
      <div class="p-fields"><div class="p-field"><label for="p-digest">${field.label}</label><select class="p-input" id="p-digest" name="digest" aria-describedby="p-digest-note" @change=${({target}) => { this.digest = target.value; }}>
          ${field.choices.map((one) => html`<option value=${one.name} ?selected=${one.name === this.digest}>${one.label}</option>`)}</select><p class="p-help" id="p-digest-note">${t('wishes.digest.text')}</p></div>
        <div class="p-field"><label for="p-digest-at">${t('wishes.at')}</label><input class="p-input" id="p-digest-at" type="time" name="at" .defaultValue=${this.record.fields.mail_digest_at ?? '08:00'} ?disabled=${this.digest === 'never'}></div></div>
      <p class="p-error" role="alert">${this.problem ?? nothing}</p><div class="p-acts"><button class="p-button">${t('wishes.save')}</button></div></form>`;
  }
}

customElements.define('parley-wishes', Wishes);
