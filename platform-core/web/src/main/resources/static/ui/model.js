// SPDX-License-Identifier: Apache-2.0
// What the server told about record types and about what plugins add to the screen.
import {api, session} from './api.js';
import {onEvent} from './events.js';
import {literal} from './fiql.js';
import {labels} from './i18n.js';
import {Signal} from './signal.js';

export const types = new Signal(new Map());
export const contributions = new Signal([]);

export const typeNamed = (name) => types.value.get(name);

// Runs one load at a time; a call while one runs causes exactly one more.
function coalesced(load) {
  let running;
  let again;
  return () => {
    if (running) {
      again = true;
      return running;
    }
    running = (async () => {
      do {
        again = false;
        await load();
      } while (again);
    })().finally(() => { running = undefined; });
    return running;
  };
}

// A list needs little of what there is to know: the rest comes with the first part that is fetched.
let brief;
let whole;

const askTypes = async () => (await api.get('types', {lang: labels, brief})).items;

const loadTypes = coalesced(async () => {
  const asked = brief;
  let items = await askTypes();
  if (asked !== brief) items = await askTypes();
  // As they stand in the navigation, then the others.
  items.sort((a, b) => (a.nav?.order ?? Infinity) - (b.nav?.order ?? Infinity) || 0);
  types.value = new Map(items.map((type) => [type.name, type]));
});

const loadContributions = coalesced(async () => {
  const {items} = await api.get('ui', {lang: labels});
  contributions.value = items.sort((a, b) => (a.order ?? 100) - (b.order ?? 100) || a.label.localeCompare(b.label));
});

export async function loadModel(little) {
  brief = little || undefined;
  await Promise.all([loadTypes(), loadContributions()]);
}

// The rest of what is known of types, put where the little is already: nobody who has that needs to be drawn anew.
// Nor has who must first set up a second factor to wait for it: nothing is told them.
export function wholeTypes() {
  if (session.value?.needs[0]) return undefined;
  if (!brief) return whole;
  brief = undefined;
  whole = askTypes().then((items) => {
    for (const {fields, ...more} of items) {
      const type = typeNamed(more.name);
      for (const field of type ? fields : []) Object.assign(fieldNamed(type, field.name) ?? {}, field);
      Object.assign(type ?? {}, more);
    }
  }).catch((problem) => {
    brief = true;
    throw problem;
  });
  return whole;
}

export function followModel() {
  onEvent('model', loadTypes);
  onEvent('plugin', loadContributions);
  onEvent('reset', () => loadModel(brief));
}

export const fieldNamed = (type, name) => type?.fields.find((field) => field.name === name);

// The fields a title is made of, e.g. first_name and last_name.
export function titleFields(type) {
  const names = [...(type.title ?? '').matchAll(/\{([a-z0-9_]+)/g)].map((match) => match[1]);
  return names.map((name) => fieldNamed(type, name)).filter(Boolean);
}

// Whether a reference points to records of one type, so that an id says it all.
export const refersToOne = (field) => field?.to?.length === 1 && !['*', 'party'].includes(field.to[0]);

// The types whose records a reference may point to.
export function targetsOf(field) {
  const all = [...types.value.values()];
  if (field.to?.includes('*')) return all.filter((type) => type.nav);
  if (field.to?.includes('party')) return all.filter((type) => type.party && type.state === 'active');
  return (field.to ?? []).map(typeNamed).filter(Boolean);
}

// Not shown in a list unless a view says so.
const UNLISTED = ['longtext', 'richtext', 'json', 'many'];

// Columns of a list: the fields a view names, and the title as a column of its own.
export function columnsOf(type, view) {
  const names = view?.columns?.length
    ? view.columns
    : ['title', ...type.fields.filter((field) => !field.system && !UNLISTED.includes(field.kind)).map((f) => f.name)].slice(0, 6);
  return names
    .map((name) => (name === 'title' ? {name, label: type.label, kind: 'title', sortable: titleSort(type) !== null}
      : fieldNamed(type, name)))
    .filter((column) => column && column.kind !== 'many')
    // A reference sorts by its id, which tells a reader nothing.
    .map((column) => (['reference', 'user'].includes(column.kind) ? {...column, sortable: false} : column));
}

export function titleSort(type) {
  const fields = titleFields(type).filter((field) => field.sortable);
  return fields.length ? fields.slice(0, 3).map((field) => field.name) : null;
}

const TEXTS = ['text', 'email', 'phone', 'url'];

// FIQL for "every word is somewhere in the title", or null if there is nothing to look in. `begins`: one of the
// title's texts begins with all of it, which an index answers.
export function titleFilter(type, words, {begins = false} = {}) {
  let fields = titleFields(type).filter((field) => TEXTS.includes(field.kind));
  if (!fields.length) fields = type.fields.filter((field) => TEXTS.includes(field.kind) && !field.system).slice(0, 3);
  const parts = words.trim().split(/\s+/).filter(Boolean);
  if (!fields.length || !parts.length) return null;
  if (begins) return fields.map((field) => `${field.name}==${literal(`${words.trim()}*`)}`).join(',');
  return parts
    .map((word) => `(${fields.map((field) => `${field.name}==${literal(`*${word}*`)}`).join(',')})`)
    .join(';');
}

export const allOf = (...filters) => filters.filter(Boolean).map((filter) => `(${filter})`).join(';') || undefined;
