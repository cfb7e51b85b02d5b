// SPDX-License-Identifier: Apache-2.0
// Files as people see them.
import {html, nothing} from 'lit';
import {formatNumber} from './format.js';
import {t} from './i18n.js';

// What the server says may be shown: anything else is only ever saved.
const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
const SHOWN = [...PICTURES, 'application/pdf', 'text/plain'];
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];

export function formatSize(bytes) {
  let [size, unit] = [bytes, 0];
  while (size >= 1024 && unit < UNITS.length - 1) [size, unit] = [size / 1024, unit + 1];
  return formatNumber(size, {style: 'unit', unit: UNITS[unit], unitDisplay: unit ? 'short' : 'long', maximumFractionDigits: size < 10 && unit ? 1 : 0});
}

export const fileIcon = (type) => (type?.startsWith('image/') ? 'image' : /pdf|text|document/.test(type ?? '') ? 'file-text' : 'file');

// The hash at the end reaches no server: it makes the address of another content another address.
const address = (field, record, file, inline) =>
  `api/v1/records/${record.type}/${record.id}/files/${field.name}${inline ? '?inline=true' : ''}#${file.hash.slice(0, 12)}`;

// compact: as it stands in lists. links: whether a list may hold a link of its own here. Just chosen, a file has no
// hash yet and cannot be fetched.
export function showFile(icon, field, record, {compact = false, links = !compact} = {}) {
  const file = record.fields[field.name];
  const size = html`<span class="p-small p-muted p-file-size">${formatSize(file.size)}</span>`;
  const save = file.hash && links;
  if (compact) {
    return html`<span class="p-file">${icon(fileIcon(file.type))}${save
      ? html`<a class="p-link p-clip" tabindex="-1" download=${file.name} href=${address(field, record, file)}>${file.name}</a>`
      : html`<span class="p-clip">${file.name}</span>`}${size}</span>`;
  }
  const picture = file.hash && PICTURES.includes(file.type);
  const shown = save && SHOWN.includes(file.type);
  const name = !save ? html`<span class="p-clip">${file.name}</span>`
    : shown ? html`<a class="p-link p-clip" target="_blank" rel="noopener" href=${address(field, record, file, true)}>${file.name}</a>`
      : html`<a class="p-link p-clip" download=${file.name} href=${address(field, record, file)}>${file.name}</a>`;
  return html`<span class="p-file">${picture
    ? html`<img class="p-thumb" alt="" loading="lazy" src=${address(field, record, file, true)}>` : icon(fileIcon(file.type))}
    <span class="p-two">${name}${size}</span>
    ${save ? html`<a class="p-button p-quiet p-only-icon" download=${file.name} href=${address(field, record, file)}
        aria-label=${t('file.download', {file: file.name})}>${icon('download')}</a>` : nothing}</span>`;
}
