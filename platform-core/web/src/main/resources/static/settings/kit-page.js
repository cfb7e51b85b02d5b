// SPDX-License-Identifier: Apache-2.0
import {
  LightElement, avatar, chip, emptyState, formatDate, formatDateTime, formatMoney, formatNumber, formatRelative, icon, openForm, part, problemState, showValue, t, toast,
} from '@parley/ui';
import {html, nothing} from 'lit';

const TONES = ['grey', 'red', 'orange', 'amber', 'yellow', 'lime', 'green', 'teal', 'cyan', 'blue', 'indigo', 'violet', 'purple', 'pink'];
const COLORS = ['text', 'soft', 'muted', 'line', 'edge', 'fill', 'hover', 'surface', 'raised', 'canvas', 'accent', 'accent-soft', 'good', 'warn', 'bad'];
const CHOICES = [{name: 'new', label: 'New', color: 'blue'}, {name: 'won', label: 'Won', color: 'green'}];
const FIELDS = [
  ['text', 'Meridian Foods'], ['email', 'elena@meridian.example'], ['phone', '+49 30 1234567'], ['url', 'https://www.meridian.example'], ['integer', 1250], ['decimal', '12.75'], ['percent', '34'],
  ['money', {amount: '44050.00', currency: 'EUR'}], ['boolean', true], ['date', '2026-11-26'], ['datetime', '2026-11-26T09:42:00Z'], ['duration', 'PT1H30M'], ['choice', 'won'], ['choices', ['new', 'won']],
  ['tags', ['vip', 'press']], ['address', {street: 'Hafenstraße 4', postal_code: '20457', city: 'Hamburg', country: 'DE'}], ['longtext', 'Two lines\nof text.'], ['secret', {set: true}],
];

const fieldOf = (kind) => ({name: kind, label: kind, kind, choices: CHOICES, max: 200});
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun'];
const DATA = {labels: MONTHS, by: 'Month', series: [{label: 'Won', values: [240, 310, 285, 350, 340, 410]}]};

// Every component of @parley/ui, alive, with what one writes for it.
class Kit extends LightElement {
  async connectedCallback() {
    super.connectedCallback();
    document.title = `${t('kit.title')} · Parley`;
    ({fieldInput: this.input, isGroup: this.isGroup} = await part(() => import('./form.js')));
    await part(() => import('./charts.js'));
    this.requestUpdate();
  }

