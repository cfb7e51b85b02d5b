// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The core's own tables, in numbered steps. A step that has been released is never changed: what
 * comes later is a step more.
 */
public final class CoreTables {
  private final Database database;
  private final List<List<String>> steps;

  CoreTables(Database database) {
    this(database, database.dialect());
  }

  private CoreTables(Database database, Dialect dialect) {
    this.database = database;
    String timestamp = dialect.timestamp();
    String text = "VARCHAR(" + dialect.longestPlainText() + ")";
    String unbounded = dialect.unboundedText();
    this.steps =
        List.of(
            List.of(
                // Values that are kept across restarts, such as the last model's version.
                "CREATE TABLE parley_state (name VARCHAR(60) NOT NULL,"
                    + " held VARCHAR(255) NOT NULL, CONSTRAINT pk_parley_state PRIMARY KEY (name))",
                // The catalogue: physical names, fixed once.
                "CREATE TABLE parley_type (id INTEGER NOT NULL, name VARCHAR(60) NOT NULL,"
                    + " table_name VARCHAR(60) NOT NULL,"
                    + " CONSTRAINT pk_parley_type PRIMARY KEY (id),"
                    + " CONSTRAINT uq_parley_type_name UNIQUE (name),"
                    + " CONSTRAINT uq_parley_type_table UNIQUE (table_name))",
                "CREATE TABLE parley_field (id INTEGER NOT NULL, type_id INTEGER NOT NULL,"
                    + " name VARCHAR(60) NOT NULL,"
                    + " CONSTRAINT pk_parley_field PRIMARY KEY (id),"
                    + " CONSTRAINT uq_parley_field UNIQUE (type_id, name))",
                "CREATE TABLE parley_column (number BIGINT GENERATED ALWAYS AS IDENTITY,"
                    + " field_id INTEGER NOT NULL,"
                    + " suffix VARCHAR(100) NOT NULL, shape VARCHAR(40) NOT NULL,"
                    + " width INTEGER NOT NULL, type_id INTEGER NOT NULL,"
                    + " column_name VARCHAR(60) NOT NULL,"
                    + " CONSTRAINT pk_parley_column PRIMARY KEY (field_id, suffix, shape),"
                    + " CONSTRAINT uq_parley_column UNIQUE (type_id, column_name))",
                "CREATE TABLE parley_key (number INTEGER NOT NULL, kind VARCHAR(10) NOT NULL,"
                    + " type_id INTEGER NOT NULL, field_id INTEGER NOT NULL,"
                    + " definition VARCHAR(255) NOT NULL,"
                    + " CONSTRAINT pk_parley_key PRIMARY KEY (number))",
                "CREATE TABLE parley_schema_step (number BIGINT GENERATED ALWAYS AS IDENTITY,"
                    + " done_at "
                    + timestamp
                    + " NOT NULL, milliseconds BIGINT NOT NULL, statement "
                    + text
                    + " NOT NULL, CONSTRAINT pk_parley_schema_step PRIMARY KEY (number))",
                // Records: ids and external ids.
                "CREATE SEQUENCE parley_id AS BIGINT START WITH 1 INCREMENT BY 100",
                "CREATE TABLE parley_external (source VARCHAR(100) NOT NULL,"
                    + " external_id VARCHAR(255) NOT NULL, type_id INTEGER NOT NULL,"
                    + " record_id BIGINT NOT NULL,"
                    + " CONSTRAINT pk_parley_external PRIMARY KEY (source, external_id))",
                // The change journal, personal values apart so that erasure can delete them.
                "CREATE SEQUENCE parley_position AS BIGINT START WITH 1 INCREMENT BY "
                    + dialect.positionBlock(),
                "CREATE TABLE parley_journal (journal_position BIGINT NOT NULL, happened_at "
                    + timestamp
                    + " NOT NULL, type_id INTEGER NOT NULL, record_id BIGINT NOT NULL,"
                    + " record_version BIGINT NOT NULL, operation VARCHAR(10) NOT NULL,"
                    + " actor_id BIGINT NOT NULL, actor_name VARCHAR(255) NOT NULL,"
                    + " acting_for BIGINT, through VARCHAR(300) NOT NULL, cause BIGINT NOT NULL,"
                    + " depth INTEGER NOT NULL, model_version BIGINT NOT NULL, changes "
                    + text
                    + ", more_changes "
                    + unbounded
                    + ", CONSTRAINT pk_parley_journal PRIMARY KEY (journal_position))",
                "CREATE INDEX ix_parley_journal_record ON parley_journal"
                    + " (type_id, record_id, journal_position DESC)",
                "CREATE TABLE parley_journal_personal (journal_position BIGINT NOT NULL, changes "
                    + text
                    + ", more_changes "
                    + unbounded
                    + ", CONSTRAINT pk_parley_journal_personal PRIMARY KEY (journal_position))"),
            with(
                dialect.keepInPieces("parley_plugin", "jar"),
                "CREATE TABLE parley_plugin (id VARCHAR(255) NOT NULL,"
                    + " version VARCHAR(100) NOT NULL, hash VARCHAR(64) NOT NULL,"
                    + " state VARCHAR(20) NOT NULL, installed_at "
                    + timestamp
                    + " NOT NULL, installed_by VARCHAR(255) NOT NULL, jar "
                    + dialect.bytes()
                    + " NOT NULL, CONSTRAINT pk_parley_plugin PRIMARY KEY (id, version, hash))",
                "CREATE TABLE parley_plugin_operation ("
                    + "number BIGINT GENERATED ALWAYS AS IDENTITY, kind VARCHAR(40) NOT NULL,"
                    + " plugin VARCHAR(255) NOT NULL, from_version VARCHAR(255),"
                    + " to_version VARCHAR(255), step VARCHAR(100) NOT NULL, actor VARCHAR(255),"
                    + " through VARCHAR(100), started_at "
                    + timestamp
                    + " NOT NULL, finished_at "
                    + timestamp
                    + ", outcome VARCHAR(4000),"
                    + " CONSTRAINT pk_parley_plugin_operation PRIMARY KEY (number))",
                "CREATE INDEX ix_parley_plugin_operation ON parley_plugin_operation"
                    + " (plugin, number DESC)"),
            List.of(
                "CREATE TABLE parley_credential (user_id BIGINT NOT NULL,"
                    + " username VARCHAR(255) NOT NULL, hash VARCHAR(1000) NOT NULL,"
                    + " rights VARCHAR(4000) NOT NULL,"
                    + " CONSTRAINT pk_parley_credential PRIMARY KEY (user_id),"
                    + " CONSTRAINT uq_parley_credential UNIQUE (username))",
                "CREATE TABLE parley_session (token_hash VARCHAR(64) NOT NULL,"
                    + " user_id BIGINT NOT NULL, csrf VARCHAR(255) NOT NULL, created_at "
                    + timestamp
                    + " NOT NULL, expires_at "
                    + timestamp
                    + " NOT NULL, CONSTRAINT pk_parley_session PRIMARY KEY (token_hash))",
                "CREATE INDEX ix_parley_session ON parley_session (expires_at)"),
            List.of(
                // What sequence numbers come next, by the catalogue's number of the field.
                "CREATE TABLE parley_number (field_id INTEGER NOT NULL,"
                    + " next_number BIGINT NOT NULL,"
                    + " CONSTRAINT pk_parley_number PRIMARY KEY (field_id))"),
            List.of(
                // Indexes that administrators want over those that types describe.
                "CREATE TABLE parley_wanted_index (type_name VARCHAR(60) NOT NULL,"
                    + " field_name VARCHAR(60) NOT NULL, wanted_by VARCHAR(255) NOT NULL,"
                    + " wanted_at "
                    + timestamp
                    + " NOT NULL,"
                    + " CONSTRAINT pk_parley_wanted_index PRIMARY KEY (type_name, field_name))"),
            List.of(
                // The words of fields that hold several, so that one of them is found by an index.
                "CREATE TABLE parley_word (field_id INTEGER NOT NULL, word VARCHAR(100) NOT NULL,"
                    + " record_id BIGINT NOT NULL,"
                    + " CONSTRAINT pk_parley_word PRIMARY KEY (field_id, word, record_id))"),
            files(dialect),
            List.of(
                "ALTER TABLE parley_session ADD COLUMN address VARCHAR(100)",
                "ALTER TABLE parley_session ADD COLUMN agent VARCHAR(400)",
                "CREATE INDEX ix_parley_session_user ON parley_session (user_id)",
                // Links, tokens of programs and devices that are known: hashes of what opens doors.
                "CREATE TABLE parley_pass (hash VARCHAR(64) NOT NULL, kind VARCHAR(20) NOT NULL,"
                    + " user_id BIGINT NOT NULL, name VARCHAR(255) NOT NULL,"
                    + " scope VARCHAR(20) NOT NULL, created_at "
                    + timestamp
                    + " NOT NULL, expires_at "
                    + timestamp
                    + ", used_at "
                    + timestamp
                    + ", CONSTRAINT pk_parley_pass PRIMARY KEY (hash))",
                "CREATE INDEX ix_parley_pass ON parley_pass (user_id, kind)"),
            List.of(
                // By which login or token something was done: the record that tells of it.
                "ALTER TABLE parley_journal ADD COLUMN origin BIGINT",
                "ALTER TABLE parley_session ADD COLUMN origin BIGINT",
                "ALTER TABLE parley_pass ADD COLUMN origin BIGINT"),
            List.of(
                // Secrets of second factors, sealed by a key that is not in the database.
                "CREATE TABLE parley_second_factor (user_id BIGINT NOT NULL,"
                    + " sealed VARCHAR(400) NOT NULL, begun VARCHAR(400) NOT NULL,"
                    + " last_step BIGINT NOT NULL, since "
                    + timestamp
                    + " NOT NULL, CONSTRAINT pk_parley_second_factor PRIMARY KEY (user_id))"),
            List.of(
                // By it a record that goes for good is forgotten where it came from.
                "CREATE INDEX ix_parley_external ON parley_external (record_id)"),
            outbox(timestamp));
  }

