// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.database;

import com.zaxxer.hikari.HikariConfig;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.derby.jdbc.EmbeddedDataSource;
import org.parley.core.record.Shape;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Embedded Derby. Dates and instants travel as text: its {@code java.sql} forms go through the
 * machine's time zone and the Julian calendar, text goes through neither.
 */
public final class DerbyDialect extends PlainValues {
  private static final Logger LOG = LoggerFactory.getLogger(DerbyDialect.class);
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");
  private static final int WIDEST = 32_672;

  private final Ddl ddl = new DerbyDdl();
  private EmbeddedDataSource source;
  private Room room;

  @Override
  public DataSource open(Path data) throws SQLException {
    room = new Room(data);
    new Incoming(data).finishOrFail();
    setUnlessGiven("derby.system.home", data.toString());
    setUnlessGiven("derby.stream.error.file", data.resolve("log/derby.log").toString());
    // Pages of 32 KB count like pages of 4 KB: more of them can eat the whole heap.
    setUnlessGiven("derby.storage.pageCacheSize", "1500");
    setUnlessGiven("derby.language.statementCache.size", "500");
    setUnlessGiven("derby.locks.waitTimeout", "5");
    setUnlessGiven("derby.locks.deadlockTimeout", "1");
    // Sequences are taken in blocks by us already.
    setUnlessGiven("derby.language.sequence.preallocator", "1");
    data.resolve("log").toFile().mkdirs();
    source = new EmbeddedDataSource();
    source.setDatabaseName(data.resolve("db").toString());
    source.setCreateDatabase("create");
    // The first connection boots the engine, repairs after a crash and says what is wrong.
    source.getConnection().close();
    return source;
  }

  private static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  @Override
  public void close() {
    source.setCreateDatabase(null);
    source.setShutdownDatabase("shutdown");
    try {
      source.getConnection().close();
    } catch (SQLException e) {
      // Derby reports a shutdown that went well as 08006.
      if (!"08006".equals(e.getSQLState())) {
        LOG.warn("The database was not shut down cleanly and repairs itself at the next start", e);
      }
    }
  }

  @Override
  public int textWidth(int size) {
    return size <= 255 ? 255 : size <= 4_000 ? 4_000 : Math.min(size, WIDEST);
  }

  @Override
  public int longestPlainText() {
    return WIDEST;
  }

  @Override
  public String unboundedText() {
    return "CLOB";
  }

  @Override
  public String bytes() {
    return "BLOB";
  }

  @Override
  public String timestamp() {
    return "TIMESTAMP";
  }

  @Override
  public List<String> keepInPieces(String table, String column) {
    return List.of();
  }

  @Override
  public Ddl ddl() {
    return ddl;
  }

  @Override
  String binary() {
    return "";
  }

