// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.database;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.parley.api.error.ParleyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out consistent copies of an embedded database while it serves, to {@code bin/parley backup}
 * and {@code export}: nobody but this process can have it open. It listens on loopback; port and
 * key stand in a file that the owner of the data alone can read, who could read the database as
 * well. One copy at a time, on a thread of its own.
 *
 * <p>What it is asked: two lines, the key and an empty folder. What it answers: one line, {@code
 * done <position> <schema step>}, or {@code failed <reason>}; the copy is {@code db} in the folder.
 */
@Component(
    service = {},
    immediate = true)
public final class CopyDesk {
  private static final Logger LOG = LoggerFactory.getLogger(CopyDesk.class);

  /** The file, in the data directory. */
  public static final String FILE = "parley.copy";

  private static final int PATIENCE_MILLIS = 10_000;
  private static final int LONGEST_QUESTION = 8_192;

  private final Database database;
  private final Path file;
  private final byte[] key = new byte[32];
  private final ServerSocket server;

  @Activate
  public CopyDesk(@Reference Database database) {
    this(database, Path.of(System.getProperty("parley.data", "data")).toAbsolutePath());
  }

  public CopyDesk(Database database, Path data) {
    this.database = database;
    this.file = data.resolve(FILE);
    new SecureRandom().nextBytes(key);
    if (!(database.dialect() instanceof DerbyDialect)) {
      server = null;
      return;
    }
    try {
      server = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
      Durable.writePrivately(file, server.getLocalPort() + " " + HexFormat.of().formatHex(key));
    } catch (IOException e) {
      throw new UncheckedIOException("The desk for copies cannot open", e);
    }
    Thread thread = new Thread(this::serve, "parley-copy-desk");
    thread.setDaemon(true);
    thread.start();
  }

  @Deactivate
  public void close() throws IOException {
    if (server != null) {
      server.close();
      Files.deleteIfExists(file);
    }
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket customer = server.accept()) {
        customer.setSoTimeout(PATIENCE_MILLIS);
        String[] question = question(customer.getInputStream());
        String answer = answer(question[0], question[1]);
        customer.getOutputStream().write((answer + "\n").getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        if (!server.isClosed()) {
          LOG.warn("Somebody who wanted a copy of the database went away", e);
        }
      }
    }
  }

  /** Two lines, and no more than they can be: anybody on this machine may knock. */
  private static String[] question(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int lines = 0; lines < 2; ) {
      int read = in.read();
      if (read < 0 || bytes.size() == LONGEST_QUESTION) {
        throw new EOFException("no key and no folder");
      }
      bytes.write(read);
      lines += read == '\n' ? 1 : 0;
    }
    return bytes.toString(StandardCharsets.UTF_8).split("\n", -1);
  }

  private String answer(String given, String folder) {
    byte[] expected = HexFormat.of().formatHex(key).getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8))) {
      return "failed that is not the key";
    }
    try {
      LOG.info("The database is copied to {}", folder);
      return "done " + database.read(connection -> copy(connection, folder));
    } catch (ParleyException e) {
      LOG.warn("The database could not be copied to {}", folder, e);
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return "failed " + String.valueOf(cause.getMessage()).replace('\n', ' ');
    }
  }

  /**
   * Makes the copy, while others write.
   *
   * @return the position that is in it at least, and the core's last schema step
   */
  public static String copy(Connection connection, String folder) throws SQLException {
    long position = number(connection, "SELECT MAX(journal_position) FROM parley_journal");
    long step = number(connection, "SELECT MAX(step) FROM parley_schema");
    try (CallableStatement backup =
        connection.prepareCall("CALL SYSCS_UTIL.SYSCS_BACKUP_DATABASE(?)")) {
      backup.setString(1, folder);
      backup.execute();
    }
    return position + " " + step;
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }
}
