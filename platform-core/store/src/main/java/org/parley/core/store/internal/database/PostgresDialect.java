// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.database;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.parley.core.record.Shape;
import org.postgresql.PGStatement;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * PostgreSQL 13 or later. Texts are compared byte by byte whatever the database's own collation is,
 * so that order and prefixes are those of Derby and an index serves both.
 */
public final class PostgresDialect extends PlainValues {
  /** {@code pg_current_xact_id}, which the journal's order rests on, came with it. */
  private static final int OLDEST_VERSION = 13;

  private static final String BINARY = " COLLATE \"C\"";
  private final Ddl ddl = new PostgresDdl();
  private final PGSimpleDataSource source = new PGSimpleDataSource();

  /**
   * Reaches for nothing yet.
   *
   * @param url {@code jdbc:postgresql://host/database}; what it sets wins over what we set
   * @param user null for the one in the URL
   * @param password null for the one in the URL
   * @throws IllegalArgumentException when the URL is none
   */
  public PostgresDialect(String url, String user, String password) {
    source.setApplicationName("Parley");
    source.setReWriteBatchedInserts(true);
    // Each connection remembers statements of its own, and their texts name every column of a type:
    // by default a pool full of connections may keep 160 MB of them.
    source.setPreparedStatementCacheQueries(64);
    source.setPreparedStatementCacheSizeMiB(1);
    source.setConnectTimeout(3);
    // A server that went without a word; what may take longer says so: see PostgresDdl.
    source.setSocketTimeout(60);
    source.setTcpKeepAlive(true);
    // The detail quotes values, and those do not belong into logs.
    source.setLogServerErrorDetail(false);
    source.setUrl(url);
    if (user != null) {
      source.setUser(user);
    }
    if (password != null) {
      source.setPassword(password);
    }
  }

