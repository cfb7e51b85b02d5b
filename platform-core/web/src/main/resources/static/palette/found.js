// SPDX-License-Identifier: Apache-2.0
// What search has found, and what was opened lately.
import {api, fieldNamed, session, typeNamed} from '@parley/ui';
import {html} from 'lit';

const LONGEST = 200;

// Asks once for what was typed; answers of what was typed before are not waited for.
export const find = (words, query, signal) => api.get('search', {q: words.trim().slice(0, LONGEST), ...query}, {signal});

// A text with what was looked for marked in it.
export const marked = (parts) => parts.map(({text, hit}) => (hit ? html`<mark>${text}</mark>` : text));

export const titleOf = (item) => {
  const match = item.matches.find(({field}) => field === 'title');
  return match ? marked(match.parts) : item.title;
};

// Where else the words stand: the field's name and its text.
export const beside = (item) => {
  const match = item.matches.find(({field}) => field !== 'title');
  const label = match && (fieldNamed(typeNamed(item.type), match.field)?.label ?? match.field);
  return match && html`<span class="p-found-field">${label}</span> ${marked(match.parts)}`;
};

// Kept in this browser, for each person by themselves, by the pages of records.
export function opened() {
  try {
    return JSON.parse(localStorage.getItem(`parley-opened-${session.value.user.id}`)) ?? [];
  } catch {
    return [];
  }
}
