// SPDX-License-Identifier: Apache-2.0
import {
  LightElement, contributions, emptyState, findSession, followModel, formatRelative, icon, loadModel, loadTexts, loginWanted, navigate, onEvent, onKey, part,
  problemState, reached, route, session, settle, startEvents, startKeys, startRouter, t, toast, tryNow, typeNamed, types, watchNet,
} from '@parley/ui';
import {html, keyed, nothing} from 'lit';
import '../list/list.js';
import './bell.js';
import './nav.js';
import {applyTheme} from './theme.js';

const lazy = {
  home: () => part(() => import('./home.js')),
  imports: () => part(() => import('./imports.js')),
  login: () => part(() => import('./login.js'), {alone: true}),
  modules: () => part(() => import('./modules.js')),
  palette: () => part(() => import('./palette.js')),
  people: () => part(() => import('./people.js')),
  record: () => part(() => import('./record.js')),
  settings: () => part(() => import('./settings.js')),
};

const LATER = 'parley-set-up-later';

// The frame around every page: who is here, what to show, and what to tell when plugins come and go.
class App extends LightElement {
  static properties = {ready: {state: true}, failed: {state: true}};

  get signals() {
    return [session, types, route, loginWanted, contributions, reached];
  }

  connectedCallback() {
    super.connectedCallback();
    applyTheme();
    startRouter();
    startKeys();
    watchNet(findSession);
    this.#start();
    this.whileConnected(session.subscribe((now) => { if (now && !now.needs[0] && !this.ready) this.#load(); }));
    this.whileConnected(route.subscribe(() => this.#arrived()));
    this.whileConnected(onEvent('plugin', (event) => this.#announce(event)));
    document.addEventListener('keydown', (event) => this.#keys(event));
    this.#goKeys();
  }

  // "g" and a letter go to a page: the letter its plugin says, so that no other plugin moves what hands have learnt,
  // else the first of its name that is free.
  #goKeys() {
    let stops = [];
    const taken = () => {
      stops.forEach((stop) => stop());
      const letters = new Map([['h'], ['i'], ['m'], ['s'], ['u']]);
      const go = (letter, label, path) => onKey(`g ${letter}`, label, () => navigate(path));
      stops = [onKey('?', t('help.title'), () => this.#help()), go('h', t('nav.home'), '.'), go('i', t('nav.imports'), 'imports'),
        go('m', t('nav.modules'), 'modules'), go('s', t('nav.settings'), 'settings'), go('u', t('nav.people'), 'people')];
      const shown = [...types.value.values()].filter((type) => type.nav).sort((a, b) => (a.name < b.name ? -1 : 1));
      const give = (type, wanted) => {
        const letter = [...wanted].find((one) => /[a-z]/.test(one) && !letters.has(one));
        if (letter) letters.set(letter, type);
        return letter;
      };
      const others = shown.filter((type) => !give(type, type.nav.key ?? ''));
      others.forEach((type) => give(type, type.name));
      for (const [letter, type] of letters) if (type) stops.push(go(letter, type.plural, `records/${type.name}`));
    };
    this.whileConnected(types.subscribe(taken));
    this.whileConnected(() => stops.forEach((stop) => stop()));
  }

  async #help() {
    (await part(() => import('./help.js'))).openHelp();
  }

  async #start() {
    try {
      this.failed = undefined;
      await loadTexts();
      await findSession();
    } catch (problem) {
      this.failed = problem;
    }
  }

  async #load() {
    if (settle(session.value.user)) {
      location.reload();
      return;
    }
    try {
      this.failed = undefined;
      const [area, type, record] = route.value.parts;
      await loadModel(area === 'records' && type && !record);
      followModel();
      startEvents();
      this.ready = true;
      if (route.value.path === 'login') navigate('', {replace: true});
    } catch (problem) {
      this.failed = problem;
    }
  }

  // A new page: it starts at its top, and whoever reads with a screen reader starts at its heading.
  #arrived() {
    const {path} = route.value;
    if (path === this.path) return;
    this.path = path;
    this.updateComplete.then(() => this.querySelector('#p-main')?.focus({preventScroll: true}));
  }

  #announce({id, label, state}) {
    if (!label || !['active', 'quarantined', 'failed'].includes(state)) return;
    const options = {key: `plugin/${id}`, ...(state === 'active' ? {detail: t('plugin.active.text')} : {kind: state === 'failed' ? 'bad' : undefined})};
    toast(t(`plugin.${state}`, {label}), options);
  }

  // What is typed before the palette is there goes into it.
  async #palette() {
    let [typed, taken] = ['', false];
    const keep = (event) => {
      if ((event.key.length > 1 && event.key !== 'Enter') || event.ctrlKey || event.metaKey || document.querySelector('dialog[open]')) return;
      if (event.key === 'Enter') taken = true;
      else typed += event.key;
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener('keydown', keep, {capture: true});
    try {
      (await lazy.palette()).openPalette(typed, taken);
    } finally {
      document.removeEventListener('keydown', keep, {capture: true});
    }
  }

  #keys(event) {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k' || !this.ready) return;
    event.preventDefault();
    this.#palette();
  }

  // Until an administrator has said what company this is, that comes first.
  get #welcome() {
    const {company, rights} = session.value;
    return !company.set_up && rights.includes('settings') && !sessionStorage.getItem(LATER);
  }

  #page() {
    const [area, first, second] = route.value.parts;
    if (!area) {
      lazy.home();
      return html`<parley-home></parley-home>`;
    }
    if (area === 'records' && typeNamed(first)) {
      if (!second) return keyed(first, html`<parley-list .type=${typeNamed(first)}></parley-list>`);
      lazy.record();
      return keyed(`${first}/${second}`, html`<parley-record .type=${typeNamed(first)}
          .recordId=${second}></parley-record>`);
    }
    if (area === 'imports') {
      lazy.imports();
      return first ? keyed(first, html`<parley-import .importId=${first}></parley-import>`) : html`<parley-imports></parley-imports>`;
    }
    if (area === 'profile' || area === 'people' && session.value.rights.includes('people')) {
      lazy.people();
      if (area === 'profile') return html`<parley-profile></parley-profile>`;
      return first === 'roles' && second ? keyed(second, html`<parley-role .roleId=${second}></parley-role>`) : html`<parley-people></parley-people>`;
    }
    if (area === 'audit' && session.value.rights.includes('audit')) {
      lazy.record();
      return html`<parley-audit></parley-audit>`;
    }
    if (area === 'modules') {
      lazy.modules();
      return html`<parley-modules></parley-modules>`;
    }
    if (area === 'search') {
      lazy.palette();
      return html`<parley-search></parley-search>`;
    }
    if (area === 'settings' && !second) {
      lazy.settings();
      return first === 'kit' ? html`<parley-kit></parley-kit>` : html`<parley-settings></parley-settings>`;
    }
    if (area === 'x' && second) return this.#contributed('nav', `${first}/${second}`);
    if (area === 'settings' && second) return this.#contributed('settings.page', `${first}/${second}`);
    return html`<div class="p-page">${emptyState('search', t('missing.title'), t('missing.text'),
      html`<a class="p-button p-primary" href=".">${t('missing.action')}</a>`, true)}</div>`;
  }

