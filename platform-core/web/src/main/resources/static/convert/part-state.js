// SPDX-License-Identifier: Apache-2.0
import {typeNamed} from '@parley/ui';

const SHOWN = 5;

// What somebody chooses for a part, begun with what is most likely: the one record that may be the same, else a new one;
// an optional part without anything in it that it must have is left out.
export function stateOf(one) {
  const type = typeNamed(one.type);
  const proposed = (field) => field.name in one.fields;
  const fields = type.fields.filter((field) => !field.readOnly && !['many', 'file'].includes(field.kind) && (field.required || proposed(field)));
  const first = (field) => (field.required ? 0 : field.system || field.kind === 'boolean' || field.kind === 'longtext' ? 2 : 1);
  fields.sort((a, b) => first(a) - first(b));
  const lacking = type.fields.some((field) => field.required && !proposed(field) && (field.default ?? '') === '');
  const mode = one.matches.length === 1 ? one.matches[0].id : one.optional && lacking ? 'none' : one.create ? 'new' : one.matches[0]?.id ?? 'other';
  const defaults = Object.fromEntries(fields.filter((field) => field.default !== undefined && !proposed(field)).map((field) => [field.name, field.default]));
  const links = Object.fromEntries(Object.entries(one.titles).map(([name, title]) => {
    const [to] = type.fields.find((field) => field.name === name)?.to ?? [];
    const value = one.fields[name];
    return [name, value?.type ? {...value, title} : {type: to, id: value, title}];
  }));
  return {...one, mode, values: {...defaults, ...one.fields}, links, shown: fields.slice(0, SHOWN), rest: fields.slice(SHOWN)};
}
