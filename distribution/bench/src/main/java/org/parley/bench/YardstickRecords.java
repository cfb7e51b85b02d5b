// SPDX-License-Identifier: Apache-2.0
package org.parley.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;

/**
 * The yardstick's statements, by hand: one statement a read, titles joined; one transaction a
 * create.
 */
final class YardstickRecords {
  private static final JsonFactory JSON = new JsonFactory();
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

  private final DataSource pool;
  private final boolean derby;
  private final String read;
  private final String list;
  private final long user;
  private final YardstickJson answers;
  private final int typeId;
  private final Block ids;
  private final Block positions;

  YardstickRecords(DataSource pool) throws SQLException {
    this.pool = pool;
    try (Connection connection = pool.getConnection()) {
      derby = Opportunities.isDerby(connection);
      user = Opportunities.administrator(connection);
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT name FROM user_ WHERE id = " + user)) {
        row.next();
        answers = new YardstickJson(user, row.getString(1));
      }
      try (Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery("SELECT id FROM parley_type WHERE name = 'opportunity'")) {
        row.next();
        typeId = row.getInt(1);
      }
      String columns =
          "SELECT r.id, r.version, r.amount_currency, r."
              + String.join(", r.", YardstickJson.FIELDS);
      String titles = ", a.name, c.first_name, c.last_name, p.name";
      String joins =
          join(connection, "account", "a")
              + join(connection, "contact", "c")
              + join(connection, "product", "p");
      read =
          columns
              + titles
              + " FROM opportunity r"
              + joins
              + " WHERE r.id = ? AND r.deleted_at IS NULL";
      // Joined after the page is cut: Derby would sort all that matches otherwise.
      list =
          columns
              + titles
              + " FROM (SELECT * FROM opportunity s"
              + (derby ? hint("index=" + index(connection)) : "")
              + " WHERE s.deleted_at IS NULL AND s.stage = ? AND s.close_date <= ?"
              + " AND (s.close_date < ? OR s.id < ?)"
              + " ORDER BY s.close_date DESC, s.id DESC FETCH FIRST 51 ROWS ONLY) r"
              + joins
              + " ORDER BY r.close_date DESC, r.id DESC";
    }
    ids = new Block("parley_id", 100);
    positions = new Block("parley_position", derby ? 1_000 : 1);
  }

  private String join(Connection connection, String table, String alias) throws SQLException {
    String lookUp = "";
    if (derby) {
      try (ResultSet key =
          connection.getMetaData().getPrimaryKeys(null, null, table.toUpperCase(Locale.ROOT))) {
        key.next();
        lookUp = hint("joinStrategy=NESTEDLOOP, constraint=" + key.getString("PK_NAME"));
      }
    }
    return " LEFT JOIN " + table + " " + alias + lookUp + " ON " + alias + ".id = r." + table;
  }

  private static String hint(String properties) {
    return " --DERBY-PROPERTIES " + properties + "\n";
  }

  /** The index that serves the order of the list. */
  private static String index(Connection connection) throws SQLException {
    try (ResultSet row =
        connection.getMetaData().getIndexInfo(null, null, "OPPORTUNITY", false, true)) {
      while (row.next()) {
        if ("CLOSE_DATE".equals(row.getString("COLUMN_NAME"))
            && "D".equals(row.getString("ASC_OR_DESC"))) {
          return row.getString("INDEX_NAME");
        }
      }
    }
    throw new IllegalStateException("no index on close_date, descending");
  }

  /** Numbers of a sequence, taken in blocks. */
  private final class Block {
    private final String query;
    private final int size;
    private long next = 1;
    private long end;

    Block(String sequence, int size) {
      this.query =
          derby ? "VALUES NEXT VALUE FOR " + sequence : "SELECT nextval('" + sequence + "')";
      this.size = size;
    }

    synchronized long next(Connection connection) throws SQLException {
      if (next > end) {
        try (Statement statement = connection.createStatement();
            ResultSet row = statement.executeQuery(query)) {
          row.next();
          next = row.getLong(1);
          end = next + size - 1;
        }
      }
      return next++;
    }
  }

  /** A record, or null. */
  byte[] get(long id) throws SQLException, IOException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(read)) {
      statement.setLong(1, id);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(2_000)) {
          try (JsonGenerator json = JSON.createGenerator(bytes)) {
            answers.record(json, row);
          }
          return bytes.toByteArray();
        }
      }
    }
  }

  /** A page filtered by stage, the latest close date first. */
  byte[] list(Map<String, String> query) throws SQLException, IOException {
    String date = "9999-12-31";
    long id = Long.MAX_VALUE;
    if (query.get("after") != null) {
      String[] after =
          new String(Base64.getUrlDecoder().decode(query.get("after")), StandardCharsets.UTF_8)
              .split("/");
      date = after[0];
      id = Long.parseLong(after[1]);
    }
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(list)) {
      statement.setString(1, query.get("filter").substring("stage==".length()));
      statement.setObject(2, derby ? date : LocalDate.parse(date));
      statement.setObject(3, derby ? date : LocalDate.parse(date));
      statement.setLong(4, id);
      try (ResultSet row = statement.executeQuery();
          ByteArrayBuilder bytes = new ByteArrayBuilder(32_000)) {
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
          answers.page(json, row);
        }
        return bytes.toByteArray();
      }
    }
  }

  /** Creates a record with its journal row, in one transaction. */
  byte[] create(InputStream body) throws SQLException, IOException {
    Map<String, String> fields = parse(body);
    String name = fields.get("name");
    if (name == null || name.isBlank() || name.length() > 200) {
      throw new IllegalArgumentException("name");
    }
    if (!Opportunities.STAGES.contains(fields.get("stage"))) {
      throw new IllegalArgumentException("stage");
    }
    BigDecimal amount = new BigDecimal(fields.get("amount"));
    LocalDate date = LocalDate.parse(fields.get("close_date"));
    long account = Long.parseLong(fields.get("account"));
    LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
    String at = INSTANT.format(now);
    long id;
    String accountName;
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try {
        accountName = accountName(connection, account);
        id = ids.next(connection);
        insert(connection, id, now, fields, amount, date, account);
        journal(connection, id, now, changes(fields, account));
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
    try (ByteArrayBuilder bytes = new ByteArrayBuilder(2_000)) {
      try (JsonGenerator json = JSON.createGenerator(bytes)) {
        answers.created(json, id, YardstickJson.instant(at), fields, amount, account, accountName);
      }
      return bytes.toByteArray();
    }
  }

  private static Map<String, String> parse(InputStream body) throws IOException {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser parser = JSON.createParser(body)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.VALUE_STRING
            || parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
          fields.put(parser.currentName(), parser.getText());
        }
      }
    }
    return fields;
  }

  private static String accountName(Connection connection, long account) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT name FROM account WHERE id = ? AND deleted_at IS NULL")) {
      statement.setLong(1, account);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw new IllegalArgumentException("account");
        }
        return row.getString(1);
      }
    }
  }

  private void insert(
      Connection connection,
      long id,
      LocalDateTime now,
      Map<String, String> fields,
      BigDecimal amount,
      LocalDate date,
      long account)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO opportunity (id, version, created_at, created_by, modified_at,"
                + " modified_by, owner, name, name_folded, stage, amount, amount_currency,"
                + " amount_company, amount_rate_date, close_date, account, forecast)"
                + " VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pipeline')")) {
      insert.setLong(1, id);
      insert.setObject(2, instant(now));
      insert.setLong(3, user);
      insert.setObject(4, instant(now));
      insert.setLong(5, user);
      insert.setLong(6, user);
      insert.setString(7, fields.get("name"));
      insert.setString(8, fields.get("name").toLowerCase(Locale.ROOT));
      insert.setString(9, fields.get("stage"));
      insert.setBigDecimal(10, amount);
      insert.setString(11, fields.get("currency"));
      insert.setBigDecimal(12, amount);
      insert.setObject(13, derby ? now.toLocalDate().toString() : now.toLocalDate());
      insert.setObject(14, derby ? date.toString() : date);
      insert.setLong(15, account);
      insert.executeUpdate();
    }
  }

  private Object instant(LocalDateTime time) {
    return derby ? INSTANT.format(time) : time;
  }

  private void journal(Connection connection, long id, LocalDateTime now, String changes)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO parley_journal (journal_position, happened_at, type_id, record_id,"
                + " record_version, operation, actor_id, actor_name, through, cause, depth,"
                + " model_version, changes) VALUES (?, ?, ?, ?, 1, 'CREATE', ?, 'admin', 'rest',"
                + " 0, 0, 1, ?)")) {
      insert.setLong(1, positions.next(connection));
      insert.setObject(2, instant(now));
      insert.setInt(3, typeId);
      insert.setLong(4, id);
      insert.setLong(5, user);
      insert.setString(6, changes);
      insert.executeUpdate();
    }
  }

  private String changes(Map<String, String> fields, long account) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder(500)) {
      try (JsonGenerator json = JSON.createGenerator(bytes)) {
        json.writeStartObject();
        for (Map.Entry<String, String> field : fields.entrySet()) {
          json.writeArrayFieldStart(field.getKey());
          json.writeNull();
          json.writeString(field.getValue());
          json.writeEndArray();
        }
        json.writeArrayFieldStart("owner");
        json.writeNull();
        json.writeNumber(user);
        json.writeEndArray();
        json.writeEndObject();
      }
      return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
