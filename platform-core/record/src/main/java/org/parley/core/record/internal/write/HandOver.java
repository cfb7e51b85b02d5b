// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.write;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.record.Model;
import org.parley.core.record.RecordStore.BulkAnswer;
import org.parley.core.record.RecordStore.BulkRow;
import org.parley.core.record.RecordStore.HandedOver;
import org.parley.core.record.RecordStore.ListQuery;
import org.parley.core.record.RecordStore.Page;
import org.parley.core.record.RecordType;
import org.parley.core.record.internal.access.Right;
import org.parley.core.record.internal.model.CoreLayer;
import org.parley.core.record.internal.view.RecordReader;

/**
 * Gives the records of a leaver to somebody else, a few at a time, so that it can be watched, left
 * and taken up again. Safe for use by many threads.
 */
public final class HandOver {
  private static final int AT_ONCE = 500;
  private static final int PAGE = 100;
  private static final long COUNTED = 10_000;

  private final RecordReader reader;
  private final RecordWriter writer;

  public HandOver(RecordReader reader, RecordWriter writer) {
    this.reader = reader;
    this.writer = writer;
  }

  /** Some of the records. */
  public HandedOver some(Principal principal, long from, long to, String through) {
    if (!principal.may(Right.PEOPLE.word()) || principal.readOnly()) {
      throw new ParleyException(
          ErrorKind.FORBIDDEN, "forbidden", "This needs the right \"people\".");
    }
    reader.get(Principal.SYSTEM, "user", from, Set.of("name"), null);
    boolean there =
        from != to
            && Boolean.TRUE.equals(
                reader
                    .get(Principal.SYSTEM, "user", to, Set.of("active"), null)
                    .record()
                    .get("active"));
    if (!there) {
      throw ParleyException.invalid(
          List.of(
              new FieldError("to", "wrong_kind", "Records are handed to somebody else, active.")));
    }
    // As the one who asks in the journal, but over records they may not see themselves.
    Principal acting =
        new Principal(
            Principal.Kind.SYSTEM,
            principal.userId(),
            principal.name(),
            Set.of(),
            false,
            principal.origin());
    int moved = 0;
    long left = 0;
    Model model = reader.model(Principal.SYSTEM);
    for (RecordType type : model.types().values()) {
      if (!CoreLayer.types().contains(type.name()) && !type.quarantined()) {
        moved += move(acting, type.name(), from, to, through, AT_ONCE - moved);
        left += count(type.name(), from);
      }
    }
    return new HandedOver(moved, Math.min(left, COUNTED));
  }

  private int move(Principal acting, String type, long from, long to, String through, int most) {
    int moved = 0;
    while (moved < most) {
      Page page = list(type, from, Math.min(PAGE, most - moved), false);
      if (page.items().isEmpty()) {
        break;
      }
      List<BulkRow> rows =
          page.items().stream()
              .map(item -> new BulkRow("update", item.record().id(), 0, Map.of("owner", to)))
              .toList();
      int done = 0;
      for (BulkAnswer answer : writer.bulk(acting, type, rows, false, through)) {
        if (answer.failure() == null) {
          done++;
        } else if (answer.failure().kind() != ErrorKind.NOT_FOUND) {
          throw answer.failure();
        }
      }
      moved += done;
      if (done == 0) {
        break;
      }
    }
    return moved;
  }

  private long count(String type, long owner) {
    return list(type, owner, 1, true).count();
  }

  private Page list(String type, long owner, int limit, boolean count) {
    ListQuery owned =
        new ListQuery("owner==" + owner, null, Set.of("owner"), null, limit, null, count, false);
    return reader.list(Principal.SYSTEM, type, owned);
  }
}
