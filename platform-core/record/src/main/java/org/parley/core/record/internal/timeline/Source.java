// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.timeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** One of the lists that a timeline is merged of, newest first. For one thread. */
interface Source {
  /** Its name in a cursor. */
  String name();

  /**
   * When its next entry took place, or how far it has looked without finding one; null at its end.
   */
  Instant next();

  /** Whether it has looked far enough for one page without finding an entry. */
  boolean isTired();

  /** Takes the next entry. */
  Entry take();

  /** The place after the last entry taken, for a cursor. */
  JsonNode place();
}
