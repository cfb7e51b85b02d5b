// SPDX-License-Identifier: Apache-2.0
// Single keys that do something, and sequences such as "g h". Each page says its own while it is there; the help sheet
// and the palette show all that are in force.
const keys = new Map();
let before = '';
let since = 0;

// The label may be a function, asked when it is shown. Runs when a key is pressed where nobody types, until the function it answers is called. The last to ask for a key has it.
export function onKey(key, label, run) {
  const own = {key, label, run};
  keys.set(key, [own, ...(keys.get(key) ?? [])]);
  return () => {
    const rest = keys.get(key).filter((one) => one !== own);
    if (rest.length) keys.set(key, rest);
    else keys.delete(key);
  };
}

const SIGNS = {ArrowDown: '↓'};

export const keysNow = () => [...keys.values()].map(([{key, label, run}]) => ({key: SIGNS[key] ?? key, label: typeof label === 'function' ? label() : label, run}));

const typing = (event) => event.composedPath()[0].matches?.('input:not([type=checkbox]), textarea, select, [contenteditable]');

export function startKeys() {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event) || document.querySelector('dialog[open]')) return;
    const sequence = event.timeStamp - since < 1200 ? `${before} ${event.key}` : event.key;
    const [found] = keys.get(sequence) ?? keys.get(event.key) ?? [];
    [before, since] = [event.key, event.timeStamp];
    if (!found) return;
    before = '';
    event.preventDefault();
    found.run();
  });
}
