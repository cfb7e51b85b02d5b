// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.parley.core.record.Field;
import org.parley.core.record.FieldKind;
import org.parley.core.record.OnDelete;
import org.parley.core.record.internal.kind.Kinds;

/** The fields that every record type has, in their order. */
final class SystemFields {
  /** Who the fields of the core belong to. */
  static final String PLUGIN = "parley";

  private static final Map<String, Field> FIELDS = new LinkedHashMap<>();

  static {
    moment("created_at", "Created", true);
    reference("created_by", "Created by", "user", true, null);
    moment("modified_at", "Modified", true);
    reference("modified_by", "Modified by", "user", true, null);
    reference("owner", "Owner", "user", false, OnDelete.RESTRICT);
    reference("team", "Team", "team", false, OnDelete.CLEAR);
    moment("deleted_at", "Moved to trash", false);
  }

  private SystemFields() {}

  static Map<String, Field> all() {
    return FIELDS;
  }

  private static void moment(String name, String label, boolean index) {
    add(name, label, "datetime", true, index, List.of(), null);
  }

  private static void reference(
      String name, String label, String to, boolean readOnly, OnDelete onDelete) {
    add(name, label, "reference", readOnly, !readOnly, List.of(to), onDelete);
  }

  private static void add(
      String name,
      String label,
      String kind,
      boolean readOnly,
      boolean index,
      List<String> to,
      OnDelete onDelete) {
    FieldKind known = Kinds.named(kind).orElseThrow();
    FIELDS.put(
        name,
        new Field(
            name, label, known, PLUGIN, true, readOnly, false, false, index, false, false, 0, 0, 0,
            null, List.of(), to, null, null, onDelete, null));
  }
}
