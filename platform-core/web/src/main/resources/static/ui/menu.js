// SPDX-License-Identifier: Apache-2.0
import {html, nothing} from 'lit';
import {LightElement} from './element.js';
import {icon} from './pieces.js';

// A button that opens a menu: items are {label, icon, run, danger, href}; null is left out.
class Menu extends LightElement {
  static properties = {items: {attribute: false}, label: {}, icon: {}, face: {attribute: false}, above: {type: Boolean}};

  #toggle() {
    const menu = this.querySelector('[role=menu]');
    if (menu.matches(':popover-open')) menu.hidePopover();
    else menu.showPopover();
  }

  #place(event) {
    const open = event.newState === 'open';
    const [button, menu] = [this.querySelector('button'), this.querySelector('[role=menu]')];
    button.setAttribute('aria-expanded', open);
    if (!open) return;
    const at = button.getBoundingClientRect();
    const up = this.above || at.bottom + menu.offsetHeight > innerHeight;
    menu.style.top = `${up ? at.top - menu.offsetHeight - 4 : at.bottom + 4}px`;
    menu.style.left = `${Math.max(8, Math.min(this.above ? at.left : at.right - menu.offsetWidth, innerWidth - menu.offsetWidth - 8))}px`;
    menu.querySelector('[role=menuitem]')?.focus();
  }

  #keys(event) {
    const items = [...this.querySelectorAll('[role=menuitem]')];
    const at = items.indexOf(document.activeElement);
    const to = {ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1}[event.key];
    if (to === undefined) return;
    event.preventDefault();
    items[to % items.length]?.focus();
  }

  #run(item) {
    this.querySelector('[role=menu]').hidePopover();
    item.run();
  }

  render() {
    return html`<button type="button" class=${this.face ? 'p-face' : 'p-button p-quiet p-only-icon'}
        aria-haspopup="menu"
        aria-expanded="false" aria-label=${this.face ? nothing : this.label}
            @click=${this.#toggle}>${this.face ?? icon(this.icon ?? 'ellipsis')}</button>
      <div class="p-menu" role="menu" aria-label=${this.label} popover @toggle=${this.#place} @keydown=${this.#keys}>
        ${(this.items ?? []).filter(Boolean).map((item) => html`<button type="button" role="menuitem" tabindex="-1"
          class=${item.danger ? 'p-bad-text' : ''} @click=${() => this.#run(item)}>${item.icon ? icon(item.icon)
              : nothing}${item.label}</button>`)}
      </div>`;
  }
}

customElements.define('parley-menu', Menu);
