// SPDX-License-Identifier: Apache-2.0
import {
  LightElement, api, contributions, contributionsTo, emptyState, icon, navigate, onEvent, onKey, openForm, part, problemState, problemText, route, session, t, toast, types, withQuery,
} from '@parley/ui';
import {html, nothing, repeat} from 'lit';
import {titleOf} from './dashlet.js';

const KEPT = 'parley-dashboard';
const WIDTHS = [3, 4, 6, 8, 12];
const TALLEST = 6;
const inNav = () => [...types.value.values()].filter((type) => type.nav && type.state === 'active').sort((a, b) => (a.nav.order ?? 100) - (b.nav.order ?? 100));
// What a dashboard begins with where nobody has made one.
const plain = () => [
  {id: 'counts', kind: 'counts', title: t('home.all'), width: 12, height: 1},
  {id: 'recent', kind: 'recent', title: t('home.recent'), width: 8, height: 3},
];
const pluginDashlet = (one) => ({id: `${one.plugin}/${one.name}`, kind: 'plugin', plugin: one.plugin, name: one.name, title: one.label, width: 4, height: 3});

// Dashboards: cards that people add, move and resize. What others share is copied before it is changed.
class Home extends LightElement {
  static properties = {all: {state: true}, failed: {state: true}, edited: {state: true}, dashlets: {state: true}, said: {state: true}};

