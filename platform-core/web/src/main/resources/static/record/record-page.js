// SPDX-License-Identifier: Apache-2.0
import {
  LightElement, api, icon, navigate, noun, onEvent, onKey, openForm, part, problemState, problemText, rich, session, t, toast,
} from '@parley/ui';
import {html, nothing} from 'lit';
import './about.js';
import './composer.js';
import {convert, openConversions} from './conversions.js';
import './files.js';
import {leadOf} from './lead.js';
import './marks.js';
import './related.js';
import {mayErase, mayPurge, remove} from './removal.js';
import {stageBar, stageField} from './stages.js';
import './timeline.js';

const manyOf = (type) => type.fields.filter((field) => field.kind === 'many');
const OPENED = 12;

// What was opened lately is at hand in the palette: in this browser, for each person by themselves.
function keepOpened({type, id, title}, there = true) {
  try {
    const key = `parley-opened-${session.value.user.id}`;
    const others = (JSON.parse(localStorage.getItem(key)) ?? []).filter((one) => one.type !== type || String(one.id) !== String(id));
    localStorage.setItem(key, JSON.stringify([...(there ? [{type, id, title}] : []), ...others].slice(0, OPENED)));
  } catch {
    // a browser that keeps nothing
  }
}

const SEGMENTS = ['activity', 'details', 'related'];

// One record: what it is, what happened, what belongs to it. Three columns; on the phone three segments.
class RecordPage extends LightElement {
  static properties = {
    type: {attribute: false}, recordId: {}, record: {state: true}, failed: {state: true}, segment: {state: true}, gone: {state: true},
  };

  constructor() {
    super();
    this.segment = 'activity';
  }

  connectedCallback() {
    super.connectedCallback();
    this.whileConnected(onEvent('record', (event) => this.#happened(event)));
    this.whileConnected(onEvent('reset', () => this.#load()));
    this.whileConnected(() => clearTimeout(this.soon));
    this.whileConnected(onKey('e', () => t('record.edit', {type: noun(this.type)}), () => { if (this.record && this.#writable) this.#edit(); }));
  }

  willUpdate(changed) {
    if (changed.has('type') || changed.has('recordId')) this.#load();
  }

  async #load() {
    const {type, recordId} = this;
    const include = [...(type.inverses ?? []), ...manyOf(type)].map(({name}) => name).join(',');
    try {
      const record = await api.get(`records/${type.name}/${encodeURIComponent(recordId)}`, {include});
      if (recordId !== this.recordId) return;
      this.record = record;
      this.failed = undefined;
      this.gone = undefined;
      document.title = `${record.title} · Parley`;
      keepOpened(record);
    } catch (problem) {
      if (problem.status === 404) keepOpened({type: type.name, id: recordId}, false);
      const trashed = problem.status === 404 && await this.#fromTrash();
      if (recordId !== this.recordId) return;
      if (trashed) [this.record, this.gone, this.failed] = [trashed, this.gone ?? {}, undefined];
      else this.failed = problem;
    }
  }

  // A record in the trash is not answered by its address, but can be looked at and brought back.
  async #fromTrash() {
    if (!/^\d+$/.test(this.recordId)) return undefined;
    const page = await api.get(`records/${this.type.name}`, {trash: true, filter: `id==${this.recordId}`, limit: 1})
      .catch(() => undefined);
    return page?.items[0];
  }

  #happened({type, id, version, operation, by}) {
    const self = type === this.type.name && String(id) === String(this.recordId);
    if (self && operation === 'trash') {
      this.gone ??= {by};
      return;
    }
    const related = this.type.inverses?.some((inverse) => inverse.type === type) || manyOf(this.type).some(({through}) => through === type);
    if ((self && version > (this.record?.version ?? 0)) || related) {
      this.soon ??= setTimeout(() => {
        this.soon = undefined;
        this.#load();
      }, related ? 400 : 50);
    }
  }

  // What a save answered: the same record, with what else was loaded beside it.
  #saved(record) {
    this.record = {...record, included: this.record.included, may: this.record.may};
    document.title = `${record.title} · Parley`;
  }

  async #edit() {
    const saved = await openForm(this.type.name, {record: this.record});
    if (!saved) return;
    this.#saved(saved);
    if (manyOf(this.type).length) this.#load();
  }

  async #trash() {
    const {type, id, title} = this.record;
    try {
      await api.delete(`records/${type}/${id}`);
    } catch (problem) {
      toast(problemText(problem), {kind: 'bad'});
      return;
    }
    navigate(`records/${type}`);
    toast(t('record.trashed', {title}), {action: t('action.undo'), run: async () => {
      await api.post(`records/${type}/${id}/restore`);
      navigate(`records/${type}/${id}`);
    }});
  }

  async #restore() {
    try {
      this.record = {...await api.post(`records/${this.type.name}/${this.recordId}/restore`)};
      this.gone = undefined;
      this.#load();
    } catch (problem) {
      toast(problemText(problem), {kind: 'bad'});
    }
  }

  async #stage({detail: name}) {
    const field = stageField(this.type);
    const before = this.record;
    this.record = {...before, fields: {...before.fields, [field.name]: name}};
    try {
      this.#saved(await api.patch(`records/${before.type}/${before.id}`, {fields: {[field.name]: name}}, {version: before.version}));
    } catch (problem) {
      this.record = before;
      if (problem.status === 412) {
        await this.#load();
        toast(t('stale.record'), {kind: 'bad', action: t('action.retry'), run: () => this.#stage({detail: name})});
      } else {
        toast(problemText(problem), {kind: 'bad'});
      }
    }
  }

  // A link that opens this record for whoever may see it.
  async #link() {
    await navigator.clipboard.writeText(new URL(`records/${this.type.name}/${this.recordId}`, document.baseURI).href);
    toast(t('list.copied'));
  }

  get #there() {
    return this.type.state === 'active' && !this.gone && !this.record.fields.deleted_at;
  }

