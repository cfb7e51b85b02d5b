// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.access;

import java.util.Locale;

/** What may be done with a field of records one may read. */
enum FieldLevel {
  NONE,
  READ,
  EDIT;

  /** As roles write it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
