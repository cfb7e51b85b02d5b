// SPDX-License-Identifier: Apache-2.0
// <parley-slot point="…">: what plugins add at one place of the page. It compares what should be there with what is,
// so that an element lives on while others come and go, and it keeps a contribution's failure inside its frame.
import {html, render} from 'lit';
import {api, session} from './api.js';
import {fill, language, shown, t} from './i18n.js';
import {late} from './lazy.js';
import {contributions} from './model.js';
import {icon} from './pieces.js';
import {navigate} from './router.js';
import {toast} from './toast.js';

const tagOf = ({plugin, hash}, part) => `x-${plugin}-${part.toLowerCase()}-${hash}`.replace(/[^a-z0-9-]/g, '');

// Defines one exported class and answers its tag. The subclass catches what drawing throws, and lets the same class
// stand under the tags of two versions.
function define(contribution, module, part) {
  const tag = tagOf(contribution, part);
  if (customElements.get(tag)) return tag;
  const Part = module[part];
  if (typeof Part !== 'function') throw new Error(`${contribution.module} does not export ${part}`);
  customElements.define(tag, class extends Part {
    performUpdate() {
      try {
        super.performUpdate?.();
      } catch (error) {
        this.dispatchEvent(new CustomEvent('parley-failed', {bubbles: true, detail: error}));
      }
    }
  });
  return tag;
}

export async function moduleOf(contribution) {
  await late();
  return import(new URL(contribution.module.replace(/^\//, ''), document.baseURI));
}

// What a contribution is told about where it stands.
export function contextFor(contribution, module, context) {
  const {point, plugin, version, name} = contribution;
  return {
    point, plugin, version, name, ...context, api, navigate, toast,
    session: session.value,
    tag: (part) => define(contribution, module, part),
    t: (key, values) => fill(shown(module.texts?.[language]?.[key] ?? module.texts?.en?.[key] ?? key), values),
  };
}

// The contributions to a point, for a type where the point is about records. The server tells of those that this user may see.
export function contributionsTo(point, typeName) {
  return contributions.value.filter((one) => one.point === point && (!one.types?.length || one.types.includes(typeName)));
}

class ParleySlot extends HTMLElement {
  #context = {};
  #shown = new Map();
  #stop;

  // {type, record} for points about records; set again whenever they change.
  get context() {
    return this.#context;
  }

  set context(context) {
    this.#context = context;
    this.#compare();
    for (const place of this.#shown.values()) this.#inform(place);
  }

  connectedCallback() {
    if (Object.hasOwn(this, 'context')) {
      const {context} = this;
      delete this.context;
      this.context = context;
    }
    this.#stop = contributions.subscribe(() => this.#compare(true));
    this.#compare();
  }

  disconnectedCallback() {
    this.#stop?.();
  }

  #compare(live = false) {
    if (!this.isConnected) return;
    const only = this.getAttribute('only');
    const wanted = contributionsTo(this.getAttribute('point'), this.#context.type?.name)
      .filter((one) => !only || `${one.plugin}/${one.name}` === only);
    const keys = new Set(wanted.map((one) => `${one.plugin}/${one.name}`));
    for (const [key, place] of this.#shown) if (!keys.has(key)) this.#leave(key, place);
    let before = null;
    for (const contribution of wanted.toReversed()) {
      const key = `${contribution.plugin}/${contribution.name}`;
      const place = this.#shown.get(key) ?? this.#enter(key, contribution, live);
      place.leaving = false;
      if (place.frame.parentNode !== this || place.frame.nextSibling !== before) this.insertBefore(place.frame, before);
      before = place.frame;
      if (place.contribution?.module !== contribution.module) this.#load(place, contribution);
    }
    this.toggleAttribute('empty', !this.#shown.size);
  }

  #enter(key, contribution, live) {
    const framed = this.hasAttribute('framed');
    const frame = document.createElement(framed ? 'section' : 'div');
    frame.className = framed ? `p-card p-frame${live ? ' p-arrived' : ''}` : 'p-bare';
    frame.dataset.plugin = contribution.plugin;
    const body = document.createElement('div');
    if (framed) {
      const head = document.createElement('h2');
      head.className = 'p-card-title';
      render(html`${icon(contribution.icon ?? 'plug')}${contribution.label}`, head);
      frame.setAttribute('aria-label', contribution.label);
      frame.append(head);
    }
    frame.append(body);
    const place = {frame, body, element: null, contribution: null, leaving: false, typed: false};
    frame.addEventListener('input', () => { place.typed = true; });
    for (const name of ['submit', 'parley-saved']) frame.addEventListener(name, () => this.#settled(key, place));
    frame.addEventListener('parley-failed', (event) => this.#fail(place, event.detail));
    this.#shown.set(key, place);
    return place;
  }

  async #load(place, contribution) {
    place.contribution = contribution;
    try {
      const module = await moduleOf(contribution);
      const tag = define(contribution, module, contribution.export);
      if (place.contribution !== contribution) return;
      place.next = {contribution, module, tag};
      if (!this.#dirty(place)) this.#swap(place);
    } catch (error) {
      this.#fail(place, error);
    }
  }

  #swap(place) {
    const {module, tag} = place.next;
    place.next = undefined;
    place.module = module;
    place.typed = false;
    const element = document.createElement(tag);
    place.element = element;
    this.#inform(place);
    place.body.replaceChildren(element);
  }

  #inform(place) {
    if (!place.element) return;
    try {
      place.element.ctx = contextFor(place.contribution, place.module, this.#context);
    } catch (error) {
      this.#fail(place, error);
    }
  }

  #dirty(place) {
    return Boolean(place.element) && (place.element.dirty === undefined ? place.typed : Boolean(place.element.dirty));
  }

  // Unsaved input was saved: now what waited for it may happen.
  #settled(key, place) {
    place.typed = false;
    queueMicrotask(() => {
      if (place.leaving) this.#leave(key, place);
      else if (place.next && !this.#dirty(place)) this.#swap(place);
    });
  }

  #leave(key, place) {
    if (this.#dirty(place)) {
      place.leaving = true;
      return;
    }
    place.frame.remove();
    this.#shown.delete(key);
  }

  #fail(place, error) {
    console.error(`Plugin ${place.contribution?.plugin}:`, error);
    place.element = null;
    const note = document.createElement('p');
    note.className = 'p-muted p-small';
    note.textContent = t('slot.failed', {plugin: place.contribution?.plugin});
    place.body.replaceChildren(note);
  }
}

customElements.define('parley-slot', ParleySlot);
