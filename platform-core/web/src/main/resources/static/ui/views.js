// SPDX-License-Identifier: Apache-2.0
// The ways to look at the records of one type: those that modules bring, and those that people save. What is changed in
// passing stands in the address, so that a link shows what its sender saw.
import {api, session} from './api.js';
import {onEvent} from './events.js';
import {allOf, fieldNamed, titleSort} from './model.js';
import {Signal} from './signal.js';

const saved = new Map();
let following;

// The saved views of a type: a signal of records, fetched when first asked for and kept up to date.
export function savedViews(type) {
  if (!saved.has(type.name)) {
    saved.set(type.name, new Signal([]));
    load(type.name);
  }
  following ??= [onEvent('record', (event) => { if (event.type === 'view') reload(); }), onEvent('reset', reload)];
  return saved.get(type.name);
}

async function load(name) {
  const page = await api.get('records/view', {filter: `target==${name}`, sort: 'name', limit: 100}).catch(() => null);
  if (page) saved.get(name).value = page.items;
}

const reload = () => Promise.all([...saved.keys()].map(load));

export const reloadViews = reload;

function ofRecord(record) {
  const {name, kind, filter, sort, settings, shared, owner} = record.fields;
  const {columns = [], ...more} = settings ?? {};
  return {...more, key: String(record.id), label: name, kind, filter, sort, shared, record,
    columns: columns.map((column) => column.name),
    widths: Object.fromEntries(columns.filter(({width}) => width).map(({name: column, width}) => [column, width])),
    own: owner === session.value.user.id};
}

const stageOf = (type) => type.fields.find((field) => field.kind === 'choice' && !field.system);

// All views of a type, the modules' first.
export function viewsOf(type) {
  const brought = (type.views ?? []).map((view) => ({...view, key: view.name, widths: {}}));
  const first = brought.length ? brought : [{key: 'all', name: 'all', label: type.plural, kind: 'list', sort: '-modified_at', columns: [], widths: {}}];
  return [...first, ...savedViews(type).value.map(ofRecord)];
}

// A view as the address changes it: `where` and `sort` take the place of its own, `cols` says columns and widths.
export function viewAsked(type, query) {
  const views = viewsOf(type);
  const base = views.find((view) => view.key === query.get('view')) ?? views.find((view) => view.kind === 'list') ?? views[0];
  const columns = query.get('cols')?.split(',').map((column) => column.split(':'));
  const view = {...base,
    filter: query.has('where') ? query.get('where') : base.filter ?? '',
    sort: query.get('sort') ?? base.sort,
    group: query.get('by') ?? base.group ?? stageOf(type)?.name,
    kind: query.get('as') ?? base.kind,
    ...(columns ? {columns: columns.map(([name]) => name),
      widths: Object.fromEntries(columns.filter(([, width]) => width).map(([name, width]) => [name, Number(width)]))} : {})};
  view.changed = ['where', 'sort', 'cols', 'by', 'as'].some((name) => query.has(name));
  view.whole = allOf(view.filter, query.get('filter'));
  return view;
}

export const canBoard = (type) => Boolean(stageOf(type));
export const canDate = (type) => type.fields.some(({kind, system}) => /^date/.test(kind) && !system);

// What a list is sorted by when a column's head is pressed.
export const sortOf = (type, column) => (column.kind === 'title' ? titleSort(type) : [column.name]);

export const sumOf = (type, view) => fieldNamed(type, view.sum) ?? type.fields.find((field) => field.kind === 'money' && !field.system);
