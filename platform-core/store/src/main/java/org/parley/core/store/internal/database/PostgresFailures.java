// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.database;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.postgresql.util.PSQLException;

/**
 * What PostgreSQL's error codes mean here; they are those of "PostgreSQL Error Codes", appendix A
 * of its manual.
 */
final class PostgresFailures {
  private PostgresFailures() {}

  static Failure of(SQLException failure) {
    if (failure instanceof SQLTransientConnectionException) {
      return Failure.UNAVAILABLE;
    }
    SQLException cause = failure;
    // A batch reports itself; what happened comes after it.
    if (cause.getSQLState() == null && cause.getNextException() != null) {
      cause = cause.getNextException();
    }
    String state = cause.getSQLState() == null ? "" : cause.getSQLState();
    return switch (state) {
      case "40001", "40P01", "55P03" -> Failure.CONFLICT;
      case "0A000" -> isStalePlan(cause) ? Failure.CONFLICT : Failure.OTHER;
      case "23505" -> Failure.UNIQUE;
      case "23503" -> Failure.FOREIGN_KEY;
      // Among them text that is too long for the index over its column.
      case "54000" -> Failure.VALUE;
      case "57014" -> Failure.TIMEOUT;
      case "53100" -> Failure.DISK_FULL;
      case "25006", "3D000" -> Failure.UNAVAILABLE;
      default -> byClass(state);
    };
  }

  /** A statement was prepared before a column changed its type; the driver prepares it anew. */
  private static boolean isStalePlan(SQLException failure) {
    return failure instanceof PSQLException refused
        && refused.getServerErrorMessage() != null
        && "RevalidateCachedQuery".equals(refused.getServerErrorMessage().getRoutine());
  }

  private static Failure byClass(String state) {
    if (state.startsWith("22")) {
      return Failure.VALUE;
    }
    boolean away =
        state.startsWith("08")
            || state.startsWith("28")
            || state.startsWith("53")
            || state.startsWith("57P")
            || state.startsWith("58");
    return away ? Failure.UNAVAILABLE : Failure.OTHER;
  }
}
