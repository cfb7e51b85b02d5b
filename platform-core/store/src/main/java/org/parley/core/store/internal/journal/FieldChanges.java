// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.parley.core.event.Change.FieldChange;
import org.parley.core.store.internal.schema.Catalogue;
import org.parley.core.store.internal.schema.Table;

/**
 * How changes of fields lie in the journal: JSON by the catalogue's field number, {@code
 * {"12":[old,new]}}, so that they outlive names; personal values apart from the others.
 */
final class FieldChanges {
  private static final TypeReference<LinkedHashMap<String, List<Object>>> STORED =
      new TypeReference<>() {};

  private final ObjectMapper json = new ObjectMapper();
  private final Catalogue catalogue;

  FieldChanges(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** JSON for the journal's row and, or null, for its side row. */
  record Split(String open, String personal) {}

  Split split(Table table, List<FieldChange> changes) {
    Map<String, List<Object>> open = new LinkedHashMap<>();
    Map<String, List<Object>> personal = new LinkedHashMap<>();
    for (FieldChange change : changes) {
      Table.Placed placed = table.fields().get(change.field());
      if (placed == null) {
        throw new IllegalArgumentException(table.type().name() + " has no field " + change.field());
      }
      Map<String, List<Object>> where = table.type().isPersonal(placed.field()) ? personal : open;
      where.put(Integer.toString(placed.id()), Arrays.asList(change.oldValue(), change.newValue()));
    }
    return new Split(write(open), personal.isEmpty() ? null : write(personal));
  }

  List<FieldChange> join(String open, String personal) {
    List<FieldChange> changes = new ArrayList<>();
    read(open, changes);
    read(personal, changes);
    return changes;
  }

  private void read(String stored, List<FieldChange> changes) {
    if (stored == null) {
      return;
    }
    try {
      json.readValue(stored, STORED)
          .forEach(
              (id, values) ->
                  changes.add(
                      new FieldChange(
                          catalogue.fieldName(Integer.parseInt(id)),
                          values.get(0),
                          values.get(1))));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A journal row is not as we write them.", e);
    }
  }

  private String write(Map<String, List<Object>> changes) {
    try {
      return json.writeValueAsString(changes);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("A change holds what is no JSON value.", e);
    }
  }
}
