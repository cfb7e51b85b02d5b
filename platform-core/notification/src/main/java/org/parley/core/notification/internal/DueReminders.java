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
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.api.security.Principal;
import org.parley.core.mail.Mails;
import org.parley.core.record.Model;
import org.parley.core.record.RecordStore;
import org.parley.core.record.RecordStore.BulkAnswer;
import org.parley.core.record.RecordStore.BulkRow;
import org.parley.core.record.RecordStore.ListQuery;
import org.parley.core.record.RecordStore.Page;
import org.parley.core.record.RecordType;
import org.parley.core.record.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds reminders whose time has come, and tells each person of theirs, once. That nobody is told
 * twice rests on the unique key of the notification, which is in the database before anybody is
 * told: it holds across crashes, moved clocks and several nodes.
 */
final class DueReminders {
  private static final Logger LOG = LoggerFactory.getLogger(DueReminders.class);
  private static final String TYPE = "notification";
  private static final int PAGE = 200;
  private static final int MOST = 5_000;

  /** Between the moment a record is written and the moment that stands in it. */
  private static final Duration SLACK = Duration.ofSeconds(2);

  /** How often a key is varied that somebody else has taken, which only malice does. */
  private static final int VARIANTS = 3;

  private final RecordStore records;
  private final Mails mails;

  DueReminders(RecordStore records) {
    this(records, null);
  }

  /** Those that go by mail as well. */
  DueReminders(RecordStore records, Mails mails) {
    this.records = records;
    this.mails = mails;
  }

  /** Before it shows in the app: a crash in between asks for the same mails again, to no effect. */
  private void mail(List<DueReminder> untold) {
    if (mails != null && !untold.isEmpty()) {
      Ways ways = new Ways(records, mails);
      untold.forEach(one -> ways.take(one.user(), one.told()));
      ways.ask();
    }
  }

  /** Types whose records remind somebody. */
  Set<String> types() {
    return reminding().stream().map(RecordType::name).collect(Collectors.toSet());
  }

  private List<RecordType> reminding() {
    Model model = records.model();
    return model.types().values().stream()
        .filter(type -> !type.quarantined() && !type.reminders().isEmpty())
        .toList();
  }

  /** When the next one after a moment is due; empty where there is none. */
  Optional<Instant> next(Instant after) {
    Instant next = null;
    for (RecordType type : reminding()) {
      for (RecordType.Reminder reminder : type.reminders()) {
        Set<String> field = Set.of(reminder.field());
        String later = reminder.field() + "=gt=" + after;
        Page first = list(type.name(), later, reminder.field(), field, 1, null, false);
        if (!first.items().isEmpty()
            && first.items().get(0).record().get(reminder.field()) instanceof Instant due
            && (next == null || due.isBefore(next))) {
          next = due;
        }
      }
    }
    return Optional.ofNullable(next);
  }

  /**
   * Tells of all that are due in a span of time and that nobody was told of; how many.
   *
   * @param missed whether nobody was there to tell of them: what was only then set to a moment that
   *     had passed is no reminder
   */
  int tell(Instant from, Instant until, boolean missed) {
    List<DueReminder> due = new ArrayList<>();
    for (RecordType type : reminding()) {
      for (RecordType.Reminder reminder : type.reminders()) {
        due.addAll(due(type, reminder, from, until, missed));
      }
    }
    if (due.isEmpty()) {
      return 0;
    }
    Set<String> told = told(from, until);
    List<DueReminder> untold =
        due.stream().filter(one -> !told.contains(one.key())).filter(this::sees).toList();
    mail(untold);
    List<Map<String, Object>> bodies = DueReminder.bodies(untold);
    for (int at = 0; at < bodies.size(); at += PAGE) {
      write(bodies.subList(at, Math.min(bodies.size(), at + PAGE)), 1);
    }
    return untold.size();
  }

