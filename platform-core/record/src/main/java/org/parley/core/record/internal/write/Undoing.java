// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.write;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.event.Change;
import org.parley.core.event.Change.FieldChange;
import org.parley.core.event.Change.Operation;
import org.parley.core.event.Journal;
import org.parley.core.record.Condition;
import org.parley.core.record.Conversion;
import org.parley.core.record.Field;
import org.parley.core.record.Operator;
import org.parley.core.record.RecordType;
import org.parley.core.record.Row;
import org.parley.core.record.Selection;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.access.Access;
import org.parley.core.record.internal.model.CoreLayer;
import org.parley.core.record.internal.view.RecordReader;
import org.parley.core.record.internal.view.Titles;

/**
 * Takes one conversion back, as long as nobody has gone on from it. The journal tells what the
 * record was before and which of the records it points to were made along with it: they were
 * created by the same way at the same moment, in one transaction.
 */
final class Undoing {
  private static final int PAGE = 200;
  private static final int MOST_PAGES = 5;

  /** So far behind the record's own change those of the same transaction may lie. */
  private static final long NEAR = 1_000;

  private static final int MOST_REFERRING = 50;

  /** Of the platform's own records only files are worth keeping what they belong to. */
  private static final String ATTACHMENT = "attachment";

  private final Storage.Serving serving;
  private final Access access;
  private final Journal journal;
  private final Conversion conversion;
  private final Record record;
  private final RecordType type;
  private final Change change;
  private final List<Reference> created = new ArrayList<>();

  Undoing(
      Storage.Serving serving,
      Access access,
      Journal journal,
      Conversion conversion,
      Record record) {
    this.serving = serving;
    this.access = access;
    this.journal = journal;
    this.conversion = conversion;
    this.record = record;
    this.type = serving.model().type(record.type());
    this.change = change();
    if (change != null) {
      for (String link : conversion.links().keySet()) {
        if (record.get(link) instanceof Reference to && isMade(to)) {
          created.add(to);
        }
      }
    }
  }

  /** The change of the record by which it was converted last, or null. */
  private Change change() {
    String through = Converter.through(conversion.name());
    long before = Long.MAX_VALUE;
    for (int page = 0; page < MOST_PAGES; page++) {
      List<Change> some = journal.history(type.name(), record.id(), before, PAGE);
      for (Change one : some) {
        if (one.through().equals(through)) {
          return one;
        }
      }
      if (some.size() < PAGE) {
        return null;
      }
      before = some.get(PAGE - 1).position();
    }
    return null;
  }

  private boolean isSame(Change other) {
    return other.at().equals(change.at()) && other.through().equals(change.through());
  }

  private boolean isMade(Reference to) {
    return journal.history(to.type(), to.id(), change.position() + NEAR, PAGE).stream()
        .anyMatch(one -> one.operation() == Operation.CREATE && isSame(one));
  }

  /** Why it cannot be taken back, or null. */
  String obstacle(RecordReader reader) {
    if (change == null) {
      return "It is not known any more what " + type.label() + " " + record.id() + " was before.";
    }
    for (FieldChange one : change.fields()) {
      Field field = type.fields().get(one.field());
      if (field != null && !Values.same(value(field, one.newValue()), record.get(field.name()))) {
        boolean readable = access.model().type(type.name()).fields().containsKey(field.name());
        return (readable ? field.label() : "A field") + " has been changed since.";
      }
    }
    Titles titles = new Titles(serving, access, reader.knownTitles());
    for (Reference made : created) {
      if (!isPart(made)) {
        return named(titles, made) + " has been changed since.";
      }
    }
    for (Reference made : created) {
      Optional<Reference> referring = referring(made);
      if (referring.isPresent()) {
        return named(titles, referring.get()) + " refers to " + named(titles, made) + " by now.";
      }
    }
    return null;
  }

  private String named(Titles titles, Reference to) {
    RecordType seen = access.model().types().get(to.type());
    if (seen == null || !access.sees(to)) {
      return "A record that you may not see";
    }
    titles.fetch(Collections.singleton(to));
    return seen.label() + " " + titles.of(to);
  }

  private static Object value(Field field, Object json) {
    try {
      return json == null ? null : field.kind().read(field, json);
    } catch (ParleyException e) {
      return json;
    }
  }

  /** A record that has come to refer to one that was made. */
  private Optional<Reference> referring(Reference made) {
    RecordType target = serving.model().type(made.type());
    for (RecordType from : serving.model().types().values()) {
      if (CoreLayer.types().contains(from.name()) && !from.name().equals(ATTACHMENT)) {
        continue;
      }
      for (Field field : from.fields().values()) {
        if (field.hidden() || field.system() || field.to().isEmpty() || !field.refersTo(target)) {
          continue;
        }
        Condition points =
            field
                .kind()
                .compare(List.of(), field, Operator.EQUAL, List.of(Long.toString(made.id())));
        Selection some = new Selection(from, points, null, List.of(), null, MOST_REFERRING, false);
        for (Row row : serving.list(some)) {
          Reference other = new Reference(from.name(), row.record().id());
          if (other.id() != record.id() && !isPart(other)) {
            return Optional.of(other);
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Whether a record was written by the conversion last. */
  private boolean isPart(Reference other) {
    return journal.history(other.type(), other.id(), Long.MAX_VALUE, 1).stream()
        .anyMatch(this::isSame);
  }

  /** The record as it was. */
  Record run(WriteUnit unit, RecordReader reader) {
    String obstacle = obstacle(reader);
    if (obstacle != null) {
      throw new ParleyException(
          ErrorKind.CONFLICT, "in_use", "This cannot be taken back: " + obstacle);
    }
    Map<String, Object> before = new LinkedHashMap<>();
    for (FieldChange one : change.fields()) {
      Field field = type.fields().get(one.field());
      if (field != null && field.junction() == null) {
        before.put(field.name(), value(field, one.oldValue()));
      }
    }
    Record after = unit.update(type.name(), record.id(), 0, Map.of(), before);
    // Later parts refer to earlier ones.
    Collections.reverse(created);
    for (Reference made : created) {
      Runnable trash = () -> unit.trash(made.type(), made.id(), 0);
      // What one has made with this very step one may take back with it.
      if (change.actor().userId() == unit.principal().userId()) {
        unit.consequence(trash);
      } else {
        trash.run();
      }
    }
    return after;
  }
}
