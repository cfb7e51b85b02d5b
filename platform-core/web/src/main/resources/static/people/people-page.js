// SPDX-License-Identifier: Apache-2.0
import {Dialog, LightElement, api, avatar, chip, emptyState, icon, noun, onEvent, onKey, openForm, problemState, problemText, recordPath, route, t, toast, typeNamed} from '@parley/ui';
import {html, nothing, repeat} from 'lit';
import './invite-dialog.js';
import {showLink, showSecret} from './links.js';

const TABS = ['people', 'teams', 'roles'];
const PAGE = 200;

// Who is here, in which teams, with which roles.
class People extends LightElement {
  static properties = {people: {state: true}, teams: {state: true}, roles: {state: true}, failed: {state: true}, words: {state: true}, gone: {state: true}, more: {state: true}, lacking: {state: true}, onlyLacking: {state: true}};

  get signals() {
    return [route];
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = `${t('nav.people')} · Parley`;
    this.#load();
    this.whileConnected(onEvent('record', ({type}) => {
      if (['user', 'team', 'role', 'role_assignment', 'membership'].includes(type)) this.soon ??= setTimeout(() => { this.soon = undefined; this.#load(); }, 300);
    }));
    this.whileConnected(onKey('c', t('people.add'), () => this.#add()));
    this.whileConnected(() => clearTimeout(this.soon));
  }

  async #load() {
    const all = (type, query) => api.get(`records/${type}`, {limit: PAGE, ...query});
    try {
      const [people, teams, roles, {lacking}] = await Promise.all([all('user', {sort: 'name', include: 'roles,teams'}), all('team', {sort: 'name', include: 'members'}), all('role', {sort: 'name', include: 'people'}), api.get('people/second-factors')]);
      this.lacking = new Set(lacking);
      [this.people, this.teams, this.roles, this.more, this.failed] = [people.items, teams.items, roles.items, people.next, undefined];
    } catch (problem) {
      this.failed = problem;
    }
  }

  async #further() {
    const page = await api.get('records/user', {limit: PAGE, sort: 'name', include: 'roles,teams', after: this.more});
    [this.people, this.more] = [[...this.people, ...page.items], page.next];
  }

  get #tab() {
    return TABS.includes(route.value.parts[1]) ? route.value.parts[1] : 'people';
  }

  async #add() {
    if (!this.roles || document.querySelector('dialog[open]')) return;
    if (this.#tab === 'teams') {
      await openForm('team');
      return;
    }
    const person = await Dialog.show('parley-invite', {roles: this.roles, teams: this.teams});
    if (!person) return;
    this.#load();
    if (person.fields.service) {
      const made = await api.post(`people/${person.id}/tokens`, {name: person.title, scope: 'write', days: 365}).catch((problem) => toast(problemText(problem), {kind: 'bad'}));
      if (made) await showSecret(made);
    } else {
      await this.#link(person);
    }
  }

