// SPDX-License-Identifier: Apache-2.0
import {
  Dialog, LightElement, api, chip, emptyState, formatRelative, has, icon, labels, onEvent, problemState, problemText, rich, t, toast, typeNamed, types,
} from '@parley/ui';
import {html, nothing, repeat} from 'lit';
import {granted} from './plan-dialog.js';

const STATE_COLOR = {active: 'green', quarantined: 'orange', failed: 'red'};

// The plugins of this system: what they are and how they do, and the way to add, renew and remove them.
class Modules extends LightElement {
  static properties = {items: {state: true}, failed: {state: true}, refused: {state: true}, over: {state: true}, reading: {state: true}};

  get signals() {
    return [types];
  }

  connectedCallback() {
    super.connectedCallback();
    document.title = `${t('nav.modules')} · Parley`;
    this.#load();
    for (const name of ['plugin', 'progress', 'reset']) this.whileConnected(onEvent(name, () => this.#load()));
  }

  async #load() {
    try {
      this.items = (await api.get('plugins', {lang: labels})).items;
      this.failed = undefined;
    } catch (problem) {
      this.failed = problem;
    }
  }

  // Shows what would change, and changes it only then.
  async #offer(file) {
    if (!file) return;
    this.refused = undefined;
    this.reading = file.name;
    const send = (query) => api.post('plugins', file, {query, headers: {'Content-Type': 'application/java-archive'}});
    try {
      const plan = await send({plan: true});
      this.reading = undefined;
      const done = await Dialog.show('parley-plan', {plan, file: file.name, act: () => send()});
      if (done) toast(t(`plan.done.${plan.action}`, {label: done.label, version: done.version}), {key: `plugin/${done.id}`});
    } catch (problem) {
      this.refused = {file: file.name, problem};
    } finally {
      this.reading = undefined;
      this.#load();
    }
  }

  async #remove(plugin) {
    try {
      const plan = await api.post(`plugins/${plugin.id}/quarantine`, undefined, {query: {plan: true}});
      const done = await Dialog.show('parley-plan', {plan: {...plan, action: 'remove', plugin}, act: () => api.post(`plugins/${plugin.id}/quarantine`)});
      if (done) toast(t('plan.done.remove', {label: plugin.label}), {key: `plugin/${plugin.id}`, action: t('action.undo'), run: () => this.#reattach(plugin)});
    } catch (problem) {
      toast(problemText(problem), {kind: 'bad'});
    }
    this.#load();
  }

  async #reattach(plugin) {
    try {
      await api.post(`plugins/${plugin.id}/reattach`);
      toast(t('plan.done.reattach', {label: plugin.label}), {key: `plugin/${plugin.id}`});
    } catch (problem) {
      toast(problemText(problem), {kind: 'bad'});
    }
    this.#load();
  }

