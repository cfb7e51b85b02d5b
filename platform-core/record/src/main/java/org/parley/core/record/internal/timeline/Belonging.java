// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.timeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.record.Field;
import org.parley.core.record.Moments;
import org.parley.core.record.Moments.Moment;
import org.parley.core.record.RecordType;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.access.Access;
import org.parley.core.record.internal.view.Titles;

/** Records of one type that refer to a record or its relations, by when they took place. */
final class Belonging implements Source {
  /** So many are looked at for one page. */
  private static final int ENOUGH = 1_000;

  private static final int GREATEST_PART = 200;

  /** What decides what may be done with a record, besides what decides whether it is seen. */
  private static final List<String> DECIDING = List.of("owner", "team", "created_by", "deleted_at");

  private record Placed(Moment moment, Record record) {}

  private final Storage.Serving serving;
  private final Access access;
  private final Moments asked;
  private final long self;
  private final Set<Field> fields;
  private final Deque<Placed> read = new ArrayDeque<>();
  private Moment place;
  private Moment reached;
  private int part;
  private int looked;
  private boolean more = true;

  /**
   * Records from a place on.
   *
   * @param asked whose; its limit is how many the page may need
   * @param self the record whose timeline it is
   */
  Belonging(Storage.Serving serving, Access access, Moments asked, RecordType seen, long self) {
    this.serving = serving;
    this.access = access;
    this.asked = asked;
    this.self = self;
    this.place = asked.before();
    this.reached = place;
    this.part = asked.limit();
    this.fields = shown(access, seen);
    fields.add(asked.by());
    fill();
  }

  /** What is shown of records of a type, and what tells what may be done with them. */
  static Set<Field> shown(Access access, RecordType seen) {
    Set<Field> fields = new LinkedHashSet<>(access.needed(seen));
    fields.addAll(Titles.fields(seen));
    Set<String> names = new LinkedHashSet<>(names(seen));
    names.addAll(DECIDING);
    if (seen.privateBy() != null) {
      names.add(seen.privateBy());
    }
    names.stream()
        .filter(seen.fields()::containsKey)
        .forEach(name -> fields.add(seen.fields().get(name)));
    return fields;
  }

  /** The fields that are shown of records of a type. */
  static Set<String> names(RecordType seen) {
    Set<String> names = new LinkedHashSet<>(seen.timeline().fields());
    var timeline = seen.timeline();
    for (String name :
        new String[] {
          timeline.at(),
          timeline.kind(),
          timeline.done(),
          timeline.due(),
          timeline.text(),
          "owner",
          "created_at",
          "created_by"
        }) {
      if (name != null) {
        names.add(name);
      }
    }
    return names;
  }

  static String name(RecordType type, Field by, int column) {
    return type.name() + "." + by.name() + "." + column;
  }

  @Override
  public String name() {
    return name(asked.type(), asked.by(), asked.column());
  }

  @Override
  public Instant next() {
    return read.isEmpty() ? isTired() ? reached.at() : null : read.peek().moment().at();
  }

  @Override
  public boolean isTired() {
    return read.isEmpty() && more;
  }

  @Override
  public Entry take() {
    Placed taken = read.pop();
    place = taken.moment();
    if (read.isEmpty()) {
      fill();
    }
    Reference about = (Reference) taken.record().get(asked.by().name());
    return new Entry(
        place.at(), taken.record(), null, about == null || about.id() == self ? null : about);
  }

  @Override
  public JsonNode place() {
    Moment at = isTired() ? reached : place;
    return at == null ? JsonNodeFactory.instance.nullNode() : Places.of(at);
  }

  private void fill() {
    while (read.isEmpty() && more && looked < ENOUGH) {
      Moments next =
          new Moments(
              asked.type(), asked.by(), asked.column(), asked.of(), asked.at(), reached, part);
      List<Moment> moments = serving.moments(next);
      more = moments.size() == part;
      looked += moments.size();
      part = Math.min(GREATEST_PART, 2 * part);
      if (moments.isEmpty()) {
        return;
      }
      reached = moments.get(moments.size() - 1);
      Map<Long, Record> records =
          serving.findAll(asked.type(), moments.stream().map(Moment::id).toList(), fields).stream()
              .collect(Collectors.toMap(Record::id, Function.identity()));
      for (Moment moment : moments) {
        Record record = records.get(moment.id());
        if (record != null
            && record.get("deleted_at") == null
            && access.sees(asked.type(), record)) {
          read.add(new Placed(moment, record));
        }
      }
    }
  }
}
