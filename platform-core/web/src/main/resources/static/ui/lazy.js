// SPDX-License-Identifier: Apache-2.0
// Parts of the shell that are fetched when first wanted.
import {addTexts} from './i18n.js';
import {typeNamed, wholeTypes} from './model.js';

const RELOADED = 'parley-reloaded';

let common;
let reader;

// Texts and styles that the first page does without.
function kit() {
  common ??= import('./late.js').then(async ({texts, styles, readDate: read}) => {
    addTexts(texts);
    reader = read;
    await styles;
  });
  common.catch(() => { common = undefined; });
  return common;
}

// What all parts need before they are drawn: these, and what is told of types.
export const late = () => Promise.all([kit(), wholeTypes()]);

// The day that somebody means, as 2026-12-24; null for nothing, undefined for what is no day. What reads it comes with the
// parts: no part and no plugin is there before it.
export const readDate = (...said) => reader(...said);

// Fetches a part. When it is not there any more, the platform was renewed under an open page: the page is loaded anew,
// once, and then is of one piece again. `alone`: it needs nothing that waits for a login.
export async function part(load, {alone = false} = {}) {
  try {
    await (alone ? kit() : late());
    return await load();
  } catch (error) {
    const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
    if (navigator.onLine && Date.now() - last > 60_000) {
      sessionStorage.setItem(RELOADED, String(Date.now()));
      location.reload();
    }
    throw error;
  }
}

// The create or edit dialog: a promise of the saved record, or null when it was left.
export async function openForm(typeName, {record = null, preset = {}} = {}) {
  const {showForm} = await part(() => import('./form.js'));
  return showForm({type: typeNamed(typeName), record, preset});
}