  #drop(event) {
    event.preventDefault();
    this.over = false;
    this.#offer(event.dataTransfer.files[0]);
  }

  #zone() {
    return html`<div class="p-drop ${this.over ? 'p-over' : ''}"
        @dragover=${(event) => { event.preventDefault(); this.over = true; }}
        @dragleave=${() => { this.over = false; }}
            @drop=${this.#drop}>${icon(this.reading ? 'loader-circle' : 'upload', this.reading ? 'p-spin' : '')}
      <div><strong>${this.reading ? t('modules.reading', {file: this.reading}) : t('modules.drop')}</strong><p
          class="p-muted p-small">${t('modules.drop.text')}</p></div>
      <label class="p-button">${t('modules.choose')}<input class="p-visually-hidden"
          type="file" accept=".jar,application/java-archive"
        @change=${(event) => { this.#offer(event.target.files[0]); event.target.value = ''; }}></label></div>`;
  }

  #refusal() {
    if (!this.refused) return nothing;
    const {file, problem} = this.refused;
    const where = ({field, line, pointer}) => [field, line ? t('plan.line', {line}) : '', pointer].filter(Boolean).join(' · ');
    return html`<div class="p-card p-refusal" role="alert"><h2
        class="p-card-title">${icon('circle-alert', 'p-bad-text')}${t('modules.refused', {file})}
        <button class="p-button p-quiet p-only-icon" aria-label=${t('action.close')}
            @click=${() => { this.refused = undefined; }}>${icon('x')}</button></h2>
      ${problem.errors.length ? html`<ul class="p-lines">${problem.errors.map((error) =>
          html`<li><div><strong>${error.message}</strong><div
          class="p-small p-muted p-code">${where(error)}</div></div></li>`)}</ul>`
        : html`<p>${problemText(problem)}</p>`}<p class="p-small p-muted">${t('modules.refused.text')}</p></div>`;
  }

  #card(plugin) {
    const {id, label, version, vendor, category, description, state, health, detail, operation, extends: extended = [], requires = []} = plugin;
    const own = plugin.types ?? [];
    const lead = own.map(typeNamed).find(Boolean);
    const running = operation && Object.keys(operation).length;
    return html`<li class="p-card p-plugin" data-plugin=${id}><div class="p-plugin-head"><span
        class="p-plugin-icon">${icon(lead?.icon ?? 'plug')}</span>
        <div class="p-two"><h2 class="p-clip">${label}</h2><span
            class="p-small p-muted p-clip">${[vendor, version, has(`modules.category.${category}`) ? t(`modules.category.${category}`) : category].filter(Boolean).join(' · ')}</span></div>
        ${running ? nothing : html`<parley-menu .label=${t('modules.more', {label})} .items=${[
          state === 'quarantined' ? {label: t('modules.reattach'), icon: 'plug', run: () => this.#reattach(plugin)} : null,
          state !== 'quarantined' ? {label: t('modules.remove'), icon: 'unplug', danger: true, run: () => this.#remove(plugin)} : null]}></parley-menu>`}</div>
      ${description ? html`<p>${description}</p>` : nothing}
      ${detail ? html`<p class="p-small ${state === 'failed' ? 'p-bad-text' : 'p-muted'}">${detail}</p>` : nothing}
      <div class="p-chips">${chip(t(`modules.state.${state}`), STATE_COLOR[state])}${health && health !== 'ok' ? chip(t('modules.health', {health}), 'red') : nothing}
        ${own.map((name) => (typeNamed(name)?.nav ? html`<a
            class="p-chip" href="records/${name}">${typeNamed(name).plural}</a>` : chip(typeNamed(name)?.label ?? name)))}
        ${extended.map((name) => chip(t('modules.extends', {type: typeNamed(name)?.label ?? name})))}</div>
      ${granted(plugin.grants).length ? html`<p class="p-small p-muted">${t('modules.grants', {list: granted(plugin.grants).map(([what, may]) => `${what} (${may})`).join(', ')})}</p>` : nothing}
      ${requires.length ? html`<p class="p-small p-muted">${t('modules.requires', {list: requires.join(', ')})}</p>`
          : nothing}
      ${running ? html`<p class="p-progress"
          role="status">${icon('loader-circle', 'p-spin')}${t(`modules.running.${operation.kind}`)} <span
          class="p-muted">${operation.step}</span></p>`
        : html`<div class="p-plugin-foot"><span
            class="p-small p-muted">${plugin.installedAt ? rich('modules.installed', {when: formatRelative(plugin.installedAt), who: has(`modules.by.${plugin.installedBy}`) ? t(`modules.by.${plugin.installedBy}`) : plugin.installedBy ?? ''}) : nothing}</span>
          ${state === 'quarantined' ? html`<button class="p-button"
              @click=${() => this.#reattach(plugin)}>${icon('plug')}${t('modules.reattach')}</button>`
              : nothing}</div>`}</li>`;
  }

  render() {
    const sorted = [...(this.items ?? [])].sort((a, b) => a.label.localeCompare(b.label));
    return html`<div class="p-page"><header class="p-head"><h1>${t('nav.modules')}</h1><span
        class="p-muted">${this.items?.length ?? ''}</span></header>
      <div class="p-scroll p-pad">${this.#zone()}${this.#refusal()}
        ${this.failed && !this.items ? problemState(this.failed, () => this.#load()) : nothing}
        ${this.items && !sorted.length ? emptyState('blocks', t('modules.empty'), t('modules.empty.text')) : nothing}
        <ul class="p-plugins">${repeat(sorted, (plugin) => plugin.id, (plugin) => this.#card(plugin))}</ul></div></div>`;
  }
}

customElements.define('parley-modules', Modules);
