// SPDX-License-Identifier: Apache-2.0
// @parley/charts: <parley-chart>. Chart.js draws, fetched with the first chart; colours come from the page, and behind every
// chart stands its table.
import {LightElement, formatCompact, icon, t} from '@parley/ui';
import {html, nothing} from 'lit';

const HUES = [274, 215, 152, 62, 335, 22, 185, 305, 95, 255];
const NAMED = {red: 22, orange: 62, amber: 75, yellow: 95, lime: 125, green: 152, teal: 185, cyan: 215, blue: 255, indigo: 274, violet: 290, purple: 305, pink: 335};

let loading;

function library() {
  loading ??= import(new URL('vendor/chart.js', import.meta.url)).then(() => globalThis.Chart);
  return loading;
}

// A colour of the page as a canvas takes it.
function resolved(element, value) {
  const probe = document.createElement('span');
  probe.style.color = value;
  element.append(probe);
  const {color} = getComputedStyle(probe);
  probe.remove();
  return color;
}

const tone = (index, name) => (name === 'grey' ? 'var(--p-edge)'
  : `light-dark(oklch(0.56 0.19 ${NAMED[name] ?? HUES[index % HUES.length]}), oklch(0.68 0.16 ${NAMED[name] ?? HUES[index % HUES.length]}))`);

// {labels: ['Q1'], series: [{label, values: [1], color}]}; form: bar, line, rows or ring; format(value) for figures.
class Chart extends LightElement {
  static properties = {data: {attribute: false}, form: {}, label: {}, format: {attribute: false}, stacked: {type: Boolean}, table: {type: Boolean}};

  constructor() {
    super();
    this.form = 'bar';
    this.format = formatCompact;
  }

  connectedCallback() {
    super.connectedCallback();
    const redraw = () => this.#draw();
    const themes = new MutationObserver(redraw);
    themes.observe(document.documentElement, {attributes: true, attributeFilter: ['data-theme']});
    const system = matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', redraw);
    this.whileConnected(() => { themes.disconnect(); system.removeEventListener('change', redraw); this.chart?.destroy(); this.chart = undefined; });
  }

  updated() {
    if (this.form !== 'rows' && !this.table) this.#draw();
    else this.chart = void this.chart?.destroy();
  }

  get #colors() {
    const {series, labels, colors = []} = this.data;
    return this.form === 'ring' || (series.length === 1 && colors.length) ? labels.map((_, index) => tone(index, colors[index])) : series.map(({color}, index) => tone(index, color));
  }

  async #draw() {
    const canvas = this.querySelector('canvas');
    if (!canvas || !this.data) return;
    const Library = await library();
    if (!canvas.isConnected || canvas !== this.querySelector('canvas')) return;
    this.chart?.destroy();
    const [text, line] = ['var(--p-muted)', 'var(--p-line)'].map((value) => resolved(this, value));
    const colors = this.#colors.map((value) => resolved(this, value));
    const many = this.data.series.length > 1 || this.form === 'ring';
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const each = this.data.series.length === 1 && colors.length > 1;
    const font = {family: "'Inter Variable', sans-serif", size: 11.5};
    const axis = {border: {display: false}, ticks: {color: text, font, maxRotation: 0, autoSkipPadding: 12}};
    this.chart = new Library(canvas, {
      type: this.form === 'ring' ? 'doughnut' : this.form,
      data: {labels: this.data.labels, datasets: this.data.series.map((series, index) => ({
        label: series.label, data: series.values, backgroundColor: this.form === 'line' ? colors[index].replace(/\)$/, ' / 0.14)') : each ? colors : colors[index],
        hoverBackgroundColor: each ? colors : colors[index], borderColor: this.form === 'ring' ? resolved(this, 'var(--p-surface)') : colors[index],
        borderWidth: this.form === 'line' ? 2 : this.form === 'ring' ? 2 : 0, borderRadius: this.stacked ? 0 : 4, maxBarThickness: 34,
        fill: this.form === 'line' && !many, tension: 0.35, pointRadius: 0, pointHitRadius: 12,
      }))},
      options: {
        responsive: true, maintainAspectRatio: false, animation: still ? false : {duration: 250}, cutout: '62%',
        interaction: {mode: this.form === 'ring' ? 'nearest' : 'index', intersect: false},
        plugins: {
          legend: {display: many, position: this.form === 'ring' ? 'right' : 'top', align: 'end', labels: {color: text, font, boxWidth: 8, boxHeight: 8, usePointStyle: true}},
          tooltip: {callbacks: {label: (item) => ` ${this.form === 'ring' ? item.label : item.dataset.label}: ${this.format(item.raw)}`}},
        },
        scales: this.form === 'ring' ? {} : {
          x: {...axis, stacked: this.stacked, grid: {display: false}},
          y: {...axis, stacked: this.stacked, beginAtZero: true, grid: {color: line}, ticks: {...axis.ticks, maxTicksLimit: 5, callback: (value) => this.format(value)}},
        },
      },
    });
  }

  #table() {
    const {labels, series} = this.data;
    return html`<table class="p-table p-chart-table"><caption class="p-visually-hidden">${this.label}</caption><thead><tr><th scope="col">${this.data.by ?? ''}</th>
        ${series.map(({label}) => html`<th scope="col" class="p-number">${label}</th>`)}</tr></thead>
      <tbody>${labels.map((label, row) => html`<tr><th scope="row">${label}</th>${series.map(({values}) => html`<td class="p-number">${this.format(values[row], true)}</td>`)}</tr>`)}</tbody></table>`;
  }

  #rows() {
    const {labels, series: [{values}]} = this.data;
    const most = Math.max(...values.map(Math.abs), 0) || 1;
    const colors = this.#colors;
    return html`<dl class="p-bars">${labels.map((label, row) => html`<div><dt class="p-clip">${label}</dt><dd><span class="p-bar" aria-hidden="true"
        style="--p-share: ${Math.max(0, values[row]) / most}; background: ${colors[colors.length > 1 ? row : 0]}"></span><span class="p-figures">${this.format(values[row])}</span></dd></div>`)}</dl>`;
  }

  render() {
    if (!this.data) return nothing;
    if (!this.data.labels.length) return html`<p class="p-muted p-chart-none">${icon('chart-column')} ${t('chart.none')}</p>`;
    if (this.table) return html`<div class="p-table-wrap" tabindex="0" role="group" aria-label=${this.label}>${this.#table()}</div>`;
    if (this.form === 'rows') return this.#rows();
    return html`<div class="p-chart"><canvas role="img" aria-label=${this.label}></canvas></div><div class="p-visually-hidden">${this.#table()}</div>`;
  }
}

customElements.define('parley-chart', Chart);
