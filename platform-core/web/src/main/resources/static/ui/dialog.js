// SPDX-License-Identifier: Apache-2.0
import {html, nothing} from 'lit';
import {LightElement} from './element.js';
import {t} from './i18n.js';
import {icon} from './pieces.js';

// A dialog over the page (on the phone a sheet from below). Subclasses say heading, body and foot.
export class Dialog extends LightElement {
  #done;

  // Shows one; answers what it was closed with, or null.
  static show(tag, values) {
    const dialog = Object.assign(document.createElement(tag), values);
    return dialog.show();
  }

  show() {
    return new Promise((done) => {
      this.#done = done;
      this.resume();
    });
  }

  // Takes it off the page with all it holds, as if it were closed, and brings it back.
  suspend() {
    this.querySelector('dialog')?.close();
    this.remove();
  }

  resume() {
    document.body.append(this);
    this.updateComplete.then(() => {
      const element = this.querySelector('dialog');
      if (element && !element.open) element.showModal();
    });
  }

  close(result = null) {
    this.suspend();
    this.#done?.(result);
    this.#done = undefined;
  }

  // Escape, the cross, or a click beside it.
  leave() {
    this.close();
  }

  get heading() {
    return '';
  }

  get size() {
    return '';
  }

  body() {
    return nothing;
  }

  foot() {
    return nothing;
  }

  render() {
    return html`<dialog class="p-dialog ${this.size}" aria-labelledby="p-dialog-title"
        @cancel=${(event) => { event.preventDefault(); this.leave(); }}
        @pointerdown=${(event) => { if (event.target.localName === 'dialog') this.leave(); }}>
      <div class="p-dialog-frame">
        <header><h2 id="p-dialog-title">${this.heading}</h2>
          <button type="button" class="p-button p-quiet p-only-icon" aria-label=${t('action.close')}
            @click=${() => this.leave()}>${icon('x')}</button></header>
        <div class="p-dialog-body">${this.body()}</div>
        <footer>${this.foot()}</footer>
      </div>
    </dialog>`;
  }
}
