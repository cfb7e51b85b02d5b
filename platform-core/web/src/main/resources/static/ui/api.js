// SPDX-License-Identifier: Apache-2.0
// Calls to the server. A call that is refused for want of a login waits for one and is made again, so that
// nothing a person typed is lost.
import {heard} from './net.js';
import {Signal} from './signal.js';

const root = new URL('api/v1/', document.baseURI);

// undefined: not known yet; null: nobody; else what GET /session answers.
export const session = new Signal(undefined);
// True while a login is wanted over a page that is already there.
export const loginWanted = new Signal(false);

export class Problem extends Error {
  constructor(status, body = {}) {
    super(body.detail || body.title || `HTTP ${status}`);
    this.status = status;
    this.code = body.code ?? (status ? 'http' : 'offline');
    this.title = body.title;
    this.detail = body.detail;
    this.errors = body.errors ?? [];
  }
}

let gate;

function wait() {
  if (!gate) {
    gate = {};
    gate.promise = new Promise((open) => { gate.open = open; });
  }
  return gate.promise;
}

// What waited is made again, unless the company demands a second factor first.
function goOn() {
  if (session.value.needs[0]) return;
  gate?.open();
  gate = undefined;
}

export function apiUrl(path, query) {
  const url = new URL(path, root);
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') url.searchParams.set(name, value);
  }
  return url;
}

async function send(method, path, {query, body, headers, signal} = {}) {
  const init = {method, signal, headers: {Accept: 'application/json', ...headers}, credentials: 'same-origin'};
  if (body instanceof Blob) {
    init.body = body;
  } else if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers['Content-Type'] = 'application/json';
  }
  if (method !== 'GET' && session.value) init.headers['X-CSRF-Token'] = session.value.csrf;
  let response;
  try {
    response = await fetch(apiUrl(path, query), init);
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    heard(false);
    throw new Problem(0, {code: 'offline', title: 'offline'});
  }
  heard(true);
  if (response.status === 204) return null;
  const json = /json/.test(response.headers.get('Content-Type') ?? '');
  const data = json ? await response.json().catch(() => null) : null;
  if (!response.ok) throw new Problem(response.status, data ?? {});
  return data;
}

async function call(method, path, options) {
  for (let tries = 0; ; tries++) {
    try {
      return await send(method, path, options);
    } catch (problem) {
      if (problem.status === 401 && path !== 'session') {
        loginWanted.value = true;
        await wait();
      } else if (problem.code === 'second_factor_needed' && tries < 3) {
        await findSession();
        if (session.value?.needs[0]) await wait();
      } else if (problem.code === 'csrf' && tries === 0) {
        session.value = await send('GET', 'session');
      } else {
        throw problem;
      }
    }
  }
}

export const api = {
  get: (path, query, options) => call('GET', path, {query, ...options}),
  post: (path, body, options) => call('POST', path, {body, ...options}),
  patch: (path, body, {version, ...options} = {}) =>
    call('PATCH', path, {body, ...options, headers: version ? {'If-Match': `"${version}"`} : undefined}),
  put: (path, body, options) => call('PUT', path, {body, ...options}),
  delete: (path, options) => call('DELETE', path, options),
};

export async function findSession() {
  try {
    session.value = await send('GET', 'session');
    if (!loginWanted.value) goOn();
  } catch (problem) {
    if (problem.status !== 401) throw problem;
    session.value = null;
  }
}

export async function signIn(username, password, code) {
  enter(await send('POST', 'session', {body: {username, password, code}}));
}

// Goes on where another tab has logged in meanwhile.
export async function signedInElsewhere() {
  enter(await send('GET', 'session'));
}

function enter(now) {
  const before = session.value;
  if (before && before.user.id !== now.user.id) {
    location.reload();
    return;
  }
  session.value = now;
  loginWanted.value = false;
  goOn();
}

// Whom a link is for, and getting in by it: with nobody logged in, or somebody else.
export const lookAtInvitation = (token) => send('POST', 'invitation', {body: {token}});

export async function acceptInvitation(token, password) {
  const before = session.value;
  const now = await send('POST', 'invitation/accept', {body: {token, password}});
  if (before || !now) {
    location.assign(document.baseURI);
    return;
  }
  session.value = now;
}

export async function signOut() {
  await send('DELETE', 'session').catch(() => {});
  location.assign(new URL('login', document.baseURI));
}
