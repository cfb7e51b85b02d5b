// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.write;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.api.security.Principal;
import org.parley.core.event.Journal;
import org.parley.core.record.Conversion;
import org.parley.core.record.Conversion.Into;
import org.parley.core.record.Conversion.Source;
import org.parley.core.record.Conversions;
import org.parley.core.record.Field;
import org.parley.core.record.RecordType;
import org.parley.core.record.Result;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.access.Access;
import org.parley.core.record.internal.access.Action;
import org.parley.core.record.internal.view.RecordReader;
import org.parley.core.record.internal.view.Titles;

/** Carries out conversions. What one has done is told by the journal alone. */
public final class Converter implements Conversions {
  private final Storage storage;
  private final Journal journal;
  private final RecordReader reader;
  private final RecordWriter writer;

  public Converter(Storage storage, Journal journal, RecordReader reader, RecordWriter writer) {
    this.storage = storage;
    this.journal = journal;
    this.reader = reader;
    this.writer = writer;
  }

  @Override
  public State state(Principal principal, String type, long id, String name) {
    try (Storage.Serving serving = storage.serve()) {
      return state(serving, reader.control().of(principal, serving), type, id, name);
    }
  }

  private State state(Storage.Serving serving, Access access, String type, long id, String name) {
    RecordType found = access.visible(type);
    Conversion conversion = conversion(access, found, name);
    Record record = RecordReader.live(serving, access, found, id);
    if (!isDone(conversion, record)) {
      Proposal proposal = new Proposal(serving, access, reader, record);
      List<Part> parts = conversion.into().stream().map(proposal::part).toList();
      return new State(conversion, false, parts, List.of(), null);
    }
    String obstacle = new Undoing(serving, access, journal, conversion, record).obstacle(reader);
    return new State(
        conversion, true, List.of(), made(serving, access, conversion, record), obstacle);
  }

  /** The conversion as a caller may see it. */
  private static Conversion conversion(Access access, RecordType type, String name) {
    Conversion conversion = access.model().type(type.name()).conversion(name);
    if (conversion == null) {
      throw ParleyException.notFound("The type " + type.name() + " has no such conversion.");
    }
    return conversion;
  }

  private static boolean isDone(Conversion conversion, Record record) {
    return conversion.links().keySet().stream().anyMatch(link -> record.get(link) != null);
  }

  private List<Made> made(
      Storage.Serving serving, Access access, Conversion conversion, Record record) {
    Titles titles = new Titles(serving, access, reader.knownTitles());
    Map<String, Reference> links = new LinkedHashMap<>();
    conversion
        .links()
        .forEach(
            (field, name) -> {
              boolean readable = access.model().type(record.type()).fields().containsKey(field);
              if (readable && record.get(field) instanceof Reference to && access.sees(to)) {
                links.put(name, to);
              }
            });
    titles.fetch(new LinkedHashSet<>(links.values()));
    List<Made> made = new ArrayList<>();
    links.forEach(
        (name, to) -> made.add(new Made(name, new Result.Link(to.type(), to.id(), titles.of(to)))));
    return made;
  }

  @Override
  public State convert(
      Principal principal,
      String type,
      long id,
      long version,
      String name,
      Map<String, Choice> choices) {
    return writer.write(
        principal,
        through(name),
        unit -> {
          convert(unit, type, id, version, name, choices);
          return null;
        },
        (serving, nothing) ->
            state(serving, reader.control().of(principal, serving), type, id, name));
  }

  /** By what way a conversion's changes came. */
  static String through(String name) {
    return "conversion:" + name;
  }

