// SPDX-License-Identifier: Apache-2.0
import {LightElement, contributions, contributionsTo, icon, onKey, t} from '@parley/ui';
import {html, nothing, repeat} from 'lit';

const keyOf = (one) => `${one.plugin}/${one.name}`;
const FIELD = 'parley-slot:not([hidden]) :is(input, textarea, [contenteditable])';
const FRAMES = 120;

// Where one writes from a record: a tab for each channel that a module adds; nothing where none does. What is written in
// one stays while another is looked at.
class Composer extends LightElement {
  static properties = {type: {attribute: false}, record: {attribute: false}, at: {state: true}};
  #keys = [];

  get signals() {
    return [contributions];
  }

  // Those for any type are for what people work with, not for what the platform keeps of its own.
  get #channels() {
    if (this.record.fields.deleted_at) return [];
    return contributionsTo('composer.channel', this.type.name).filter((one) => one.types?.length || this.type.nav);
  }

  connectedCallback() {
    super.connectedCallback();
    this.whileConnected(() => this.#release());
  }

  #release() {
    this.#keys.splice(0).forEach((stop) => stop());
  }

  updated() {
    this.#release();
    if (!this.isConnected) return;
    this.#keys = this.#channels.filter(({key}) => key).map((one) => onKey(one.key, one.label, () => this.#write(one)));
  }

  // Opens a channel with the cursor in its first field, as soon as it is there.
  async #write(one) {
    this.at = keyOf(one);
    for (let frame = 0; frame < FRAMES; frame++) {
      await this.updateComplete;
      const field = this.querySelector(FIELD);
      if (field) {
        field.focus();
        return;
      }
      await new Promise(requestAnimationFrame);
    }
  }

  render() {
    const channels = this.#channels;
    if (!channels.length) return nothing;
    const now = channels.find((one) => keyOf(one) === this.at) ?? channels[0];
    return html`<section class="p-composer" aria-label=${t('composer.label')}><div class="p-composer-tabs" role="group" aria-label=${t('composer.channels')}>${channels.map((one) => html`<button class="p-view"
        aria-pressed=${one === now} @click=${() => { this.at = keyOf(one); }}>${icon(one.icon ?? 'message-square')}${one.label}</button>`)}</div>
      ${repeat(channels, keyOf, (one) => html`<parley-slot point="composer.channel" only=${keyOf(one)} ?hidden=${one !== now} .context=${{type: this.type, record: this.record}}></parley-slot>`)}</section>`;
  }
}

customElements.define('parley-composer', Composer);
