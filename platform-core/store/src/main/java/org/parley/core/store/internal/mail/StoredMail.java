// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.mail;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parley.api.error.ParleyException;
import org.parley.core.mail.Asked;
import org.parley.core.mail.MailStorage;
import org.parley.core.record.Shape;
import org.parley.core.store.internal.database.Database;
import org.parley.core.store.internal.database.Dialect;

/** The outbox: one row a mail. */
@Component(service = MailStorage.class)
public final class StoredMail implements MailStorage {
  private static final int LONGEST_DETAIL = 1_000;
  private static final String ENTRY =
      "SELECT id, mail_key, kind, user_id, about, place, state, tries, epoch, due_at, created_at,"
          + " problem, detail FROM parley_mail WHERE ";

  private final Database database;
  private final Dialect dialect;

  @Activate
  public StoredMail(@Reference Database database) {
    this.database = database;
    this.dialect = database.dialect();
  }

  @Override
  public void add(List<Asked> asked, State state, Instant now) {
    for (Asked one : asked) {
      add(one, state, now);
    }
  }

  /** Of several that add the same at once, all but one fail, and then it is there. */
  private void add(Asked asked, State state, Instant now) {
    try {
      database.transaction(
          connection -> isThere(connection, asked) ? 0L : insert(connection, asked, state, now));
    } catch (ParleyException e) {
      if (!database.read(connection -> isThere(connection, asked))) {
        throw e;
      }
    }
  }

  private boolean isThere(Connection connection, Asked asked) throws SQLException {
    return number(connection, "SELECT id FROM parley_mail WHERE mail_key = ?", asked.key()) > 0;
  }

  private long insert(Connection connection, Asked asked, State state, Instant now)
      throws SQLException {
    Instant at = now.truncatedTo(ChronoUnit.MICROS);
    run(
        connection,
        "INSERT INTO parley_mail (mail_key, kind, user_id, about, place, state, tries, epoch,"
            + " due_at, created_at, problem, detail, bundle)"
            + " VALUES (?, ?, ?, ?, ?, ?, 0, 0, ?, ?, '', '', 0)",
        asked.key(),
        asked.kind(),
        asked.userId(),
        asked.about(),
        asked.urgent() ? 0 : 1,
        state.name(),
        at,
        at);
    return number(connection, "SELECT id FROM parley_mail WHERE mail_key = ?", asked.key());
  }

  @Override
  public List<Entry> due(Instant now, int limit) {
    return entries(
        "state IN ('WAITING', 'CLAIMED', 'SENDING') AND due_at <= ?"
            + " ORDER BY place, due_at, id FETCH FIRST "
            + limit
            + " ROWS ONLY",
        now);
  }

  @Override
  public boolean claim(Entry entry, Instant until) {
    return 0
        < change(
            "UPDATE parley_mail SET state = 'CLAIMED', epoch = ?, due_at = ?"
                + " WHERE id = ? AND epoch = ? AND state = ?",
            entry.epoch() + 1,
            until,
            entry.id(),
            entry.epoch(),
            entry.state().name());
  }

  @Override
  public boolean move(
      long id, long epoch, State to, Instant dueAt, int tries, String problem, String detail) {
    String told = detail.length() > LONGEST_DETAIL ? detail.substring(0, LONGEST_DETAIL) : detail;
    // What it was about is nobody's business once it is over.
    boolean over = to == State.SENT || to == State.NOTHING || to == State.DROPPED;
    return 0
        < change(
            "UPDATE parley_mail SET state = ?, due_at = ?, tries = ?, problem = ?, detail = ?"
                + (over ? ", about = ''" : "")
                + " WHERE id = ? AND epoch = ?",
            to.name(),
            dueAt,
            tries,
            problem,
            told,
            id,
            epoch);
  }

  @Override
  public void address(long id, long userId) {
    change("UPDATE parley_mail SET user_id = ? WHERE id = ?", userId, id);
  }

  @Override
  public Map<Long, Instant> held() {
    return database.read(
        connection -> {
          Map<Long, Instant> held = new LinkedHashMap<>();
          String sql =
              "SELECT user_id, MIN(created_at) FROM parley_mail WHERE state = 'HELD'"
                  + " GROUP BY user_id";
          try (PreparedStatement query = connection.prepareStatement(sql);
              ResultSet row = query.executeQuery()) {
            while (row.next()) {
              held.put(row.getLong(1), instant(row, 2));
            }
          }
          return held;
        });
  }

  @Override
  public void bundle(Asked summary, Instant before, Instant now) {
    try {
      database.transaction(
          connection -> {
            if (!isThere(connection, summary)) {
              long id = insert(connection, summary, State.WAITING, now);
              run(
                  connection,
                  "UPDATE parley_mail SET state = 'BUNDLED', bundle = ?"
                      + " WHERE state = 'HELD' AND user_id = ? AND created_at < ?",
                  id,
                  summary.userId(),
                  before);
            }
            return null;
          });
    } catch (ParleyException e) {
      if (!database.read(connection -> isThere(connection, summary))) {
        throw e;
      }
    }
  }

  @Override
  public List<Asked> bundled(long id, int limit) {
    return entries("bundle = ? ORDER BY id FETCH FIRST " + limit + " ROWS ONLY", id).stream()
        .map(Entry::asked)
        .toList();
  }

  @Override
  public Optional<Entry> entry(long id) {
    return entries("id = ?", id).stream().findFirst();
  }

  @Override
  public List<Entry> latest(State state, int limit) {
    return entries(
        "state = ? ORDER BY created_at DESC, id DESC FETCH FIRST " + limit + " ROWS ONLY",
        state.name());
  }

  @Override
  public long count(State state, Instant since) {
    return database.read(
        connection ->
            number(
                connection,
                "SELECT COUNT(*) FROM parley_mail WHERE state = ? AND created_at >= ?",
                state.name(),
                since));
  }

  @Override
  public long count(String kind, long userId, Instant since) {
    return database.read(
        connection ->
            number(
                connection,
                "SELECT COUNT(*) FROM parley_mail WHERE user_id = ? AND kind = ?"
                    + " AND created_at >= ?",
                userId,
                kind,
                since));
  }

  @Override
  public int purge(Instant before) {
    return change(
        "DELETE FROM parley_mail WHERE state IN ('SENT', 'NOTHING', 'DROPPED', 'BUNDLED', 'PARKED')"
            + " AND created_at < ? AND due_at < ?",
        before,
        before);
  }

  private List<Entry> entries(String condition, Object... values) {
    return database.read(
        connection -> {
          List<Entry> entries = new ArrayList<>();
          try (PreparedStatement query = prepare(connection, ENTRY + condition, values);
              ResultSet row = query.executeQuery()) {
            while (row.next()) {
              entries.add(entry(row));
            }
          }
          return entries;
        });
  }

  private Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getLong(1),
        new Asked(
            row.getString(2),
            row.getString(3),
            row.getLong(4),
            row.getString(5),
            row.getInt(6) == 0),
        State.valueOf(row.getString(7)),
        row.getInt(8),
        row.getLong(9),
        instant(row, 10),
        instant(row, 11),
        row.getString(12),
        row.getString(13));
  }

  private Instant instant(ResultSet row, int column) throws SQLException {
    return (Instant) dialect.read(row, column, Shape.TIMESTAMP);
  }

  private long number(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement query = prepare(connection, sql, values);
        ResultSet row = query.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  private int change(String sql, Object... values) {
    return database.transaction(connection -> run(connection, sql, values));
  }

  private int run(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }

  private PreparedStatement prepare(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      dialect.bind(statement, i + 1, values[i]);
    }
    return statement;
  }
}
