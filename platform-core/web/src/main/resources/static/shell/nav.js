// SPDX-License-Identifier: Apache-2.0
import {
  LightElement, apiUrl, avatar, contributions, contributionsTo, icon, language, languages, navigate, route, session, signOut, speak, t, types,
} from '@parley/ui';
import {html, nothing} from 'lit';
import {isDark, toggleTheme} from './theme.js';

// Where one can go: record types by group, what plugins add, the workspace. A sidebar; on the phone a bar of tabs and
// a sheet with everything.
class Nav extends LightElement {
  static properties = {open: {state: true}};

  get signals() {
    return [types, contributions, route, session];
  }

  connectedCallback() {
    super.connectedCallback();
    this.whileConnected(route.subscribe(() => this.#sheet(false)));
  }

  #sheet(open) {
    const sheet = this.querySelector('.p-sheet');
    if (open && !sheet.open) sheet.showModal();
    if (!open && sheet?.open) sheet.close();
  }

  #groups() {
    const groups = new Map();
    const add = (group, order, item) => {
      if (!groups.has(group)) groups.set(group, {group, order, items: []});
      const entry = groups.get(group);
      entry.items.push({...item, order});
      entry.order = Math.min(entry.order, order);
    };
    for (const type of types.value.values()) {
      if (type.nav) add(type.nav.group ?? '', type.nav.order ?? 100, {href: `records/${type.name}`, label: type.plural, icon: type.icon});
    }
    for (const one of contributionsTo('nav')) {
      add(one.group ?? t('nav.apps'), one.order ?? 500, {href: `x/${one.plugin}/${one.name}`, label: one.label, icon: one.icon ?? 'plug'});
    }
    const {rights} = session.value;
    const workspace = [{href: 'settings', label: t('nav.settings'), icon: 'settings'}];
    if ([...types.value.values()].some((type) => type.may?.import)) workspace.push({href: 'imports', label: t('nav.imports'), icon: 'upload'});
    if (rights.includes('people')) workspace.push({href: 'people', label: t('nav.people'), icon: 'users'});
    if (rights.includes('audit')) workspace.push({href: 'audit', label: t('nav.audit'), icon: 'scroll-text'});
    if (rights.includes('plugins')) workspace.push({href: 'modules', label: t('nav.modules'), icon: 'blocks'});
    for (const one of contributionsTo('settings.page')) {
      workspace.push({href: `settings/${one.plugin}/${one.name}`, label: one.label, icon: one.icon ?? 'settings'});
    }
    const sorted = [...groups.values()].sort((a, b) => a.order - b.order);
    for (const group of sorted) group.items.sort((a, b) => a.order - b.order || a.label.localeCompare(b.label));
    return [...sorted, {group: t('nav.workspace'), items: workspace}];
  }

  #isHere(href) {
    const {path} = route.value;
    return href === '.' ? path === '' : path === href || path.startsWith(`${href}/`);
  }

  #item({href, label, icon: name}) {
    return html`<li><a class="p-nav-item" href=${href} aria-current=${this.#isHere(href) ? 'page'
        : nothing}>${icon(name)}<span class="p-clip">${label}</span></a></li>`;
  }

  #places(groups) {
    return html`<ul>${this.#item({href: '.', label: t('nav.home'), icon: 'house'})}</ul>
      ${groups.map(({group, items}) => html`${group ? html`<h2 class="p-nav-group">${group}</h2>`
          : nothing}<ul>${items.map((item) => this.#item(item))}</ul>`)}`;
  }

  #me(above) {
    const {user, company} = session.value;
    return html`<parley-menu ?above=${above} .label=${t('nav.account')} .face=${html`<span
        class="p-me">${avatar(user.name, {picture: user.picture && apiUrl(`records/user/${user.id}/files/picture`).href})}
        <span><span class="p-clip">${user.name}</span><span
            class="p-small p-muted p-clip">${company?.name ?? user.username}</span></span></span>`}
      .items=${[
        {label: t('profile.title'), icon: 'user', run: () => navigate('profile')},
        {label: t(isDark() ? 'theme.light' : 'theme.dark'), icon: isDark() ? 'sun' : 'moon', run: () => this.#theme()},
        {label: t('help.title'), icon: 'keyboard', run: () => this.dispatchEvent(new CustomEvent('parley-help'))},
        ...Object.entries(languages).filter(([tag]) => tag !== language).map(([tag, name]) => ({label: name, icon: 'languages', run: () => speak(tag)})),
        {label: t('nav.signOut'), icon: 'log-out', run: signOut},
      ]}></parley-menu>`;
  }

  #theme() {
    toggleTheme();
    this.requestUpdate();
  }

  #search() {
    this.#sheet(false);
    this.dispatchEvent(new CustomEvent('parley-palette'));
  }

  #tabs(groups) {
    const first = groups.flatMap(({items}) => items).filter(({href}) => href.startsWith('records/')).slice(0, 2);
    const tab = ({href, label, icon: name}) => html`<a class="p-tab" href=${href}
        aria-current=${this.#isHere(href) ? 'page' : nothing}>${icon(name)}<span class="p-clip">${label}</span></a>`;
    return html`<nav class="p-tabbar" aria-label=${t('nav.tabs')}>
      ${tab({href: '.', label: t('nav.home'), icon: 'house'})}${first.map(tab)}
      <button class="p-tab" @click=${this.#search}>${icon('search')}<span>${t('nav.search')}</span></button>
      <button class="p-tab" aria-haspopup="dialog"
          @click=${() => this.#sheet(true)}>${icon('menu')}<span>${t('nav.more')}</span></button>
    </nav>`;
  }

  render() {
    const groups = this.#groups();
    const mac = /Mac|iPhone|iPad/.test(navigator.platform);
    return html`<header class="p-side">
        <div class="p-brand"><img
            src=${new URL('logo.svg', import.meta.url)} width="24" height="24" alt=""><strong>Parley</strong>
          <button class="p-button p-quiet p-only-icon" aria-label=${t(isDark() ? 'theme.light' : 'theme.dark')}
            @click=${this.#theme}>${icon(isDark() ? 'sun' : 'moon')}</button></div>
        <button class="p-find"
            @click=${this.#search}>${icon('search')}<span>${t('nav.find')}</span><kbd>${mac ? '⌘' : t('key.ctrl')} K</kbd></button>
        <nav class="p-places" aria-label=${t('nav.main')}>${this.#places(groups)}</nav>
        <div class="p-side-foot">${this.#me(true)}</div>
      </header>
      ${this.#tabs(groups)}
      <dialog class="p-dialog p-sheet" aria-label=${t('nav.main')}
          @pointerdown=${(event) => { if (event.target.localName === 'dialog') this.#sheet(false); }}>
        <div class="p-sheet-frame"><nav class="p-places"
            aria-label=${t('nav.main')}>${this.#places(groups)}</nav>${this.#me(true)}
          <button class="p-button p-wide" @click=${() => this.#sheet(false)}>${t('action.close')}</button></div>
      </dialog>`;
  }
}

customElements.define('parley-nav', Nav);
