// SPDX-License-Identifier: Apache-2.0
import {LightElement, api, contributionsTo, findSession, formatNumber, icon, language, languages, problemState, problemText, session, speak, t, toast, types} from '@parley/ui';
import {html, nothing} from 'lit';
import {companyBody, companyFields, secondFactorField} from './company.js';
import './mail.js';

// The company, the reader's language, demo data, and what modules add to be set.
class Settings extends LightElement {
  static properties = {company: {state: true}, failed: {state: true}, busy: {state: true}, problem: {state: true}, kept: {state: true}};

  get signals() {
    return [session, types];
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = `${t('nav.settings')} · Parley`;
    this.#load();
  }

  async #load() {
    try {
      this.company = await api.get(`records/company/${session.value.company.id}`);
      this.failed = undefined;
    } catch (problem) {
      this.failed = problem;
    }
  }

  #may(right) {
    return session.value.rights.includes(right);
  }

  async #save(event) {
    event.preventDefault();
    this.problem = undefined;
    try {
      this.company = await api.patch(`records/company/${this.company.id}`, {fields: companyBody(event.target)}, {version: this.company.version});
      await findSession();
      toast(t('settings.saved'));
    } catch (problem) {
      this.problem = problemText(problem);
    }
  }

  async #demo(load) {
    this.busy = t(load ? 'welcome.demo.loading' : 'settings.demo.removing');
    this.kept = undefined;
    try {
      const done = load ? await api.post('demo') : await api.delete('demo');
      if (!load) this.kept = done.kept;
      toast(load ? t('settings.demo.loaded') : t('settings.demo.removed', {n: done.removed, count: formatNumber(done.removed)}));
      await findSession();
    } catch (problem) {
      toast(problemText(problem), {kind: 'bad'});
    } finally {
      this.busy = undefined;
    }
  }

  #demoCard() {
    const {demo} = session.value.company;
    return html`<section class="p-card" aria-labelledby="p-demo"><h2 class="p-card-title" id="p-demo">${icon('flask-conical')}${t('welcome.demo')}</h2>
      <p class="p-muted">${t(demo ? 'settings.demo.on' : 'settings.demo.off')}</p>
      ${this.kept?.length ? html`<details><summary>${t('settings.demo.kept', {n: this.kept.length})}</summary><ul class="p-lines">${this.kept.map((one) => html`<li class="p-small">${one}</li>`)}</ul></details>` : nothing}
      <div class="p-acts">${this.busy ? html`<span role="status">${icon('loader-circle', 'p-spin')} ${this.busy}</span>`
        : demo ? html`<button class="p-button" @click=${() => this.#demo(false)}>${icon('trash-2')}${t('settings.demo.remove')}</button>`
          : html`<button class="p-button" @click=${() => this.#demo(true)}>${t('settings.demo.load')}</button>`}</div></section>`;
  }

  render() {
    if (this.failed) return html`<div class="p-page">${problemState(this.failed, () => this.#load(), true)}</div>`;
    const pages = contributionsTo('settings.page');
    const kept = [...types.value.values()].filter((type) => type.right && type.state === 'active' && this.#may(type.right));
    return html`<div class="p-page"><header class="p-head"><h1>${t('nav.settings')}</h1></header><div class="p-scroll p-pad"><div class="p-settings">
      ${this.company && this.#may('settings') ? html`<section class="p-card" aria-labelledby="p-company"><h2 class="p-card-title" id="p-company">${icon('building-2')}${t('welcome.company')}</h2>
        <form @submit=${this.#save}>${companyFields(this.company.fields, {more: secondFactorField(this.company.fields)})}<p class="p-error" role="alert">${this.problem ?? nothing}</p>
          <div class="p-acts"><button class="p-button p-primary">${t('action.save')}</button></div></form></section>` : nothing}
      ${this.#may('settings') ? html`<parley-mail></parley-mail>` : nothing}
      <section class="p-card" aria-labelledby="p-language"><h2 class="p-card-title" id="p-language">${icon('languages')}${t('settings.language')}</h2>
        <div class="p-field"><label for="p-speak">${t('settings.language.text')}</label><select class="p-input" id="p-speak" @change=${({target}) => speak(target.value)}>
          ${Object.entries(languages).map(([tag, name]) => html`<option value=${tag} lang=${tag} ?selected=${tag === language}>${name}</option>`)}</select></div></section>
      ${this.#may('plugins') ? html`${this.#demoCard()}
        <section class="p-card" aria-labelledby="p-more"><h2 class="p-card-title" id="p-more">${icon('wrench')}${t('settings.more')}</h2><ul class="p-lines">
          <li>${icon('blocks')}<a class="p-link" href="modules">${t('nav.modules')}</a></li>${this.#may('people') ? html`<li>${icon('users')}<a class="p-link" href="people">${t('settings.people')}</a></li>` : nothing}
          <li>${icon('component')}<a class="p-link" href="settings/kit">${t('kit.title')}</a></li><li>${icon('code')}<a class="p-link" href="api/docs" target="_blank" rel="noopener">${t('settings.api')}</a></li></ul></section>` : nothing}
      ${pages.length || kept.length ? html`<section class="p-card" aria-labelledby="p-pages"><h2 class="p-card-title" id="p-pages">${icon('plug')}${t('settings.modules')}</h2><ul class="p-lines">
        ${pages.map((one) => html`<li>${icon(one.icon ?? 'settings')}<a class="p-link" href="settings/${one.plugin}/${one.name}">${one.label}</a></li>`)}
        ${kept.map((type) => html`<li>${icon(type.icon ?? 'settings')}<a class="p-link" href="records/${type.name}">${type.plural}</a></li>`)}</ul></section>` : nothing}
    </div></div></div>`;
  }
}

customElements.define('parley-settings', Settings);