  @Override
  void bindInstant(PreparedStatement statement, int index, Instant instant) throws SQLException {
    statement.setString(index, INSTANT.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC)));
  }

  @Override
  void bindDay(PreparedStatement statement, int index, LocalDate day) throws SQLException {
    statement.setString(index, day.toString());
  }

  @Override
  Instant instant(ResultSet row, int index) throws SQLException {
    String text = row.getString(index);
    return text == null ? null : parse(text);
  }

  @Override
  LocalDate day(ResultSet row, int index) throws SQLException {
    String text = row.getString(index);
    return text == null ? null : day(text);
  }

  /** By position, since Derby writes all of them alike and a page holds hundreds. */
  private static Instant parse(String instant) {
    long seconds =
        day(instant).toEpochDay() * 86_400
            + number(instant, 11, 13) * 3_600L
            + number(instant, 14, 16) * 60L
            + number(instant, 17, 19);
    int nanos = 0;
    for (int i = 20, worth = 100_000_000; i < instant.length(); i++, worth /= 10) {
      nanos += (instant.charAt(i) - '0') * worth;
    }
    return Instant.ofEpochSecond(seconds, nanos);
  }

  private static LocalDate day(String text) {
    return LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  @Override
  public String nextBlock(String sequence) {
    return "VALUES NEXT VALUE FOR " + sequence;
  }

  @Override
  public String holdRows() {
    return " WITH RS";
  }

  @Override
  public String readByIndex(String index) {
    return hint("index=" + index);
  }

  @Override
  public String readByKey(String key) {
    return hint("constraint=" + key);
  }

  @Override
  public String lookUpByKey(String key) {
    return hint("joinStrategy=NESTEDLOOP, constraint=" + key);
  }

  @Override
  public String readInThisOrder() {
    return " --DERBY-PROPERTIES joinOrder=FIXED\n";
  }

  private static String hint(String property) {
    int value = property.lastIndexOf('=') + 1;
    // A line break ends the hint, which stands in a comment.
    return " --DERBY-PROPERTIES "
        + property.substring(0, value)
        + property.substring(value).toUpperCase(Locale.ROOT)
        + "\n";
  }

  @Override
  public boolean indexPerDirection() {
    return true;
  }

  @Override
  public boolean foreignKeyIndexed() {
    return true;
  }

  @Override
  public Object greatest(Shape shape) {
    return switch (shape) {
      case TEXT, LONG_TEXT, WORDS -> "\uffff";
      case LONG -> Long.MAX_VALUE;
      case DECIMAL -> BigDecimal.TEN.pow(31).subtract(BigDecimal.ONE);
      case BOOLEAN -> true;
      case DATE -> LAST_DAY;
      case TIMESTAMP -> LAST;
    };
  }

  /** UCS_BASIC compares code units. */
  @Override
  public Comparator<String> textOrder() {
    return Comparator.naturalOrder();
  }

  @Override
  public boolean ordersByEmpty() {
    return false;
  }

  @Override
  public boolean comparesRows() {
    return false;
  }

  /**
   * Derby's own check misses a value when its row held it before, so that a deleted entry of the
   * index comes alive again: with the trash that is an everyday case.
   */
  @Override
  public boolean uniqueKeysMissRevivedValues() {
    return true;
  }

  @Override
  public boolean isAlone() {
    return true;
  }

  /** Who lists a type waits for all new rows at the head of the list. */
  @Override
  public int rowsAtOnce() {
    return 25;
  }

  /** It takes no list of keys without the danger of a plan that reads the whole table. */
  @Override
  public int keysAtOnce() {
    return 1;
  }

  @Override
  public int positionBlock() {
    return 1_000;
  }

  @Override
  public void tune(HikariConfig pool) {
    pool.setConnectionTimeout(TimeUnit.SECONDS.toMillis(10));
  }

  @Override
  public String explain(SQLException failure) {
    SQLException last = failure;
    while (last.getNextException() != null) {
      last = last.getNextException();
    }
    return "The database in the data directory cannot be opened: " + last.getMessage();
  }

  @Override
  public Failure failure(SQLException failure) {
    if (room != null && room.isReasonOf(failure)) {
      return Failure.DISK_FULL;
    }
    if (failure instanceof SQLTransientConnectionException
        || failure instanceof SQLNonTransientConnectionException) {
      return Failure.UNAVAILABLE;
    }
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    if (state.equals("40001") || state.startsWith("40XL") || state.equals("X0Y84")) {
      return Failure.CONFLICT;
    }
    if (state.equals("XCL52")) {
      return Failure.TIMEOUT;
    }
    if (state.equals("23505")) {
      return Failure.UNIQUE;
    }
    if (state.equals("23503")) {
      return Failure.FOREIGN_KEY;
    }
    if (state.startsWith("22") || state.equals("XSCB6")) {
      return Failure.VALUE;
    }
    if (state.startsWith("08")
        || state.startsWith("XJ")
        || state.startsWith("XSDG")
        || state.startsWith("XSLA")
        || state.startsWith("XSDB")
        || state.startsWith("XBM")
        || state.equals("40XT2")) {
      return Failure.UNAVAILABLE;
    }
    return Failure.OTHER;
  }

  @Override
  public boolean hasRoom() {
    return room.isEnough();
  }
}
