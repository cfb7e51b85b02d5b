// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.database;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Optional;

/** Values that are kept across restarts, by their names. */
public record Kept(Database database) {

  /** A value, as it was written last. */
  public Optional<String> read(String name) {
    return database.read(
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement("SELECT held FROM parley_state WHERE name = ?")) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
              return row.next() ? Optional.of(row.getString(1)) : Optional.<String>empty();
            }
          }
        });
  }

  /** Writes a value. */
  public void write(String name, String value) {
    database.transaction(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement("UPDATE parley_state SET held = ? WHERE name = ?")) {
            update.setString(1, value);
            update.setString(2, name);
            if (update.executeUpdate() > 0) {
              return null;
            }
          }
          try (PreparedStatement insert =
              connection.prepareStatement("INSERT INTO parley_state (held, name) VALUES (?, ?)")) {
            insert.setString(1, value);
            insert.setString(2, name);
            insert.executeUpdate();
          }
          return null;
        });
  }
}
