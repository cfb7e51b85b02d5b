// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.parley.core.store.internal.database.Database;
import org.parley.core.store.internal.database.DerbyDialect;
import org.parley.core.store.internal.database.Durable;

/**
 * Moves all data from Derby to PostgreSQL while Parley is stopped: copies, compares row by row, and
 * only then puts it in place there. Derby's data stays as it is. Killed, it goes on where it was.
 */
final class Move {
  private final Installation parley;
  private final Progress progress;

  Move(Installation parley, Progress progress) {
    this.parley = parley;
    this.progress = progress;
  }

  /**
   * Moves.
   *
   * @param url of the database to move to, which has no data of Parley's
   * @param anew whether what an earlier move has left there is thrown away
   */
  void to(String url, boolean anew) throws IOException, SQLException {
    if (parley.url() != null) {
      throw new Refusal(
          Refusal.USAGE, "PARLEY_DB_URL is set: this Parley is on PostgreSQL already.");
    }
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new Refusal(Refusal.USAGE, "--to wants jdbc:postgresql://host/database");
    }
    Opened.requireDatabase(parley);
    PostgresPlace place =
        new PostgresPlace(
            new Installation(
                parley.home(),
                parley.data(),
                parley.version(),
                url,
                parley.user(),
                parley.password()));
    try (DataLock lock = DataLock.take(parley.data())) {
      place.requireUnused();
      if (place.isFilled()) {
        throw Refusal.unfit("There is data of a Parley in that database already.");
      }
      if (anew) {
        place.begin().close();
      }
      Path scratch = parley.scratch();
      DerbyDialect derby = new DerbyDialect();
      try (Connection source = derby.open(parley.data()).getConnection()) {
        move(new DatabaseOrigin(source, derby, Contents.passingThrough(scratch), true), place);
        source.rollback();
        compare(source, derby, place);
        source.rollback();
      } finally {
        derby.close();
        Durable.remove(scratch);
      }
      place.commit();
    }
    progress.say(
        "Moved. Start Parley with PARLEY_DB_URL=%s and PARLEY_DB_USER, PARLEY_DB_PASSWORD"
                .formatted(url.replaceFirst("\\?.*", ""))
            + " from now on, and the same PARLEY_DATA. The old database is still in "
            + parley.database()
            + "; nothing in it was changed.");
  }

  private void move(DatabaseOrigin origin, PostgresPlace place) throws SQLException {
    String mark = origin.position() + ":" + origin.schemaStep();
    Database target = place.goOn();
    try (Connection connection = target.source().getConnection()) {
      connection.setAutoCommit(false);
      MoveState state = new MoveState(connection);
      if (state.source() == null) {
        state.source(mark);
      } else if (!state.source().equals(mark)) {
        throw Refusal.unfit(
            "A move of other data was begun there, or the data has changed since. With --anew it"
                + " begins again from nothing.");
      } else {
        progress.say("Going on where the last move ended.");
      }
      connection.commit();
      new DatabaseDestination(connection, target.dialect(), state, progress).fill(origin);
      connection.commit();
      connection.setAutoCommit(true);
    } finally {
      target.close();
    }
  }

  private void compare(Connection source, DerbyDialect derby, PostgresPlace place)
      throws IOException, SQLException {
    progress.say("Copied. Comparing every row:");
    try (Opened there = place.openIncoming()) {
      long rows =
          new Comparison(
                  new DatabaseOrigin(source, derby, Contents.none(), true),
                  new DatabaseOrigin(there.connection(), there.dialect(), Contents.none(), true),
                  progress)
              .all();
      progress.say("All %,d rows are the same on both sides.".formatted(rows));
    }
  }
}
