// SPDX-License-Identifier: Apache-2.0
// Every text of the shell is here by key. Labels of types and fields come from the server.
import en from './en.json' with {type: 'json'};

const languages = {en};
export const language = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => languages[tag]) ?? 'en';
// Numbers and dates as the reader has them, as far as the language of the texts goes.
export const locale = navigator.languages.find((tag) => tag.startsWith(language)) ?? language;
const plurals = new Intl.PluralRules(language);
document.documentElement.lang = language;

function text(key, values) {
  const texts = languages[language];
  const counted = values?.n === undefined ? undefined : `${key}.${plurals.select(values.n)}`;
  return texts[counted] ?? texts[`${key}.other`] ?? texts[key] ?? en[key] ?? key;
}

export function fill(pattern, values = {}) {
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// The text of a key. `n` chooses singular or plural; `{name}` is replaced from values.
export const t = (key, values) => fill(text(key, values), values);

// The same with templates as values: an array that Lit can draw.
export function rich(key, values) {
  return text(key, values).split(/\{(\w+)\}/).map((part, index) => (index % 2 ? values[part] : part));
}

const lower = (label) =>
  (language === 'de' || /^.[A-Z]/.test(label) ? label : label[0].toLowerCase() + label.slice(1));

// A type's label in the middle of a sentence.
export const noun = (type) => lower(type.label);
export const nouns = (type) => lower(type.plural);
