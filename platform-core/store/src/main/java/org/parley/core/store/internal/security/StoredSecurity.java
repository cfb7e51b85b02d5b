// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.security;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parley.core.record.Shape;
import org.parley.core.security.SecurityStorage;
import org.parley.core.store.internal.database.Database;
import org.parley.core.store.internal.database.Dialect;

/** Credentials and sessions in the database. */
@Component(service = SecurityStorage.class)
public final class StoredSecurity implements SecurityStorage {
  private static final String CREDENTIAL =
      "SELECT user_id, username, hash, rights FROM parley_credential";

  private final Database database;
  private final Dialect dialect;

  @Activate
  public StoredSecurity(@Reference Database database) {
    this.database = database;
    this.dialect = database.dialect();
  }

  @Override
  public Optional<Credential> credential(String username) {
    return credentialWhere(" WHERE username = ?", username);
  }

  @Override
  public Optional<Credential> credential(long userId) {
    return credentialWhere(" WHERE user_id = ?", userId);
  }

  @Override
  public boolean anyCredential() {
    return credentialWhere(" FETCH FIRST 1 ROWS ONLY").isPresent();
  }

  private Optional<Credential> credentialWhere(String condition, Object... values) {
    return database.read(
        connection -> {
          try (PreparedStatement query = prepare(connection, CREDENTIAL + condition, values);
              ResultSet row = query.executeQuery()) {
            return row.next()
                ? Optional.of(
                    new Credential(
                        row.getLong(1), row.getString(2), row.getString(3), row.getString(4)))
                : Optional.<Credential>empty();
          }
        });
  }

  @Override
  public void save(Credential credential) {
    database.transaction(
        connection -> {
          if (run(
                  connection,
                  "UPDATE parley_credential SET username = ?, hash = ?, rights = ?"
                      + " WHERE user_id = ?",
                  credential.username(),
                  credential.hash(),
                  credential.rights(),
                  credential.userId())
              == 0) {
            run(
                connection,
                "INSERT INTO parley_credential (username, hash, rights, user_id)"
                    + " VALUES (?, ?, ?, ?)",
                credential.username(),
                credential.hash(),
                credential.rights(),
                credential.userId());
          }
          return null;
        });
  }

  @Override
  public Optional<SecondFactor> secondFactor(long userId) {
    return database.read(
        connection -> {
          try (PreparedStatement query =
                  prepare(
                      connection,
                      "SELECT sealed, begun, last_step, since FROM parley_second_factor"
                          + " WHERE user_id = ?",
                      userId);
              ResultSet row = query.executeQuery()) {
            return row.next()
                ? Optional.of(
                    new SecondFactor(
                        userId, text(row, 1), text(row, 2), row.getLong(3), instant(row, 4)))
                : Optional.<SecondFactor>empty();
          }
        });
  }

  @Override
  public Set<Long> secondFactors() {
    return database.read(
        connection -> {
          try (PreparedStatement query =
                  prepare(
                      connection, "SELECT user_id FROM parley_second_factor WHERE sealed <> ''");
              ResultSet rows = query.executeQuery()) {
            Set<Long> users = new HashSet<>();
            while (rows.next()) {
              users.add(rows.getLong(1));
            }
            return users;
          }
        });
  }

  private static String text(ResultSet row, int column) throws SQLException {
    String text = row.getString(column);
    return text.isEmpty() ? null : text;
  }

  @Override
  public void save(SecondFactor factor) {
    database.transaction(
        connection -> {
          run(connection, "DELETE FROM parley_second_factor WHERE user_id = ?", factor.userId());
          // Empty texts stand for none.
          return run(
              connection,
              "INSERT INTO parley_second_factor (user_id, last_step, since, sealed, begun)"
                  + " VALUES (?, ?, ?, ?, ?)",
              factor.userId(),
              factor.lastStep(),
              factor.since(),
              factor.sealed() == null ? "" : factor.sealed(),
              factor.begun() == null ? "" : factor.begun());
        });
  }

  @Override
  public boolean stepTo(long userId, long step) {
    return 0
        < change(
            "UPDATE parley_second_factor SET last_step = ? WHERE user_id = ? AND last_step < ?",
            step,
            userId,
            step);
  }

  @Override
  public void deleteSecondFactor(long userId) {
    change("DELETE FROM parley_second_factor WHERE user_id = ?", userId);
  }

