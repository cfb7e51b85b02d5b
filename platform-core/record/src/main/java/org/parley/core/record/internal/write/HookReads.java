// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.write;

import java.util.List;
import java.util.Optional;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.core.record.RecordType;
import org.parley.core.record.internal.access.Access;
import org.parley.spi.record.HookContext;

/**
 * What one call of a hook reads. Hooks run on threads of the plugin room while the writing thread
 * waits; one that comes too late finds this closed.
 */
final class HookReads implements HookContext, AutoCloseable {
  private static final int MOST = 200;

  private final WriteUnit unit;
  private boolean closed;

  HookReads(WriteUnit unit) {
    this.unit = unit;
  }

  @Override
  public synchronized Optional<Record> read(String type, long id) {
    checkOpen();
    if (!unit.serving().model().types().containsKey(type)
        || !Access.mayRead(unit.principal(), type)) {
      return Optional.empty();
    }
    RecordType found = unit.serving().model().type(type);
    Optional<Record> record = id <= 0 ? Optional.empty() : unit.serving().find(found, id);
    unit.gathered().haveRead(found, id, record.map(Record::version).orElse(0L));
    return record.filter(read -> read.get("deleted_at") == null).map(read -> shown(found, read));
  }

  @Override
  public synchronized List<Record> find(String type, String filter, int limit) {
    checkOpen();
    if (limit < 1 || limit > MOST) {
      throw ParleyException.badRequest("bad_request", "limit must lie between 1 and " + MOST + ".");
    }
    RecordType found = Access.visible(unit.principal(), unit.serving().model(), type);
    List<Record> records =
        unit.reader().find(unit.serving(), unit.principal(), found, filter, limit);
    records.forEach(record -> unit.gathered().haveRead(found, record.id(), record.version()));
    return records.stream().map(record -> shown(found, record)).toList();
  }

  /** Without the fields of removed plugins. */
  static Record shown(RecordType type, Record record) {
    if (type.fields().values().stream().noneMatch(field -> field.hidden())) {
      return record;
    }
    var fields = new java.util.LinkedHashMap<>(record.fields());
    type.fields().values().stream()
        .filter(field -> field.hidden())
        .forEach(field -> fields.remove(field.name()));
    return new Record(record.type(), record.id(), record.version(), fields);
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("The call of this hook is over.");
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
