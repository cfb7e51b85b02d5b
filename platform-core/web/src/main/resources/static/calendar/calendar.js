// SPDX-License-Identifier: Apache-2.0
import {
  Dialog, LightElement, allOf, api, icon, navigate, onEvent, onKey, openForm, part, problemState, problemText, recordPath, route, session, t, toast, today, withQuery,
} from '@parley/ui';
import {html, nothing} from 'lit';
import {agenda} from './agenda.js';
import {Drag} from './drag.js';
import {Plan, before} from './entries.js';
import {face} from './face.js';
import {hours} from './hours.js';
import {month} from './month.js';
import {addDays, addMonths, dayOf, dayTitle, daysBetween, daysFrom, minuteOf, moment, monthStart, monthTitle, rangeTitle, timesTitle, weekStart} from './time.js';

const KEPT = 'parley-calendar';
const AGENDA_DAYS = 14;
const STEP = 15;
const phone = matchMedia('(max-width: 700px)');

// The records of a type by when they are: a month, a week, a day, or one after the other. Which of them, from when and whose
// stands in the address.
class Calendar extends LightElement {
  static properties = {
    type: {attribute: false}, view: {attribute: false}, filter: {}, entries: {state: true}, more: {state: true}, failed: {state: true}, target: {state: true},
    said: {state: true}, now: {state: true}, room: {state: true}, teams: {state: true},
  };

  constructor() {
    super();
    this.entries = [];
    this.now = Date.now();
    this.room = 4;
    this.drag = new Drag(this);
  }

  get signals() {
    return [route];
  }

