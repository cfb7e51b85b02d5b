// SPDX-License-Identifier: Apache-2.0
import {LightElement, icon, t, typeNamed, types} from '@parley/ui';
import {html, nothing} from 'lit';

const DELIMITERS = {',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe'};
const ENCODINGS = ['UTF-8', 'windows-1252', 'ISO-8859-15', 'UTF-16', 'IBM850', 'x-MacRoman'];
const FORMATS = {'M/d/uuuu': '12/31/2026', 'd/M/uuuu': '31/12/2026', 'd.M.uuuu': '31.12.2026', 'uuuu/M/d': '2026/12/31', 'd-M-uuuu': '31-12-2026', uuuuMMdd: '20261231'};
const NUMBERS = ['integer', 'decimal', 'percent', 'money'];
const DATES = ['date', 'datetime'];
const PARTS = ['street', 'postal_code', 'city', 'region', 'country'];

// Fields that a file of rows can fill, an address part by part.
function fillable(type) {
  return type.fields
    .filter((field) => (!field.system && !field.readOnly) || ['owner', 'team'].includes(field.name))
    .filter((field) => !['file', 'many', 'sequence'].includes(field.kind) && (!field.to || field.to.length === 1))
    .flatMap((field) => (field.kind === 'address'
      ? PARTS.map((part) => ({...field, name: `${field.name}.${part}`, label: `${field.label}: ${t(`address.${part}`)}`, kind: 'text'})) : [field]));
}

// Which column fills which field. A column may fill several; a field is filled once.
class Mapping extends LightElement {
  static properties = {guess: {attribute: false}, mapping: {attribute: false}, errors: {attribute: false}, more: {state: true}};

  constructor() {
    super();
    this.more = new Set();
  }

