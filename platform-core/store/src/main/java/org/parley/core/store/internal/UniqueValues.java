// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import java.util.Arrays;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.parley.core.record.Commit;
import org.parley.core.store.internal.schema.Table;
import org.parley.core.store.internal.schema.Table.Placed;
import org.parley.core.store.internal.schema.Tables;

/**
 * Lets those who want the same unique value in one by one, before their transactions begin. The
 * database decides; without this, several restorations of one value would block each other there
 * until it notices the deadlock, which takes it a second each time.
 */
final class UniqueValues {
  private final ReentrantLock[] stripes =
      Stream.generate(ReentrantLock::new).limit(256).toArray(ReentrantLock[]::new);

  /** What is held, until it is closed. */
  interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /** Waits for all unique values a commit brings, always in the same order. */
  Held hold(Tables tables, Commit commit) {
    TreeSet<Integer> wanted = new TreeSet<>();
    for (Commit.Write write : commit.writes()) {
      Table table = tables.of(write.type().name());
      for (Placed placed : table.visible()) {
        Object value = placed.key() == null ? null : write.after().get(placed.field().name());
        if (value != null) {
          int compared = placed.field().kind().comparedColumn(placed.field());
          Object[] columns = placed.field().kind().split(placed.field(), value);
          wanted.add(
              Math.floorMod(
                  Arrays.asList(placed.id(), columns[compared]).hashCode(), stripes.length));
        }
      }
    }
    wanted.forEach(stripe -> stripes[stripe].lock());
    return () -> wanted.forEach(stripe -> stripes[stripe].unlock());
  }
}
