// SPDX-License-Identifier: Apache-2.0
package org.parley.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/**
 * Fills the tables of a Parley that does not run with opportunities, and with the accounts,
 * contacts and products they name. A million rows with all their indexes take a minute or two,
 * because they go in as one bulk insert. The same number always gives the same rows.
 */
final class Opportunities {
  static final int ACCOUNTS = 10_000;
  static final int CONTACTS = 10_000;
  static final int PRODUCTS = 50;
  static final List<String> STAGES =
      List.of("prospecting", "qualified", "proposal", "negotiation", "won", "lost");

  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");
  private static final long FIRST_ACCOUNT = 1_001;
  private static final long FIRST_CONTACT = FIRST_ACCOUNT + ACCOUNTS;
  private static final long FIRST_PRODUCT = FIRST_CONTACT + CONTACTS;

  /** The id of the first opportunity; the others follow without a gap. */
  static final long FIRST = FIRST_PRODUCT + PRODUCTS;

  private static final List<String> SOURCES =
      List.of("inbound", "outbound", "referral", "partner", "event", "existing_customer");

  private static final String COLUMNS =
      "id, version, created_at, created_by, modified_at, modified_by, owner, name, name_folded,"
          + " stage, amount, amount_currency, amount_company, amount_rate_date, probability,"
          + " close_date, account, contact, product, source, forecast, next_step,"
          + " next_step_folded";

  private Opportunities() {}

  /** An account's id; for any number. */
  static long account(long number) {
    return FIRST_ACCOUNT + Math.floorMod(number, (long) ACCOUNTS);
  }

  /** Writes all of it and commits. */
  static void fill(Connection connection, long rows) throws SQLException, IOException {
    connection.setAutoCommit(false);
    long user = administrator(connection);
    parties(connection, user);
    connection.commit();
    load(connection, rows, user);
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP SEQUENCE parley_id" + (isDerby(connection) ? " RESTRICT" : ""));
      statement.execute(
          "CREATE SEQUENCE parley_id AS BIGINT START WITH " + (FIRST + rows) + " INCREMENT BY 100");
    }
    connection.commit();
  }

  static boolean isDerby(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductName().contains("Derby");
  }

  /** The id of the one who can log in. */
  static long administrator(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT user_id FROM parley_credential")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void parties(Connection connection, long user) throws SQLException {
    insert(connection, "account", "name, name_folded", user, FIRST_ACCOUNT, ACCOUNTS, "Account");
    insert(
        connection,
        "contact",
        "first_name, first_name_folded, last_name, last_name_folded",
        user,
        FIRST_CONTACT,
        CONTACTS,
        "Person");
    insert(connection, "product", "name, name_folded", user, FIRST_PRODUCT, PRODUCTS, "Product");
  }

  private static void insert(
      Connection connection,
      String table,
      String names,
      long user,
      long first,
      int count,
      String word)
      throws SQLException {
    int texts = names.split(",").length;
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO "
                + table
                + " (id, version, created_at, created_by, modified_at, modified_by, owner, "
                + names
                + ") VALUES (?, 1, CURRENT_TIMESTAMP, ?, CURRENT_TIMESTAMP, ?, ?"
                + ", ?".repeat(texts)
                + ")")) {
      for (int i = 0; i < count; i++) {
        insert.setLong(1, first + i);
        insert.setLong(2, user);
        insert.setLong(3, user);
        insert.setLong(4, user);
        for (int text = 0; text < texts; text++) {
          String name = (texts > 2 && text < 2 ? "First" : word) + " " + i;
          insert.setString(5 + text, text % 2 == 0 ? name : name.toLowerCase(Locale.ROOT));
        }
        insert.addBatch();
        if (i % 500 == 499) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
    }
  }

  /** By way of a file, which both databases read as one bulk insert. */
  private static void load(Connection connection, long rows, long user)
      throws SQLException, IOException {
    Path file = Files.createTempFile("opportunities", ".csv");
    try {
      try (BufferedWriter out = Files.newBufferedWriter(file)) {
        for (long n = 0; n < rows; n++) {
          out.write(csv(n, user));
        }
      }
      if (isDerby(connection)) {
        loadDerby(connection, file);
      } else {
        loadPostgres(connection, file);
      }
    } finally {
      Files.delete(file);
    }
  }

  private static void loadPostgres(Connection connection, Path file)
      throws SQLException, IOException {
    try (Reader rows = Files.newBufferedReader(file)) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY opportunity (" + COLUMNS + ") FROM STDIN WITH (FORMAT csv)", rows);
    }
    connection.commit();
    try (Statement statement = connection.createStatement()) {
      statement.execute("ANALYZE");
    }
  }

  /** Derby sorts each index anew from all rows. */
  private static void loadDerby(Connection connection, Path file) throws SQLException {
    try (PreparedStatement load =
        connection.prepareStatement(
            "CALL SYSCS_UTIL.SYSCS_IMPORT_DATA(NULL, 'OPPORTUNITY', ?, NULL, ?, ',', '\"',"
                + " 'UTF-8', 1)")) {
      load.setString(1, COLUMNS.replace(" ", "").toUpperCase(Locale.ROOT));
      load.setString(2, file.toString());
      load.execute();
    }
    connection.commit();
    try (Statement statement = connection.createStatement()) {
      for (String table : List.of("OPPORTUNITY", "ACCOUNT", "CONTACT", "PRODUCT")) {
        statement.execute("CALL SYSCS_UTIL.SYSCS_UPDATE_STATISTICS('APP', '" + table + "', NULL)");
      }
    }
  }

  /** What creates another one, never the same. */
  static String body() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int number = random.nextInt(1_000_000);
    return """
    {"fields":{"name":"New deal %d","stage":"%s",\
    "amount":{"amount":"%d.50","currency":"EUR"},"close_date":"2027-%02d-%02d","account":%d}}\
    """
        .formatted(
            number,
            STAGES.get(number % STAGES.size()),
            number,
            1 + random.nextInt(12),
            1 + random.nextInt(28),
            account(number));
  }

  /** A number that looks random, the same each time. */
  static long mix(long n) {
    long mixed = n * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
    return (mixed ^ mixed >>> 27) >>> 1;
  }

  /** A row's values in the order of the columns. */
  private static String csv(long n, long user) {
    String at =
        INSTANT.format(LocalDateTime.of(2024, 1, 1, 0, 0).plusNanos((n * 31_007_000L + 1) * 1_000));
    String amount = BigDecimal.valueOf(mix(n + 1) % 100_000_000, 2).toString();
    Object[] values = {
      FIRST + n,
      1,
      at,
      user,
      at,
      user,
      user,
      "Deal " + n,
      "deal " + n,
      STAGES.get((int) (mix(n) % STAGES.size())),
      amount,
      "EUR",
      amount,
      "2024-01-01",
      mix(n + 2) % 101,
      LocalDate.of(2024, 1, 1).plusDays(mix(n + 3) % 1_500),
      account(mix(n + 4)),
      FIRST_CONTACT + mix(n + 5) % CONTACTS,
      FIRST_PRODUCT + mix(n + 6) % PRODUCTS,
      SOURCES.get((int) (mix(n + 7) % SOURCES.size())),
      "pipeline",
      "Call again about " + n,
      "call again about " + n
    };
    return Arrays.stream(values).map(Object::toString).collect(Collectors.joining(",", "", "\n"));
  }
}
