// SPDX-License-Identifier: Apache-2.0
// What the parts fetched later have in common: their texts in English, their styles, and dates as people type them.
import late from './en-late.json' with {type: 'json'};

export {readDate} from './dates.js';

export const texts = late;

// Fetched once; a page without them can still be read.
export const styles = new Promise((done) => {
  const link = Object.assign(document.createElement('link'), {rel: 'stylesheet', href: new URL('late.css', import.meta.url).href, onload: done, onerror: done});
  document.head.append(link);
});
