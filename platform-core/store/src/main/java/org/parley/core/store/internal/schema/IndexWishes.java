// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.schema;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.parley.core.record.Indexes;
import org.parley.core.record.Shape;
import org.parley.core.store.internal.database.Database;

/** The indexes administrators want, by the names of types and fields: they outlive both. */
public record IndexWishes(Database database) {

  public List<Indexes.Built> all() {
    return database.read(
        connection -> {
          List<Indexes.Built> all = new ArrayList<>();
          try (PreparedStatement query =
                  connection.prepareStatement(
                      "SELECT type_name, field_name, wanted_by, wanted_at"
                          + " FROM parley_wanted_index ORDER BY wanted_at");
              ResultSet row = query.executeQuery()) {
            while (row.next()) {
              Instant at = (Instant) database.dialect().read(row, 4, Shape.TIMESTAMP);
              all.add(new Indexes.Built(row.getString(1), row.getString(2), row.getString(3), at));
            }
          }
          return all;
        });
  }

  public void keep(Indexes.Built index) {
    database.transaction(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO parley_wanted_index"
                      + " (type_name, field_name, wanted_by, wanted_at) VALUES (?, ?, ?, ?)")) {
            insert.setString(1, index.type());
            insert.setString(2, index.field());
            insert.setString(3, index.by());
            database.dialect().bind(insert, 4, index.at());
            return insert.executeUpdate();
          }
        });
  }

  public void forget(String type, String field) {
    database.transaction(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement(
                  "DELETE FROM parley_wanted_index WHERE type_name = ? AND field_name = ?")) {
            delete.setString(1, type);
            delete.setString(2, field);
            return delete.executeUpdate();
          }
        });
  }
}
