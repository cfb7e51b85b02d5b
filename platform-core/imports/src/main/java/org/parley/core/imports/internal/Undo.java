// SPDX-License-Identifier: Apache-2.0
package org.parley.core.imports.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.event.Change;
import org.parley.core.event.Journal;
import org.parley.core.record.RecordStore;

/**
 * Takes back what one import has changed, as the journal tells: what it created goes to the trash,
 * what it changed gets its old values. A record that somebody has changed since stays as it is.
 * Done again after a crash it goes on. For one thread.
 */
final class Undo {
  private static final int CHANGES_AT_ONCE = 1_000;
  private static final int MOST_OF_ONE_RECORD = 200;

  private final RecordStore records;
  private final Journal journal;
  private final Patience patience;
  private final Principal principal;
  private final String through;
  private final String back;
  private long taken;
  private long left;

  Undo(
      RecordStore records,
      Journal journal,
      Patience patience,
      Principal principal,
      String through) {
    this.records = records;
    this.journal = journal;
    this.patience = patience;
    this.principal = principal;
    this.through = through;
    this.back = through + ":undo";
  }

  /**
   * Takes back changes between two positions of the journal.
   *
   * @param from exclusive
   * @param to inclusive; waits until all before it is readable
   */
  void between(long from, long to) {
    while (patience.until(journal::horizon) < to) {
      patience.pause();
    }
    for (long after = from; after < to; ) {
      long begin = after;
      List<Change> changes = patience.until(() -> journal.read(begin, CHANGES_AT_ONCE));
      if (changes.isEmpty()) {
        break;
      }
      for (Change change : changes) {
        if (change.position() <= to && change.through().equals(through)) {
          takeBack(change, from);
        }
      }
      after = changes.get(changes.size() - 1).position();
    }
  }

  /** How many records are as they were. */
  long taken() {
    return taken;
  }

  /** How many stay, because somebody has changed them since or because they are needed. */
  long left() {
    return left;
  }

  /**
   * @param from where the run began; what an earlier one did and an undo took back is over
   */
  private void takeBack(Change change, long from) {
    List<Change> history =
        patience.until(
            () ->
                journal.history(
                    change.type(), change.recordId(), Long.MAX_VALUE, MOST_OF_ONE_RECORD));
    List<Change> ours =
        history.stream().filter(c -> c.position() > from && c.through().equals(through)).toList();
    if (ours.isEmpty()) {
      left++; // changed by others more often than is looked back
      return;
    }
    boolean first = ours.get(ours.size() - 1).position() == change.position();
    if (!first) {
      return;
    }
    // What this undo has done itself, a reference cleared with what it pointed to, does not count.
    Change newest = history.get(0);
    Change last =
        history.stream().filter(c -> !c.through().equals(back)).findFirst().orElse(newest);
    boolean gone = newest.through().equals(back) && newest.operation() == Change.Operation.TRASH;
    if (gone || (last.through().equals(through) && takeBack(change, newest, ours))) {
      taken++;
    } else {
      left++;
    }
  }

  private boolean takeBack(Change first, Change newest, List<Change> ours) {
    try {
      patience.until(
          () -> {
            if (first.operation() == Change.Operation.UPDATE) {
              records.update(
                  principal,
                  first.type(),
                  first.recordId(),
                  newest.recordVersion(),
                  old(first.type(), ours),
                  back);
            } else {
              records.delete(
                  principal, first.type(), first.recordId(), newest.recordVersion(), back);
            }
            return null;
          });
      return true;
    } catch (ParleyException e) {
      if (e.kind() == ErrorKind.FORBIDDEN) {
        throw e;
      }
      return false;
    }
  }

  /** The values from before the import; of several changes of a field the first one counts. */
  private Map<String, Object> old(String type, List<Change> newestFirst) {
    Map<String, Object> values = new HashMap<>();
    for (Change change : newestFirst) {
      change.fields().stream()
          .filter(
              field -> {
                var found = records.model().type(type).fields().get(field.field());
                return found != null && !found.readOnly() && !found.hidden();
              })
          .forEach(field -> values.put(field.field(), field.oldValue()));
    }
    return values;
  }
}
