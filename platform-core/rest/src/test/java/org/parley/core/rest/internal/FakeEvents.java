// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.parley.core.event.Change;
import org.parley.core.event.EventStream;
import org.parley.core.event.Notice;

/** A stream whose events the test makes; keeps changes so that a late subscriber gets them. */
final class FakeEvents implements EventStream {
  final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final List<Change> changes = new ArrayList<>();

  @Override
  public synchronized AutoCloseable subscribe(long after, Listener listener) {
    changes.stream().filter(change -> change.position() > after).forEach(listener::changed);
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void publish(Notice notice) {
    listeners.forEach(listener -> listener.noticed(notice));
  }

  @Override
  public synchronized long position() {
    return changes.isEmpty() ? 0 : changes.get(changes.size() - 1).position();
  }

  synchronized void change(long position) {
    Change change =
        new Change(
            position,
            Instant.EPOCH,
            "contact",
            12,
            4,
            Change.Operation.UPDATE,
            new Change.Actor(1, "admin"),
            "rest",
            0,
            0,
            7,
            List.of());
    changes.add(change);
    listeners.forEach(listener -> listener.changed(change));
  }
}
