// SPDX-License-Identifier: Apache-2.0
import {Problem, api, apiUrl, findSession, session} from './api.js';

function send(file, {path = 'files', progress, signal}) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open('POST', apiUrl(path, {name: file.name}));
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
    if (session.value) request.setRequestHeader('X-CSRF-Token', session.value.csrf);
    request.responseType = 'json';
    request.upload.onprogress = (event) => progress(event.loaded / (event.total || 1));
    request.onload = () => {
      if (request.status === 201) done(request.response);
      else failed(new Problem(request.status, request.response ?? {}));
    };
    request.onerror = () => failed(new Problem(0, {code: 'offline', title: 'offline'}));
    request.onabort = () => failed(new DOMException('Cancelled', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

// Sends a file (to be kept with a record, unless `path` says what else) and answers what the server made of it. fetch() tells nothing of how far it is. When the login has
// ended, a harmless call waits for the next one, and the file is sent again.
export async function upload(file, options) {
  for (let tries = 0; ; tries++) {
    try {
      return await send(file, options);
    } catch (problem) {
      if (tries || options.signal.aborted) throw problem;
      if (problem.status === 401) await api.get('types/user');
      else if (problem.code === 'csrf') await findSession();
      else throw problem;
    }
  }
}
