// SPDX-License-Identifier: Apache-2.0
// What people do about a record: written down above its history, listed beside it.
import {html, nothing} from 'lit';
import {ParleyElement, formatDate, formatDateTime, fromLocal, icon, readDate, recordLink} from '@parley/ui';

const ICONS = {task: 'circle-check', call: 'phone', meeting: 'users', note: 'file-text'};
const LONGEST = 255;

export const texts = {
  en: {
    'call.say': 'What was said? The first line becomes the subject.', 'call.save': 'Log call', 'call.saved': 'Call logged', 'call.due': 'Follow up by',
    'task.say': 'What is to be done?', 'task.save': 'Add task', 'task.saved': 'Task added', 'task.due': 'Due',
    'note.say': 'What should others know?', 'note.save': 'Save note', 'note.saved': 'Note saved',
    remind: 'Remind me', 'remind.': 'Not at all', 'remind.hour': 'In 1 hour', 'remind.tomorrow': 'Tomorrow, 9:00', 'remind.due': 'On the day, 9:00',
    outcome: 'Outcome', reached: 'Reached', message: 'Left a message', missed: 'Nobody answered',
    'date.say': 'friday, in 2 weeks …', 'date.unread': '“{text}” is no day', follow: 'Follow up: {subject}', open: 'Open',
    check: 'Done: {subject}', uncheck: 'Not done: {subject}', overdue: 'Overdue: {date}', due: 'Due {date}', none: 'Nothing yet. Log the first call above.', nothing: 'Nothing yet.', all: 'Show all',
  },
  de: {
    'call.say': 'Was wurde gesagt? Die erste Zeile wird der Betreff.', 'call.save': 'Anruf festhalten', 'call.saved': 'Anruf festgehalten', 'call.due': 'Nachfassen bis',
    'task.say': 'Was ist zu tun?', 'task.save': 'Aufgabe anlegen', 'task.saved': 'Aufgabe angelegt', 'task.due': 'Fällig',
    'note.say': 'Was sollten andere wissen?', 'note.save': 'Notiz speichern', 'note.saved': 'Notiz gespeichert',
    remind: 'Erinnern', 'remind.': 'Gar nicht', 'remind.hour': 'In 1 Stunde', 'remind.tomorrow': 'Morgen, 9:00', 'remind.due': 'Am Tag selbst, 9:00',
    outcome: 'Ergebnis', reached: 'Erreicht', message: 'Nachricht hinterlassen', missed: 'Niemand ging dran',
    'date.say': 'freitag, in 2 wochen …', 'date.unread': '„{text}“ ist kein Tag', follow: 'Nachfassen: {subject}', open: 'Öffnen',
    check: 'Erledigt: {subject}', uncheck: 'Nicht erledigt: {subject}', overdue: 'Überfällig: {date}', due: 'Fällig {date}', none: 'Noch nichts. Halte oben den ersten Anruf fest.', nothing: 'Noch nichts.', all: 'Alle anzeigen',
  },
};

// Of an activity's own page, what that activity is about.
const subjectOf = (record) => (record.type === 'activity' ? record.fields.about : {type: record.type, id: record.id});

// One way of writing something down: a text whose first line is the subject, and a day.
class Writing extends ParleyElement {
  static properties = {text: {state: true}, day: {state: true}, outcome: {state: true}, remind: {state: true}, problem: {state: true}, busy: {state: true}};

  constructor() {
    super();
    this.#empty();
  }

  // Whether a new version of this module has to wait.
  get dirty() {
    return Boolean(this.text.trim());
  }

