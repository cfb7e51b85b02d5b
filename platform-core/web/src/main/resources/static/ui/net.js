// SPDX-License-Identifier: Apache-2.0
// Whether the server can be reached, as the last call and the live events tell it.
import {Signal} from './signal.js';

// True, or since when it cannot be reached (a time).
export const reached = new Signal(true);

let timer;
let ask = async () => {};

// Called with every answer that came, and with every call that got none.
export function heard(answered) {
  if (answered) {
    clearTimeout(timer);
    timer = undefined;
    reached.value = true;
  } else if (reached.value === true) {
    reached.value = Date.now();
    again();
  }
}

function again() {
  timer ??= setTimeout(async () => {
    timer = undefined;
    await ask().catch(() => {});
    if (reached.value !== true) again();
  }, 3000);
}

export function watchNet(attempt) {
  ask = attempt;
  addEventListener('offline', () => heard(false));
  addEventListener('online', () => ask().catch(() => {}));
}

export const tryNow = () => ask().catch(() => {});
