// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.List;

/** A named group of fields in a record's layout. */
public record Section(String name, String label, List<String> fields) {
  public Section {
    fields = List.copyOf(fields);
  }
}
