// SPDX-License-Identifier: Apache-2.0
// Every text of the shell is here by key, those of late parts once the first of them is fetched (lazy.js). Labels of types and fields come from the server.
import en from './en.json' with {type: 'json'};

const KEPT = 'parley-language';
// A language nobody speaks: English in brackets, so that what is not translatable shows. Its second form reads from the right.
const PSEUDO = ['en-XA', 'en-XB'];

export const languages = {en: 'English', de: 'Deutsch'};

function stored(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function supported(tag) {
  try {
    return tag && Intl.NumberFormat.supportedLocalesOf(tag)[0];
  } catch {
    return undefined;
  }
}

const kept = () => stored(KEPT);

const known = (tag) => tag && (PSEUDO.includes(tag) || tag.slice(0, 2) in languages);
const tag = [kept(), ...navigator.languages].find(known) ?? 'en';
const pseudo = PSEUDO.includes(tag);

export const language = pseudo ? 'en' : tag.slice(0, 2);
// What the server is asked for; nothing where its descriptors say it already.
export const labels = pseudo ? 'en-XA' : language === 'en' ? undefined : language;
const FORMATS = 'parley-formats';
// Numbers and dates by the habits a person has chosen, else as the browser has them in the language of the texts.
export const locale = supported(stored(FORMATS)) ?? navigator.languages.find((one) => one.startsWith(language)) ?? language;
const plurals = new Intl.PluralRules(language);
document.documentElement.lang = language;
document.documentElement.dir = tag === 'en-XB' ? 'rtl' : 'ltr';

let texts = en;

// Must be over before anything is drawn.
export async function loadTexts() {
  if (language === 'de') ({texts} = await import('./de.js'));
}

export const addTexts = (more) => Object.assign(en, more);

export function speak(chosen) {
  localStorage.setItem(KEPT, chosen);
  location.reload();
}

// What the person has chosen holds where this browser was told nothing else. Whether the page has to be drawn anew for it.
export function settle({language: spoken, formats}) {
  const news = [];
  if (!kept() && spoken && spoken.slice(0, 2) in languages && spoken.slice(0, 2) !== language) news.push([KEPT, spoken.slice(0, 2)]);
  if ((stored(FORMATS) ?? '') !== (formats ?? '')) news.push([FORMATS, formats ?? '']);
  try {
    for (const [name, value] of news) {
      if (value) localStorage.setItem(name, value);
      else localStorage.removeItem(name);
    }
  } catch {
    return false;
  }
  return news.length > 0;
}

// A text as it is shown: in the pseudo-locale one sees that it can be translated.
export const shown = (found) => (pseudo ? `⟦${found}⟧` : found);

function text(key, values) {
  const counted = values?.n === undefined ? undefined : `${key}.${plurals.select(values.n)}`;
  return shown(texts[counted] ?? texts[`${key}.other`] ?? texts[key] ?? en[counted] ?? en[`${key}.other`] ?? en[key] ?? key);
}

export const has = (key) => key in en;

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