  /** All statements in the words of a dialect, for an empty database. */
  public static List<String> statements(Dialect dialect) {
    return new CoreTables(null, dialect).steps.stream().flatMap(List::stream).toList();
  }

  /** The number of the last step. */
  public static int last(Dialect dialect) {
    return new CoreTables(null, dialect).steps.size();
  }

  private static List<String> with(List<String> more, String... statements) {
    return Stream.concat(Stream.of(statements), more.stream()).toList();
  }

  /** The outbox: what mails are asked for, and how far each has come. */
  private static List<String> outbox(String timestamp) {
    return List.of(
        "CREATE TABLE parley_mail (id BIGINT GENERATED ALWAYS AS IDENTITY,"
            + " mail_key VARCHAR(200) NOT NULL, kind VARCHAR(40) NOT NULL,"
            + " user_id BIGINT NOT NULL, about VARCHAR(4000) NOT NULL,"
            + " place INTEGER NOT NULL, state VARCHAR(10) NOT NULL,"
            + " tries INTEGER NOT NULL, epoch BIGINT NOT NULL, due_at "
            + timestamp
            + " NOT NULL, created_at "
            + timestamp
            + " NOT NULL, problem VARCHAR(40) NOT NULL, detail VARCHAR(1000) NOT NULL,"
            + " bundle BIGINT NOT NULL,"
            + " CONSTRAINT pk_parley_mail PRIMARY KEY (id),"
            + " CONSTRAINT uq_parley_mail UNIQUE (mail_key))",
        "CREATE INDEX ix_parley_mail_due ON parley_mail (state, place, due_at)",
        "CREATE INDEX ix_parley_mail_user ON parley_mail (user_id, kind)",
        "CREATE INDEX ix_parley_mail_bundle ON parley_mail (bundle)");
  }

