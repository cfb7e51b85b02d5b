// SPDX-License-Identifier: Apache-2.0
import {LightElement, api, icon, navigate, problemState, problemText, t, toast, typeNamed, types} from '@parley/ui';
import {html, nothing} from 'lit';

const ACTIONS = ['read', 'create', 'edit', 'delete', 'export', 'import'];
const LEVELS = ['none', 'own', 'team', 'below', 'all'];
const RIGHTS = ['records', 'people', 'plugins', 'settings', 'audit', 'personal_data'];
const OTHERS = '*';

// What one role allows: with whose records of each type what may be done, which fields are hidden, and named rights.
class Role extends LightElement {
  static properties = {roleId: {}, role: {state: true}, draft: {state: true}, failed: {state: true}, message: {state: true}, busy: {state: true}};

  get signals() {
    return [types];
  }

  willUpdate(changed) {
    if (changed.has('roleId')) this.#load();
  }

  async #load() {
    document.title = `${t('role.title')} · Parley`;
    try {
      this.role = this.roleId === 'new' ? {title: t('role.new'), fields: {permissions: {types: {[OTHERS]: {read: 'all'}}}}} : await api.get(`records/role/${this.roleId}`);
      const {types: levels = {}, fields = {}, rights = []} = this.role.fields.permissions ?? {};
      this.draft = structuredClone({name: this.role.fields.name ?? '', description: this.role.fields.description ?? '', types: {[OTHERS]: {}, ...levels}, fields, rights});
      document.title = `${this.role.title} · Parley`;
    } catch (problem) {
      this.failed = problem;
    }
  }

  get #fixed() {
    return this.role.fields.code === 'administrator';
  }

  #set(change) {
    this.draft = {...this.draft, ...change};
    this.message = undefined;
  }

  #level(type, action, level) {
    const levels = {...this.draft.types[type]};
    if (level) levels[action] = level;
    else delete levels[action];
    this.#set({types: {...this.draft.types, [type]: levels}});
  }

  #field(type, name, level) {
    const some = {...this.draft.fields[type]};
    if (level === 'edit') delete some[name];
    else some[name] = level;
    this.#set({fields: {...this.draft.fields, [type]: some}});
  }

  #without(type) {
    const {[type]: gone, ...levels} = this.draft.types;
    const {[type]: none, ...fields} = this.draft.fields;
    this.#set({types: levels, fields});
  }

  async #save(event) {
    event.preventDefault();
    const {name, description, types: levels, fields, rights} = this.draft;
    const body = {fields: {name: name.trim() || null, description: description.trim() || null, ...(this.#fixed ? {} : {permissions: {types: levels, fields, rights}})}};
    this.busy = true;
    try {
      const saved = this.role.id ? await api.patch(`records/role/${this.role.id}`, body, {version: this.role.version}) : await api.post('records/role', body);
      toast(t('role.saved', {name: saved.title}));
      navigate('people/roles');
    } catch (problem) {
      this.message = problemText(problem, {label: t('role.name')});
    } finally {
      this.busy = false;
    }
  }

  async #trash() {
    try {
      await api.delete(`records/role/${this.role.id}`);
    } catch (problem) {
      toast(problemText(problem), {kind: 'bad'});
      return;
    }
    navigate('people/roles');
    toast(t('record.trashed', {title: this.role.title}), {action: t('action.undo'), run: () => api.post(`records/role/${this.role.id}/restore`)});
  }

  #select(type, action) {
    const value = this.draft.types[type][action];
    const inherited = this.draft.types[OTHERS][action] ?? 'none';
    const label = `${t(`role.action.${action}`)}, ${type === OTHERS ? t('role.others') : typeNamed(type)?.plural ?? type}`;
    return html`<td data-label=${t(`role.action.${action}`)}><select class="p-input p-level p-level-${value ?? (type === OTHERS ? 'none' : 'as')}" aria-label=${label} ?disabled=${this.#fixed} @change=${({target}) => this.#level(type, action, target.value)}>
      ${type === OTHERS ? nothing : html`<option value="" ?selected=${!value}>${t('role.as', {level: t(`role.level.${inherited}`)})}</option>`}
      ${LEVELS.map((level) => html`<option value=${level} ?selected=${(value ?? (type === OTHERS ? 'none' : '')) === level}>${t(`role.level.${level}`)}</option>`)}</select></td>`;
  }

  #fields(type) {
    const known = typeNamed(type);
    const some = this.draft.fields[type] ?? {};
    const count = Object.keys(some).length;
    const own = known?.fields.filter((field) => !field.system) ?? [];
    return html`<tr class="p-role-fields"><td colspan=${ACTIONS.length + 2}><details ?open=${count > 0}><summary>${t('role.fields', {n: count})}</summary><div class="p-field-levels">${own.map((field) => html`<label><span class="p-clip">${field.label}</span>
      <select class="p-input" ?disabled=${this.#fixed} @change=${({target}) => this.#field(type, field.name, target.value)}>${['edit', 'read', 'none'].map((level) => html`<option value=${level} ?selected=${(some[field.name] ?? 'edit') === level}>${t(`role.field.${level}`)}</option>`)}</select></label>`)}</div></details></td></tr>`;
  }

  #matrix() {
    const named = Object.keys(this.draft.types).filter((type) => type !== OTHERS);
    const rest = [...types.value.values()].filter(({name, plugin, right}) => plugin !== 'parley' && !right && !named.includes(name));
    const row = (type) => html`<tr><th scope="row">${type === OTHERS ? html`<strong>${t('role.others')}</strong>` : html`<span class="p-with-avatar">${icon(typeNamed(type)?.icon ?? 'box')}${typeNamed(type)?.plural ?? type}</span>`}</th>
      ${ACTIONS.map((action) => this.#select(type, action))}<td>${type === OTHERS || this.#fixed ? nothing : html`<button type="button" class="p-button p-quiet p-only-icon" aria-label=${t('role.without', {plural: typeNamed(type)?.plural ?? type})} @click=${() => this.#without(type)}>${icon('x')}</button>`}</td></tr>`;
    return html`<section class="p-card p-flush" aria-labelledby="p-role-types"><h2 class="p-card-title" id="p-role-types">${icon('table-2')}${t('role.types')}</h2><p class="p-muted p-inset">${t('role.types.text')}</p>
      <div class="p-table-wrap p-role-wrap" tabindex="0" role="group" aria-labelledby="p-role-types"><table class="p-table p-role-table"><thead><tr><th scope="col">${t('role.type')}</th>${ACTIONS.map((action) => html`<th scope="col">${t(`role.action.${action}`)}</th>`)}<th><span class="p-visually-hidden">${t('record.more')}</span></th></tr></thead>
        <tbody>${row(OTHERS)}${named.map((type) => html`${row(type)}${typeNamed(type) ? this.#fields(type) : nothing}`)}</tbody></table></div>
      ${rest.length && !this.#fixed ? html`<div class="p-inset p-acts"><label class="p-visually-hidden" for="p-role-add">${t('role.add')}</label><select class="p-input p-auto" id="p-role-add" @change=${({target}) => { const {value} = target; target.value = ''; this.#set({types: {...this.draft.types, [value]: {}}}); }}>
        <option value="">${t('role.add')}</option>${rest.map(({name, plural}) => html`<option value=${name}>${plural}</option>`)}</select></div>` : nothing}</section>`;
  }

  #rights() {
    return html`<fieldset class="p-card p-choose"><legend class="p-card-title">${icon('key-round')}${t('role.rights')}</legend>${RIGHTS.map((right) => html`<label class="p-pick"><input type="checkbox" class="p-check" ?disabled=${this.#fixed} .checked=${this.draft.rights.includes(right)}
      @change=${({target}) => this.#set({rights: target.checked ? [...this.draft.rights, right] : this.draft.rights.filter((one) => one !== right)})}><span class="p-two"><strong>${t(`right.${right}`)}</strong><span class="p-small p-muted">${t(`right.${right}.text`)}</span></span></label>`)}</fieldset>`;
  }

  render() {
    if (this.failed) return html`<div class="p-page">${problemState(this.failed, () => this.#load(), true)}</div>`;
    if (!this.draft) return html`<div class="p-page" aria-busy="true"></div>`;
    return html`<div class="p-page"><header class="p-head"><nav class="p-crumbs" aria-label=${t('record.crumbs')}><a href="people/roles">${t('people.tab.roles')}</a>${icon('chevron-right')}</nav><h1 class="p-clip">${this.role.title}</h1><span class="p-space"></span>
        ${this.role.id && !this.#fixed ? html`<parley-menu .label=${t('record.more')} .items=${[{label: t('action.trash'), icon: 'trash-2', danger: true, run: () => this.#trash()}]}></parley-menu>` : nothing}
        ${this.#fixed ? nothing : html`<button class="p-button p-primary" form="p-role" ?disabled=${this.busy}>${t('action.save')}</button>`}</header>
      <div class="p-scroll p-pad"><form id="p-role" class="p-wide-page" novalidate @submit=${this.#save}>
        ${this.#fixed ? html`<p class="p-banner p-warn">${icon('shield-check')}<span>${t('role.fixed')}</span></p>` : nothing}
        ${this.message ? html`<div class="p-banner p-warn" role="alert">${icon('triangle-alert')}<span>${this.message}</span></div>` : nothing}
        <section class="p-card"><div class="p-fields"><div class="p-field"><label for="p-role-name">${t('role.name')}</label><input class="p-input" id="p-role-name" required maxlength="100" ?disabled=${this.#fixed} .value=${this.draft.name} @input=${({target}) => this.#set({name: target.value})}></div>
          <div class="p-field"><label for="p-role-text">${t('role.text')}</label><input class="p-input" id="p-role-text" maxlength="400" ?disabled=${this.#fixed} .value=${this.draft.description} @input=${({target}) => this.#set({description: target.value})}></div></div></section>
        ${this.#matrix()}${this.#rights()}</form></div></div>`;
  }
}

customElements.define('parley-role', Role);
