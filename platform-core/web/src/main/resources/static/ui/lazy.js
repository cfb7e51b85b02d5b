// SPDX-License-Identifier: Apache-2.0
// Parts of the shell that are fetched when first wanted.
import {typeNamed} from './model.js';

// The create or edit dialog: a promise of the saved record, or null when it was left.
export async function openForm(typeName, {record = null, preset = {}} = {}) {
  const {showForm} = await import('./form.js');
  return showForm({type: typeNamed(typeName), record, preset});
}
