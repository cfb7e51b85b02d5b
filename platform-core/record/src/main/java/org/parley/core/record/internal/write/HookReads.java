// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.write;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.core.record.RecordType;
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
  public Instant now() {
    return unit.now();
  }

  @Override
  public synchronized Optional<Record> read(String type, long id) {
    checkOpen();
    if (!unit.access().mayRead(type)) {
      return Optional.empty();
    }
    RecordType found = unit.access().visible(type);
    Optional<Record> record = id <= 0 ? Optional.empty() : unit.serving().find(found, id);
    unit.gathered().haveRead(found, id, record.map(Record::version).orElse(0L));
    return record
        .filter(read -> read.get("deleted_at") == null && unit.access().sees(found, read))
        .map(read -> shown(found, read));
  }

  @Override
  public synchronized List<Record> find(String type, String filter, int limit) {
    checkOpen();
    if (limit < 1 || limit > MOST) {
      throw ParleyException.badRequest("bad_request", "limit must lie between 1 and " + MOST + ".");
    }
    RecordType found = unit.access().visible(type);
    List<Record> records = unit.reader().find(unit.serving(), unit.access(), found, filter, limit);
    records.forEach(record -> unit.gathered().haveRead(found, record.id(), record.version()));
    return records.stream().map(record -> shown(found, record)).toList();
  }

  /** Without the fields of removed plugins, and without those that the type has not. */
  static Record shown(RecordType type, Record record) {
    Map<String, Object> fields = new LinkedHashMap<>(record.fields());
    boolean fewer =
        fields
            .keySet()
            .removeIf(name -> !type.fields().containsKey(name) || type.fields().get(name).hidden());
    return fewer ? new Record(record.type(), record.id(), record.version(), fields) : record;
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
