// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.parley.core.store.internal.database.DerbyDialect;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.database.Durable;

/**
 * A database that is open for reading: in place when nobody else has it, else a copy that goes when
 * it is closed.
 */
final class Opened implements AutoCloseable {
  private final Dialect dialect;
  private final Connection connection;
  private final AutoCloseable lock;
  private final Path scratch;

  private Opened(Dialect dialect, Connection connection, AutoCloseable lock, Path scratch) {
    this.dialect = dialect;
    this.connection = connection;
    this.lock = lock;
    this.scratch = scratch;
  }

  /** Opens what a Parley has, whether it runs or not. */
  static Opened of(Installation parley, Progress progress) throws IOException, SQLException {
    if (parley.url() != null) {
      return new PostgresPlace(parley).open();
    }
    requireDatabase(parley);
    DataLock lock = DataLock.tryTake(parley.data());
    if (lock != null) {
      return derby(parley.data(), lock, null);
    }
    Path scratch = parley.scratch();
    Sizes.require(scratch, Sizes.of(parley.database()));
    LiveCopy.request(parley, scratch, progress);
    return derby(scratch, null, scratch);
  }

  static void requireDatabase(Installation parley) {
    if (!Files.isDirectory(parley.database())
        && !Files.exists(parley.data().resolve("incoming.ready"))) {
      throw Refusal.unfit(
          "There is no database in " + parley.data() + ". PARLEY_DATA says where the data is.");
    }
  }

  /** What a dialect has opened. */
  static Opened of(Dialect dialect, Connection connection) {
    return new Opened(dialect, connection, null, null);
  }

  /** Opens Derby's database below a directory that is locked, or a copy's. */
  static Opened derby(Path data, AutoCloseable lock, Path scratch) throws SQLException {
    Dialect dialect = new DerbyDialect();
    return new Opened(dialect, dialect.open(data).getConnection(), lock, scratch);
  }

  Connection connection() {
    return connection;
  }

  Dialect dialect() {
    return dialect;
  }

  @Override
  public void close() throws SQLException, IOException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
    }
    connection.close();
    dialect.close();
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (Exception e) {
      throw new IOException(e);
    }
    if (scratch != null) {
      Durable.remove(scratch);
    }
  }
}