  #piece(name, shown, code) {
    return html`<section class="p-card p-piece" aria-label=${name}><h2 class="p-card-title">${name}</h2><div class="p-piece-shown">${shown}</div>
      ${code ? html`<pre class="p-json" tabindex="0"><code>${code}</code></pre>` : nothing}</section>`;
  }

  #field([kind, value]) {
    const field = fieldOf(kind);
    const id = `p-kit-${kind}`;
    return html`<div class="p-kit-field"><span class="p-code">${kind}</span><span>${showValue(field, {type: 'x', id: 1, fields: {[kind]: value}})}</span>
      <div class="p-field">${this.isGroup(field) ? html`<span class="p-label" id="${id}-label">${kind}</span>` : html`<label for=${id}>${kind}</label>`}
        ${this.input(field, value, () => {}, {id, invalid: 'false', describedby: `${id}-note`})}<p class="p-help" id="${id}-note"></p></div></div>`;
  }

  render() {
    if (!this.input) return html`<div class="p-page" aria-busy="true"></div>`;
    return html`<div class="p-page"><header class="p-head"><nav class="p-crumbs"><a href="settings">${t('nav.settings')}</a>${icon('chevron-right')}</nav><h1>${t('kit.title')}</h1></header>
      <div class="p-scroll p-pad"><div class="p-kit"><p class="p-muted">${t('kit.text')}</p>
      ${this.#piece('icon', ['handshake', 'user', 'shield-check', 'rocket'].map((name) => html`${icon(name)} `), "icon('handshake')")}
      ${this.#piece('avatar', html`${avatar('Elena Marchetti')} ${avatar('Meridian Foods', {square: true})} ${avatar('Meridian Foods', {square: true, large: true})}`, "avatar('Meridian Foods', {square: true})")}
      ${this.#piece('chip', html`<span class="p-chips">${chip('plain')}${TONES.map((tone) => chip(tone, tone))}</span>`, "chip('Won', 'green')")}
      ${this.#piece('p-button', html`<span class="p-chips"><button class="p-button p-primary">${icon('plus')}Primary</button><button class="p-button">Plain</button><button class="p-button p-quiet">Quiet</button>
        <button class="p-button p-danger">Danger</button><button class="p-button p-only-icon" aria-label="Only an icon">${icon('ellipsis')}</button><button class="p-button" disabled>Disabled</button></span>`, '<button class="p-button p-primary">')}
      ${this.#piece('p-input', html`<div class="p-field"><label for="p-kit-plain">Label</label><input class="p-input" id="p-kit-plain" placeholder="Placeholder"><p class="p-help">Help</p></div>
        <div class="p-field"><label for="p-kit-bad">Wrong</label><input class="p-input" id="p-kit-bad" aria-invalid="true" aria-describedby="p-kit-why" value="abc"><p class="p-error" id="p-kit-why">What is wrong, and what to do.</p></div>`, '<input class="p-input">')}
      ${this.#piece('p-lines', html`<ul class="p-lines"><li>${avatar('Elena Marchetti')}<span class="p-two"><strong>Elena Marchetti</strong><span class="p-small p-muted">Head of operations</span></span><span class="p-end">${chip('Champion', 'blue')}</span></li>
        <li>${avatar('Lukas Fischer')}<span>Lukas Fischer</span><span class="p-end p-muted">IT</span></li></ul>`, '<ul class="p-lines"><li>… <span class="p-end">…</span></li></ul>')}
      ${this.#piece('parley-menu', html`<parley-menu label="Actions" .items=${[{label: 'Edit', icon: 'pencil', run: () => toast('Edit')}, {label: 'Delete', icon: 'trash-2', danger: true, run: () => toast('Delete')}]}></parley-menu>`,
        "<parley-menu label=\"Actions\" .items=${[{label, icon, run}]}></parley-menu>")}
      ${this.#piece('toast', html`<button class="p-button" @click=${() => toast('Saved', {detail: 'A line more', action: 'Undo', run: () => {}})}>toast</button>
        <button class="p-button" @click=${() => toast('That did not work', {kind: 'bad'})}>bad</button>`, "toast('Saved', {action: 'Undo', run})")}
      ${this.#piece('openForm', html`<button class="p-button" @click=${() => openForm('team')}>openForm</button>`, "await openForm('contact', {preset: {account: 7}})")}
      ${this.#piece('format', html`<ul class="p-lines"><li>formatMoney <span class="p-end">${formatMoney({amount: '44050', currency: 'EUR'})}</span></li><li>formatNumber <span class="p-end">${formatNumber(1234.5)}</span></li>
        <li>formatDate <span class="p-end">${formatDate('2026-11-26')}</span></li><li>formatDateTime <span class="p-end">${formatDateTime('2026-11-26T09:42:00Z')}</span></li><li>formatRelative <span class="p-end">${formatRelative(new Date(Date.now() - 7_200_000))}</span></li></ul>`, "formatMoney({amount: '44050', currency: 'EUR'})")}
      ${this.#piece('emptyState', emptyState('inbox', 'Nothing here yet', 'What this is, and what to do.', html`<button class="p-button p-primary">Do it</button>`), "emptyState('inbox', title, text, action)")}
      ${this.#piece('problemState', problemState({status: 503}, () => {}), 'problemState(problem, retry)')}
      ${['bar', 'line', 'rows', 'ring'].map((form) => this.#piece(`parley-chart ${form}`, html`<div class="p-kit-chart"><parley-chart .data=${DATA} form=${form} label="Won by month"></parley-chart></div>`,
        form === 'bar' ? "import '@parley/charts';\n<parley-chart .data=${{labels, series: [{label, values}]}} form=\"bar\" label=\"Won by month\"></parley-chart>" : undefined))}
      ${this.#piece('showValue, fieldInput', html`<div class="p-kit-fields">${FIELDS.map((one) => this.#field(one))}</div>`, 'showValue(field, record)')}
      ${this.#piece('--p-*', html`<ul class="p-swatches">${COLORS.map((name) => html`<li><span style="background: var(--p-${name})"></span><code>--p-${name}</code></li>`)}</ul>`, 'color: var(--p-muted)')}
      </div></div></div>`;
  }
}

customElements.define('parley-kit', Kit);
