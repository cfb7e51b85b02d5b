// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.database;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import javax.sql.DataSource;
import org.parley.core.record.Column;
import org.parley.core.record.Shape;

/**
 * All that differs between databases: column types, values, keys, sequences, error codes. Stateless
 * but for {@link #open} and {@link #close}; used by many threads.
 */
public interface Dialect {
  /** Opens the database below a directory, making it where it is missing. */
  DataSource open(Path data) throws SQLException;

  /** Shuts down what {@link #open} has opened; the pool over it is closed already. */
  void close();

  /** The column type for values of a column; text starts wider than asked for. */
  String columnType(Column column);

  /**
   * The width a text column of a size is made with: so wide that it seldom has to grow, because
   * growing it may make writers wait.
   */
  int textWidth(int size);

  /** How long text of the core's own tables lies: up to this many characters in a plain column. */
  int longestPlainText();

  /** The type of text without a bound. */
  String unboundedText();

  /** The type of bytes without a bound. */
  String bytes();

  /** The type of an instant. */
  String timestamp();

  /**
   * Statements after a table was made, so that big bytes in a column of it can be read in pieces
   * without reading all of them.
   */
  List<String> keepInPieces(String table, String column);

  /** Changes of the schema. */
  Ddl ddl();

  /** The constant of {@link java.sql.Types} for a shape. */
  int jdbcType(Shape shape);

  /**
   * Sets a parameter; never null. Instants and dates are independent of the machine's time zone.
   */
  void bind(PreparedStatement statement, int index, Object value) throws SQLException;

  /** Sets a parameter that may be null. */
  default void bind(PreparedStatement statement, int index, Shape shape, Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, jdbcType(shape));
    } else {
      bind(statement, index, value);
    }
  }

  /** Reads a column as the Java type of its shape; null when it is empty. */
  Object read(ResultSet row, int index, Shape shape) throws SQLException;

  /** Reads a column by its JDBC type. */
  Object readByType(ResultSet row, int index, int jdbcType) throws SQLException;

  /** A query for the first number of the next block of a sequence. */
  String nextBlock(String sequence);

  /** What follows a query so that the rows it reads do not change before the transaction ends. */
  String holdRows();

  /**
   * What follows a table in FROM to make the database read it by one index; empty where it knows
   * best by itself.
   */
  String readByIndex(String index);

  /** The same for the index that a key brings. */
  String readByKey(String key);

  /**
   * What follows a joined table to make the database look its rows up by a key, one by one, rather
   * than read all of it first.
   */
  String lookUpByKey(String key);

  /**
   * What follows FROM to make the database read the tables in the order in which they stand there.
   */
  String readInThisOrder();

  /** Whether an index serves one direction only, so that each needs its own. */
  boolean indexPerDirection();

  /** Whether a foreign key brings an index over its column. */
  boolean foreignKeyIndexed();

  /**
   * A value no column of a shape goes beyond, to bound a walk before the empty values; null where
   * the database ends such a walk by itself.
   */
  Object greatest(Shape shape);

  /**
   * Whether an index has its entries in the order of later columns, where one between is known to
   * be empty, only for who asks for the order of that one, too.
   */
  boolean ordersByEmpty();

  /** How texts follow each other that are compared as they are. */
  Comparator<String> textOrder();

  /** Whether {@code (a, b) > (?, ?)} is one range of an index over both. */
  boolean comparesRows();

  /**
   * Whether a unique key may miss a value that comes back by an update, so that it has to be looked
   * for.
   */
  boolean uniqueKeysMissRevivedValues();

  /** Whether nobody but this process uses the database, so that memory knows all that goes on. */
  boolean isAlone();

  /** How many of many rows are written in one transaction, for lists may wait for its end. */
  int rowsAtOnce();

  /** How many keys of two columns are looked for in one statement. */
  int keysAtOnce();

  /** Has a statement planned each time it runs, because its tables may grow by much meanwhile. */
  default void planEachTime(PreparedStatement statement) throws SQLException {}

  /** How far the sequence of the journal's positions steps each time. */
  int positionBlock();

  /**
   * Whether there is room to write to, as far as this side can tell. Asked before each transaction.
   */
  default boolean hasRoom() {
    return true;
  }

  /** Sets what a pool over this database needs. */
  void tune(HikariConfig pool);

  /** Why a database could not be opened, and what to do about it, for the person who starts us. */
  String explain(SQLException failure);

  Failure failure(SQLException failure);
}