  #contributed(point, key) {
    const one = contributions.value.find((it) => it.point === point && `${it.plugin}/${it.name}` === key);
    if (!one) {
      return html`<div class="p-page">${emptyState('unplug', t('gone.title'), t('gone.text'),
        html`<a class="p-button" href="modules">${t('nav.modules')}</a>`, true)}</div>`;
    }
    document.title = `${one.label} · Parley`;
    return keyed(`${point}:${key}`, html`<div class="p-page"><header class="p-head"><h1>${one.label}</h1></header>
      <div class="p-scroll p-pad"><parley-slot point=${point} only=${key}
          .context=${{path: route.value.path}}></parley-slot></div></div>`);
  }

  render() {
    if (this.failed) return html`<main
        class="p-alone">${problemState(this.failed, () => (session.value ? this.#load() : this.#start()), true)}</main>`;
    if (session.value === undefined) return html`<main class="p-alone" aria-busy="true"><span
        class="p-visually-hidden">${t('loading')}</span></main>`;
    const invited = route.value.path === 'invitation';
    if (session.value === null || loginWanted.value || invited) lazy.login();
    if (invited) return html`<parley-invited></parley-invited>`;
    if (session.value === null) return html`<parley-login></parley-login>`;
    const needed = session.value.needs[0];
    if (needed) lazy.people();
    if (needed && !this.ready) return html`<parley-needed></parley-needed>`;
    if (!this.ready) return html`<main class="p-alone" aria-busy="true">${icon('loader-circle', 'p-spin')}<span
        class="p-visually-hidden">${t('loading')}</span></main>`;
    if (this.#welcome) {
      lazy.settings();
      return html`<parley-welcome @parley-later=${() => { sessionStorage.setItem(LATER, '1'); this.requestUpdate(); }}></parley-welcome>`;
    }
    return html`<a class="p-skip" href="#p-main"
        @click=${(event) => { event.preventDefault(); this.querySelector('#p-main').focus(); }}>${t('nav.skip')}</a>
      ${reached.value === true ? nothing : html`<p class="p-offline" role="status">${icon('wifi-off')}<span>${t('net.lost', {since: formatRelative(new Date(reached.value))})}</span>
        <button class="p-button" @click=${tryNow}>${t('action.retry')}</button></p>`}
      <div class="p-app">
        <parley-nav @parley-palette=${this.#palette} @parley-help=${this.#help}></parley-nav>
        <main id="p-main" class="p-main" tabindex="-1">${this.#page()}</main>
      </div>
      ${loginWanted.value ? html`<parley-login again></parley-login>` : needed ? html`<parley-needed over></parley-needed>` : nothing}`;
  }
}

customElements.define('parley-app', App);
