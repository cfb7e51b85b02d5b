// SPDX-License-Identifier: Apache-2.0
import {Dialog, keysNow, t} from '@parley/ui';
import {html} from 'lit';

const mac = /Mac|iPhone|iPad/.test(navigator.platform);

// Every key that does something here.
class Help extends Dialog {
  get heading() {
    return t('help.title');
  }

  #row(keys, label) {
    return html`<div><dt>${label}</dt><dd>${keys.map((key) => html`<kbd>${key}</kbd>`)}</dd></div>`;
  }

  body() {
    const here = keysNow();
    const go = here.filter(({key}) => key.startsWith('g '));
    const does = here.filter(({key}) => !key.startsWith('g '));
    // To be scrolled by the keys it tells of.
    return html`<div tabindex="0" role="group" aria-label=${t('help.title')}><h3 class="p-section">${t('help.here')}</h3><dl class="p-keys">
        ${this.#row([mac ? '⌘' : t('key.ctrl'), 'K'], t('nav.find'))}${does.map(({key, label}) => this.#row([key], label))}</dl>
      <h3 class="p-section">${t('palette.places')}</h3><dl class="p-keys">${go.map(({key, label}) => this.#row(key.split(' '), label))}</dl>
      <h3 class="p-section">${t('help.lists')}</h3><dl class="p-keys">${this.#row(['↑', '↓', '←', '→'], t('help.move'))}${this.#row(['Enter'], t('help.enter'))}${this.#row(['F2'], t('help.f2'))}
        ${this.#row(['⇧', 'Enter'], t('help.open'))}${this.#row([t('help.space')], t('help.choose'))}${this.#row(['Tab'], t('help.tab'))}${this.#row(['Esc'], t('help.escape'))}</dl>
      <h3 class="p-section">${t('help.board')}</h3><dl class="p-keys">${this.#row([t('help.space')], t('help.lift'))}${this.#row(['←', '→'], t('help.carry'))}</dl></div>`;
  }

  foot() {
    return html`<button type="button" class="p-button" autofocus @click=${() => this.leave()}>${t('action.close')}</button>`;
  }
}

customElements.define('parley-help', Help);

export const openHelp = () => { if (!document.querySelector('parley-help')) Dialog.show('parley-help', {}); };
