// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.query;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.parley.core.record.Field;
import org.parley.core.store.internal.schema.Tables;

/**
 * The readers of one model's tables, each made once with the statements it needs: single records
 * are what is read most. Any thread.
 */
public final class Readers {
  /** Sets of fields come from titles, one a type; whoever asks for more gets readers of his own. */
  private static final int MOST = 1_000;

  private record Some(String type, Set<String> fields) {}

  private final Tables tables;
  private final Map<String, JoinedReader> joined = new ConcurrentHashMap<>();
  private final Map<String, RecordReader> whole = new ConcurrentHashMap<>();
  private final Map<Some, RecordReader> partial = new ConcurrentHashMap<>();

  public Readers(Tables tables) {
    this.tables = tables;
  }

  /** Reads all fields of a type but the hidden ones. */
  public RecordReader of(String type) {
    RecordReader reader = whole.get(type);
    return reader != null
        ? reader
        : whole.computeIfAbsent(type, name -> RecordReader.all(tables.of(name)));
  }

  /** Reads all fields of a type, and some of the records that references to one type point to. */
  public JoinedReader of(String type, Map<Field, Set<Field>> along) {
    StringBuilder key = new StringBuilder(type);
    along.forEach(
        (field, fields) -> {
          key.append('/').append(field.name());
          fields.forEach(some -> key.append('.').append(some.name()));
        });
    JoinedReader reader = joined.get(key.toString());
    if (reader == null) {
      reader = new JoinedReader(tables, type, along);
      if (joined.size() < MOST) {
        joined.put(key.toString(), reader);
      }
    }
    return reader;
  }

  /** Reads some fields of a type. */
  public RecordReader of(String type, Set<Field> fields) {
    Set<String> names = new HashSet<>();
    fields.forEach(field -> names.add(field.name()));
    Some some = new Some(type, names);
    RecordReader reader = partial.get(some);
    if (reader == null) {
      reader = RecordReader.of(tables.of(type), fields);
      if (partial.size() < MOST) {
        partial.put(some, reader);
      }
    }
    return reader;
  }
}
