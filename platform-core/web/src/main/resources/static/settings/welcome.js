// SPDX-License-Identifier: Apache-2.0
import {LightElement, api, findSession, icon, loadModel, navigate, problemText, session, t} from '@parley/ui';
import {html, nothing} from 'lit';
import {CURRENCIES, companyBody, companyFields} from './company.js';

const here = Intl.DateTimeFormat().resolvedOptions();

// The currency of a region, where the browser's language tells one.
function currencyHere() {
  const region = new Intl.Locale(navigator.language).maximize().region;
  const known = {US: 'USD', GB: 'GBP', CH: 'CHF', CA: 'CAD', AU: 'AUD', JP: 'JPY', SE: 'SEK', NO: 'NOK', DK: 'DKK', PL: 'PLN', CZ: 'CZK', IN: 'INR', BR: 'BRL', MX: 'MXN', CN: 'CNY', ZA: 'ZAR'};
  return CURRENCIES.includes(known[region]) ? known[region] : 'EUR';
}

// The first start: who one is and what company this is, on one page.
class Welcome extends LightElement {
  static properties = {busy: {state: true}, problem: {state: true}, step: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    document.title = `${t('welcome.title')} · Parley`;
  }

  async #save(event) {
    event.preventDefault();
    const form = event.target;
    const {admin_name: name, admin_email: email, demo} = form.elements;
    const {company, user} = session.value;
    this.problem = undefined;
    this.busy = true;
    try {
      this.step = t('welcome.saving');
      await api.patch(`records/user/${user.id}`, {fields: {name: name.value.trim(), email: email.value.trim() || null}});
      await api.patch(`records/company/${company.id}`, {fields: companyBody(form)});
      if (demo.value === 'yes') {
        this.step = t('welcome.demo.loading');
        await api.post('demo');
      }
      await api.patch(`records/company/${company.id}`, {fields: {set_up: true}});
      await loadModel();
      navigate('.', {replace: true});
      await findSession();
    } catch (problem) {
      this.problem = problemText(problem);
    } finally {
      this.busy = false;
    }
  }

  render() {
    const {user, company} = session.value;
    const guess = {...company, name: company.name === 'My company' ? '' : company.name, currency: currencyHere(), time_zone: here.timeZone ?? company.time_zone, language: navigator.language.slice(0, 2)};
    return html`<main class="p-welcome"><form class="p-welcome-form" @submit=${this.#save}>
      <img src=${new URL('logo.svg', import.meta.url)} width="40" height="40" alt=""><h1>${t('welcome.title')}</h1><p class="p-muted">${t('welcome.text')}</p>
      <fieldset><legend>${t('welcome.you')}</legend><div class="p-fields">
        <div class="p-field"><label for="p-admin-name">${t('welcome.name')}</label><input class="p-input" id="p-admin-name" name="admin_name" required maxlength="200" autocomplete="name"
          .defaultValue=${user.name === user.username || user.name === 'Administrator' ? '' : user.name}></div>
        <div class="p-field"><label for="p-admin-email">${t('welcome.email')}</label><input class="p-input" id="p-admin-email" name="admin_email" type="email" autocomplete="email"></div></div></fieldset>
      <fieldset><legend>${t('welcome.company')}</legend>${companyFields(guess)}</fieldset>
      <fieldset class="p-choices"><legend>${t('welcome.demo')}</legend>
        <label class="p-pick"><input type="radio" name="demo" value="yes" checked><span class="p-two"><strong>${t('welcome.demo.yes')}</strong><span class="p-small p-muted">${t('welcome.demo.yes.text')}</span></span></label>
        <label class="p-pick"><input type="radio" name="demo" value="no"><span class="p-two"><strong>${t('welcome.demo.no')}</strong><span class="p-small p-muted">${t('welcome.demo.no.text')}</span></span></label></fieldset>
      ${this.problem ? html`<p class="p-error" role="alert">${this.problem}</p>` : nothing}
      <div class="p-acts">${this.busy ? html`<span class="p-muted" role="status">${icon('loader-circle', 'p-spin')} ${this.step}</span>` : nothing}<span class="p-space"></span>
        <button type="button" class="p-button" ?disabled=${this.busy} @click=${() => this.dispatchEvent(new CustomEvent('parley-later'))}>${t('welcome.later')}</button>
        <button class="p-button p-primary" ?disabled=${this.busy}>${t('welcome.begin')}</button></div></form></main>`;
  }
}

customElements.define('parley-welcome', Welcome);
