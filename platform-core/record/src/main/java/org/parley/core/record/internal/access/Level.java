// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.access;

import java.util.Locale;

/** With whose records something may be done; each level includes those before it. */
enum Level {
  NONE,
  /** One's own, and those that were shared with one. */
  OWN,
  /** Those of the teams one belongs to. */
  TEAM,
  /** Those of the teams below these too. */
  BELOW,
  ALL;

  /** As roles write it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
