// SPDX-License-Identifier: Apache-2.0
package org.parley.testkit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.parley.api.record.Record;
import org.parley.spi.record.HookContext;

/**
 * What a hook reads in a test: a fixed set of records. {@link #find} answers all of a type, since
 * filters are the store's to understand.
 *
 * @param records all there are
 */
public record ReadRecords(List<Record> records) implements HookContext {
  public ReadRecords {
    records = List.copyOf(records);
  }

  /** Always the same. */
  @Override
  public Instant now() {
    return Instant.parse("2026-01-01T09:00:00Z");
  }

  @Override
  public Optional<Record> read(String type, long id) {
    return records.stream()
        .filter(record -> record.type().equals(type) && record.id() == id)
        .findFirst();
  }

  @Override
  public List<Record> find(String type, String filter, int limit) {
    return records.stream().filter(record -> record.type().equals(type)).limit(limit).toList();
  }
}