  connectedCallback() {
    super.connectedCallback();
    this.whileConnected(onEvent('record', ({type}) => { if (type === this.type.name) this.#soon(); }));
    this.whileConnected(onEvent('reset', () => this.#soon()));
    const clock = setInterval(() => { this.now = Date.now(); }, 30_000);
    const turned = () => this.requestUpdate();
    phone.addEventListener('change', turned);
    this.whileConnected(() => { clearInterval(clock); clearTimeout(this.later); phone.removeEventListener('change', turned); this.watch?.disconnect(); this.stop?.abort(); });
  }

  willUpdate(changed) {
    if (changed.has('type') || changed.has('view')) this.plan = new Plan(this.type, this.view);
    this.#listen();
    const {days} = this;
    const key = JSON.stringify([this.type.name, this.plan.fields, this.#where, days[0], days.length]);
    if (key !== this.key) {
      this.key = key;
      this.#load();
    }
    if (this.whose === 'team' && !this.teams) this.#findTeams();
  }

  // Once it is known what there is to see: an element that is fetched late learns that after it is on the page.
  #listen() {
    if (this.listening) return;
    this.listening = true;
    this.whileConnected(() => { this.listening = false; });
    const key = (name, label, run) => this.whileConnected(onKey(name, t(label), run));
    key('t', 'calendar.today', () => this.go({on: today()}));
    for (const name of ['ArrowLeft', 'k']) key(name, 'calendar.before', () => this.#turn(-1));
    for (const name of ['ArrowRight', 'j']) key(name, 'calendar.after', () => this.#turn(1));
    key('m', 'calendar.month', () => this.go({span: 'month'}));
    if (this.plan.timed) key('w', 'calendar.week', () => this.go({span: 'week'}));
    key('d', 'calendar.day', () => this.go({span: 'day'}));
    key('a', 'calendar.agenda', () => this.go({span: 'agenda'}));
    key('c', 'calendar.new', () => { if (this.plan.creatable) this.create({}); });
  }

  get #asked() {
    return route.value.query;
  }

  get on() {
    const asked = this.#asked.get('on');
    return /^\d{4}-\d\d-\d\d$/.test(asked ?? '') && !Number.isNaN(Date.parse(asked)) ? asked : today();
  }

  get spans() {
    return phone.matches ? ['agenda', 'day', 'month'] : this.plan.timed ? ['month', 'week', 'day', 'agenda'] : ['month', 'week', 'agenda'];
  }

  get span() {
    const asked = this.#asked.get('span') ?? localStorage.getItem(`${KEPT}-span`) ?? '';
    return this.spans.includes(asked) ? asked : phone.matches ? 'agenda' : this.plan.timed ? 'week' : 'month';
  }

  get whose() {
    const asked = this.#asked.get('whose') ?? localStorage.getItem(`${KEPT}-whose`);
    return this.#bound ? 'all' : ['me', 'team', 'all'].includes(asked) ? asked : 'me';
  }

  // Whether the view itself says whose they are.
  get #bound() {
    return session.value.user.outside || /(^|[^.\w])owner\b/.test(this.filter ?? '');
  }

  get days() {
    const {on, span} = this;
    if (span === 'day') return [on];
    if (span === 'agenda') return daysFrom(on, AGENDA_DAYS);
    if (span === 'week') return daysFrom(weekStart(on), 7);
    const first = weekStart(monthStart(on));
    const last = addDays(addMonths(monthStart(on), 1), -1);
    return daysFrom(first, (Math.floor(daysBetween(first, last) / 7) + 1) * 7);
  }

  get #where() {
    const whose = {me: 'owner==me', team: this.teams && (this.teams.length ? `team=in=(${this.teams.join(',')})` : 'owner==me')}[this.whose];
    return this.whose === 'team' && !this.teams ? undefined : allOf(this.filter, whose) ?? '';
  }

  async #findTeams() {
    const me = await api.get(`records/user/${session.value.user.id}`, {fields: 'team', include: 'teams'}).catch(() => ({fields: {}}));
    this.teams = [...new Set([me.fields.team, ...(me.included?.teams?.items ?? []).map(({fields}) => fields.member_of)].filter(Boolean))];
  }

  #soon() {
    clearTimeout(this.later);
    this.later = setTimeout(() => (this.target || this.lifted ? this.#soon() : this.#load()), 300);
  }

  async #load() {
    if (this.#where === undefined) return;
    this.stop?.abort();
    const stop = new AbortController();
    this.stop = stop;
    const {days} = this;
    try {
      const {entries, more} = await this.plan.load(this.#where, days[0], addDays(days.at(-1), 1), stop.signal);
      if (stop.signal.aborted) return;
      [this.entries, this.more, this.failed] = [entries, more, undefined];
    } catch (problem) {
      if (problem.name !== 'AbortError' && !stop.signal.aborted) this.failed = problem;
    }
    this.loaded = true;
  }

  go({on = this.on, span = this.span}) {
    if (span !== this.span) localStorage.setItem(`${KEPT}-span`, span);
    navigate(withQuery({on: on === today() ? null : on, span}), {replace: true});
  }

  #turn(step) {
    const {on, span} = this;
    this.go({on: span === 'month' ? addMonths(monthStart(on), step) : addDays(on, step * {day: 1, week: 7, agenda: AGENDA_DAYS}[span])});
  }

  #whose(whose) {
    localStorage.setItem(`${KEPT}-whose`, whose);
    navigate(withQuery({whose}), {replace: true});
  }

  get title() {
    const {days, on, span} = this;
    return span === 'month' ? monthTitle(on) : span === 'day' ? dayTitle(on) : rangeTitle(days[0], days.at(-1));
  }

  // Something new: at the next full hour of the day on screen, where nobody says when.
  async create({day, minute, length, last}) {
    const at = day ?? (this.days.includes(today()) ? today() : this.on);
    const hour = day || !this.plan.timed ? minute : Math.min(23, Math.floor(minuteOf(Date.now()) / 60) + 1) * 60;
    const record = await openForm(this.type.name, {preset: this.plan.fresh({day: at, minute: hour, length, last})});
    if (record) toast(t('form.created', {title: record.title}), {action: t('action.open'), run: () => navigate(recordPath(record))});
  }

  // A click beside all entries.
  clicked(event, day) {
    if (event.defaultPrevented || event.target.closest('.p-event') || !this.plan.creatable) return;
    const {currentTarget: element, clientY} = event;
    if (element.dataset.hours === undefined) {
      this.create({day});
      return;
    }
    const box = element.getBoundingClientRect();
    this.create({day, minute: Math.floor((clientY - box.top) / box.height * 48) * 30});
  }

  // What was drawn over.
  drawn() {
    const {day, minute, length} = this.target;
    this.create({day, minute, length: length * 60_000});
  }

  isOver(day) {
    return this.target?.day === day && (this.span === 'month' || this.target.minute === undefined);
  }

  dayOf(entry) {
    return dayOf(entry.from);
  }

  // The minute of its beginning, seen from a day.
  minuteOf(entry, day = dayOf(entry.from)) {
    return minuteOf(entry.from) + daysBetween(day, dayOf(entry.from)) * 1440;
  }

  lengthTo(entry, {day, minute}) {
    return (moment(day, minute) - entry.from) / 60_000;
  }

  // Puts what was carried down where it is.
  put() {
    const {entry, day, minute, long, longer, length} = this.target;
    const patch = longer ? this.plan.resized(entry, entry.from + length * 60_000) : this.plan.moved(entry, {day, minute, long});
    if (Object.keys(patch).some((name) => !this.plan.may(name))) toast(t('calendar.locked'), {kind: 'bad'});
    else if (JSON.stringify(this.plan.entry({...entry.record, fields: {...entry.record.fields, ...patch}})) !== JSON.stringify(entry)) this.#write(entry, patch);
  }

  #replace(record) {
    this.entries = this.entries.map((entry) => (entry.record.id === record.id ? this.plan.entry(record) : entry)).filter(Boolean);
  }

  // Shows a change at once and takes it back if the server refuses it.
  async #write({record}, patch, undone = false) {
    this.#replace({...record, fields: {...record.fields, ...patch}});
    try {
      const saved = await api.patch(`records/${record.type}/${record.id}`, {fields: patch}, {version: record.version});
      this.#replace({...saved, links: {...record.links, ...saved.links}});
      const entry = this.plan.entry(saved);
      this.said = t('calendar.moved', {title: record.title, when: `${dayTitle(entry.first)}, ${timesTitle(entry)}`});
      if (!undone) toast(this.said, {action: t('action.undo'), run: () => this.#write({record: saved}, before(record, patch), true)});
    } catch (problem) {
      this.#replace(record);
      toast(problem.status === 412 ? t('stale.record') : problemText(problem), {kind: 'bad'});
      this.#soon();
    }
  }

  // The keyboard: space lifts an entry, arrows carry it, with Shift they make it longer or shorter, space or Enter puts it down.
  #keys(event) {
    const id = Number(event.target.closest?.('[data-entry]')?.dataset.entry);
    const entry = this.entries.find(({record}) => record.id === id);
    if (!entry) return;
    if (!this.lifted) {
      if (event.key !== ' ' || !this.plan.movable) return;
      event.preventDefault();
      this.lifted = true;
      this.target = {entry, day: entry.first, minute: entry.allDay ? undefined : this.minuteOf(entry), length: entry.allDay ? 0 : Math.max(STEP, (entry.to - entry.from) / 60_000)};
      this.said = t('calendar.lifted', {title: entry.record.title});
      return;
    }
    const {target} = this;
    const days = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: this.span === 'month' ? -7 : 0, ArrowDown: this.span === 'month' ? 7 : 0}[event.key];
    const minutes = {ArrowUp: -STEP, ArrowDown: STEP}[event.key];
    if (event.key === 'Tab') this.#leave();
    else {
      event.preventDefault();
      event.stopPropagation();
      if (event.key === 'Escape') this.#leave();
      else if ([' ', 'Enter'].includes(event.key)) {
        this.put();
        this.#leave();
      } else if (event.shiftKey && minutes && target.minute !== undefined && this.plan.resizable) this.#carry({...target, length: Math.max(STEP, target.length + minutes), longer: true});
      else if (days) this.#carry({...target, day: addDays(target.day, days), longer: false});
      else if (minutes && target.minute !== undefined) this.#carry({...target, minute: Math.max(0, Math.min(1440 - STEP, target.minute + minutes)), longer: false});
    }
  }

  #carry(target) {
    this.target = target;
    const from = moment(target.day, target.minute ?? 0);
    this.said = `${dayTitle(target.day)}, ${timesTitle({allDay: target.minute === undefined, from, to: from + target.length * 60_000})}`;
  }

  #leave() {
    this.lifted = false;
    this.target = undefined;
  }

