// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.file;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.api.record.StoredFile;
import org.parley.core.record.Commit;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.database.Failure;
import org.parley.core.store.internal.schema.Table;
import org.parley.core.store.internal.schema.Table.Placed;

/**
 * Keeps account of which record names which content, within the transaction that writes the record.
 * Fields that are hidden, records in the trash and types of removed plugins go on counting, since
 * nothing takes their rows away.
 */
public final class ContentUses {
  private ContentUses() {}

  /** Notes what a write changes. */
  public static void note(Connection connection, Dialect dialect, Table table, Commit.Write write)
      throws SQLException {
    for (Placed placed : table.visible()) {
      String field = placed.field().name();
      String before = write.before().map(record -> hash(record.get(field))).orElse(null);
      String after = hash(write.after().get(field));
      if (before != null && !before.equals(after)) {
        forget(connection, dialect, write.after().id(), placed.id(), before);
      }
      if (after != null && !after.equals(before)) {
        add(connection, dialect, write.after().id(), placed, after);
      }
    }
  }

  private static String hash(Object value) {
    return value instanceof StoredFile file ? file.hash() : null;
  }

  /** The content's grace begins anew when one who named it lets it go. */
  private static void forget(
      Connection connection, Dialect dialect, long record, int field, String hash)
      throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM parley_content_use WHERE record_id = ? AND field_id = ?")) {
      delete.setLong(1, record);
      delete.setInt(2, field);
      delete.executeUpdate();
    }
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE parley_content SET touched_at = ? WHERE hash = ?")) {
      dialect.bind(update, 1, Instant.now());
      update.setString(2, hash);
      update.executeUpdate();
    }
  }

  private static void add(
      Connection connection, Dialect dialect, long record, Placed placed, String hash)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO parley_content_use (record_id, field_id, hash) VALUES (?, ?, ?)")) {
      insert.setLong(1, record);
      insert.setInt(2, placed.id());
      insert.setString(3, hash);
      insert.executeUpdate();
    } catch (SQLException e) {
      if (dialect.failure(e) != Failure.FOREIGN_KEY) {
        throw e;
      }
      String message =
          placed.field().label() + " names a file that is not there any more. Upload it again.";
      throw new ParleyException(
          ErrorKind.INVALID,
          "invalid",
          message,
          List.of(new FieldError(placed.field().name(), "no_such_file", message)),
          e);
    }
  }
}
