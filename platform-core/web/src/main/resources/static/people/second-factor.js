// SPDX-License-Identifier: Apache-2.0
import {Dialog, LightElement, api, formatDate, problemText, t, toast} from '@parley/ui';
import {html, nothing, svg} from 'lit';

// What is asked for beside the password: set up with an app, recovery codes, ended. `needed`: there is nothing else to do
// until it is set up, which a parley-set-up event says.
class SecondFactor extends LightElement {
  static properties = {needed: {type: Boolean}, username: {}, now: {state: true}, doing: {state: true}, offer: {state: true}, message: {state: true}, busy: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    if (this.needed) this.#ask('set');
    else this.#load();
  }

  async #load() {
    this.now = await api.get('account/second-factor').catch(() => undefined);
  }

  // Each thing that is done asks for the password first.
  #ask(doing) {
    this.doing = doing;
    this.message = undefined;
    this.updateComplete.then(() => this.querySelector('.p-input')?.focus());
  }

  #stop() {
    [this.doing, this.offer, this.message] = [];
  }

  async #try(event, work) {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.target));
    [this.busy, this.message] = [true];
    try {
      await work(values);
    } catch (problem) {
      this.message = problem.errors?.[0]?.message ?? problemText(problem);
      this.querySelector('.p-input')?.select();
    }
    this.busy = false;
  }

  #begin({password}) {
    const work = {
      set: async () => {
        this.offer = await api.post('account/second-factor', {password});
        this.updateComplete.then(() => this.querySelector('[name=code]').focus());
      },
      codes: async () => this.#show(await api.post('account/second-factor/codes', {password})),
      remove: async () => {
        await api.post('account/second-factor/remove', {password});
        toast(t('second.removed'));
        this.#stop();
        this.#load();
      },
    };
    return work[this.doing]();
  }

  async #confirm({code}) {
    const made = await api.post('account/second-factor/confirm', {code});
    await this.#show(made);
  }

  async #show({codes}) {
    if (this.needed) {
      await Dialog.show('parley-recovery', {codes});
      this.dispatchEvent(new CustomEvent('parley-set-up'));
      return;
    }
    this.#stop();
    this.#load();
    await Dialog.show('parley-recovery', {codes});
  }

  #cancel() {
    return this.needed ? nothing : html`<button type="button" class="p-button p-quiet" @click=${() => this.#stop()}>${t('action.cancel')}</button>`;
  }

  #password() {
    return html`<form class="p-inline-form" @submit=${(event) => this.#try(event, (values) => this.#begin(values))}>
      ${this.username ? html`<input type="hidden" name="username" autocomplete="username" value=${this.username}>` : nothing}
      <div class="p-field"><label for="p-second-password">${t(this.needed ? 'login.password' : 'profile.password.now')}</label><input class="p-input" id="p-second-password" name="password" type="password" autocomplete="current-password" required aria-describedby="p-second-error"></div>
      <p class="p-error" id="p-second-error" role="alert">${this.message ?? nothing}</p>
      <div class="p-acts"><button class="p-button p-primary" ?disabled=${this.busy}>${t(this.needed ? 'needed.next' : `second.${this.doing}`)}</button>${this.#cancel()}</div></form>`;
  }

  #picture() {
    const {picture, size, secret} = this.offer;
    return html`<form class="p-inline-form" @submit=${(event) => this.#try(event, (values) => this.#confirm(values))}>
      <p class="p-whole">${t('second.scan')}</p>
      <div class="p-second"><svg class="p-qr" viewBox="0 0 ${size} ${size}" role="img" aria-label=${t('second.picture')} shape-rendering="crispEdges"><rect width="100%" height="100%" fill="#fff"/>${svg`<path d=${picture} fill="#000"/>`}</svg>
        <div><p class="p-small p-muted">${t('second.typed')}</p><p><code class="p-code p-wrap">${secret.match(/.{1,4}/g).join(' ')}</code></p></div></div>
      <div class="p-field"><label for="p-second-code">${t('second.code')}</label><input class="p-input" id="p-second-code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="10" required aria-describedby="p-second-error"></div>
      <p class="p-error" id="p-second-error" role="alert">${this.message ?? nothing}</p>
      <div class="p-acts"><button class="p-button p-primary" ?disabled=${this.busy}>${t('second.confirm')}</button>${this.#cancel()}</div></form>`;
  }

  render() {
    if (this.needed) return this.offer ? this.#picture() : this.#password();
    if (!this.now) return nothing;
    const {since, codes, demanded} = this.now;
    const text = since ? html`<p>${t('second.on', {since: formatDate(since)})} <span class=${codes < 3 ? 'p-bad-text' : 'p-muted'}>${t('second.left', {count: codes})}</span>${demanded ? html` <span class="p-muted">${t('second.demanded')}</span>` : nothing}</p>` : html`<p class="p-muted">${t('second.text')}</p>`;
    if (this.offer) return html`${text}${this.#picture()}`;
    if (this.doing) return html`${text}${this.#password()}`;
    return html`${text}<div class="p-acts">${since
      ? html`<button type="button" class="p-button" @click=${() => this.#ask('codes')}>${t('second.codes')}</button><button type="button" class="p-button" @click=${() => this.#ask('set')}>${t('second.again')}</button>${demanded ? nothing : html`<button type="button" class="p-button p-bad-text" @click=${() => this.#ask('remove')}>${t('second.remove')}</button>`}`
      : html`<button type="button" class="p-button" @click=${() => this.#ask('set')}>${t('second.set')}</button>`}</div>`;
  }
}

customElements.define('parley-second-factor', SecondFactor);

// Codes for the day the phone is lost: shown once, to be kept elsewhere.
class Recovery extends Dialog {
  static properties = {codes: {}};

  get heading() {
    return t('second.codes.title');
  }

  get size() {
    return 'p-narrow';
  }

  #save() {
    const link = Object.assign(document.createElement('a'), {download: 'parley-recovery-codes.txt', href: URL.createObjectURL(new Blob([`${this.codes.join('\n')}\n`], {type: 'text/plain'}))});
    link.click();
    URL.revokeObjectURL(link.href);
  }

  body() {
    return html`<p>${t('second.codes.text')}</p><ul class="p-codes" aria-label=${t('second.codes.title')}>${this.codes.map((code) => html`<li><code class="p-code">${code}</code></li>`)}</ul>`;
  }

  foot() {
    return html`<button type="button" class="p-button" @click=${() => this.#save()}>${t('second.codes.save')}</button><button type="button" class="p-button p-primary" @click=${() => this.close(true)}>${t('people.done')}</button>`;
  }
}

customElements.define('parley-recovery', Recovery);