  // An entry as it stands in hours and months.
  link(entry, {kind, style, times, grip = false}) {
    const {record} = entry;
    const carried = this.target?.entry?.record.id === record.id;
    return html`<a class="p-event p-tone-${entry.color} ${kind} ${entry.done ? 'p-event-done' : ''} ${carried ? 'p-lifted' : ''}" href=${recordPath(record)} style=${style} draggable="false"
      data-entry=${record.id} title="${timesTitle(entry)} · ${record.title}" aria-label="${record.title}, ${dayTitle(entry.first)}, ${timesTitle(entry)}" aria-describedby=${this.plan.movable ? 'p-calendar-help' : nothing}
      @pointerdown=${(event) => this.drag.begin(event, entry)}>${times === 'first' && !entry.allDay ? html`<span class="p-event-time">${timesTitle({...entry, to: entry.from})}</span>` : nothing}${face(entry, record.title, times === true)}${grip && this.plan.resizable
        ? html`<span class="p-event-grip"></span>` : nothing}</a>`;
  }

  showDay(day) {
    Dialog.show('parley-calendar-day', {calendar: this, day});
  }

  async #subscribe() {
    await part(() => import('./people.js'));
    Dialog.show('parley-feed', {type: this.type, view: this.view, whose: this.whose});
  }

  updated() {
    const box = this.querySelector('.p-cal-hours');
    if (box && box !== this.scrolled && this.loaded) {
      // The working day comes first, or what is earlier.
      const early = Math.min(7.5 * 60, ...this.entries.filter(({allDay}) => !allDay).map((entry) => Math.max(330, minuteOf(entry.from) - 30)));
      box.scrollTop = Math.max(0, early / 1440 * box.querySelector('.p-cal-columns').offsetHeight);
      this.scrolled = box;
    }
    const week = this.querySelector('.p-cal-week');
    if (week !== this.measured) {
      this.watch?.disconnect();
      this.watch = week && new ResizeObserver(() => { this.room = Math.max(1, Math.floor((week.clientHeight - 30) / 23)); });
      this.watch?.observe(week);
      this.measured = week;
    }
  }

  #bar() {
    const {span} = this;
    return html`<div class="p-cal-bar"><span class="p-cal-turn"><button class="p-button p-only-icon" aria-label=${t('calendar.before')} @click=${() => this.#turn(-1)}>${icon('chevron-left')}</button><button
        class="p-button p-only-icon" aria-label=${t('calendar.after')} @click=${() => this.#turn(1)}>${icon('chevron-right')}</button></span>
      <button class="p-button" @click=${() => this.go({on: today()})}>${t('day.today')}</button>
      <h2 aria-live="polite">${this.title}</h2><span class="p-space"></span>
      ${this.#bound ? nothing : html`<select class="p-input p-auto" aria-label=${t('calendar.whose')} .value=${this.whose} @change=${({target}) => this.#whose(target.value)}>
        ${['me', 'team', 'all'].map((one) => html`<option value=${one} ?selected=${one === this.whose}>${t(`calendar.whose.${one}`)}</option>`)}</select>`}
      <span class="p-segmented" role="group" aria-label=${t('calendar.span')}>${this.spans.map((one) => html`<button aria-pressed=${String(one === span)} @click=${() => this.go({span: one})}>${t(`calendar.${one}`)}</button>`)}</span>
      <parley-menu .label=${t('calendar.menu')} .items=${[{label: t('calendar.subscribe'), icon: 'link', run: () => this.#subscribe()}]}></parley-menu></div>`;
  }

  #body() {
    const {days, span} = this;
    if (this.failed && !this.entries.length) return problemState(this.failed, () => this.#load());
    if (span === 'month') return month(this, days, phone.matches);
    return span === 'agenda' ? agenda(this, days) : hours(this, days);
  }

  render() {
    return html`<div class="p-calendar" data-span=${this.span} @keydown=${this.#keys} role="group" aria-label=${t('calendar.label')} aria-busy=${this.loaded ? nothing : 'true'}>
      <p class="p-visually-hidden" id="p-calendar-help">${t('calendar.help')}</p><p class="p-visually-hidden" role="status">${this.said ?? nothing}</p>
      ${this.#bar()}
      ${this.more ? html`<p class="p-banner">${icon('info')}${t('calendar.most')}</p>` : nothing}
      ${this.failed && this.entries.length ? html`<p class="p-banner p-warn" role="alert">${icon('triangle-alert')}${problemText(this.failed)}</p>` : nothing}
      ${this.#body()}</div>`;
  }
}

customElements.define('parley-calendar', Calendar);
