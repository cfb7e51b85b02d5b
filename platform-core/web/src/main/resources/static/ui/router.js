// SPDX-License-Identifier: Apache-2.0
// Addresses are relative to the page's <base>, so the shell can live under any prefix.
import {Signal} from './signal.js';

const base = new URL('.', document.baseURI);

function here() {
  const path = decodeURI(location.pathname.slice(base.pathname.length)).replace(/\/+$/, '');
  return {path, parts: path.split('/').filter(Boolean), query: new URLSearchParams(location.search)};
}

export const route = new Signal(here());

export function navigate(path, {replace = false} = {}) {
  const url = new URL(path, base);
  if (url.href === location.href) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', url);
  route.value = here();
}

// The path of this page with some of its query changed; null or '' removes.
export function withQuery(changes) {
  const {path, query} = route.value;
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  return next.size ? `${path}?${next}` : path;
}

export function startRouter() {
  addEventListener('popstate', () => { route.value = here(); });
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.composedPath().find((node) => node.localName === 'a' && node.href);
    if (!link || link.target || link.hasAttribute('download') || !link.href.startsWith(base.href)) return;
    if (new URL(link.href).pathname.startsWith(`${base.pathname}api/`)) return;
    event.preventDefault();
    navigate(link.href);
  });
}
