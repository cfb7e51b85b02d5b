// SPDX-License-Identifier: Apache-2.0
import {api, fieldNamed} from '@parley/ui';

const literal = (value) => `"${String(value).replace(/["\\*]/g, (one) => (one === '*' ? '' : `\\${one}`))}"`;

// Records that a rule of their type takes for the one being created: all fields of one rule are the same.
export async function findDuplicates(type, values) {
  const rules = type.duplicates.map((rule) => rule.map((name) => [fieldNamed(type, name), values[name]]))
    .filter((rule) => rule.every(([field, value]) => field && value !== null && value !== undefined && String(value.id ?? value).trim().length > 1));
  if (!rules.length) return [];
  const filter = rules.map((rule) => `(${rule.map(([field, value]) => `${field.name}==${literal(value.id ?? value)}`).join(';')})`).join(',');
  const page = await api.get(`records/${type.name}`, {filter, limit: 3, fields: 'modified_at'}).catch(() => null);
  return page?.items ?? [];
}