  @Override
  public DataSource open(Path data) throws SQLException {
    new Incoming(data).finishOrFail();
    try (Connection connection = source.getConnection()) {
      int version = connection.getMetaData().getDatabaseMajorVersion();
      if (version < OLDEST_VERSION) {
        throw new UnfitDatabase(
            "is PostgreSQL " + version + "; " + OLDEST_VERSION + " or later is needed");
      }
      try (Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "SELECT current_setting('server_encoding'), current_schema(),"
                      + " COALESCE(has_schema_privilege(current_schema(), 'CREATE'), false),"
                      + " pg_is_in_recovery()")) {
        row.next();
        if (!row.getString(1).equals("UTF8")) {
          throw new UnfitDatabase(
              "has the encoding " + row.getString(1) + "; create it with ENCODING 'UTF8'");
        }
        if (!row.getBoolean(3)) {
          throw new UnfitDatabase(
              "lets its user make no tables; make the user of PARLEY_DB_USER its owner");
        }
        if (row.getBoolean(4)) {
          throw new UnfitDatabase("is a standby, which cannot be written to");
        }
      }
    }
    return source;
  }

  /** A database that answers and cannot be used. */
  private static final class UnfitDatabase extends SQLException {
    private static final long serialVersionUID = 1L;

    UnfitDatabase(String reason) {
      super(reason);
    }
  }

  @Override
  public void close() {
    // The server is somebody else's.
  }

  @Override
  public int textWidth(int size) {
    return size <= 255 ? 255 : size <= 4_000 ? 4_000 : size;
  }

  @Override
  public int longestPlainText() {
    return 10_000_000;
  }

  @Override
  public String unboundedText() {
    return "TEXT";
  }

  @Override
  public String bytes() {
    return "BYTEA";
  }

  @Override
  public String timestamp() {
    return "TIMESTAMP(6)";
  }

  /** Not compressed, so that a piece is read without what is before it. */
  @Override
  public List<String> keepInPieces(String table, String column) {
    return List.of("ALTER TABLE " + table + " ALTER COLUMN " + column + " SET STORAGE EXTERNAL");
  }

  @Override
  public Ddl ddl() {
    return ddl;
  }

  @Override
  String binary() {
    return BINARY;
  }

  @Override
  void bindInstant(PreparedStatement statement, int index, Instant instant) throws SQLException {
    statement.setObject(index, LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
  }

  @Override
  void bindDay(PreparedStatement statement, int index, LocalDate day) throws SQLException {
    statement.setObject(index, day);
  }

  @Override
  Instant instant(ResultSet row, int index) throws SQLException {
    LocalDateTime at = row.getObject(index, LocalDateTime.class);
    return at == null ? null : at.toInstant(ZoneOffset.UTC);
  }

  @Override
  LocalDate day(ResultSet row, int index) throws SQLException {
    return row.getObject(index, LocalDate.class);
  }

  @Override
  public String nextBlock(String sequence) {
    return "SELECT nextval('" + sequence + "')";
  }

  @Override
  public String holdRows() {
    return " FOR SHARE";
  }

  @Override
  public String readByIndex(String index) {
    return "";
  }

  @Override
  public String readByKey(String key) {
    return "";
  }

  @Override
  public String readInThisOrder() {
    return "";
  }

  @Override
  public String lookUpByKey(String key) {
    return "";
  }

  @Override
  public boolean indexPerDirection() {
    return false;
  }

  @Override
  public boolean foreignKeyIndexed() {
    return false;
  }

  @Override
  public Object greatest(Shape shape) {
    return null;
  }

  /** The collation C compares bytes of UTF-8, which follow each other as code points do. */
  @Override
  public Comparator<String> textOrder() {
    return (one, other) -> {
      int[] a = one.codePoints().toArray();
      int[] b = other.codePoints().toArray();
      return Arrays.compare(a, b);
    };
  }

  @Override
  public boolean ordersByEmpty() {
    return true;
  }

  @Override
  public boolean comparesRows() {
    return true;
  }

  @Override
  public boolean uniqueKeysMissRevivedValues() {
    return false;
  }

  @Override
  public boolean isAlone() {
    return false;
  }

  /** Nobody waits. */
  @Override
  public int rowsAtOnce() {
    return 500;
  }

  @Override
  public int keysAtOnce() {
    return 50;
  }

  /**
   * A plan that the server keeps is for the table as it was: one that was empty is read from end to
   * end until its statistics are renewed, which takes a minute and more.
   */
  @Override
  public void planEachTime(PreparedStatement statement) throws SQLException {
    statement.unwrap(PGStatement.class).setPrepareThreshold(0);
  }

  /** One by one, so that positions are given in the order in which they are asked for. */
  @Override
  public int positionBlock() {
    return 1;
  }

  @Override
  public void tune(HikariConfig pool) {
    // Who asks while the database is away learns so soon; the pool itself goes on trying.
    pool.setConnectionTimeout(TimeUnit.SECONDS.toMillis(3));
    pool.setValidationTimeout(TimeUnit.SECONDS.toMillis(2));
    pool.setInitializationFailTimeout(-1);
    // A transaction of ours never thinks: one that idles is broken and holds locks.
    pool.setConnectionInitSql("SET jit = off; SET idle_in_transaction_session_timeout = '60s'");
  }

  @Override
  public String explain(SQLException failure) {
    String database = "The database " + source.getDatabaseName() + " at " + place();
    if (failure instanceof UnfitDatabase) {
      return database + " (PARLEY_DB_URL) " + failure.getMessage() + ".";
    }
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    return switch (state) {
      case "28P01" ->
          database
              + " refuses the password of user "
              + source.getUser()
              + ": set PARLEY_DB_USER and PARLEY_DB_PASSWORD.";
      case "28000", "08004" ->
          database
              + " lets user "
              + source.getUser()
              + " not in ("
              + failure.getMessage()
              + "): set PARLEY_DB_USER and PARLEY_DB_PASSWORD, or the server's pg_hba.conf.";
      case "3D000" ->
          database + " does not exist: create it, or name another one in PARLEY_DB_URL.";
      default -> database + " (PARLEY_DB_URL) does not answer: " + failure.getMessage();
    };
  }

  private String place() {
    StringBuilder place = new StringBuilder();
    String[] hosts = source.getServerNames();
    int[] ports = source.getPortNumbers();
    for (int i = 0; i < hosts.length; i++) {
      place.append(i == 0 ? "" : ", ").append(hosts[i]);
      if (i < ports.length && ports[i] > 0) {
        place.append(':').append(ports[i]);
      }
    }
    return place.toString();
  }

  @Override
  public Failure failure(SQLException failure) {
    return PostgresFailures.of(failure);
  }
}
