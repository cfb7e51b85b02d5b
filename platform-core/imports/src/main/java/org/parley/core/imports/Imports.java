// SPDX-License-Identifier: Apache-2.0
package org.parley.core.imports;

import java.io.IOException;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.record.RecordFiles;

/**
 * Imports of CSV files. Each is a record of the type {@code import}, by which its state and
 * progress are read; what is done with it is done here. Calls return at once, on the caller's
 * thread; files are worked through on a thread of this room, one import at a time, and gone on with
 * after a crash.
 *
 * <p>A mapping is JSON: {@code type}, the record type; {@code fields}, by name where a field's
 * values come from: {@code {"column": header}} with {@code match} (for a reference the field its
 * value is looked for in), {@code format} (a {@link java.time.format.DateTimeFormatter} pattern),
 * {@code decimal} ("," or "."), {@code currency} and {@code corrections} (by value what it is read
 * as); {@code key}, the column that tells rows apart; {@code encoding} and {@code delimiter} where
 * the guess is wrong.
 */
@ProviderType
public interface Imports {
  /**
   * Takes in a file, to be mapped.
   *
   * @return the import's id
   * @throws IOException when the stream breaks; nothing is left behind
   */
  long begin(Principal principal, RecordFiles.Source source) throws IOException;

  /**
   * What a file looks like: encoding, delimiter, columns with samples and a proposal for a mapping.
   *
   * @param encoding as the person says, or null to guess
   * @param delimiter likewise
   * @param type record type to propose a mapping to, or null to guess
   */
  Map<String, Object> guess(
      Principal principal, long id, String encoding, String delimiter, String type);

  /**
   * Sets the mapping and begins to check every row by it; nothing is imported.
   *
   * @throws ParleyException INVALID naming the column or the part that is wrong, CONFLICT while the
   *     import is busy or when it has run
   */
  void map(Principal principal, long id, Map<String, Object> mapping);

  /**
   * Begins to import the rows, those that cannot become records left out.
   *
   * @throws ParleyException CONFLICT unless it was checked, cancelled, undone or has failed
   */
  void run(Principal principal, long id);

  /** Ends a check or a run after the rows under way; what was imported stays. */
  void cancel(Principal principal, long id);

  /**
   * Begins to take back what a run has done: what it created goes to the trash, what it changed
   * gets its old values; what somebody has changed since stays as it is.
   *
   * @throws ParleyException CONFLICT unless it is done or cancelled
   */
  void undo(Principal principal, long id);
}
