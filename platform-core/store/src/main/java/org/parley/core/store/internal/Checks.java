// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.event.Change;
import org.parley.core.record.Commit;
import org.parley.core.record.Storage.StaleWrite;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.schema.Table;
import org.parley.core.store.internal.schema.Table.Placed;
import org.parley.core.store.internal.schema.Tables;

/**
 * What a commit must look at itself, within its transaction and after all its rows are written,
 * because no key of the database does it or does it rightly. For one attempt.
 */
record Checks(Dialect dialect, Tables tables, Connection connection, Commit commit) {
  void run() throws SQLException {
    checkUnique();
    checkReads();
    checkReferences();
  }

  /**
   * Looks whether a value that became unique by an update is held by another record too, where the
   * database may miss it.
   */
  private void checkUnique() throws SQLException {
    if (!dialect.uniqueKeysMissRevivedValues()) {
      return;
    }
    for (Commit.Write write : commit.writes()) {
      if (write.operation() == Change.Operation.CREATE) {
        continue;
      }
      Table table = tables.of(write.type().name());
      for (Placed placed : table.fields().values()) {
        String field = placed.field().name();
        boolean comes =
            write.operation() == Change.Operation.RESTORE
                || !Objects.equals(
                    write.before().map(before -> before.get(field)).orElse(null),
                    write.after().get(field));
        if (placed.key() != null && comes && isTwice(table, placed.key(), write.after().id())) {
          throw Refusals.notUnique(field, null);
        }
      }
    }
  }

  private boolean isTwice(Table table, String key, long id) throws SQLException {
    String value;
    try (PreparedStatement query =
        connection.prepareStatement("SELECT " + key + " FROM " + table.name() + " WHERE id = ?")) {
      query.setLong(1, id);
      try (ResultSet row = query.executeQuery()) {
        value = row.next() ? row.getString(1) : null;
      }
    }
    if (value == null) {
      return false;
    }
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT id FROM " + table.name() + " WHERE " + key + " = ? AND id <> ?")) {
      query.setString(1, value);
      query.setLong(2, id);
      try (ResultSet row = query.executeQuery()) {
        return row.next();
      }
    }
  }

  /** Records that were read to decide stay as they were read until the transaction ends. */
  private void checkReads() throws SQLException {
    Map<String, Long> written = new HashMap<>();
    for (Commit.Write write : commit.writes()) {
      written.put(
          write.after().type() + "/" + write.after().id(),
          write.before().map(Record::version).orElse(0L));
    }
    for (Commit.Read read : commit.reads()) {
      String type = read.type().name();
      Long before = written.get(type + "/" + read.id());
      // What is written too has been compared and locked by its own update.
      long version = before != null ? before : version(type, read.id());
      if (version != read.version()) {
        throw new StaleWrite(type, read.id());
      }
    }
  }

  /** The version of a row, which is held from now on; 0 when there is none. */
  private long version(String type, long id) throws SQLException {
    String table = tables.of(type).name();
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT version FROM " + table + " WHERE id = ?" + dialect.holdRows())) {
      query.setLong(1, id);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  /** References to any type have no foreign key: what they point at must be there. */
  private void checkReferences() throws SQLException {
    Set<Reference> checked = new HashSet<>();
    for (Commit.Write write : commit.writes()) {
      for (Placed placed : tables.of(write.type().name()).visible()) {
        String field = placed.field().name();
        boolean keyed = placed.columns().stream().anyMatch(c -> c.column().target() != null);
        if (keyed
            || !(write.after().get(field) instanceof Reference to)
            || write.before().filter(before -> to.equals(before.get(field))).isPresent()
            || !checked.add(to)) {
          continue;
        }
        if (!tables.byType().containsKey(to.type()) || version(to.type(), to.id()) == 0) {
          throw Refusals.noSuchRecord(field, null);
        }
      }
    }
  }
}