  #empty() {
    [this.text, this.day, this.outcome, this.remind, this.problem] = ['', '', 'reached', '', undefined];
  }

  get #activity() {
    const [first, ...rest] = this.text.trim().split('\n');
    const cut = first.length > LONGEST;
    const notes = cut ? this.text.trim() : rest.join('\n').trim();
    return {kind: this.kind, subject: cut ? `${first.slice(0, LONGEST - 1)}…` : first, notes: notes || null, about: subjectOf(this.ctx.record), ...this.more()};
  }

  async #save(event) {
    event.preventDefault();
    const {t, toast, navigate} = this.ctx;
    if (this.busy || !this.dirty) return;
    const due = this.day ? readDate(this.day) : null;
    if (due === undefined) {
      this.problem = t('date.unread', {text: this.day});
      return;
    }
    this.busy = true;
    try {
      const fields = this.#activity;
      if (this.kind === 'task') Object.assign(fields, {due, remind_at: this.#reminds(due)});
      const follow = this.kind === 'call' && due && {kind: 'task', subject: t('follow', {subject: fields.subject}).slice(0, LONGEST), about: fields.about, due};
      const id = await this.#keep(follow ? [fields, follow] : [fields]);
      this.#empty();
      toast(t(`${this.kind}.saved`), {action: t('open'), run: () => navigate(`records/activity/${id}`)});
      this.dispatchEvent(new CustomEvent('parley-saved', {bubbles: true}));
    } catch (problem) {
      this.problem = problem.errors?.[0]?.message ?? problem.detail ?? problem.message;
    } finally {
      this.busy = false;
    }
  }

  // The moment to be reminded at.
  #reminds(due) {
    const day = {tomorrow: readDate('tomorrow'), due}[this.remind];
    return this.remind === 'hour' ? new Date(Date.now() + 3_600_000).toISOString() : day ? fromLocal(`${day}T09:00`) : null;
  }

  // All of them or none; answers the id of the first.
  async #keep(activities) {
    const {rows} = await this.ctx.api.post('records/activity/bulk?atomic=true', {rows: activities.map((fields) => ({op: 'create', fields}))});
    const refused = rows.find(({problem}) => problem);
    if (refused) throw refused.problem;
    return rows[0].record.id;
  }

  #keys(event) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
  }

  #day(t) {
    const meant = this.day ? readDate(this.day) : undefined;
    return html`<div class="p-field"><label for="${this.#id}-day">${t(`${this.kind}.due`)}</label><div class="p-affix"><input class="p-input" id="${this.#id}-day" autocomplete="off" spellcheck="false"
      placeholder=${t('date.say')} .value=${this.day} @input=${({target}) => { this.day = target.value; this.problem = undefined; }}>${meant
        ? html`<span class="p-meant p-small" aria-live="polite">${formatDate(meant)}</span>` : nothing}</div></div>`;
  }

  #remind(t) {
    return html`<div class="p-field"><label for="${this.#id}-remind">${t('remind')}</label><select class="p-input" id="${this.#id}-remind"
      @change=${({target}) => { this.remind = target.value; }}>${['', 'hour', 'tomorrow', ...(this.day ? ['due'] : [])].map((one) =>
        html`<option value=${one} ?selected=${one === this.remind}>${t(`remind.${one}`)}</option>`)}</select></div>`;
  }

  #outcome(t) {
    return html`<div class="p-field"><label for="${this.#id}-outcome">${t('outcome')}</label><select class="p-input" id="${this.#id}-outcome"
      @change=${({target}) => { this.outcome = target.value; }}>${['reached', 'message', 'missed'].map((one) =>
        html`<option value=${one} ?selected=${one === this.outcome}>${t(one)}</option>`)}</select></div>`;
  }

  get #id() {
    return `activity-${this.kind}`;
  }

  view(_, {t}) {
    return html`<form class="p-stack" @submit=${this.#save} @keydown=${this.#keys}>
      <textarea class="p-input" rows=${this.text.includes('\n') ? 5 : 2} aria-label=${t(`${this.kind}.say`)} placeholder=${t(`${this.kind}.say`)} .value=${this.text}
        @input=${({target}) => { this.text = target.value; this.problem = undefined; }}></textarea>
      ${this.problem ? html`<p class="p-error" role="alert">${this.problem}</p>` : nothing}
      <div class="p-inline">${this.kind === 'call' ? this.#outcome(t) : nothing}${this.kind === 'note' ? nothing : this.#day(t)}${this.kind === 'task' ? this.#remind(t) : nothing}<button
        class="p-button p-primary" aria-busy=${this.busy ? 'true' : nothing} ?disabled=${!this.dirty}>${t(`${this.kind}.save`)}</button></div></form>`;
  }
}

export class Call extends Writing {
  kind = 'call';

  more() {
    return {done: true, at: new Date().toISOString(), outcome: this.outcome};
  }
}

export class Task extends Writing {
  kind = 'task';

  more() {
    return {};
  }
}

export class Note extends Writing {
  kind = 'note';

  more() {
    return {done: true, at: new Date().toISOString()};
  }
}

const SHOWN = 8;

// What is open about a record, then what has been.
export class Activities extends ParleyElement {
  static watches = ['activity'];

  async load({api, record}) {
    const about = subjectOf(record);
    if (!about) return {items: []};
    const whole = `about==${about.id}`;
    const self = record.type === 'activity' ? `;id!=${record.id}` : '';
    const page = (filter, sort) => api.get('records/activity', {filter: `${whole}${self};${filter}`, sort, limit: SHOWN, fields: 'kind,due,at,done'});
    const [open, past] = await Promise.all([page('done==false', 'due'), page('done==true', '-at')]);
    return {items: [...open.items, ...past.items].slice(0, SHOWN), more: open.items.length + past.items.length > SHOWN || Boolean(open.next || past.next), whole};
  }

  async #check(record, done) {
    const {api, toast} = this.ctx;
    try {
      await api.patch(`records/activity/${record.id}`, {fields: {done}}, {version: record.version});
    } catch (problem) {
      toast(problem.detail ?? problem.message, {kind: 'bad'});
      this.reload();
    }
  }

  #when({fields: {due, at, done}}, t) {
    if (!done && due) return due < readDate('today') ? html`<span class="p-bad-text">${t('overdue', {date: formatDate(due)})}</span>` : t('due', {date: formatDate(due)});
    return at ? formatDateTime(at) : nothing;
  }

  #line(record, t) {
    const {kind, done} = record.fields;
    return html`<li>${kind === 'note' ? icon(ICONS.note, 'p-muted') : html`<input type="checkbox" class="p-check p-round" .checked=${done}
        aria-label=${t(done ? 'uncheck' : 'check', {subject: record.title})} @change=${({target}) => this.#check(record, target.checked)}>`}
      <span class="p-two">${recordLink(record)}<span class="p-small p-muted p-clip">${this.#when(record, t)}</span></span>
      <span class="p-end p-muted">${icon(ICONS[kind] ?? 'circle')}</span></li>`;
  }

  view({items, more, whole}, {t, record}) {
    if (!items.length) return html`<p class="p-muted p-small">${t(record.type === 'activity' ? 'nothing' : 'none')}</p>`;
    return html`<ul class="p-lines">${items.map((one) => this.#line(one, t))}</ul>
      ${more ? html`<a class="p-link p-small" href="records/activity?${new URLSearchParams({filter: whole, filterLabel: record.title})}">${t('all')}</a>` : nothing}`;
  }
}
