// SPDX-License-Identifier: Apache-2.0
import {html} from 'lit';
import {ParleyElement, icon} from '@parley/ui';

export const texts = {
  en: {
    text: 'Register Parley as a client there, with this address to come back to:',
    label: 'Redirect address', copy: 'Copy', copied: 'Copied',
    flow: 'Authorization code with PKCE (S256).',
  },
  de: {
    text: 'Melde Parley dort als Client an, mit dieser Adresse für den Rückweg:',
    label: 'Rückkehradresse', copy: 'Kopieren', copied: 'Kopiert',
    flow: 'Authorization Code mit PKCE (S256).',
  },
};

// What whoever sets up a provider has to enter there.
export class ReturnAddress extends ParleyElement {
  view(_, {plugin, record, t, toast}) {
    const address = new URL(`api/v1/logins/${plugin}/${record.id}/return`, document.baseURI).href;
    const copy = async () => {
      await navigator.clipboard?.writeText(address);
      toast(t('copied'));
    };
    return html`<p class="p-small p-muted">${t('text')}</p>
      <input class="p-input p-code" readonly aria-label=${t('label')} .value=${address} @focus=${({target}) => target.select()}>
      <p class="p-small p-muted">${t('flow')}</p>
      <button class="p-button" @click=${copy}>${icon('copy')}${t('copy')}</button>`;
  }
}