  /** Contents of files in pieces, who may attach them, and which record's field names which. */
  private static List<String> files(Dialect dialect) {
    List<String> steps =
        new ArrayList<>(
            List.of(
                "CREATE TABLE parley_content (hash VARCHAR(64) NOT NULL,"
                    + " byte_count BIGINT NOT NULL, piece_size INTEGER NOT NULL, touched_at "
                    + dialect.timestamp()
                    + " NOT NULL, CONSTRAINT pk_parley_content PRIMARY KEY (hash))",
                "CREATE INDEX ix_parley_content ON parley_content (touched_at)",
                "CREATE TABLE parley_content_piece (hash VARCHAR(64) NOT NULL,"
                    + " piece INTEGER NOT NULL, content "
                    + dialect.bytes()
                    + " NOT NULL, CONSTRAINT pk_parley_content_piece PRIMARY KEY (hash, piece))",
                "CREATE TABLE parley_content_use (record_id BIGINT NOT NULL,"
                    + " field_id INTEGER NOT NULL, hash VARCHAR(64) NOT NULL,"
                    + " CONSTRAINT pk_parley_content_use PRIMARY KEY (record_id, field_id),"
                    + " CONSTRAINT fk_parley_content_use FOREIGN KEY (hash)"
                    + " REFERENCES parley_content (hash))",
                "CREATE TABLE parley_upload (token VARCHAR(64) NOT NULL, user_id BIGINT NOT NULL,"
                    + " hash VARCHAR(64) NOT NULL, name VARCHAR(255) NOT NULL,"
                    + " byte_count BIGINT NOT NULL, media_type VARCHAR(100) NOT NULL, uploaded_at "
                    + dialect.timestamp()
                    + " NOT NULL, CONSTRAINT pk_parley_upload PRIMARY KEY (token),"
                    + " CONSTRAINT fk_parley_upload FOREIGN KEY (hash)"
                    + " REFERENCES parley_content (hash))",
                "CREATE INDEX ix_parley_upload_user ON parley_upload (user_id)",
                "CREATE INDEX ix_parley_upload_at ON parley_upload (uploaded_at)"));
    steps.addAll(dialect.keepInPieces("parley_content_piece", "content"));
    if (!dialect.foreignKeyIndexed()) {
      steps.add("CREATE INDEX ix_parley_content_use ON parley_content_use (hash)");
      steps.add("CREATE INDEX ix_parley_upload_hash ON parley_upload (hash)");
    }
    return List.copyOf(steps);
  }

