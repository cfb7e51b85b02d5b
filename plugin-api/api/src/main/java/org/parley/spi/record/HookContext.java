// SPDX-License-Identifier: Apache-2.0
package org.parley.spi.record;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.parley.api.record.Record;

/**
 * What a hook may read while it decides. Only valid during the call, on the calling thread. Each
 * record read is compared again when the write commits; if one has changed, the hooks run again (up
 * to three times).
 */
@ProviderType
public interface HookContext {
  /** When the write happens, the same for all hooks of it: hooks have no clock of their own. */
  Instant now();

  /** A record, empty when there is none or the principal may not see it. */
  Optional<Record> read(String type, long id);

  /**
   * Records that match a filter, in order of id.
   *
   * @param filter FIQL as in the REST reference
   * @param limit 1 to 200
   */
  List<Record> find(String type, String filter, int limit);
}
