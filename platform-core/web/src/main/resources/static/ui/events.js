// SPDX-License-Identifier: Apache-2.0
// Live events. All tabs of the browser share one connection: over HTTP/1.1 a browser opens six to a host, and a seventh
// tab would hang. A lock chooses the tab that holds it and tells the others; where there are no locks, on plain HTTP to
// another host, a worker of all tabs does.
import {apiUrl, session} from './api.js';
import {heard} from './net.js';

const NAMES = ['hello', 'record', 'model', 'plugin', 'progress', 'reset'];
const listeners = new Map(NAMES.map((name) => [name, new Set()]));
const channel = new BroadcastChannel('parley-events');
let position;
let source;
let release;
let retry;

// Calls the handler with the event's data until the function it answers is called.
export function onEvent(name, handler) {
  listeners.get(name).add(handler);
  return () => listeners.get(name).delete(handler);
}

function tell(name, data, id) {
  if (name === 'hello') {
    // A new connection, perhaps another tab's: whatever came in between is unknown.
    const missed = position !== undefined && data.position !== position;
    position = data.position;
    if (missed) tell('reset', {});
    return;
  }
  if (id) position = Number(id);
  for (const handler of [...listeners.get(name)]) {
    try {
      handler(data);
    } catch (error) {
      reportError(error);
    }
  }
}

function connect() {
  source = new EventSource(apiUrl('events'));
  for (const name of NAMES) {
    source.addEventListener(name, (event) => {
      const message = {name, data: JSON.parse(event.data || '{}'), id: event.lastEventId};
      channel.postMessage(message);
      tell(message.name, message.data, message.id);
    });
  }
  source.addEventListener('open', () => heard(true));
  source.addEventListener('error', () => {
    if (source && navigator.onLine === false) heard(false);
    // EventSource tries again by itself unless the answer was not a stream, e.g. 401 or 503.
    if (source?.readyState === EventSource.CLOSED) retry = setTimeout(connect, 3000);
  });
}

function disconnect() {
  clearTimeout(retry);
  source?.close();
  source = undefined;
  release?.();
  release = undefined;
}

function share() {
  const {port} = new SharedWorker(new URL('stream.js', import.meta.url), {type: 'module'});
  port.onmessage = ({data: {name, data, id, open}}) => {
    if (name) tell(name, data, id);
    else if (open || navigator.onLine === false) heard(open);
  };
  port.postMessage({url: new URL(apiUrl('events'), document.baseURI).href, names: NAMES});
  release = () => port.postMessage({});
}

function lead() {
  if (!navigator.locks) {
    if (globalThis.SharedWorker) share();
    else connect();
    return;
  }
  navigator.locks.request('parley-events', () => {
    connect();
    return new Promise((done) => { release = done; });
  });
}

export function startEvents() {
  channel.addEventListener('message', ({data}) => {
    if (!source) tell(data.name, data.data, data.id);
  });
  addEventListener('pagehide', disconnect);
  addEventListener('pageshow', (event) => {
    if (event.persisted && session.value) lead();
  });
  lead();
}