  /** Takes the steps that are still to take, each in one transaction. */
  void create() {
    int done = database.read(this::done);
    for (int step = done + 1; step <= steps.size(); step++) {
      int number = step;
      database.transaction(connection -> take(connection, number));
    }
  }

  private int done(Connection connection) throws SQLException {
    try (ResultSet tables =
        connection
            .getMetaData()
            .getTables(null, connection.getSchema(), "%", new String[] {"TABLE"})) {
      boolean there = false;
      while (tables.next()) {
        there |= tables.getString("TABLE_NAME").equalsIgnoreCase("parley_schema");
      }
      if (!there) {
        return 0;
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT MAX(step) FROM parley_schema")) {
      row.next();
      return row.getInt(1);
    }
  }

  private Void take(Connection connection, int number) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (number == 1) {
        statement.execute(
            "CREATE TABLE parley_schema (step INTEGER NOT NULL, done_at "
                + database.dialect().timestamp()
                + " NOT NULL, CONSTRAINT pk_parley_schema PRIMARY KEY (step))");
      }
      for (String sql : steps.get(number - 1)) {
        statement.execute(sql);
      }
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO parley_schema (step, done_at) VALUES (?, ?)")) {
      insert.setInt(1, number);
      database.dialect().bind(insert, 2, Instant.now());
      insert.executeUpdate();
    }
    return null;
  }
}
