// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.parley.api.record.Record;
import org.parley.core.record.Commit;
import org.parley.core.record.Shape;
import org.parley.core.store.internal.schema.Table;
import org.parley.core.store.internal.schema.Table.Placed;
import org.parley.core.store.internal.schema.Tables;

/**
 * Keeps the index of words beside the columns that hold several, in the transaction that writes
 * them. What is in the trash stays indexed: lists look at the row anyway.
 */
final class Words {
  private static final String INSERT =
      "INSERT INTO parley_word (field_id, word, record_id) VALUES (?, ?, ?)";
  private static final String DELETE =
      "DELETE FROM parley_word WHERE field_id = ? AND word = ? AND record_id = ?";

  private Words() {}

  /** Brings the index in line with what a commit has written. */
  static void keep(Connection connection, Tables tables, List<Commit.Write> writes)
      throws SQLException {
    for (Commit.Write write : writes) {
      Table table = tables.of(write.type().name());
      for (Placed placed : table.visible()) {
        int column = column(placed);
        if (column >= 0) {
          Set<String> before = words(placed, column, write.before().orElse(null));
          Set<String> after = words(placed, column, write.after());
          long id = write.after().id();
          change(connection, DELETE, placed.id(), without(before, after), id);
          change(connection, INSERT, placed.id(), without(after, before), id);
        }
      }
    }
  }

  private static int column(Placed placed) {
    for (int i = 0; i < placed.columns().size(); i++) {
      if (placed.columns().get(i).shape() == Shape.WORDS) {
        return i;
      }
    }
    return -1;
  }

  private static Set<String> words(Placed placed, int column, Record record) {
    Object value = record == null ? null : record.get(placed.field().name());
    Object words = placed.field().kind().split(placed.field(), value)[column];
    return words == null ? Set.of() : new LinkedHashSet<>(List.of(((String) words).split("\n")));
  }

  private static Set<String> without(Set<String> some, Set<String> others) {
    Set<String> rest = new LinkedHashSet<>(some);
    rest.removeAll(others);
    return rest;
  }

  private static void change(
      Connection connection, String sql, int field, Set<String> words, long id)
      throws SQLException {
    if (words.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (String word : words) {
        statement.setInt(1, field);
        statement.setString(2, word);
        statement.setLong(3, id);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }
}
