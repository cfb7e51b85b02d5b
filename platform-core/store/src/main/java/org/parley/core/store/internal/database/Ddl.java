// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Changes of the schema in the words of one database, and what they cost there while people work.
 * How many rows a table has is asked only where it matters. Stateless; used by many threads.
 */
public interface Ddl {
  /** What a key rests on, as far as taking it away goes. */
  enum KeySort {
    INDEX,
    UNIQUE,
    FOREIGN
  }

  /**
   * What a change takes.
   *
   * @param running milliseconds from its begin to its end
   * @param pause milliseconds that others wait for it
   */
  record Cost(long running, long pause) {
    public static final Cost NOTHING = new Cost(0, 0);

    public Cost plus(Cost more) {
      return new Cost(running + more.running, pause + more.pause);
    }

    /** For a database where everybody waits until it is done. */
    static Cost waiting(long milliseconds) {
      return new Cost(milliseconds, milliseconds);
    }
  }

  /**
   * A change.
   *
   * @param statements in order
   * @param online whether each is committed by itself, because a database does so only without
   *     holding others up; else all belong into one transaction
   */
  record Alteration(List<String> statements, boolean online, Cost cost) {
    public Alteration {
      statements = List.copyOf(statements);
    }

    static Alteration of(String statement, Cost cost) {
      return new Alteration(List.of(statement), false, cost);
    }
  }

  /** Readies a connection for the changes of one transaction. */
  void begin(Connection connection) throws SQLException;

  /**
   * Takes away what an interrupted or failed {@link Alteration#online()} change has left under a
   * key's name. The connection commits by itself.
   */
  void clear(Connection connection, String key) throws SQLException;

  /**
   * Adds a column that is empty in all rows.
   *
   * @param definition its name and type
   */
  Alteration addColumn(String table, String definition);

  /** Copies a column into another one, in all rows. */
  Alteration copyColumn(String table, String from, String to, LongSupplier rows);

  /** Widens a text column. */
  Alteration widen(String table, String column, String type);

  /** Whether the keys over a widened column have to be made anew to take long values. */
  boolean keysKeepTheirWidth();

  /**
   * The type of a column that holds another one's value while the record is not in the trash,
   * computed by the database; or null where a unique key can leave the trash out by itself.
   */
  String computedUnlessTrashed(String column, String type, String deletedAt);

  /** Adds the column that {@link #computedUnlessTrashed} describes. */
  Alteration addComputed(String table, String definition, LongSupplier rows);

  /**
   * Makes an index.
   *
   * @param over its columns, with directions
   */
  Alteration index(String table, String name, String over, LongSupplier rows);

  /**
   * Makes a unique key.
   *
   * @param deletedAt the column that tells what is in the trash, which the key leaves out where
   *     {@link #computedUnlessTrashed} gives no column
   */
  Alteration unique(String table, String name, String column, String deletedAt, LongSupplier rows);

  /** Makes a foreign key to another table's {@code id}. */
  Alteration foreignKey(String table, String name, String column, String to, LongSupplier rows);

  /** Takes a key away. */
  String drop(String table, String name, KeySort sort);
}
