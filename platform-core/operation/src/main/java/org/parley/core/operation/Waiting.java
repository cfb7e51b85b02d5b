// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation;

import java.util.Optional;

/** Why a room does not serve yet, registered as a service by the room that knows. */
public interface Waiting {
  /**
   * A sentence for whoever started the system and waits for it; empty when nothing is waited for.
   * Asked by any thread, at any time, and for strangers too: it names no host and no person.
   */
  Optional<String> reason();
}
