// SPDX-License-Identifier: Apache-2.0
import {Dialog, LightElement, Signal, api, formatNumber, icon, onEvent, part, session, t} from '@parley/ui';
import {html, nothing} from 'lit';

// How many notifications nobody has read: one count for all bells.
const unread = new Signal(undefined);
let following;
let soon;

async function count() {
  const page = await api.get('records/notification', {filter: 'read==false', limit: 1, count: true, fields: 'read'}).catch(() => null);
  if (page) unread.value = page.count;
}

function follow() {
  if (following || !session.value) return;
  following = true;
  count();
  const later = () => { clearTimeout(soon); soon = setTimeout(count, 300); };
  onEvent('record', ({type, id, operation}) => {
    if (type !== 'notification') return;
    later();
    if (operation === 'create') part(() => import('./notifications.js')).then(({remind}) => remind(id));
  });
  onEvent('reset', later);
}

// The way to the notifications, and how many wait.
class Bell extends LightElement {
  get signals() {
    return [unread];
  }

  connectedCallback() {
    super.connectedCallback();
    follow();
  }

  async #open() {
    await part(() => import('./notifications.js'));
    Dialog.show('parley-notifications', {});
  }

  render() {
    const n = unread.value ?? 0;
    return html`<button class="p-button p-quiet p-only-icon p-bell" aria-haspopup="dialog" aria-label=${n ? t('bell.unread', {n, count: formatNumber(n)}) : t('bell.label')}
      @click=${this.#open}>${icon('bell')}${n ? html`<span class="p-badge" aria-hidden="true">${n > 99 ? '99+' : n}</span>` : nothing}</button>`;
  }
}

customElements.define('parley-bell', Bell);
