// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.view;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Reference;
import org.parley.api.security.Principal;
import org.parley.core.event.Change;
import org.parley.core.event.Journal;
import org.parley.core.record.Field;
import org.parley.core.record.RecordStore.History;
import org.parley.core.record.RecordType;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.access.Access;

/** Reads what became of a record. Safe for use by many threads. */
public final class HistoryReader {
  private static final int GREATEST_LIMIT = 200;

  private final Storage storage;
  private final Journal journal;
  private final RecordReader reader;

  public HistoryReader(Storage storage, Journal journal, RecordReader reader) {
    this.reader = reader;
    this.storage = storage;
    this.journal = journal;
  }

  /** A page, newest first; records in the trash have a history too. */
  public History read(Principal principal, String type, long id, int limit, String after) {
    try (Storage.Serving serving = storage.serve()) {
      Access access = reader.control().of(principal, serving);
      RecordType found = access.visible(type);
      checked(limit);
      if (id <= 0
          || serving.find(found, id).filter(record -> access.sees(found, record)).isEmpty()) {
        throw RecordReader.notFound(found, id, false);
      }
      long before = position(after);
      List<Change> changes = journal.history(type, id, before, Math.min(GREATEST_LIMIT, limit + 1));
      boolean more = changes.size() > limit || (limit == GREATEST_LIMIT && changes.size() == limit);
      List<Change> page = changes.size() > limit ? changes.subList(0, limit) : changes;
      String next = more ? cursor(page.get(page.size() - 1).position()) : null;
      List<Change> told =
          page.stream().flatMap(change -> told(access, found, change).stream()).toList();
      return new History(told, titles(serving, access, told), next);
    }
  }

  static int checked(int limit) {
    if (limit < 1 || limit > GREATEST_LIMIT) {
      throw ParleyException.badRequest(
          "bad_request", "limit must lie between 1 and " + GREATEST_LIMIT + ".");
    }
    return limit;
  }

  /** A change without the fields that may not be read; none where nothing is left of it. */
  public static Optional<Change> told(Access access, RecordType type, Change change) {
    List<Change.FieldChange> fields =
        change.fields().stream()
            .filter(field -> type.fields().containsKey(field.field()))
            .map(field -> readable(access, type.fields().get(field.field()), field))
            .toList();
    boolean nothing =
        fields.isEmpty()
            && !change.fields().isEmpty()
            && change.operation() == Change.Operation.UPDATE;
    return nothing ? Optional.empty() : Optional.of(change.with(fields));
  }

  /** The rows of a relation without those of their fields that may not be read. */
  private static Change.FieldChange readable(Access access, Field field, Change.FieldChange one) {
    if (field.junction() == null) {
      return one;
    }
    Set<String> known = access.model().type(field.junction().through()).fields().keySet();
    return new Change.FieldChange(
        one.field(), rows(known, one.oldValue()), rows(known, one.newValue()));
  }

  private static Object rows(Set<String> known, Object value) {
    if (!(value instanceof List<?> rows)) {
      return value;
    }
    List<Map<Object, Object>> told = new ArrayList<>();
    for (Object row : rows) {
      Map<Object, Object> some = new LinkedHashMap<>((Map<?, ?>) row);
      some.keySet().removeIf(name -> !known.contains(name) && !name.equals("id"));
      told.add(some);
    }
    return told;
  }

  /** Titles of what changes refer to, by type and id. */
  public Map<String, String> titles(Storage.Serving serving, Access access, List<Change> changes) {
    Set<Reference> references = new LinkedHashSet<>();
    for (Change change : changes) {
      RecordType type = access.model().type(change.type());
      for (Change.FieldChange field : change.fields()) {
        Field changed = type.fields().get(field.field());
        for (Object value : Arrays.asList(field.oldValue(), field.newValue())) {
          add(references, changed, value);
          if (changed != null && changed.junction() != null && value instanceof List<?> items) {
            Field target =
                access
                    .model()
                    .type(changed.junction().through())
                    .fields()
                    .get(changed.junction().target());
            items.forEach(item -> add(references, target, ((Map<?, ?>) item).get(target.name())));
          }
        }
      }
    }
    Titles titles = new Titles(serving, access, reader.knownTitles());
    titles.fetch(references);
    Map<String, String> byName = new HashMap<>();
    references.forEach(
        reference -> byName.put(reference.type() + "/" + reference.id(), titles.of(reference)));
    return byName;
  }

  private static void add(Set<Reference> references, Field field, Object json) {
    if (field == null || field.to().isEmpty() || json == null) {
      return;
    }
    try {
      references.add((Reference) field.kind().read(field, json));
    } catch (ParleyException e) {
      // an old value of a reference that pointed elsewhere then: shown without a title
    }
  }

  static String cursor(long position) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(("h" + position).getBytes(StandardCharsets.US_ASCII));
  }

  static long position(String cursor) {
    if (cursor == null || cursor.isEmpty()) {
      return Long.MAX_VALUE;
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
      if (text.startsWith("h") && Long.parseLong(text.substring(1)) > 0) {
        return Long.parseLong(text.substring(1));
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw ParleyException.badRequest(
        "bad_cursor", "This cursor belongs to no page of this; begin again without it.");
  }
}
