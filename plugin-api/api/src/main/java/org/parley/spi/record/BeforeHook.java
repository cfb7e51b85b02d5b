// SPDX-License-Identifier: Apache-2.0
package org.parley.spi.record;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes part in a write before it is validated: completes it, refuses it, or asks for further
 * writes. A Declarative Services component with the property {@link #TYPES}.
 *
 * <p>Called once for each record about to be written, outside any transaction, on a thread of the
 * platform's pool, with a deadline of {@link #DEADLINE_MILLIS} ms after which the thread is
 * interrupted and the hook counts as failed. It must be pure: no state, no input or output; it may
 * be called again for the same write when what it read has changed meanwhile. A hook that throws is
 * skipped and the failure counted against its plugin; with the property {@link #GUARD} true the
 * write is refused instead (503 {@code guard_unavailable}).
 */
@ConsumerType
public interface BeforeHook {
  /**
   * Service property: the record types it takes part in, a String or String[]; {@code *} is all.
   */
  String TYPES = "parley.types";

  /** Service property: Boolean, whether a write must not go on without this hook's consent. */
  String GUARD = "parley.guard";

  /** How long one call may take, in milliseconds. */
  long DEADLINE_MILLIS = 2_000;

  /**
   * Looks at a draft and answers what shall become of it.
   *
   * @param draft the write as it stands, the patches of hooks before this one included
   * @param context reads of other records; what was read is compared again when the write commits
   * @return never null; {@link Decision#proceed()} to change nothing
   */
  Decision before(Draft draft, HookContext context);
}