  private void convert(
      WriteUnit unit,
      String type,
      long id,
      long version,
      String name,
      Map<String, Choice> choices) {
    Access access = unit.access();
    RecordType found = access.writable(type);
    Conversion conversion = conversion(access, found, name);
    Record record = unit.gathered().live(found, id, access);
    access.check(Action.EDIT, found, record);
    if (isDone(conversion, record)) {
      throw new ParleyException(
          ErrorKind.CONFLICT,
          "already_converted",
          found.label() + " " + id + " has been converted already. Read it again.");
    }
    Set<String> unknown = new LinkedHashSet<>(choices.keySet());
    conversion.into().forEach(into -> unknown.remove(into.name()));
    if (!unknown.isEmpty()) {
      throw ParleyException.badRequest(
          "bad_request", "This conversion makes no " + String.join(", ", unknown) + ".");
    }
    Proposal proposal = new Proposal(unit.serving(), access, reader, record);
    Map<String, Reference> made = new LinkedHashMap<>();
    for (Into into : conversion.into()) {
      Choice choice = choices.get(into.name());
      if (choice != null || !into.optional()) {
        Choice wanted = choice == null ? new Choice(0, Map.of()) : choice;
        made.put(into.name(), make(unit, proposal, into, wanted, made));
      }
    }
    Map<String, Object> kept = new LinkedHashMap<>();
    RecordType whole = unit.serving().model().type(type);
    conversion
        .set()
        .forEach(
            (field, json) -> {
              Field set = whole.fields().get(field);
              kept.put(field, set.kind().read(set, json));
            });
    conversion.links().forEach((field, part) -> kept.put(field, made.get(part)));
    set(unit, record, version, kept);
  }

  /**
   * Writes what tells that it was converted, on the very version that was not: whoever was faster
   * has done it, and a second look says so.
   */
  private static void set(WriteUnit unit, Record record, long version, Map<String, Object> kept) {
    try {
      long expected = version > 0 ? version : record.version();
      unit.update(record.type(), record.id(), expected, Map.of(), kept);
    } catch (ParleyException e) {
      if (version == 0 && e.kind() == ErrorKind.STALE) {
        throw new Storage.StaleWrite(record.type(), record.id());
      }
      throw e;
    }
  }

  /** Makes one part, or finds the one that was chosen. */
  private static Reference make(
      WriteUnit unit, Proposal proposal, Into into, Choice choice, Map<String, Reference> made) {
    RecordType target = unit.access().writable(into.type());
    if (choice.id() > 0) {
      Record there = unit.gathered().live(target, choice.id(), unit.access());
      return new Reference(target.name(), there.id());
    }
    Map<String, Object> body = proposal.fields(into);
    into.fields()
        .forEach(
            (name, source) -> {
              Field field = unit.access().model().type(into.type()).fields().get(name);
              if (source instanceof Source.Made one
                  && made.containsKey(one.name())
                  && field != null
                  && unit.access().mayEdit(target, field)) {
                body.put(name, field.kind().write(field, made.get(one.name())));
              }
            });
    body.putAll(choice.fields());
    try {
      return new Reference(target.name(), unit.create(target.name(), body).id());
    } catch (ParleyException e) {
      // Several parts have fields of the same name.
      throw e.fields().isEmpty()
          ? e
          : ParleyException.invalid(
              e.fields().stream()
                  .map(
                      error ->
                          new FieldError(
                              into.name() + "." + error.field(), error.code(), error.message()))
                  .toList());
    }
  }

  @Override
  public Result undo(Principal principal, String type, long id, String name) {
    return writer.write(
        principal,
        "conversion-undone:" + name,
        unit -> {
          RecordType found = unit.access().writable(type);
          Conversion conversion = conversion(unit.access(), found, name);
          Record record = unit.gathered().live(found, id, unit.access());
          unit.access().check(Action.EDIT, found, record);
          if (!isDone(conversion, record)) {
            throw new ParleyException(
                ErrorKind.CONFLICT,
                "not_converted",
                found.label() + " " + id + " has not been converted, or no longer is.");
          }
          return new Undoing(unit.serving(), unit.access(), journal, conversion, record)
              .run(unit, reader);
        },
        (serving, record) ->
            reader.present(serving, reader.control().of(principal, serving), record));
  }
}
