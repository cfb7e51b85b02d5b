// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.util.List;

/** Several texts of one line each in one column: one a line. */
final class Lines {
  private Lines() {}

  static String joined(Object texts) {
    return texts instanceof List<?> list ? String.join("\n", list.toArray(String[]::new)) : null;
  }

  static List<String> split(Object column) {
    return column == null ? null : List.of(((String) column).split("\n"));
  }
}
