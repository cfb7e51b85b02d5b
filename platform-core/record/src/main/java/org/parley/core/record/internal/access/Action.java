// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.access;

import java.util.Locale;

/** What can be done with records of a type. */
public enum Action {
  CREATE,
  READ,
  EDIT,
  DELETE,
  EXPORT,
  IMPORT;

  /** As roles write it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