  @Override
  public Optional<StoredSession> session(String tokenHash) {
    return sessionsWhere("token_hash = ?", tokenHash).stream().findFirst();
  }

  @Override
  public List<StoredSession> sessions(long userId) {
    return sessionsWhere("user_id = ? ORDER BY created_at DESC", userId);
  }

  private List<StoredSession> sessionsWhere(String condition, Object value) {
    String sql =
        "SELECT token_hash, user_id, csrf, created_at, expires_at, address, agent,"
            + " origin FROM parley_session WHERE "
            + condition;
    return database.read(
        connection -> {
          List<StoredSession> sessions = new ArrayList<>();
          try (PreparedStatement query = prepare(connection, sql, value);
              ResultSet row = query.executeQuery()) {
            while (row.next()) {
              sessions.add(
                  new StoredSession(
                      row.getString(1),
                      row.getLong(2),
                      row.getString(3),
                      instant(row, 4),
                      instant(row, 5),
                      row.getString(6),
                      row.getString(7),
                      row.getLong(8)));
            }
          }
          return sessions;
        });
  }

  private Instant instant(ResultSet row, int column) throws SQLException {
    return (Instant) dialect.read(row, column, Shape.TIMESTAMP);
  }

  @Override
  public void save(StoredSession session) {
    change(
        "INSERT INTO parley_session"
            + " (token_hash, user_id, csrf, created_at, expires_at, address, agent, origin)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        session.tokenHash(),
        session.userId(),
        session.csrf(),
        session.createdAt(),
        session.expiresAt(),
        session.address() == null ? "" : session.address(),
        session.agent() == null ? "" : session.agent(),
        session.origin());
  }

  @Override
  public Optional<Pass> pass(String hash) {
    return passesWhere("hash = ?", hash).stream().findFirst();
  }

  @Override
  public List<Pass> passes(long userId, String kind) {
    return passesWhere("user_id = ? AND kind = ? ORDER BY created_at DESC", userId, kind);
  }

  private List<Pass> passesWhere(String condition, Object... values) {
    String sql =
        "SELECT hash, kind, user_id, name, scope, created_at, expires_at, used_at,"
            + " origin FROM parley_pass WHERE "
            + condition;
    return database.read(
        connection -> {
          List<Pass> passes = new ArrayList<>();
          try (PreparedStatement query = prepare(connection, sql, values);
              ResultSet row = query.executeQuery()) {
            while (row.next()) {
              passes.add(
                  new Pass(
                      row.getString(1),
                      row.getString(2),
                      row.getLong(3),
                      row.getString(4),
                      row.getString(5),
                      instant(row, 6),
                      instant(row, 7),
                      instant(row, 8),
                      row.getLong(9)));
            }
          }
          return passes;
        });
  }

  @Override
  public void save(Pass pass) {
    boolean ends = pass.expiresAt() != null;
    List<Object> values =
        new ArrayList<>(
            List.of(
                pass.hash(),
                pass.kind(),
                pass.userId(),
                pass.name(),
                pass.scope(),
                pass.createdAt(),
                pass.origin()));
    if (ends) {
      values.add(pass.expiresAt());
    }
    change(
        "INSERT INTO parley_pass (hash, kind, user_id, name, scope, created_at, origin"
            + (ends ? ", expires_at" : "")
            + ") VALUES (?, ?, ?, ?, ?, ?, ?"
            + (ends ? ", ?)" : ")"),
        values.toArray());
  }

  @Override
  public void used(String hash, Instant at) {
    change("UPDATE parley_pass SET used_at = ? WHERE hash = ?", at, hash);
  }

  @Override
  public boolean deletePass(String hash) {
    return 0 < change("DELETE FROM parley_pass WHERE hash = ?", hash);
  }

  @Override
  public void extend(String tokenHash, Instant expiresAt) {
    change("UPDATE parley_session SET expires_at = ? WHERE token_hash = ?", expiresAt, tokenHash);
  }

  @Override
  public void delete(String tokenHash) {
    change("DELETE FROM parley_session WHERE token_hash = ?", tokenHash);
  }

  @Override
  public int purge(Instant now) {
    change("DELETE FROM parley_pass WHERE expires_at <= ?", now);
    return change("DELETE FROM parley_session WHERE expires_at <= ?", now);
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
