// SPDX-License-Identifier: Apache-2.0
package org.parley.core.mail;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Writes letters of some kinds: a service of any room. Called on the mail room's thread, just
 * before a letter goes and again before each further try, so that what it says and what its reader
 * may know is as of that moment.
 */
@ConsumerType
public interface LetterWriter {
  /** The kinds it writes. */
  Set<String> kinds();

  /** For how long after it was asked for a letter is worth sending. */
  Duration worth(String kind);

  /**
   * Whether a letter may go again where nobody can know whether it went, because the system ended
   * in between: yes where a second one does no harm and a lost one does.
   */
  boolean repeats(String kind);

  /**
   * The letter.
   *
   * @param held for a summary, what it is about, the oldest first; else empty
   * @return empty when there is nothing to say, or nobody to say it to, any more
   * @throws RuntimeException when it cannot be written now: it is tried again
   */
  Optional<Letter> write(Asked asked, List<Asked> held);
}
