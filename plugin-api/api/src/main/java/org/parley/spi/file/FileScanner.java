// SPDX-License-Identifier: Apache-2.0
package org.parley.spi.file;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Looks into a file before it is attached to a record: a virus scanner, or whatever else a company
 * wants to keep out. A Declarative Services component.
 *
 * <p>Called once for each upload that a write names, before the write's hooks and outside any
 * transaction, on a thread of the platform's pool, with a deadline of {@link #DEADLINE_MILLIS} ms
 * after which the thread is interrupted and the scanner counts as failed. It may be called again
 * for the same content, and for several at once. A scanner that throws is skipped and the failure
 * counted against its plugin; with the property {@link #GUARD} true the write is refused instead
 * (503 {@code guard_unavailable}), and so is a file that a guard cannot judge (422 {@code
 * not_scanned}). What is infected is refused in any case (422 {@code infected}).
 */
@ConsumerType
public interface FileScanner {
  /** Service property: Boolean, whether no file may be attached without this scanner's consent. */
  String GUARD = "parley.guard";

  /** How long one call may take, in milliseconds. */
  long DEADLINE_MILLIS = 30_000;

  /**
   * Judges a file.
   *
   * @return never null
   * @throws IOException when the content cannot be read, or the scanner cannot be reached
   */
  Verdict scan(ScannedFile file) throws IOException;
}
