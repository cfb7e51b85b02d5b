// SPDX-License-Identifier: Apache-2.0
import {LightElement, api, icon, navigate, noun, part, problemText, recordLink, rich, t, toast, typeNamed} from '@parley/ui';
import {html, nothing} from 'lit';

const isDone = (conversion, record) => conversion.links.some((name) => record.fields[name]);

// What a record can still be turned into.
export const openConversions = (type, record) => (type.conversions ?? []).filter((one) => !isDone(one, record));

const pathOf = (record, conversion) => `records/${record.type}/${record.id}/conversions/${conversion.name}`;

// Opens the dialog; afterwards one may go to what was made, or take it back.
export async function convert(conversion, record, reload) {
  const {showConvert} = await part(() => import('./convert.js'));
  const state = await showConvert(record, conversion);
  if (!state) return;
  reload();
  if (!state.made) return;
  const links = html`${state.made.map((one, at) => html`${at ? ' · ' : ''}${recordLink({...one, fields: {}})}`)}`;
  toast(t('convert.done', {title: record.title}), {detail: links, action: t('action.undo'), run: () => takeBack(conversion, record, reload)});
}

async function takeBack(conversion, record, reload) {
  try {
    await api.post(`${pathOf(record, conversion)}/undo`);
    toast(t('convert.undone', {title: record.title}), {action: t('convert.open'), run: () => navigate(`records/${record.type}/${record.id}`)});
  } catch (problem) {
    toast(problemText(problem), {kind: 'bad'});
  }
  reload();
}

// Says what a record has become, and lets it be taken back as long as nobody has gone on from there.
class Converted extends LightElement {
  static properties = {type: {attribute: false}, record: {attribute: false}, locked: {type: Boolean}, state: {state: true}};

  get #conversion() {
    return (this.type.conversions ?? []).find((one) => isDone(one, this.record));
  }

  willUpdate(changed) {
    if (changed.has('record') || changed.has('type')) this.#look();
  }

  async #look() {
    const {record} = this;
    const conversion = this.#conversion;
    if (!conversion) {
      this.state = undefined;
      return;
    }
    const state = await api.get(pathOf(record, conversion)).catch(() => undefined);
    if (record === this.record) this.state = state;
  }

  render() {
    const conversion = this.#conversion;
    if (!conversion || !this.state?.done) return nothing;
    const {made, obstacle} = this.state;
    const back = () => takeBack(conversion, this.record, () => this.dispatchEvent(new CustomEvent('parley-reload')));
    return html`<div class="p-banner p-converted" role="status">${icon(conversion.icon)}<div><strong>${t('convert.became', {type: noun(this.type)})}</strong>
        <span class="p-converted-made">${made.map((one) => html`<span>${icon(typeNamed(one.type)?.icon ?? 'circle')}${recordLink({...one, fields: {}})}</span>`)}</span>
        ${obstacle ? html`<span class="p-small p-muted">${rich('convert.stays', {reason: obstacle})}</span>` : nothing}</div>
      ${this.locked || obstacle ? nothing : html`<button class="p-button" @click=${back}>${icon('undo-2')}${t('convert.undo')}</button>`}</div>`;
  }
}

customElements.define('parley-converted', Converted);
