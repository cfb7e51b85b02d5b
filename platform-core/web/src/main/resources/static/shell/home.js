// SPDX-License-Identifier: Apache-2.0
import {
  LightElement, api, avatar, emptyState, formatNumber, formatRelative, icon, isPerson, onEvent, openForm, problemState,
  recordPath, session, t, types,
} from '@parley/ui';
import {html, nothing} from 'lit';

const inNav = () => [...types.value.values()].filter((type) => type.nav).sort((a, b) => (a.nav.order ?? 100) - (b.nav.order ?? 100));

// How much there is of everything, what changed last, and what plugins add.
class Home extends LightElement {
  static properties = {cards: {state: true}, failed: {state: true}};

  get signals() {
    return [types, session];
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = `${t('nav.home')} · Parley`;
    this.#load();
    this.whileConnected(types.subscribe(() => this.#load()));
    this.whileConnected(onEvent('record', () => this.#soon()));
    this.whileConnected(onEvent('reset', () => this.#soon()));
    this.whileConnected(() => clearTimeout(this.timer));
  }

  #soon() {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.#load();
    }, 500);
  }

  async #load() {
    try {
      this.cards = await Promise.all(inNav().map(async (type) => {
        const page = await api.get(`records/${type.name}`, {sort: '-modified_at', limit: 5, count: true, fields: 'modified_at'});
        return {type, ...page};
      }));
      this.failed = undefined;
    } catch (problem) {
      this.failed = problem;
    }
  }

  #greeting() {
    const hour = new Date().getHours();
    const name = session.value.user.name.split(' ')[0];
    return t(hour < 5 || hour >= 18 ? 'home.evening' : hour < 12 ? 'home.morning' : 'home.afternoon', {name});
  }

  #recent() {
    const recent = this.cards.flatMap(({items}) => items)
      .sort((a, b) => (b.fields.modified_at ?? '').localeCompare(a.fields.modified_at ?? '')).slice(0, 8);
    return html`<section class="p-card" aria-labelledby="p-recent"><h2 class="p-card-title"
        id="p-recent">${icon('history')}${t('home.recent')}</h2>
      ${recent.length ? html`<ul class="p-lines">${recent.map((record) => html`<li>
          ${avatar(record.title, {square: !isPerson(record.type)})}
          <a class="p-link p-clip" href=${recordPath(record)}>${record.title}</a>
          <span class="p-end p-small p-muted">${types.value.get(record.type)?.label} · ${formatRelative(record.fields.modified_at)}</span></li>`)}</ul>`
        : html`<p class="p-muted">${t('home.recent.none')}</p>`}</section>`;
  }

  render() {
    return html`<div class="p-page"><header class="p-head"><h1>${t('nav.home')}</h1><span class="p-space"></span>
        ${inNav().length ? html`<parley-menu class="p-new" .label=${t('home.new')}
          .face=${html`<span class="p-button p-primary">${icon('plus')}${t('home.new')}</span>`}
          .items=${inNav().filter((type) => type.state === 'active').map((type) => ({label: type.label, icon: type.icon, run: () => openForm(type.name)}))}></parley-menu>` : nothing}
      </header>
      <div class="p-scroll"><div class="p-home">
        <div><h2 class="p-greeting">${this.#greeting()}</h2><p
            class="p-muted">${t('home.text', {company: session.value.company?.name ?? ''})}</p></div>
        ${this.failed ? problemState(this.failed, () => this.#load()) : nothing}
        ${!this.failed && !inNav().length ? emptyState('blocks', t('home.empty'), t('home.empty.text'),
          html`<a class="p-button p-primary" href="modules">${t('nav.modules')}</a>`) : nothing}
        <ul class="p-tiles">${(this.cards ?? inNav().map((type) => ({type}))).map(({type, count, more}) => html`
          <li><a class="p-card p-tile" href="records/${type.name}"><span
              class="p-muted">${icon(type.icon)}${type.plural}</span>
            <strong>${count === undefined ? html`<span
                class="p-skeleton"></span>` : `${formatNumber(count)}${more ? '+' : ''}`}</strong></a></li>`)}</ul>
        ${this.cards?.length ? this.#recent() : nothing}
        <parley-slot class="p-dashlets" point="home.dashlet" framed></parley-slot>
      </div></div></div>`;
  }
}

customElements.define('parley-home', Home);