  get signals() {
    return [types, session, contributions, route];
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = `${t('nav.home')} · Parley`;
    this.#load();
    this.whileConnected(() => this.tabKeys?.());
    this.whileConnected(onEvent('record', ({type}) => { if (type === 'dashboard' && !this.edited) this.#load(); }));
    this.whileConnected(onEvent('reset', () => this.#load()));
    this.whileConnected(onKey('e', t('home.edit'), () => { if (!this.edited) this.#edit(); }));
  }

  async #load() {
    try {
      this.all = (await api.get('records/dashboard', {sort: 'place,name', limit: 50})).items;
      this.failed = undefined;
      this.#tabKeys();
    } catch (problem) {
      this.failed = problem;
    }
  }

  // The first nine have a key each, where there are several.
  #tabKeys() {
    this.tabKeys?.();
    const stops = this.all.length < 2 ? [] : this.all.slice(0, 9).map(({id, title}, index) => onKey(String(index + 1), t('home.tab', {name: title}), () => { if (!this.edited) this.#choose(id); }));
    this.tabKeys = () => stops.forEach((stop) => stop());
    if (!this.isConnected) this.tabKeys();
  }

  get #mine() {
    return session.value.user.id;
  }

  get #current() {
    const wanted = route.value.query.get('dashboard') ?? localStorage.getItem(KEPT);
    return this.all?.find(({id}) => String(id) === wanted) ?? this.all?.find(({fields}) => fields.owner === this.#mine) ?? this.all?.[0];
  }

  // The cards: as edited, as saved, or the plain ones. What plugins add that stands nowhere yet comes last.
  get #shown() {
    if (this.edited) return this.dashlets;
    const saved = (this.#current?.fields.dashlets ?? plain()).filter((one) => one && one.id && one.kind);
    const own = this.#current?.fields.owner === this.#mine;
    const known = new Set(saved.map((one) => `${one.plugin}/${one.name}`));
    const more = own ? [] : contributionsTo('home.dashlet').filter((one) => !known.has(`${one.plugin}/${one.name}`)).map(pluginDashlet);
    return [...saved.map((one) => ({width: 4, height: 2, ...one})), ...more];
  }

  #edit() {
    this.dashlets = this.#shown;
    this.name = this.#current?.fields.name ?? t('home.mine');
    this.fresh = false;
    this.edited = true;
  }

  // One more, empty.
  #begin() {
    this.dashlets = [];
    this.name = t('home.fresh');
    this.fresh = true;
    this.edited = true;
  }

  async #done() {
    const {dashlets} = this;
    const name = this.name.trim() || t('home.mine');
    const own = !this.fresh && this.#current?.fields.owner === this.#mine ? this.#current : null;
    try {
      const saved = own ? await api.patch(`records/dashboard/${own.id}`, {fields: {name, dashlets}})
        : await api.post('records/dashboard', {fields: {name, dashlets, place: this.fresh ? 50 : 0}});
      this.edited = false;
      await this.#load();
      this.#choose(saved.id);
    } catch (problem) {
      toast(problemText(problem), {kind: 'bad'});
    }
  }

  #choose(id) {
    localStorage.setItem(KEPT, id);
    navigate(withQuery({dashboard: String(id)}));
  }

  async #remove() {
    const {id, title} = this.#current;
    try {
      await api.delete(`records/dashboard/${id}`);
    } catch (problem) {
      toast(problemText(problem), {kind: 'bad'});
      return;
    }
    localStorage.removeItem(KEPT);
    navigate(withQuery({dashboard: null}), {replace: true});
    await this.#load();
    toast(t('record.trashed', {title}), {action: t('action.undo'), run: async () => { await api.post(`records/dashboard/${id}/restore`); this.#load(); }});
  }

  async #share() {
    const {id, fields} = this.#current;
    try {
      await api.patch(`records/dashboard/${id}`, {fields: {shared: !fields.shared}});
      toast(t(fields.shared ? 'home.unshared' : 'home.shared'));
      this.#load();
    } catch (problem) {
      toast(problemText(problem), {kind: 'bad'});
    }
  }

  #change(dashlet, change) {
    this.dashlets = this.dashlets.map((one) => (one.id === dashlet.id ? {...one, ...change} : one));
  }

  #move(dashlet, to) {
    const rest = this.dashlets.filter(({id}) => id !== dashlet.id);
    const at = Math.max(0, Math.min(to, rest.length));
    this.dashlets = [...rest.slice(0, at), dashlet, ...rest.slice(at)];
    this.said = t('home.moved', {title: titleOf(dashlet), at: at + 1, of: this.dashlets.length});
  }

  // Drags a card by its grip to the place of the one under the pointer.
  #drag(event, dashlet) {
    event.preventDefault();
    const move = ({clientX, clientY}) => {
      const under = document.elementsFromPoint(clientX, clientY).map((one) => one.closest?.('[data-dashlet]')).find(Boolean);
      const to = this.dashlets.findIndex(({id}) => id === under?.dataset.dashlet);
      if (to >= 0 && this.dashlets[to].id !== dashlet.id) this.#move(this.dashlets.find(({id}) => id === dashlet.id), to);
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', () => removeEventListener('pointermove', move), {once: true});
  }

  // Drags the corner: steps of the grid in both directions.
  #resize(event, dashlet) {
    event.preventDefault();
    const box = event.target.closest('[data-dashlet]').getBoundingClientRect();
    const column = event.target.closest('.p-dashboard').clientWidth / 12;
    const row = box.height / dashlet.height;
    const move = ({clientX, clientY}) => {
      const wide = Math.abs(clientX - (document.documentElement.dir === 'rtl' ? box.right : box.left)) / column;
      const width = WIDTHS.reduce((best, one) => (Math.abs(one - wide) < Math.abs(best - wide) ? one : best));
      this.#change(dashlet, {width, height: Math.max(1, Math.min(TALLEST, Math.round((clientY - box.top) / row)))});
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', () => removeEventListener('pointermove', move), {once: true});
  }

  #resizeKeys(event, dashlet) {
    const at = WIDTHS.indexOf(dashlet.width);
    const change = {
      ArrowRight: {width: WIDTHS[Math.min(WIDTHS.length - 1, at + 1)]}, ArrowLeft: {width: WIDTHS[Math.max(0, at - 1)]},
      ArrowDown: {height: Math.min(TALLEST, dashlet.height + 1)}, ArrowUp: {height: Math.max(1, dashlet.height - 1)},
    }[event.key];
    if (!change) return;
    event.preventDefault();
    this.#change(dashlet, change);
    const {width, height} = {...dashlet, ...change};
    this.said = t('home.resized', {title: titleOf(dashlet), width, height});
  }

  async #configure(dashlet) {
    const {editDashlet} = await part(() => import('./dashlets.js'));
    const made = await editDashlet(dashlet);
    if (!made) return;
    if (dashlet) this.#change(dashlet, made);
    else this.dashlets = [...this.dashlets, {...made, id: crypto.randomUUID?.() ?? String(Date.now())}];
  }

  #greeting() {
    const hour = new Date().getHours();
    const name = session.value.user.name.split(' ')[0];
    return t(hour < 5 || hour >= 18 ? 'home.evening' : hour < 12 ? 'home.morning' : 'home.afternoon', {name});
  }

