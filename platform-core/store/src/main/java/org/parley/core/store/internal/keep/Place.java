// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.io.IOException;
import java.sql.SQLException;
import org.parley.core.store.internal.database.Database;

/** Where a Parley's database lies, as something that can be filled anew and then switched to. */
interface Place {
  /** Where an installation has its data. */
  static Place of(Installation parley) {
    return parley.url() == null ? new DerbyPlace(parley) : new PostgresPlace(parley);
  }

  /**
   * Looks whether somebody works with the data.
   *
   * @throws Refusal when somebody does
   */
  void requireUnused() throws SQLException;

  /** Whether there is data already. */
  boolean isFilled() throws IOException, SQLException;

  /** A fresh database beside the one in force; the caller closes it. */
  Database begin() throws IOException, SQLException;

  /**
   * Puts the fresh one in force, at one moment.
   *
   * @return where that lies now which was there before, or null when nothing was
   */
  String commit() throws IOException, SQLException;
}
