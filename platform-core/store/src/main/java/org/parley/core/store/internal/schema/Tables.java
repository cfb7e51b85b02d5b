// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.schema;

import java.util.Map;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.core.record.Model;

/** A model as it lies in the database: its tables by type name. */
public record Tables(Model model, Map<String, Table> byType) {
  public Tables {
    byType = Map.copyOf(byType);
  }

  /**
   * The table of a type.
   *
   * @throws ParleyException NOT_FOUND when the model does not have the type
   */
  public Table of(String type) {
    Table table = byType.get(type);
    if (table == null) {
      throw new ParleyException(
          ErrorKind.NOT_FOUND, "unknown_type", "There is no record type " + type + ".");
    }
    return table;
  }
}
