// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.own;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Address;
import org.parley.api.record.Money;
import org.parley.api.record.Record;
import org.parley.api.record.Records;
import org.parley.api.record.Reference;
import org.parley.api.record.SequenceNumber;
import org.parley.api.record.StoredFile;
import org.parley.api.security.Principal;
import org.parley.core.operation.Vault;
import org.parley.core.record.Field;
import org.parley.core.record.RecordStore;
import org.parley.core.record.RecordStore.ListQuery;
import org.parley.core.record.RecordType;
import org.parley.core.record.Result;
import org.parley.core.record.Sealed;

/**
 * The record store as one plugin sees it. What it may do the store decides by what the plugin was
 * granted; this only says who calls. Safe for use by many threads.
 */
final class OwnRecords implements Records {
  private static final String THROUGH = "plugin";
  private static final int MOST = 200;

  private final String plugin;
  private final Principal principal;
  private final Supplier<RecordStore> store;
  private final Supplier<Vault> vault;

  OwnRecords(String plugin, Supplier<RecordStore> store, Supplier<Vault> vault) {
    this.plugin = plugin;
    this.principal = new Principal(Principal.Kind.PLUGIN, 0, plugin, Set.of());
    this.store = store;
    this.vault = vault;
  }

  private RecordStore store() {
    RecordStore known = store.get();
    if (known == null) {
      throw ParleyException.unavailable("Records are not served yet.", null);
    }
    return known;
  }

  @Override
  public Optional<Record> get(String type, long id) {
    try {
      Record found = store().get(principal, type, id, null, null).record();
      return Optional.of(found).filter(record -> record.get("deleted_at") == null);
    } catch (ParleyException e) {
      if (e.kind() == ErrorKind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public List<Record> find(String type, String filter, int limit) {
    if (limit < 1 || limit > MOST) {
      throw ParleyException.badRequest("bad_request", "limit must lie between 1 and " + MOST + ".");
    }
    ListQuery query = new ListQuery(filter, "id", null, null, limit, null, false, false);
    return store().list(principal, type, query).items().stream().map(Result::record).toList();
  }

  @Override
  public Record create(String type, Map<String, Object> fields) {
    RecordStore records = store();
    return records.create(principal, type, body(records, type, fields), THROUGH).record();
  }

  @Override
  public Record update(String type, long id, long version, Map<String, Object> fields) {
    RecordStore records = store();
    Map<String, Object> body = body(records, type, fields);
    return records.update(principal, type, id, version, body, THROUGH).record();
  }

  @Override
  public void delete(String type, long id, long version) {
    store().delete(principal, type, id, version, THROUGH);
  }

  @Override
  public Optional<String> secret(String type, long id, String field) {
    RecordType owned = store().model(principal).type(type);
    if (!owned.plugin().equals(plugin)) {
      throw new ParleyException(
          ErrorKind.FORBIDDEN, "forbidden", "The type " + type + " belongs to another plugin.");
    }
    return get(type, id)
        .map(record -> record.get(field))
        .filter(Sealed.class::isInstance)
        .map(held -> vault.get().open(Sealed.purpose(type, field), ((Sealed) held).text()));
  }

  /** Values as a REST body has them, where they are as a record holds them. */
  private Map<String, Object> body(RecordStore records, String type, Map<String, Object> fields) {
    Map<String, Field> known = records.model(principal).type(type).fields();
    Map<String, Object> body = new LinkedHashMap<>();
    fields.forEach(
        (name, value) ->
            body.put(
                name,
                known.containsKey(name) && isHeld(value)
                    ? known.get(name).kind().write(known.get(name), value)
                    : value));
    return body;
  }

  private static boolean isHeld(Object value) {
    return value instanceof Reference
        || value instanceof Money
        || value instanceof Address
        || value instanceof StoredFile
        || value instanceof SequenceNumber
        || value instanceof Instant
        || value instanceof LocalDate
        || value instanceof Duration;
  }
}