  async #link(person) {
    try {
      await showLink(person);
    } catch (problem) {
      toast(problemText(problem), {kind: 'bad'});
    }
  }

  #person(person) {
    const {username, email, active, outside, service, job_title: title} = person.fields;
    const roles = person.included?.roles.items.map((one) => one.links.role?.title).filter(Boolean) ?? [];
    return html`<tr class=${active === false ? 'p-dim' : ''}>
      <td><a class="p-with-avatar p-person" href=${recordPath(person)}>${avatar(person.title)}<span class="p-two"><strong class="p-clip">${person.title}</strong><span class="p-small p-muted p-clip">${[title, email ?? username].filter(Boolean).join(' · ')}</span></span></a></td>
      <td><span class="p-chips">${roles.length ? roles.map((role) => chip(role)) : html`<span class="p-small p-muted">${t('people.noRole')}</span>`}</span></td>
      <td class="p-small">${[person.links?.team?.title, ...(person.included?.teams.items.map((one) => one.links.member_of?.title) ?? [])].filter(Boolean).join(', ')}</td>
      <td>${active === false || outside || service || this.lacking.has(person.id) ? html`<span class="p-chips">${this.lacking.has(person.id) ? chip(t('people.lacking'), 'amber') : nothing}${active === false ? chip(t('people.inactive'), 'grey') : nothing}${outside ? chip(t('people.outside'), 'amber') : nothing}${service ? chip(t('people.program'), 'blue') : nothing}</span>` : nothing}</td>
      <td class="p-row-menu"><parley-menu .label=${t('people.more', {name: person.title})} .items=${[
        {label: t('action.edit'), icon: 'pencil', run: () => openForm('user', {record: person})},
        active !== false && !service ? {label: t('people.link'), icon: 'link', run: () => this.#link(person)} : null]}></parley-menu></td></tr>`;
  }

  #peopleList() {
    const words = (this.words ?? '').toLowerCase();
    const shown = this.people.filter(({id, title, fields}) => (!this.onlyLacking || this.lacking.has(id)) && (this.gone || fields.active !== false) && [title, fields.username, fields.email].some((text) => text?.toLowerCase().includes(words)));
    const left = this.people.filter(({fields}) => fields.active === false).length;
    return html`<div class="p-tools"><label class="p-search">${icon('search')}<span class="p-visually-hidden">${t('people.find')}</span><input type="search" placeholder=${t('people.find')} @input=${({target}) => { this.words = target.value; }}></label>
        ${left ? html`<label class="p-tick"><input type="checkbox" class="p-check" @change=${({target}) => { this.gone = target.checked; }}>${t('people.withGone', {n: left})}</label>` : nothing}
        ${this.lacking.size || this.onlyLacking ? html`<label class="p-tick"><input type="checkbox" class="p-check" @change=${({target}) => { this.onlyLacking = target.checked; }}>${t('people.withLacking', {n: this.lacking.size})}</label>` : nothing}</div>
      ${shown.length ? html`<div class="p-card p-flush"><table class="p-table"><thead><tr><th scope="col">${t('people.person')}</th><th scope="col">${t('people.roles')}</th><th scope="col">${t('people.teams')}</th><th scope="col">${t('people.state')}</th><th><span class="p-visually-hidden">${t('record.more')}</span></th></tr></thead>
          <tbody>${repeat(shown, ({id}) => id, (person) => this.#person(person))}</tbody></table></div>` : emptyState('users', t('people.none'), t('people.none.text'))}
      ${this.more ? html`<div class="p-acts"><button class="p-button" @click=${this.#further}>${t('people.further')}</button></div>` : nothing}`;
  }

  #teamsList() {
    const within = (parent, depth) => this.teams.filter((team) => (team.links?.parent?.id ?? 0) === parent && (parent || !team.links?.parent))
      .flatMap((team) => [[team, depth], ...(depth < 20 ? within(team.id, depth + 1) : [])]);
    const rows = within(0, 0);
    if (!rows.length) return emptyState('users', t('people.teams.none'), t('people.teams.none.text'), html`<button class="p-button p-primary" @click=${this.#add}>${icon('plus')}${t('people.teams.new')}</button>`);
    const members = (team) => this.people.filter((person) => person.links?.team?.id === team.id).length + (team.included?.members.items.length ?? 0);
    return html`<ul class="p-card p-flush p-tree">${rows.map(([team, depth]) => html`<li style="--p-depth: ${depth}"><a class="p-with-avatar" href=${recordPath(team)}>${avatar(team.title, {square: true})}<strong class="p-clip">${team.title}</strong></a>
      <span class="p-small p-muted">${t('people.members', {n: members(team)})}</span></li>`)}</ul>`;
  }

  #rolesList() {
    return html`<ul class="p-plugins">${this.roles.map((role) => html`<li class="p-card p-plugin"><div class="p-plugin-head"><span class="p-plugin-icon">${icon(role.fields.code ? 'shield-check' : 'shield')}</span>
        <div class="p-two"><h2 class="p-clip"><a class="p-link" href="people/roles/${role.id}">${role.title}</a></h2><span class="p-small p-muted">${t('people.has', {n: role.included?.people.items.length ?? 0})}</span></div></div>
      <p>${role.fields.description}</p></li>`)}</ul>`;
  }

  render() {
    const tab = this.#tab;
    const add = {people: ['user-plus', t('people.add')], teams: ['plus', t('people.teams.new')], roles: ['plus', t('role.new')]}[tab];
    return html`<div class="p-page"><header class="p-head"><h1>${t('nav.people')}</h1><span class="p-space"></span><parley-bell class="p-wide-only"></parley-bell>
        ${tab === 'roles' ? html`<a class="p-button p-primary" href="people/roles/new">${icon(add[0])}<span>${add[1]}</span></a>` : html`<button class="p-button p-primary" @click=${this.#add}>${icon(add[0])}<span>${add[1]}</span></button>`}</header>
      <div class="p-views"><nav aria-label=${t('people.parts')}><ul>${TABS.map((name) => html`<li><a class="p-view" href=${name === 'people' ? 'people' : `people/${name}`} aria-current=${tab === name ? 'page' : nothing}>${t(`people.tab.${name}`)}</a></li>`)}</ul></nav></div>
      <div class="p-scroll p-pad">${this.failed ? problemState(this.failed, () => this.#load())
        : !this.people ? html`<p aria-busy="true">${icon('loader-circle', 'p-spin')}</p>`
          : html`<div class="p-wide-page">${tab === 'people' ? this.#peopleList() : tab === 'teams' ? this.#teamsList() : this.#rolesList()}</div>`}</div></div>`;
  }
}

customElements.define('parley-people', People);
