// SPDX-License-Identifier: Apache-2.0
import {LightElement, contributions, contributionsTo, icon, t} from '@parley/ui';
import {html, nothing} from 'lit';

// Where one writes from a record: a tab for each channel that a module adds; nothing where none does.
class Composer extends LightElement {
  static properties = {type: {attribute: false}, record: {attribute: false}, at: {state: true}};

  get signals() {
    return [contributions];
  }

  render() {
    const channels = contributionsTo('composer.channel', this.type.name);
    if (!channels.length) return nothing;
    const keyOf = (one) => `${one.plugin}/${one.name}`;
    const now = channels.find((one) => keyOf(one) === this.at) ?? channels[0];
    return html`<section class="p-composer" aria-label=${t('composer.label')}><div class="p-composer-tabs" role="group" aria-label=${t('composer.channels')}>${channels.map((one) => html`<button class="p-view"
        aria-pressed=${one === now} @click=${() => { this.at = keyOf(one); }}>${icon(one.icon ?? 'message-square')}${one.label}</button>`)}</div>
      <parley-slot point="composer.channel" only=${keyOf(now)} .context=${{type: this.type, record: this.record}}></parley-slot></section>`;
  }
}

customElements.define('parley-composer', Composer);
