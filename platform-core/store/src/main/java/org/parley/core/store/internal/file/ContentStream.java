// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.file;

import java.io.IOException;
import java.io.InputStream;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import org.parley.core.store.internal.database.Database;

/**
 * A part of a content, read piece by piece, each by a statement of its own: while the reader takes
 * its time, nothing in the database waits for it. For one thread.
 */
final class ContentStream extends InputStream {
  /** How a content lies. */
  record Lying(String hash, long size, int pieceSize) {}

  private final Database database;
  private final Lying content;
  private long position;
  private long left;
  private byte[] piece = new byte[0];
  private int at;

  ContentStream(Database database, Lying content, long from, long length) {
    this.database = database;
    this.content = content;
    this.position = from;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    if (at == piece.length) {
      fetch();
    }
    int taken = (int) Math.min(Math.min(length, piece.length - at), left);
    System.arraycopy(piece, at, bytes, offset, taken);
    at += taken;
    position += taken;
    left -= taken;
    return taken;
  }

  private void fetch() throws IOException {
    int number = (int) (position / content.pieceSize());
    at = (int) (position % content.pieceSize());
    piece =
        database.read(
            connection -> {
              try (PreparedStatement query =
                  connection.prepareStatement(
                      "SELECT content FROM parley_content_piece WHERE hash = ? AND piece = ?")) {
                query.setString(1, content.hash());
                query.setInt(2, number);
                try (ResultSet row = query.executeQuery()) {
                  return row.next() ? row.getBytes(1) : new byte[0];
                }
              }
            });
    if (piece.length <= at) {
      throw new IOException("Piece " + number + " of the content " + content.hash() + " is gone");
    }
  }
}
