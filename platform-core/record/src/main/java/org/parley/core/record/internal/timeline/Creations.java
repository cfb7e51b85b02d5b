// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.timeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.event.Change;

/** When records were made, which they say themselves. */
final class Creations implements Source {
  private static final Comparator<Record> NEWEST_FIRST =
      Comparator.comparing(Creations::made).thenComparing(Record::id).reversed();

  private final long self;
  private final Iterator<Record> rest;
  private JsonNode place;
  private Record head;

  /**
   * Creations from a place on.
   *
   * @param self the record whose timeline it is
   */
  Creations(List<Record> records, long self, JsonNode place) {
    this.self = self;
    this.place = place;
    List<Record> sorted = new ArrayList<>(records);
    sorted.removeIf(record -> record.get("created_at") == null);
    if (place.isArray()) {
      Instant at = Places.instant(place.get(0));
      long id = place.get(1).asLong();
      sorted.removeIf(
          record -> {
            int compared = made(record).compareTo(at);
            return compared > 0 || compared == 0 && record.id() >= id;
          });
    }
    sorted.sort(NEWEST_FIRST);
    this.rest = sorted.iterator();
    this.head = rest.hasNext() ? rest.next() : null;
  }

  private static Instant made(Record record) {
    return (Instant) record.get("created_at");
  }

  @Override
  public String name() {
    return "made";
  }

  @Override
  public Instant next() {
    return head == null ? null : made(head);
  }

  @Override
  public boolean isTired() {
    return false;
  }

  @Override
  public Entry take() {
    Record record = head;
    Instant at = made(record);
    place = JsonNodeFactory.instance.arrayNode().add(at.toString()).add(record.id());
    head = rest.hasNext() ? rest.next() : null;
    long by = record.get("created_by") instanceof Reference user ? user.id() : 0;
    Change.Actor actor = new Change.Actor(by, by == 0 ? "system" : "");
    Change change =
        new Change(
            0,
            at,
            record.type(),
            record.id(),
            1,
            Change.Operation.CREATE,
            actor,
            "",
            0,
            0,
            0,
            List.of());
    Reference of = new Reference(record.type(), record.id());
    return new Entry(at, null, change, record.id() == self ? null : of);
  }

  @Override
  public JsonNode place() {
    return place;
  }
}