  private List<DueReminder> due(
      RecordType type, RecordType.Reminder reminder, Instant from, Instant until, boolean missed) {
    String field = reminder.field();
    String span = field + "=gt=" + from + ";" + field + "=le=" + until;
    Set<String> fields = Set.of(field, reminder.to(), "modified_at");
    List<DueReminder> due = new ArrayList<>();
    int seen = 0;
    String after = null;
    do {
      Page page = list(type.name(), span, field, fields, PAGE, after, false);
      Set<Long> settled = settled(type, reminder, page.items());
      for (Result result : page.items()) {
        Record record = result.record();
        if (record.get(reminder.to()) instanceof Reference user
            && record.get(field) instanceof Instant at
            && !settled.contains(record.id())
            && !(missed && setLate(record, at))) {
          due.add(new DueReminder(type.name(), record.id(), user.id(), field, at));
        }
      }
      seen += page.items().size();
      after = page.next();
    } while (after != null && seen < MOST);
    return due;
  }

  private static boolean setLate(Record record, Instant due) {
    return record.get("modified_at") instanceof Instant written && written.isAfter(due.plus(SLACK));
  }

  /** Those of whom nobody is told any more. */
  private Set<Long> settled(RecordType type, RecordType.Reminder reminder, List<Result> some) {
    if (reminder.unless() == null || some.isEmpty()) {
      return Set.of();
    }
    String ids =
        some.stream().map(one -> Long.toString(one.record().id())).collect(Collectors.joining(","));
    String both = "id=in=(" + ids + ");(" + reminder.unless() + ")";
    return list(type.name(), both, null, Set.of("modified_at"), PAGE, null, false).items().stream()
        .map(one -> one.record().id())
        .collect(Collectors.toSet());
  }

  /** The keys of all that was told of a span, thrown away or not. */
  private Set<String> told(Instant from, Instant until) {
    Set<String> told = new HashSet<>();
    String span = "kind==reminder;due=gt=" + from + ";due=le=" + until;
    Set<String> fields = Set.of("key", "fields", "owner");
    for (boolean trash : new boolean[] {false, true}) {
      String after = null;
      do {
        Page page = list(TYPE, span, "due", fields, PAGE, after, trash);
        for (Result result : page.items()) {
          String mine = "/" + owner(result.record());
          String key = String.valueOf(result.record().get("key"));
          // What somebody else has written by hand is no proof that one was told.
          if (key.endsWith(mine)) {
            told.add(key);
          }
          if (result.record().get("fields") instanceof List<?> many) {
            many.stream().map(String::valueOf).filter(one -> one.endsWith(mine)).forEach(told::add);
          }
        }
        after = page.next();
      } while (after != null);
    }
    return told;
  }

  private static long owner(Record record) {
    return record.get("owner") instanceof Reference user ? user.id() : 0;
  }

  /** Whether the one it is for may read it now. */
  private boolean sees(DueReminder one) {
    Principal reader = records.reader(one.user());
    RecordType type = records.model(reader).types().get(one.type());
    return type != null
        && type.fields().containsKey(one.field())
        && records.sees(reader, one.type(), one.record());
  }

  private void write(List<Map<String, Object>> bodies, int variant) {
    List<BulkRow> rows =
        bodies.stream().map(body -> new BulkRow("create", 0, 0, varied(body, variant))).toList();
    List<Map<String, Object>> taken = new ArrayList<>();
    String why = "";
    List<BulkAnswer> answers = records.bulk(Principal.SYSTEM, TYPE, rows, false, "reminder");
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i).failure() != null && !isTheirs(rows.get(i).fields())) {
        taken.add(bodies.get(i));
        why = answers.get(i).failure().getMessage();
      }
    }
    if (!taken.isEmpty() && variant < VARIANTS) {
      write(taken, variant + 1);
    } else if (!taken.isEmpty()) {
      LOG.warn("Not reminded: {}", why);
    }
  }

  private static Map<String, Object> varied(Map<String, Object> body, int variant) {
    if (variant == 1) {
      return body;
    }
    Map<String, Object> varied = new LinkedHashMap<>(body);
    varied.put("key", variant + "/" + body.get("key"));
    return varied;
  }

  /** Whether the one it is for has it already: another node was quicker. */
  private boolean isTheirs(Map<String, Object> body) {
    String same = "owner==" + body.get("owner") + ";key==\"" + body.get("key") + "\"";
    return !list(TYPE, same, null, Set.of("key"), 1, null, false).items().isEmpty();
  }

  private Page list(
      String type,
      String filter,
      String sort,
      Set<String> fields,
      int limit,
      String after,
      boolean trash) {
    return records.list(
        Principal.SYSTEM,
        type,
        new ListQuery(filter, sort, fields, null, limit, after, false, trash));
  }
}
