// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.database;

import com.zaxxer.hikari.HikariConfig;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.parley.core.record.Column;
import org.parley.core.record.Shape;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PSQLException;

/**
 * PostgreSQL 13 or later. Texts are compared byte by byte whatever the database's own collation is,
 * so that order and prefixes are those of Derby and an index serves both.
 */
public final class PostgresDialect implements Dialect {
  /** {@code pg_current_xact_id}, which the journal's order rests on, came with it. */
  private static final int OLDEST_VERSION = 13;

  private static final String BINARY = " COLLATE \"C\"";
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");
  private static final LocalDate FIRST_DAY = LocalDate.of(1, 1, 1);
  private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

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
  public String columnType(Column column) {
    return switch (column.shape()) {
      case TEXT, WORDS -> "VARCHAR(" + textWidth(column.size()) + ")" + BINARY;
      case LONG_TEXT -> unboundedText() + BINARY;
      case LONG -> "BIGINT";
      case DECIMAL -> "DECIMAL(" + column.size() + "," + column.scale() + ")";
      case BOOLEAN -> "BOOLEAN";
      case DATE -> "DATE";
      case TIMESTAMP -> timestamp();
    };
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
  public int jdbcType(Shape shape) {
    return switch (shape) {
      case TEXT, LONG_TEXT, WORDS -> Types.VARCHAR;
      case LONG -> Types.BIGINT;
      case DECIMAL -> Types.DECIMAL;
      case BOOLEAN -> Types.BOOLEAN;
      case DATE -> Types.DATE;
      case TIMESTAMP -> Types.TIMESTAMP;
    };
  }

  @Override
  public void bind(PreparedStatement statement, int index, Object value) throws SQLException {
    if (value instanceof String text) {
      statement.setString(index, text);
    } else if (value instanceof Long number) {
      statement.setLong(index, number);
    } else if (value instanceof Integer number) {
      statement.setInt(index, number);
    } else if (value instanceof BigDecimal number) {
      statement.setBigDecimal(index, number);
    } else if (value instanceof Boolean flag) {
      statement.setBoolean(index, flag);
    } else if (value instanceof Instant instant) {
      Instant held = instant.isBefore(FIRST) ? FIRST : instant.isAfter(LAST) ? LAST : instant;
      statement.setObject(index, LocalDateTime.ofInstant(held, ZoneOffset.UTC));
    } else if (value instanceof LocalDate day) {
      LocalDate held = day.isBefore(FIRST_DAY) ? FIRST_DAY : day.isAfter(LAST_DAY) ? LAST_DAY : day;
      statement.setObject(index, held);
    } else {
      throw new IllegalArgumentException("No column holds a " + value.getClass().getName());
    }
  }

  @Override
  public Object read(ResultSet row, int index, Shape shape) throws SQLException {
    switch (shape) {
      case TEXT, LONG_TEXT, WORDS:
        return row.getString(index);
      case LONG:
        long number = row.getLong(index);
        return row.wasNull() ? null : (Object) number;
      case DECIMAL:
        return row.getBigDecimal(index);
      case BOOLEAN:
        boolean flag = row.getBoolean(index);
        return row.wasNull() ? null : (Object) flag;
      case DATE:
        return row.getObject(index, LocalDate.class);
      case TIMESTAMP:
        LocalDateTime at = row.getObject(index, LocalDateTime.class);
        return at == null ? null : at.toInstant(ZoneOffset.UTC);
      default:
        throw new IllegalArgumentException(shape.name());
    }
  }

  @Override
  public Object readByType(ResultSet row, int index, int jdbcType) throws SQLException {
    return switch (jdbcType) {
      case Types.VARCHAR, Types.CHAR -> row.getString(index);
      case Types.BIGINT -> read(row, index, Shape.LONG);
      case Types.DECIMAL, Types.NUMERIC -> row.getBigDecimal(index);
      case Types.BOOLEAN, Types.BIT -> read(row, index, Shape.BOOLEAN);
      case Types.DATE -> read(row, index, Shape.DATE);
      case Types.TIMESTAMP -> read(row, index, Shape.TIMESTAMP);
      default -> row.getObject(index);
    };
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
    if (failure instanceof SQLTransientConnectionException) {
      return Failure.UNAVAILABLE;
    }
    SQLException cause = failure;
    // A batch reports itself; what happened comes after it.
    if (cause.getSQLState() == null && cause.getNextException() != null) {
      cause = cause.getNextException();
    }
    String state = cause.getSQLState() == null ? "" : cause.getSQLState();
    return switch (state) {
      case "40001", "40P01", "55P03" -> Failure.CONFLICT;
      case "0A000" -> isStalePlan(cause) ? Failure.CONFLICT : Failure.OTHER;
      case "23505" -> Failure.UNIQUE;
      case "23503" -> Failure.FOREIGN_KEY;
      // Among them text that is too long for the index over its column.
      case "54000" -> Failure.VALUE;
      case "57014" -> Failure.TIMEOUT;
      case "53100" -> Failure.DISK_FULL;
      case "25006", "3D000" -> Failure.UNAVAILABLE;
      default -> byClass(state);
    };
  }

  /** A statement was prepared before a column changed its type; the driver prepares it anew. */
  private static boolean isStalePlan(SQLException failure) {
    return failure instanceof PSQLException refused
        && refused.getServerErrorMessage() != null
        && "RevalidateCachedQuery".equals(refused.getServerErrorMessage().getRoutine());
  }

  private static Failure byClass(String state) {
    if (state.startsWith("22")) {
      return Failure.VALUE;
    }
    boolean away =
        state.startsWith("08")
            || state.startsWith("28")
            || state.startsWith("53")
            || state.startsWith("57P")
            || state.startsWith("58");
    return away ? Failure.UNAVAILABLE : Failure.OTHER;
  }
}
