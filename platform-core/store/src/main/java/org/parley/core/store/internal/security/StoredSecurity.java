// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.security;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
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
  public Optional<StoredSession> session(String tokenHash) {
    return database.read(
        connection -> {
          try (PreparedStatement query =
                  prepare(
                      connection,
                      "SELECT token_hash, user_id, csrf, created_at, expires_at"
                          + " FROM parley_session WHERE token_hash = ?",
                      tokenHash);
              ResultSet row = query.executeQuery()) {
            return row.next()
                ? Optional.of(
                    new StoredSession(
                        row.getString(1),
                        row.getLong(2),
                        row.getString(3),
                        (Instant) dialect.read(row, 4, Shape.TIMESTAMP),
                        (Instant) dialect.read(row, 5, Shape.TIMESTAMP)))
                : Optional.<StoredSession>empty();
          }
        });
  }

  @Override
  public void save(StoredSession session) {
    change(
        "INSERT INTO parley_session (token_hash, user_id, csrf, created_at, expires_at)"
            + " VALUES (?, ?, ?, ?, ?)",
        session.tokenHash(),
        session.userId(),
        session.csrf(),
        session.createdAt(),
        session.expiresAt());
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