  get #writable() {
    return this.#there && (this.record.may ?? this.type.may)?.edit !== false;
  }

  get #trashable() {
    return this.#there && (this.record.may ?? this.type.may)?.delete !== false;
  }

  async #share() {
    const {showShare} = await part(() => import('./people.js'));
    showShare(this.record);
  }

  // What is done with people besides their fields, by those who may.
  #person() {
    if (this.type.name !== 'user' || !session.value.rights.includes('people')) return nothing;
    part(() => import('./people.js'));
    return html`<parley-person-card .record=${this.record}></parley-person-card>`;
  }

  // What the record can be turned into comes first; a banner says what it has become.
  get #conversions() {
    return this.#writable ? openConversions(this.type, this.record) : [];
  }

  #head() {
    const stages = stageField(this.type);
    const now = stages && this.record.fields[stages.name];
    const won = stages?.choices.find((choice) => choice.outcome === 'won');
    const lost = stages?.choices.find((choice) => choice.outcome === 'lost');
    const move = (choice) => () => this.#stage({detail: choice.name});
    return html`<header class="p-head p-record-head"><nav class="p-crumbs"
        aria-label=${t('record.crumbs')}><a href="records/${this.type.name}">${this.type.plural}</a>${icon('chevron-right')}</nav>
      <h1 class="p-clip">${this.record.title}</h1><span class="p-space"></span>
      <parley-slot class="p-actions" point="record.action"
          .context=${{type: this.type, record: this.record}}></parley-slot>
      <parley-marks .record=${this.record}></parley-marks><parley-bell class="p-wide-only"></parley-bell>
      <parley-menu .label=${t('record.more')} .items=${[
        this.#writable ? {label: t('record.edit', {type: noun(this.type)}), icon: 'pencil', run: () => this.#edit()} : null,
        {label: t('record.link'), icon: 'link', run: () => this.#link()}, {label: t('record.print'), icon: 'printer', run: () => print()},
        this.#writable && lost && now !== lost.name ? {label: t('record.mark', {stage: noun(lost)}), icon: 'x', run: move(lost)} : null,
        this.#writable && this.type.plugin !== 'parley' ? {label: t('share.action'), icon: 'share-2', run: () => this.#share()} : null,
        mayErase(this.type, this.record) ? {label: t('erase.action'), icon: 'eraser', run: () => remove('erase', this.record, () => this.#load())} : null,
        this.#trashable ? {label: t('action.trash'), icon: 'trash-2', danger: true, run: () => this.#trash()} : null,
      ]}></parley-menu>${this.#conversions.map((one) => html`<button class="p-button p-primary"
            @click=${() => convert(one, this.record, () => this.#load())}>${icon(one.icon)}<span>${one.label}</span></button>`)}${this.#writable ? html`${won && !stages.choices.find((choice) => choice.name === now)?.outcome
        ? html`<button class="p-button p-primary"
            @click=${move(won)}>${t('record.mark', {stage: noun(won)})}</button>`
        : html`<button class="p-button"
            @click=${this.#edit}>${icon('pencil')}<span>${t('action.edit')}</span></button>`}` : nothing}</header>`;
  }

  #banner() {
    if (this.gone || this.record.fields.deleted_at) {
      return html`<p class="p-banner p-warn" role="status">${icon('trash-2')}<span>${t('record.gone')}</span>
        ${this.type.state === 'active' ? html`<button class="p-button"
            @click=${this.#restore}>${icon('undo-2')}${t('action.restore')}</button>${mayPurge() ? html`<button class="p-button p-bad-text" @click=${() => remove('purge', this.record, () => navigate(`records/${this.type.name}`))}>${t('purge.action')}</button>` : nothing}` : nothing}</p>`;
    }
    if (this.type.state !== 'active') {
      return html`<p
          class="p-banner p-warn">${icon('unplug')}<span>${rich('record.quarantined', {plugin: html`<strong>${this.type.plugin}</strong>`})}</span> <a class="p-link" href="modules">${t('nav.modules')}</a></p>`;
    }
    return html`<parley-converted .type=${this.type} .record=${this.record} ?locked=${!this.#writable}
        @parley-reload=${() => this.#load()}></parley-converted>`;
  }

  render() {
    if (this.failed) return html`<div class="p-page">${problemState(this.failed, () => this.#load(), true)}</div>`;
    if (!this.record) return html`<div class="p-page" aria-busy="true"><header class="p-head"><h1><span
        class="p-skeleton"></span></h1></header></div>`;
    const stages = stageField(this.type);
    return html`<div class="p-page">${this.#head()}${this.#banner()}
      <div class="p-lead">${leadOf(this.type, this.record).text}${leadOf(this.type, this.record).sum}</div>
      <div class="p-segments" role="group" aria-label=${t('record.parts')}>${SEGMENTS.map((name) => html`<button
          aria-pressed=${this.segment === name}
        @click=${() => { this.segment = name; }}>${t(`record.${name}`)}</button>`)}</div>
      <div class="p-record" data-segment=${this.segment}>
        <section class="p-column p-about" aria-label=${t('record.details')}><parley-about .type=${this.type}
            .record=${this.record} ?locked=${!this.#writable}
          @parley-record=${(event) => this.#saved(event.detail)}></parley-about></section>
        <section class="p-column p-middle" aria-label=${t('record.activity')}
            @parley-saved=${() => this.querySelector('parley-timeline').reload()}>
          ${stages ? stageBar(stages, this.record.fields[stages.name], this.#writable, (name) => this.#stage({detail: name})) : nothing}
          <parley-composer .type=${this.type} .record=${this.record}></parley-composer>
          <parley-timeline .type=${this.type} .recordId=${this.record.id}
              .version=${this.record.version}></parley-timeline></section>
        <section class="p-column p-related" aria-label=${t('record.related')}>
          ${this.#person()}
          <parley-slot point="record.panel" framed .context=${{type: this.type, record: this.record}}></parley-slot>
          <parley-related .type=${this.type} .record=${this.record}
              @parley-edit=${() => this.#edit()}></parley-related>
          <parley-files .record=${this.record} ?locked=${!this.#writable}></parley-files></section>
      </div></div>`;
  }
}

customElements.define('parley-record', RecordPage);
