// SPDX-License-Identifier: Apache-2.0
package org.parley.openid;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.parley.api.record.Record;
import org.parley.api.record.Records;
import org.parley.api.record.Reference;

/** Providers and groups in memory; knows the two filters that the plugin asks by. */
final class FakeRecords implements Records {
  private final Map<Long, Record> all = new TreeMap<>();

  @Override
  public Optional<Record> get(String type, long id) {
    return Optional.ofNullable(all.get(id)).filter(record -> record.type().equals(type));
  }

  @Override
  public List<Record> find(String type, String filter, int limit) {
    String[] wanted = filter.split("==");
    return all.values().stream()
        .filter(record -> record.type().equals(type))
        .filter(record -> wanted[1].equals(compared(record.get(wanted[0]))))
        .toList();
  }

  private static String compared(Object value) {
    return value instanceof Reference reference
        ? Long.toString(reference.id())
        : String.valueOf(value);
  }

  @Override
  public Record create(String type, Map<String, Object> fields) {
    Record created = new Record(type, all.size() + 1L, 1, fields);
    all.put(created.id(), created);
    return created;
  }

  @Override
  public Record update(String type, long id, long version, Map<String, Object> fields) {
    Record before = all.get(id);
    Map<String, Object> values = new HashMap<>(before.fields());
    values.putAll(fields);
    Record after = new Record(type, id, before.version() + 1, values);
    all.put(id, after);
    return after;
  }

  @Override
  public void delete(String type, long id, long version) {
    all.remove(id);
  }

  @Override
  public Optional<String> secret(String type, long id, String field) {
    return Optional.ofNullable((String) all.get(id).get(field));
  }
}
