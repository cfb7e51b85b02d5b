// SPDX-License-Identifier: Apache-2.0
// The document needs a login, and every write the session's CSRF token: fetched once, sent along.
(async () => {
  const base = new URL('../v1/', document.baseURI);
  const answer = await fetch(new URL('session', base));
  if (!answer.ok) {
    const link = document.createElement('a');
    link.href = new URL('../../', document.baseURI).href;
    link.textContent = 'Log in first, then come back to this page.';
    document.getElementById('swagger-ui').append(link);
    return;
  }
  const {csrf} = await answer.json();
  window.SwaggerUIBundle({
    url: new URL('openapi.json', base).href,
    dom_id: '#swagger-ui',
    deepLinking: true,
    docExpansion: 'none',
    validatorUrl: null,
    requestInterceptor: (request) => {
      request.headers['X-CSRF-Token'] = csrf;
      return request;
    },
  });
})();
