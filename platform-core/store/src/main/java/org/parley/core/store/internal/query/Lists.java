// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.query;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.core.record.Condition;
import org.parley.core.record.RecordType;
import org.parley.core.record.Row;
import org.parley.core.record.Selection;
import org.parley.core.store.internal.database.Database;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.database.Failure;
import org.parley.core.store.internal.schema.Table;
import org.parley.core.store.internal.schema.Tables;

/** Lists and counts: SQL from metadata, committed rows, each statement by itself. Stateless. */
public final class Lists {
  private final Database database;
  private final Dialect dialect;

  public Lists(Database database) {
    this.database = database;
    this.dialect = database.dialect();
  }

  /** Rows in order. */
  public List<Row> list(Tables tables, Selection selection) {
    return run(connection -> new Page(connection, dialect, tables, selection).read());
  }

  /** How many rows match, counting no further than a cap. */
  public long count(Tables tables, RecordType type, Condition condition, boolean trash, long cap) {
    Table table = tables.of(type.name());
    Conditions conditions = new Conditions(dialect, tables, table);
    Sql where = conditions.where(condition, trash);
    Sql sql =
        new Sql()
            .add("SELECT COUNT(*) FROM (SELECT r.id FROM " + table.name() + " r")
            .add(conditions.joins())
            .add(" WHERE ")
            .add(where)
            .add(" FETCH FIRST ")
            .value(cap)
            .add(" ROWS ONLY) counted");
    return run(
        connection -> {
          try (PreparedStatement statement = sql.prepare(connection, dialect);
              ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  /** Records by id, in no order, trashed ones included. */
  public List<Record> findAll(Tables tables, RecordType type, List<Long> ids) {
    RecordReader reader = RecordReader.all(tables.of(type.name()));
    return run(connection -> reader.find(connection, dialect, ids));
  }

  private <T> T run(Database.Work<T> work) {
    try {
      return database.read(work);
    } catch (ParleyException e) {
      if (e.getCause() instanceof SQLException cause && dialect.failure(cause) == Failure.VALUE) {
        throw ParleyException.badRequest(
            "bad_filter", "A value in the filter does not fit the field it is compared with.");
      }
      throw e;
    }
  }
}
