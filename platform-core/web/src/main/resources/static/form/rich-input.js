// SPDX-License-Identifier: Apache-2.0
import {LightElement, icon, safeHtml, t} from '@parley/ui';
import {html, nothing} from 'lit';

// What the toolbar can do: its name, an icon, the browser's command and its argument.
const TOOLS = [
  ['bold', 'bold', 'bold'], ['italic', 'italic', 'italic'], ['heading', 'heading', 'formatBlock', 'h3'],
  ['bullets', 'list', 'insertUnorderedList'], ['numbers', 'list-ordered', 'insertOrderedList'],
  ['quote', 'text-quote', 'formatBlock', 'blockquote'], ['link', 'link', 'createLink'],
];
const block = () => document.queryCommandValue('formatBlock');

// Text with a little formatting. The editing is the browser's own; what it makes passes through safeHtml on its way out
// and what is pasted on its way in.
class RichInput extends LightElement {
  static properties = {
    field: {attribute: false}, value: {attribute: false}, control: {attribute: false},
    active: {state: true}, linking: {state: true}, tool: {state: true},
  };

  constructor() {
    super();
    this.active = new Set();
    this.tool = 0;
    this.onSelection = () => this.#look();
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('selectionchange', this.onSelection);
    this.whileConnected(() => document.removeEventListener('selectionchange', this.onSelection));
  }

  get #text() {
    return this.querySelector('.p-rich');
  }

  firstUpdated() {
    // An empty paragraph from the start: else the first line would be no paragraph.
    this.#text.innerHTML = safeHtml(this.value) || '<p><br></p>';
    document.execCommand('defaultParagraphSeparator', false, 'p');
  }

  #look() {
    if (!this.#text?.contains(getSelection()?.anchorNode)) return;
    this.active = new Set(TOOLS.filter(([, , command, argument]) => (argument ? block() === argument
      : command === 'createLink' ? this.#link : document.queryCommandState(command))).map(([name]) => name));
  }

  get #link() {
    const {anchorNode} = getSelection();
    return (anchorNode?.nodeType === Node.ELEMENT_NODE ? anchorNode : anchorNode?.parentElement)?.closest('a');
  }

  #changed() {
    // Browsers put lists into paragraphs, which come apart as empty ones around them.
    const clean = safeHtml(this.#text.innerHTML).replaceAll('<p></p>', '');
    const empty = !this.#text.textContent.trim() && !this.#text.querySelector('img, hr');
    this.dispatchEvent(new CustomEvent('parley-pick', {detail: {value: empty ? null : clean}, bubbles: true}));
  }

  #run([name, , command, argument]) {
    this.#text.focus();
    if (command === 'createLink') {
      if (this.#link) {
        document.execCommand('unlink');
      } else {
        this.range = getSelection().rangeCount ? getSelection().getRangeAt(0) : undefined;
        this.linking = true;
        this.updateComplete.then(() => this.querySelector('.p-rich-link input').focus());
        return;
      }
    } else {
      document.execCommand(command, false, argument && this.active.has(name) ? 'p' : argument);
    }
    this.#look();
    this.#changed();
  }

  #toLink() {
    const typed = this.querySelector('.p-rich-link input').value.trim();
    const address = /^(https?:|mailto:)/i.test(typed) ? typed : typed.includes('@') ? `mailto:${typed}` : `https://${typed}`;
    this.#unlink();
    if (!typed) return;
    if (getSelection().isCollapsed) {
      const link = document.createElement('a');
      link.href = address;
      link.textContent = typed;
      document.execCommand('insertHTML', false, link.outerHTML);
    } else {
      document.execCommand('createLink', false, address);
    }
    this.#changed();
  }

  // Back from the link's address to where one was in the text.
  #unlink() {
    this.linking = false;
    this.#text.focus();
    if (!this.range) return;
    getSelection().removeAllRanges();
    getSelection().addRange(this.range);
  }

  #linkKeys(event) {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Enter') this.#toLink();
    else this.#unlink();
  }

  #toolKeys(event) {
    const step = {ArrowLeft: -1, ArrowRight: 1}[event.key];
    if (!step) return;
    event.preventDefault();
    this.tool = (this.tool + step + TOOLS.length) % TOOLS.length;
    this.updateComplete.then(() => this.querySelectorAll('[role=toolbar] button')[this.tool].focus());
  }

  #paste(event) {
    const {clipboardData: data} = event;
    if (!data || data.files.length) {
      event.preventDefault();
      return;
    }
    event.preventDefault();
    const rich = data.getData('text/html');
    if (rich) document.execCommand('insertHTML', false, safeHtml(rich));
    else document.execCommand('insertText', false, data.getData('text/plain'));
  }

  // Enter makes a paragraph here; whoever is around must not take it for "save".
  #keys(event) {
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) event.stopPropagation();
  }

  render() {
    const {id, invalid, describedby} = this.control;
    return html`<div class="p-rich-box p-input" aria-invalid=${invalid}>
      <div role="toolbar" aria-label=${t('rich.toolbar', {label: this.field.label})} aria-controls=${id} @keydown=${this.#toolKeys}>
        ${TOOLS.map((tool, index) => html`<button type="button" class="p-button p-quiet p-only-icon"
            tabindex=${index === this.tool ? 0 : -1} aria-label=${t(`rich.${tool[0]}`)} title=${t(`rich.${tool[0]}`)}
            aria-pressed=${this.active.has(tool[0])} @pointerdown=${(event) => event.preventDefault()}
            @click=${() => { this.tool = index; this.#run(tool); }}>${icon(tool[1])}</button>`)}</div>
      ${this.linking ? html`<div class="p-rich-link"><input class="p-input" inputmode="url" autocomplete="off"
          aria-label=${t('rich.address')} placeholder=${t('rich.address')} @keydown=${this.#linkKeys}><button type="button"
          class="p-button" @click=${() => this.#toLink()}>${t('rich.link')}</button></div>` : nothing}
      <div class="p-rich" id=${id} contenteditable="true" role="textbox" aria-multiline="true" aria-labelledby="${id}-label"
        aria-describedby=${describedby} aria-invalid=${invalid} aria-required=${this.field.required ? 'true' : nothing}
        @input=${() => this.#changed()} @paste=${this.#paste} @keydown=${this.#keys}></div></div>`;
  }
}

customElements.define('parley-rich', RichInput);
