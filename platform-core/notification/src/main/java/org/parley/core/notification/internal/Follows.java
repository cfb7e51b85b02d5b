// SPDX-License-Identifier: Apache-2.0
package org.parley.core.notification.internal;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.api.security.Principal;
import org.parley.core.event.Change;
import org.parley.core.record.RecordStore;
import org.parley.core.record.RecordStore.ListQuery;
import org.parley.core.record.RecordStore.Page;

/**
 * Who follows which record, in memory: read once, then kept by the changes that pass by. For one
 * thread.
 */
final class Follows {
  private static final String TYPE = "star";
  private static final int PAGE = 200;

  private record Follow(long record, long user, Instant since) {}

  private final RecordStore records;
  private final Map<Long, Follow> byStar = new HashMap<>();

  Follows(RecordStore records) {
    this.records = records;
  }

  /** Reads all there are. */
  void load() {
    byStar.clear();
    String after = null;
    do {
      Page page =
          records.list(
              Principal.SYSTEM,
              TYPE,
              new ListQuery("kind==follow", null, null, null, PAGE, after, false, false));
      page.items().forEach(found -> put(found.record()));
      after = page.next();
    } while (after != null);
  }

  /** Takes note of a change of who follows what. */
  void see(Change change) {
    if (!change.type().equals(TYPE)) {
      return;
    }
    byStar.remove(change.recordId());
    if (change.operation() != Change.Operation.TRASH) {
      records
          .list(
              Principal.SYSTEM,
              TYPE,
              new ListQuery(
                  "id==" + change.recordId() + ";kind==follow",
                  null,
                  null,
                  null,
                  1,
                  null,
                  false,
                  false))
          .items()
          .forEach(found -> put(found.record()));
    }
  }

  private void put(Record star) {
    if (star.get("record") instanceof Reference record
        && star.get("owner") instanceof Reference user
        && star.get("created_at") instanceof Instant since) {
      byStar.put(star.id(), new Follow(record.id(), user.id(), since));
    }
  }

  /** Those who follow a record and already did at a moment. */
  Set<Long> of(long record, Instant at) {
    return byStar.values().stream()
        .filter(follow -> follow.record() == record && !follow.since().isAfter(at))
        .map(Follow::user)
        .collect(Collectors.toSet());
  }
}
