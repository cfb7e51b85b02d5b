// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a role may allow besides records. */
public enum Right {
  /** All records and all fields, whatever else roles say. */
  RECORDS,
  /** Install, roll back and remove plugins; build indexes; see figures. */
  PLUGINS,
  /** People, teams and roles. */
  PEOPLE,
  /** The company, exchange rates and what else all share. */
  SETTINGS,
  /** The journal of everything that was done. */
  AUDIT,
  /** Erase what the journal keeps of a person. */
  PERSONAL_DATA;

  /** As roles and sessions write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All of them. */
  static Set<String> words() {
    return Arrays.stream(values()).map(Right::word).collect(Collectors.toUnmodifiableSet());
  }
}
