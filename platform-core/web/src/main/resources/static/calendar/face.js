// SPDX-License-Identifier: Apache-2.0
import {html, nothing} from 'lit';
import {timesTitle} from './time.js';

// What an entry says of itself: its title, and when where that is not said by its place.
export const face = (entry, title, times = true) => html`<span class="p-event-title">${title}</span>${times && !entry.allDay
  ? html`<span class="p-event-time">${timesTitle(entry)}</span>` : nothing}`;