  #tools(dashlet, index) {
    return html`<div class="p-dashlet-tools"><span class="p-grip" @pointerdown=${(event) => this.#drag(event, dashlet)} aria-hidden="true">${icon('grip-vertical')}</span>
      <button class="p-button p-quiet p-only-icon" ?disabled=${index === 0} aria-label=${t('home.earlier', {title: titleOf(dashlet)})} @click=${() => this.#move(dashlet, index - 1)}>${icon('arrow-left')}</button>
      <button class="p-button p-quiet p-only-icon" ?disabled=${index === this.dashlets.length - 1} aria-label=${t('home.later', {title: titleOf(dashlet)})} @click=${() => this.#move(dashlet, index + 1)}>${icon('arrow-right')}</button>
      <span class="p-space"></span>
      ${dashlet.kind === 'plugin' ? nothing : html`<button class="p-button p-quiet p-only-icon" aria-label=${t('home.change', {title: titleOf(dashlet)})} @click=${() => this.#configure(dashlet)}>${icon('pencil')}</button>`}
      <button class="p-button p-quiet p-only-icon" aria-label=${t('home.drop', {title: titleOf(dashlet)})} @click=${() => { this.dashlets = this.dashlets.filter(({id}) => id !== dashlet.id); }}>${icon('x')}</button></div>
    <span class="p-corner" role="slider" tabindex="0" aria-label=${t('home.size', {title: titleOf(dashlet)})} aria-valuenow=${dashlet.width} aria-valuemin="3" aria-valuemax="12"
      aria-valuetext=${t('home.sizeText', {width: dashlet.width, height: dashlet.height})} @pointerdown=${(event) => this.#resize(event, dashlet)} @keydown=${(event) => this.#resizeKeys(event, dashlet)}></span>`;
  }

  #head() {
    const current = this.#current;
    const own = current?.fields.owner === this.#mine;
    if (this.edited) {
      return html`<input class="p-input p-dashboard-name" aria-label=${t('home.name')} maxlength="100" .value=${this.name} @input=${({target}) => { this.name = target.value; }}>
        <button class="p-button" @click=${() => this.#configure()}>${icon('plus')}<span>${t('home.add')}</span></button>
        <button class="p-button" @click=${() => { this.edited = false; }}>${t('action.cancel')}</button>
        <button class="p-button p-primary" @click=${this.#done}>${t('home.done')}</button>`;
    }
    return html`<parley-bell></parley-bell><button class="p-button p-wide-only" @click=${this.#edit}>${t('home.edit')}</button>
      <parley-menu .label=${t('home.more')} .items=${[
        {label: t('home.edit'), icon: 'pencil', run: () => this.#edit()},
        {label: t('home.fresh'), icon: 'plus', run: () => this.#begin()},
        own ? {label: t(current.fields.shared ? 'home.unshare' : 'home.share'), icon: 'users', run: () => this.#share()} : null,
        own ? {label: t('home.remove'), icon: 'trash-2', danger: true, run: () => this.#remove()} : null,
      ]}></parley-menu>
      ${inNav().length ? html`<parley-menu class="p-new" .label=${t('home.new')}
          .face=${html`<span class="p-button p-primary">${icon('plus')}${t('home.new')}</span>`}
          .items=${inNav().map((type) => ({label: type.label, icon: type.icon, run: () => openForm(type.name)}))}></parley-menu>` : nothing}`;
  }

  #body() {
    if (this.failed) return problemState(this.failed, () => this.#load());
    if (!this.all) return nothing;
    if (!inNav().length && !this.#current && !contributionsTo('home.dashlet').length) {
      return emptyState('blocks', t('home.empty'), t('home.empty.text'), html`<a class="p-button p-primary" href="modules">${t('nav.modules')}</a>`);
    }
    const shown = this.#shown;
    return html`<div class="p-dashboard ${this.edited ? 'p-edited' : ''}">${repeat(shown, ({id}) => id, (dashlet, index) => html`<section class="p-card p-dashlet" data-dashlet=${dashlet.id}
        data-plugin=${dashlet.plugin ?? nothing} data-kind=${dashlet.kind} aria-label=${titleOf(dashlet)} style="--p-w: ${dashlet.width}; --p-h: ${dashlet.height}">
        ${this.edited ? this.#tools(dashlet, index) : nothing}<parley-dashlet .dashlet=${dashlet} ?edited=${Boolean(this.edited)}></parley-dashlet></section>`)}
      ${this.edited ? html`<button class="p-dashlet-add" @click=${() => this.#configure()}>${icon('plus')}${t('home.add')}</button>` : nothing}</div>`;
  }

  render() {
    const others = this.all?.length > 1 ? this.all : [];
    return html`<div class="p-page"><header class="p-head"><h1>${t('nav.home')}</h1><span class="p-space"></span>${this.#head()}</header>
      ${others.length && !this.edited ? html`<div class="p-views"><nav aria-label=${t('home.dashboards')}><ul>${others.map((one) => html`<li><a class="p-view" href=${withQuery({dashboard: String(one.id)}) || '.'}
          aria-current=${one === this.#current ? 'page' : nothing} @click=${(event) => { event.preventDefault(); this.#choose(one.id); }}>${one.title}</a></li>`)}</ul></nav></div>` : nothing}
      <div class="p-scroll"><div class="p-home"><p class="p-visually-hidden" role="status">${this.said ?? nothing}</p>
        <div><h2 class="p-greeting">${this.#greeting()}</h2><p
            class="p-muted">${t('home.text', {company: session.value.company?.name ?? ''})}</p></div>
        ${this.#body()}</div></div></div>`;
  }
}

customElements.define('parley-home', Home);
