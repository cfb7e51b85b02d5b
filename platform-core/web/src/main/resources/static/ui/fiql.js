// SPDX-License-Identifier: Apache-2.0
// FIQL as people build it: a flat list of comparisons that all, or any, must hold. What is more than that is left to
// be edited as text. Grammar: docs/reference/rest.md#filters.
const TOKEN = /\s*(?:([();,])|(==|!=|<=|>=|<|>|=[a-z]*=)|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^"'();,<>=!~\s]+))/y;
const SIGNS = {'=lt=': '<', '=le=': '<=', '=gt=': '>', '=ge=': '>='};

function tokens(text) {
  const found = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text);
    if (!match) throw new Error('unreadable');
    const [, mark, sign, double, single, plain] = match;
    const quoted = double ?? single;
    found.push(mark ? {mark} : sign ? {sign: SIGNS[sign] ?? sign} : {word: quoted?.replace(/\\(.)/g, '$1') ?? plain});
  }
  return found;
}

class Reader {
  constructor(text) {
    this.rest = tokens(text);
  }

  take(kind, value) {
    const [next] = this.rest;
    if (next?.[kind] === undefined || (value && next[kind] !== value)) return undefined;
    return this.rest.shift()[kind];
  }

  list(mark, each) {
    const parts = [each()];
    while (this.take('mark', mark)) parts.push(each());
    return parts.length === 1 ? parts[0] : {mode: mark === ';' ? 'all' : 'any', parts};
  }

  any() {
    return this.list(',', () => this.list(';', () => this.one()));
  }

  one() {
    if (this.take('mark', '(')) {
      const inner = this.any();
      if (!this.take('mark', ')')) throw new Error('unclosed');
      return inner;
    }
    const [selector, sign] = [this.take('word'), this.take('sign')];
    if (!selector || !sign) throw new Error('no comparison');
    return {selector, sign, values: this.values()};
  }

  values() {
    if (!this.take('mark', '(')) return [this.word()];
    const values = [this.word()];
    while (this.take('mark', ',')) values.push(this.word());
    if (!this.take('mark', ')')) throw new Error('unclosed');
    return values;
  }

  word() {
    const word = this.take('word');
    if (word === undefined) throw new Error('no value');
    return word;
  }
}

function flat(node, mode) {
  if (node.selector) return [node];
  if (node.mode !== mode) return null;
  const parts = node.parts.map((part) => flat(part, mode));
  return parts.includes(null) ? null : parts.flat();
}

// {mode: 'all' | 'any', items: [{selector, sign, values}]}, or null where it is no flat list.
export function parseFilter(text) {
  if (!text?.trim()) return {mode: 'all', items: []};
  try {
    const reader = new Reader(text);
    const root = reader.any();
    if (reader.rest.length) return null;
    const mode = root.mode ?? 'all';
    const items = flat(root, mode);
    return items && {mode, items};
  } catch {
    return null;
  }
}

export const literal = (word) => (word === '' || /[\s"'();,=<>!~\\]/.test(word) ? `"${word.replace(/["\\]/g, '\\$&')}"` : word);

export function printFilter({mode, items}) {
  return items.map(({selector, sign, values}) => selector + sign
    + (values.length > 1 || ['=in=', '=out='].includes(sign) ? `(${values.map(literal).join(',')})` : literal(values[0] ?? '')))
    .join(mode === 'any' ? ',' : ';');
}
