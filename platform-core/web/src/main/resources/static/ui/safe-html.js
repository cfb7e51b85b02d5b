// SPDX-License-Identifier: Apache-2.0
// Rich text as it may be shown. The server made it safe when it was written; what comes from a clipboard, or has not been
// saved yet, has only this. It works on an inert document: nothing in it runs or loads.
const KEPT = new Set(['P', 'BR', 'HR', 'DIV', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'UL', 'OL', 'LI', 'B', 'STRONG', 'I', 'EM', 'U', 'S', 'DEL',
  'SUB', 'SUP', 'MARK', 'CODE', 'PRE', 'BLOCKQUOTE', 'TABLE', 'CAPTION', 'THEAD', 'TBODY', 'TFOOT', 'TR', 'TH', 'TD', 'A', 'IMG']);
const SILENT = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT', 'IFRAME', 'OBJECT', 'HEAD', 'TITLE', 'META', 'LINK']);
const ATTRIBUTES = {
  A: {href: /^(https?:|mailto:)/i, title: /./},
  IMG: {src: /^(https:|cid:|\/api\/v1\/)/i, alt: /./, title: /./, width: /^\d{1,4}$/, height: /^\d{1,4}$/},
  OL: {start: /^\d{1,4}$/}, TH: {colspan: /^\d{1,4}$/, rowspan: /^\d{1,4}$/, scope: /^[a-z]+$/},
  TD: {colspan: /^\d{1,4}$/, rowspan: /^\d{1,4}$/},
};

function clean(element) {
  for (const child of [...element.childNodes]) {
    if (child.nodeType === Node.TEXT_NODE) continue;
    if (child.nodeType !== Node.ELEMENT_NODE || SILENT.has(child.nodeName)) {
      child.remove();
      continue;
    }
    clean(child);
    if (!KEPT.has(child.nodeName)) {
      child.replaceWith(...child.childNodes);
      continue;
    }
    const allowed = ATTRIBUTES[child.nodeName] ?? {};
    for (const {name, value} of [...child.attributes]) {
      if (!allowed[name]?.test(value.trim())) child.removeAttribute(name);
    }
  }
}

export function safeHtml(html) {
  const {body} = new DOMParser().parseFromString(html ?? '', 'text/html');
  clean(body);
  return body.innerHTML;
}

// The text of it, on one line.
export function htmlText(html) {
  const {body} = new DOMParser().parseFromString(html ?? '', 'text/html');
  for (const block of body.querySelectorAll('p, div, li, h1, h2, h3, h4, h5, h6, br, tr, td, th, blockquote, pre')) block.append(' ');
  for (const silent of body.querySelectorAll('script, style, template')) silent.remove();
  return body.textContent.replace(/\s+/g, ' ').trim();
}
