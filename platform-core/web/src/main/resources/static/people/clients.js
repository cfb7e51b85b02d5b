// SPDX-License-Identifier: Apache-2.0
import {t} from '@parley/ui';

// "Firefox on Linux", of what browsers say they are.
export function clientOf(agent) {
  const browser = [['Edg', 'Edge'], ['OPR', 'Opera'], ['Firefox', 'Firefox'], ['Chrome', 'Chrome'], ['Safari', 'Safari']].find(([mark]) => agent.includes(`${mark}/`))?.[1];
  const system = [['Android', 'Android'], ['iPhone', 'iPhone'], ['iPad', 'iPad'], ['Windows', 'Windows'], ['Mac OS', 'macOS'], ['Linux', 'Linux']].find(([mark]) => agent.includes(mark))?.[1];
  return browser ? t('session.client', {browser, system: system ?? '?'}) : agent.slice(0, 60) || t('session.unknown');
}
