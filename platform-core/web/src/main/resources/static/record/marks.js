// SPDX-License-Identifier: Apache-2.0
import {LightElement, api, icon, onKey, problemText, t, toast} from '@parley/ui';
import {html} from 'lit';

const KINDS = [['star', 'star', 's'], ['follow', 'bell-ring', 'w']];

// What a reader marks a record with: a star, to have it at hand, and that it is followed, to be told of its changes.
class Marks extends LightElement {
  static properties = {record: {attribute: false}, marks: {state: true}};

  constructor() {
    super();
    this.marks = {};
  }

  connectedCallback() {
    super.connectedCallback();
    for (const [kind, , key] of KINDS) this.whileConnected(onKey(key, t(`mark.${kind}`), () => this.#toggle(kind)));
  }

  willUpdate(changed) {
    const key = `${this.record?.type}/${this.record?.id}`;
    if (!changed.has('record') || key === this.key) return;
    this.key = key;
    this.#load();
  }

  async #load() {
    const {key, record} = this;
    const page = await api.get('records/star', {filter: `record==${record.id}`, limit: 10, fields: 'kind'}).catch(() => null);
    if (page && key === this.key) this.marks = Object.fromEntries(page.items.map((mark) => [mark.fields.kind, mark]));
  }

  async #toggle(kind) {
    const {type, id} = this.record;
    const mark = this.marks[kind];
    this.marks = {...this.marks, [kind]: mark ? undefined : {}};
    try {
      if (mark) await api.delete(`records/star/${mark.id}`);
      else this.marks = {...this.marks, [kind]: await api.post('records/star', {fields: {record: {type, id}, kind}})};
    } catch (problem) {
      this.marks = {...this.marks, [kind]: mark};
      toast(problemText(problem), {kind: 'bad'});
    }
  }

  render() {
    return html`${KINDS.map(([kind, name]) => html`<button class="p-button p-quiet p-only-icon ${this.marks[kind] ? `p-marked p-${kind}` : ''}" aria-pressed=${Boolean(this.marks[kind])}
      aria-label=${t(`mark.${kind}`)} title=${t(`mark.${kind}`)} @click=${() => this.#toggle(kind)}>${icon(name)}</button>`)}`;
  }
}

customElements.define('parley-marks', Marks);