  get #type() {
    return typeNamed(this.mapping.type);
  }

  #tell(mapping) {
    this.dispatchEvent(new CustomEvent('parley-map', {detail: mapping}));
  }

  #look(detail) {
    this.dispatchEvent(new CustomEvent('parley-look', {detail}));
  }

  // What a column's nth choice was and what it shall be.
  #choose(column, before, name) {
    const fields = {...this.mapping.fields};
    if (before) delete fields[before];
    if (name) {
      const field = fillable(this.#type).find((one) => one.name === name);
      const target = field.to && typeNamed(field.to[0]);
      fields[name] = {column, ...(target?.fields.some((one) => one.name === 'name') ? {match: 'name'} : {})};
    }
    this.more = new Set([...this.more].filter((other) => other !== column));
    this.#tell({...this.mapping, fields});
  }

  #set(name, changes) {
    const source = {...this.mapping.fields[name], ...changes};
    for (const [key, value] of Object.entries(source)) if (value === '') delete source[key];
    this.#tell({...this.mapping, fields: {...this.mapping.fields, [name]: source}});
  }

  #select(label, value, options, change) {
    return html`<select class="p-input" aria-label=${label} .value=${value ?? ''} @change=${(event) => change(event.target.value)}>
      ${options.map(([key, text]) => html`<option value=${key} ?selected=${key === (value ?? '')}>${text}</option>`)}</select>`;
  }

  #field(label, control) {
    return html`<div class="p-field"><span class="p-label" aria-hidden="true">${label}</span>${control}</div>`;
  }

  #file() {
    const {encoding, delimiter, columns} = this.guess;
    const list = [...new Set([encoding, ...ENCODINGS])].map((name) => [name, name]);
    const rows = [...types.value.values()]
      .filter((type) => type.state === 'active' && (type.nav || type.name === 'user'))
      .map((type) => [type.name, type.plural]);
    return html`<section class="p-card"><h2 class="p-card-title">${t('import.file')}</h2><div class="p-import-file">
      ${this.#field(t('import.type'), this.#select(t('import.type'), this.mapping.type, rows, (type) => this.#look({type})))}
      ${this.#field(t('import.encoding'), this.#select(t('import.encoding'), encoding, list, (name) => this.#look({encoding: name})))}
      ${this.#field(t('import.delimiter'), this.#select(t('import.delimiter'), delimiter,
        Object.entries(DELIMITERS).map(([sign, name]) => [sign, t(`import.delimiter.${name}`)]), (sign) => this.#look({delimiter: sign})))}
      ${this.#field(t('import.key'), this.#select(t('import.key'), this.mapping.key,
        [['', t('import.key.none')], ...columns.map(({header}) => [header, header])], (key) => this.#tell({...this.mapping, key: key || undefined})))}
      </div><p class="p-help">${t('import.key.help')}</p></section>`;
  }

  // How the cells of a column become values of a field, where there is a choice.
  #how(column, name, field) {
    const source = this.mapping.fields[name];
    if (field?.to) {
      const target = typeNamed(field.to[0]);
      const options = (target?.fields ?? []).filter((one) => ['text', 'email', 'phone', 'integer'].includes(one.kind) && !one.system)
        .map((one) => [one.name, one.label]);
      return html`<span class="p-small p-muted">${t('import.match')}</span>${this.#select(t('import.match.of', {field: field.label}), source.match,
        [['', t('import.match.id')], ...options], (match) => this.#set(name, {match}))}`;
    }
    if (DATES.includes(field?.kind)) {
      const own = source.format && !FORMATS[source.format] ? [[source.format, source.format]] : [];
      return this.#select(t('import.format', {column}), source.format,
        [['', t('import.format.iso')], ...Object.entries(FORMATS), ...own], (format) => this.#set(name, {format}));
    }
    if (NUMBERS.includes(field?.kind)) {
      return this.#select(t('import.decimal', {column}), source.decimal, [['', '1,234.56'], [',', '1.234,56']], (decimal) => this.#set(name, {decimal}));
    }
    return nothing;
  }

  #column({header, samples}) {
    const fields = fillable(this.#type);
    const taken = Object.keys(this.mapping.fields);
    const mine = taken.filter((name) => this.mapping.fields[name].column === header);
    const shown = mine.length && !this.more.has(header) ? mine : [...mine, ''];
    return html`<li class="p-import-column"><div class="p-two"><strong class="p-clip">${header}</strong><span
        class="p-small p-muted p-clip" title=${samples.join(' · ')}>${samples.join(' · ') || '—'}</span></div>
      <div class="p-import-fills">${shown.map((name) => {
        const options = fields.filter((field) => field.name === name || !taken.includes(field.name)).map((field) => [field.name, field.label + (field.required ? ' *' : '')]);
        const wrong = this.errors.filter(({field}) => field === `fields.${name}` || field.startsWith(`fields.${name}.`));
        return html`<div class="p-import-fill">${this.#select(t('import.fill', {column: header}), name, [['', t('import.skip')], ...options],
            (chosen) => this.#choose(header, name, chosen))}<div class="p-import-how">${name
          ? this.#how(header, name, fields.find((field) => field.name === name)) : nothing}</div></div>
          ${wrong.map(({message}) => html`<p class="p-error" role="alert">${message}</p>`)}`;
      })}</div>
      <button class="p-button p-quiet p-only-icon" aria-label=${t('import.another', {column: header})} title=${t('import.another', {column: header})}
        ?disabled=${!mine.length || this.more.has(header)} @click=${() => { this.more = new Set([...this.more, header]); }}>${icon('plus')}</button></li>`;
  }

  render() {
    const elsewhere = this.errors.filter(({field}) => !field.startsWith('fields.'));
    return html`${this.#file()}
      ${elsewhere.map(({message}) => html`<p class="p-banner p-bad" role="alert">${message}</p>`)}
      <section class="p-card"><h2 class="p-card-title">${t('import.columns')}<span class="p-count">${this.guess.columns.length}</span></h2>
      <div class="p-import-column p-import-heads" aria-hidden="true"><span>${t('import.column')}</span><span class="p-import-fill"><span>${t('import.field')}</span><span>${t('import.how')}</span></span></div>
      <ul>${this.guess.columns.map((column) => this.#column(column))}</ul></section>`;
  }
}

customElements.define('parley-mapping', Mapping);
