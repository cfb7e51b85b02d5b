// SPDX-License-Identifier: Apache-2.0
// Light or dark: the system's, until somebody chooses.
const system = matchMedia('(prefers-color-scheme: dark)');
const kept = 'parley-theme';

const chosen = () => {
  try {
    return localStorage.getItem(kept);
  } catch {
    return null;
  }
};

export const isDark = () => (chosen() ?? (system.matches ? 'dark' : 'light')) === 'dark';

export function applyTheme() {
  const theme = chosen();
  if (theme) document.documentElement.dataset.theme = theme;
}

export function toggleTheme() {
  const next = isDark() ? 'light' : 'dark';
  localStorage.setItem(kept, next);
  document.documentElement.dataset.theme = next;
}
