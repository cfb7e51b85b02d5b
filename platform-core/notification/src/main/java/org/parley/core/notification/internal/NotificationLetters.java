// SPDX-License-Identifier: Apache-2.0
package org.parley.core.notification.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.mail.Addressee;
import org.parley.core.mail.Asked;
import org.parley.core.mail.Letter;
import org.parley.core.mail.Letter.Part;
import org.parley.core.mail.LetterWriter;
import org.parley.core.mail.Words;
import org.parley.core.plugin.Plugins;
import org.parley.core.record.CoreTexts;
import org.parley.core.record.Model;
import org.parley.core.record.RecordStore;
import org.parley.core.record.RecordStore.ListQuery;
import org.parley.core.record.RecordType;
import org.parley.core.record.Result;

/**
 * Letters about what concerns people. Each line is read as its reader at the moment it is written:
 * what they may not see by then is not in it.
 */
@Component(service = LetterWriter.class)
public final class NotificationLetters implements LetterWriter {
  static final String SUMMARY = "summary";
  private static final String PREFERENCES = "profile#notifications";
  private static final Duration WORTH = Duration.ofDays(3);

  /** A summary names so many of each kind and counts the rest. */
  private static final int NAMED = 25;

  private final RecordStore records;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile Plugins plugins;

  @Activate
  public NotificationLetters(@Reference RecordStore records) {
    this.records = records;
  }

  @Override
  public Set<String> kinds() {
    return Set.of(Told.KIND, SUMMARY);
  }

  @Override
  public Duration worth(String kind) {
    return WORTH;
  }

  /** The app tells the same; a second mail would only annoy. */
  @Override
  public boolean repeats(String kind) {
    return false;
  }

  @Override
  public Optional<Letter> write(Asked asked, List<Asked> held) {
    return Addressee.of(records, asked.userId())
        .flatMap(
            to ->
                asked.kind().equals(SUMMARY)
                    ? summary(new Reader(to), held.stream().map(Told::of).toList())
                    : single(new Reader(to), Told.of(asked)));
  }

  private Optional<Letter> single(Reader reader, Told told) {
    return reader
        .line(told)
        .map(
            line ->
                new Letter(
                    reader.to,
                    line.sentence(),
                    List.of(
                        Part.text(line.sentence()),
                        line.link() == null
                            ? Part.text(line.what())
                            : Part.button(reader.words.say("open"), line.link())),
                    reader.words.say("reason"),
                    PREFERENCES))
        .map(letter -> withDetail(letter, reader.line(told).map(Line::detail).orElse(null)));
  }

  private static Letter withDetail(Letter letter, String detail) {
    if (detail == null) {
      return letter;
    }
    List<Part> parts = new ArrayList<>(letter.parts());
    parts.add(1, Part.text(detail));
    return new Letter(letter.to(), letter.subject(), parts, letter.reason(), letter.unsubscribe());
  }

  private Optional<Letter> summary(Reader reader, List<Told> all) {
    Wishes wishes =
        Wishes.of(records.get(Principal.SYSTEM, "user", reader.to.userId(), null, null).record());
    if (wishes.digest().equals("never")) {
      return Optional.empty();
    }
    Set<String> read = reader.read(all);
    Map<String, List<Line>> byKind = new LinkedHashMap<>();
    for (Told told : all) {
      if (!read.contains(told.once())) {
        reader
            .line(told)
            .ifPresent(
                line -> byKind.computeIfAbsent(told.kind(), kind -> new ArrayList<>()).add(line));
      }
    }
    int count = byKind.values().stream().mapToInt(List::size).sum();
    if (count == 0) {
      return Optional.empty();
    }
    Words words = reader.words;
    List<Part> parts = new ArrayList<>();
    parts.add(Part.text(words.say("hello", "name", reader.to.name())));
    byKind.forEach(
        (kind, lines) -> {
          String heading = "heading." + kind;
          parts.add(Part.heading(words.has(heading) ? words.say(heading) : kind));
          lines.stream()
              .limit(NAMED)
              .forEach(line -> parts.add(Part.item(line.what(), line.more(), line.link())));
          if (lines.size() > NAMED) {
            parts.add(Part.text(words.say("more", "count", lines.size() - NAMED)));
          }
        });
    String subject = count == 1 ? "summary.one" : "summary.many";
    return Optional.of(
        new Letter(
            reader.to,
            words.say(subject, "count", count),
            parts,
            words.say("summary.reason"),
            PREFERENCES));
  }

