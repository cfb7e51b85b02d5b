// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parley.api.error.ParleyException;
import org.parley.core.record.FileStorage;
import org.parley.core.record.Shape;
import org.parley.core.store.internal.database.Database;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.database.Failure;

/**
 * Contents of files in the database, in pieces of a row each: a piece is all that is ever in
 * memory, and no transaction waits for a client. The row of a content is what others hold on to:
 * uses and uploads point at it by foreign keys, so that it cannot go while somebody who has not
 * committed yet counts on it.
 */
@Component(service = FileStorage.class)
public final class StoredContents implements FileStorage {
  private static final int PIECE = 256 * 1024;
  private static final String UNUSED =
      " touched_at < ? AND NOT EXISTS (SELECT 1 FROM parley_content_use u"
          + " WHERE u.hash = parley_content.hash)"
          + " AND NOT EXISTS (SELECT 1 FROM parley_upload p WHERE p.hash = parley_content.hash)";

  /** Somebody else has just kept the same content. */
  private static final class ThereAlready extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ThereAlready(SQLException cause) {
      super(cause);
    }
  }

  private final Database database;
  private final Dialect dialect;
  private final Spool spool;

  @Activate
  public StoredContents(@Reference Database database) {
    this(database, Path.of(System.getProperty("parley.data", "data")).toAbsolutePath());
  }

  /** Contents that come in through a folder below a directory. */
  public StoredContents(Database database, Path data) {
    this.database = database;
    this.dialect = database.dialect();
    this.spool = new Spool(data.resolve("spool"));
  }

  @Override
  public Spooled spool(InputStream content, long most) throws IOException {
    return spool.take(content, most);
  }

  @Override
  public void keep(Spooled content, Upload upload) {
    for (boolean kept = false; !kept; ) {
      try {
        kept = database.transaction(connection -> keep(connection, content, upload));
      } catch (ThereAlready e) {
        // The next round finds it.
      }
    }
  }

  private boolean keep(Connection connection, Spooled content, Upload upload) throws SQLException {
    if (!touch(connection, upload.hash(), upload.at())) {
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO parley_content (hash, byte_count, piece_size, touched_at)"
                  + " VALUES (?, ?, ?, ?)")) {
        insert.setString(1, upload.hash());
        insert.setLong(2, content.size());
        insert.setInt(3, PIECE);
        dialect.bind(insert, 4, upload.at());
        insert.executeUpdate();
      } catch (SQLException e) {
        if (dialect.failure(e) == Failure.UNIQUE) {
          throw new ThereAlready(e);
        }
        throw e;
      }
      pieces(connection, content);
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO parley_upload"
                + " (token, user_id, hash, name, byte_count, media_type, uploaded_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)")) {
      insert.setString(1, upload.token());
      insert.setLong(2, upload.userId());
      insert.setString(3, upload.hash());
      insert.setString(4, upload.name());
      insert.setLong(5, upload.size());
      insert.setString(6, upload.type());
      dialect.bind(insert, 7, upload.at());
      insert.executeUpdate();
    }
    return true;
  }

  private boolean touch(Connection connection, String hash, Instant at) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE parley_content SET touched_at = ? WHERE hash = ?")) {
      dialect.bind(update, 1, at);
      update.setString(2, hash);
      return update.executeUpdate() > 0;
    }
  }

  private static void pieces(Connection connection, Spooled content) throws SQLException {
    try (InputStream in = content.open();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO parley_content_piece (hash, piece, content) VALUES (?, ?, ?)")) {
      int number = 0;
      for (byte[] piece = in.readNBytes(PIECE); piece.length > 0; piece = in.readNBytes(PIECE)) {
        insert.setString(1, content.hash());
        insert.setInt(2, number++);
        insert.setBytes(3, piece);
        insert.executeUpdate();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<Upload> upload(String token) {
    return database.read(
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement(
                  "SELECT token, user_id, hash, name, byte_count, media_type, uploaded_at"
                      + " FROM parley_upload WHERE token = ?")) {
            query.setString(1, token);
            try (ResultSet row = query.executeQuery()) {
              return row.next()
                  ? Optional.of(
                      new Upload(
                          row.getString(1),
                          row.getLong(2),
                          row.getString(3),
                          row.getString(4),
                          row.getLong(5),
                          row.getString(6),
                          (Instant) dialect.read(row, 7, Shape.TIMESTAMP)))
                  : Optional.<Upload>empty();
            }
          }
        });
  }

  @Override
  public long unattached(long userId) {
    return database.read(
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement(
                  "SELECT SUM(p.byte_count) FROM parley_upload p WHERE p.user_id = ? AND NOT EXISTS"
                      + " (SELECT 1 FROM parley_content_use u WHERE u.hash = p.hash)")) {
            query.setLong(1, userId);
            try (ResultSet row = query.executeQuery()) {
              return row.next() ? row.getLong(1) : 0L;
            }
          }
        });
  }

  @Override
  public OptionalLong size(String hash) {
    return lying(hash).map(content -> OptionalLong.of(content.size())).orElse(OptionalLong.empty());
  }

  @Override
  public InputStream open(String hash, long from, long length) {
    ContentStream.Lying content =
        lying(hash)
            .orElseThrow(() -> ParleyException.notFound("The content of this file is gone."));
    if (from < 0 || length < 0 || from + length > content.size()) {
      throw new IllegalArgumentException("Not within the content: " + from + " and " + length);
    }
    return new ContentStream(database, content, from, length);
  }

  private Optional<ContentStream.Lying> lying(String hash) {
    return database.read(
        connection -> {
          try (PreparedStatement query =
              connection.prepareStatement(
                  "SELECT byte_count, piece_size FROM parley_content WHERE hash = ?")) {
            query.setString(1, hash);
            try (ResultSet row = query.executeQuery()) {
              return row.next()
                  ? Optional.of(new ContentStream.Lying(hash, row.getLong(1), row.getInt(2)))
                  : Optional.<ContentStream.Lying>empty();
            }
          }
        });
  }

  @Override
  public int collect(Instant before) {
    database.transaction(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement("DELETE FROM parley_upload WHERE uploaded_at < ?")) {
            dialect.bind(delete, 1, before);
            return delete.executeUpdate();
          }
        });
    int gone = 0;
    for (String hash : unused(before)) {
      if (database.transaction(connection -> remove(connection, hash, before))) {
        gone++;
      }
    }
    return gone;
  }

  private List<String> unused(Instant before) {
    return database.read(
        connection -> {
          List<String> hashes = new ArrayList<>();
          try (PreparedStatement query =
              connection.prepareStatement("SELECT hash FROM parley_content WHERE" + UNUSED)) {
            dialect.bind(query, 1, before);
            try (ResultSet row = query.executeQuery()) {
              while (row.next()) {
                hashes.add(row.getString(1));
              }
            }
          }
          return hashes;
        });
  }

  /** The content's own row first: whoever is about to use it waits, and then finds it gone. */
  private boolean remove(Connection connection, String hash, Instant before) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM parley_content WHERE hash = ? AND" + UNUSED)) {
      delete.setString(1, hash);
      dialect.bind(delete, 2, before);
      if (delete.executeUpdate() == 0) {
        return false;
      }
    } catch (SQLException e) {
      if (dialect.failure(e) != Failure.FOREIGN_KEY) {
        throw e;
      }
      // Somebody began to use it in between, so it stays.
      connection.rollback();
      return false;
    }
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM parley_content_piece WHERE hash = ?")) {
      delete.setString(1, hash);
      delete.executeUpdate();
    }
    return true;
  }
}