  /**
   * One thing to tell.
   *
   * @param sentence as a mail of its own
   * @param what as a line of a list: the record's title
   * @param more who did it and what was changed, or null
   * @param detail what was changed, or null
   */
  private record Line(String sentence, String what, String more, String detail, String link) {}

  /** Somebody, and what they may know. */
  private final class Reader {
    private final Addressee to;
    private final Words words;
    private final Principal principal;
    private final Model model;
    private final Map<String, String> texts;

    Reader(Addressee to) {
      this.to = to;
      this.words = Words.of(NotificationLetters.class, to.language());
      this.principal = records.reader(to.userId());
      this.model = records.model(principal);
      Map<String, String> known = new LinkedHashMap<>(CoreTexts.of(to.language()));
      Plugins room = plugins;
      if (room != null) {
        known.putAll(room.texts(to.language()));
      }
      this.texts = known;
    }

    /** Which of them their reader has read in the app already. */
    Set<String> read(List<Told> all) {
      Set<String> read = new HashSet<>();
      List<String> keys = all.stream().map(told -> "\"" + told.once() + "\"").toList();
      for (int from = 0; from < keys.size(); from += 50) {
        List<String> some = keys.subList(from, Math.min(keys.size(), from + 50));
        String filter = "read==true;once=in=(" + String.join(",", some) + ")";
        ListQuery query = new ListQuery(filter, null, null, null, 50, null, false, false);
        records
            .list(principal, "notification", query)
            .items()
            .forEach(one -> read.add(String.valueOf(one.record().get("once"))));
      }
      return read;
    }

    /** Empty where they may not know of it, or it is gone. */
    Optional<Line> line(Told told) {
      RecordType type = model.types().get(told.type());
      if (type == null) {
        return Optional.empty();
      }
      List<String> seen = told.fields().stream().filter(type.fields()::containsKey).toList();
      boolean hidden = !told.fields().isEmpty() && seen.isEmpty();
      Optional<Result> about = told.records() > 1 ? Optional.empty() : find(told);
      if (hidden || told.records() == 1 && about.isEmpty()) {
        return Optional.empty();
      }
      String what =
          about
              .map(Result::title)
              .orElseGet(
                  () -> words.say("records", "count", told.records(), "plural", plural(type)));
      String who = actor(told.actor());
      String changed = seen.isEmpty() || !told.kind().equals("changed") ? null : labels(type, seen);
      String detail = changed == null ? null : words.say("fields", "fields", changed);
      String more =
          who == null && detail == null
              ? null
              : String.join(
                  " · ",
                  java.util.stream.Stream.of(who, detail).filter(one -> one != null).toList());
      String link = told.trashed() || about.isEmpty() ? null : path(told);
      return Optional.of(new Line(sentence(told, what, who), what, more, detail, link));
    }

    /** Where the app shows it. */
    private static String path(Told told) {
      return (told.type().equals("import") ? "imports/" : "records/" + told.type() + "/")
          + told.id();
    }

    private String sentence(Told told, String what, String who) {
      String key = "says." + told.kind() + (who == null ? ".nobody" : "");
      return words.say(words.has(key) ? key : "says.other", "what", what, "who", who);
    }

    private Optional<Result> find(Told told) {
      ListQuery one =
          new ListQuery("id==" + told.id(), null, null, null, 1, null, false, told.trashed());
      return records.list(principal, told.type(), one).items().stream().findFirst();
    }

    private String actor(long user) {
      if (user <= 0) {
        return null;
      }
      try {
        return records.get(principal, "user", user, Set.of("name"), null).title();
      } catch (ParleyException e) {
        if (e.kind() == ErrorKind.NOT_FOUND || e.kind() == ErrorKind.FORBIDDEN) {
          return null;
        }
        throw e;
      }
    }

    private String plural(RecordType type) {
      return texts.getOrDefault("types." + type.name() + ".plural", type.plural());
    }

    private String labels(RecordType type, List<String> fields) {
      return fields.stream()
          .map(
              name ->
                  texts.getOrDefault(
                      "types." + type.name() + ".fields." + name + ".label",
                      texts.getOrDefault(
                          "fields." + name + ".label", type.fields().get(name).label())))
          .collect(Collectors.joining(", "));
    }
  }

  /** The key of a summary: who gets it, and when it was due. */
  static Asked summaryOf(long user, Instant due) {
    return new Asked(SUMMARY + "/" + user + "/" + due.getEpochSecond(), SUMMARY, user, "", false);
  }
}
