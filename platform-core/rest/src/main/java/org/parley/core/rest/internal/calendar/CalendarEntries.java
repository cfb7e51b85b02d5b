// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parley.api.record.Reference;
import org.parley.api.security.Principal;
import org.parley.core.record.Field;
import org.parley.core.record.RecordStore;
import org.parley.core.record.RecordType;
import org.parley.core.record.Result;
import org.parley.core.record.View;

/**
 * The records of a calendar, from 90 days back to a year ahead, as a principal sees them.
 *
 * @param whose {@code me}, {@code team} or {@code all}
 */
public record CalendarEntries(
    RecordStore records, Principal principal, CalendarView view, String whose) {
  private static final int PAGE = 200;
  private static final int MOST = 5_000;
  private static final Duration BACK = Duration.ofDays(90);
  private static final Duration AHEAD = Duration.ofDays(366);

  /**
   * Something in a calendar: either with times of day, or on whole days.
   *
   * @param from null where it is on whole days
   * @param to when it ends; as from where nobody said
   * @param first null where it has a time of day
   * @param last the last of its days, itself included
   */
  public record Entry(Result result, Instant from, Instant to, LocalDate first, LocalDate last) {}

  /** The latest first, so that what is too much is what is over. */
  public List<Entry> read(Instant now) {
    View.Calendar when = view.when();
    LocalDate first = LocalDate.ofInstant(now.minus(BACK), ZoneOffset.UTC);
    LocalDate last = LocalDate.ofInstant(now.plus(AHEAD), ZoneOffset.UTC);
    List<Entry> entries = new ArrayList<>();
    if (when.start() != null) {
      read(
          entries,
          when.start() + "=ge=" + first + ";" + when.start() + "=le=" + last,
          when.start());
    }
    if (when.day() != null) {
      String apart = when.start() == null ? "" : when.start() + "=null=true;";
      read(
          entries,
          apart + when.day() + "=ge=" + first + ";" + when.day() + "=le=" + last,
          when.day());
    }
    return entries;
  }

  private void read(List<Entry> entries, String range, String sort) {
    String filter =
        Stream.of(view.filter(), owner(), range)
            .filter(Objects::nonNull)
            .filter(part -> !part.isBlank())
            .map(part -> "(" + part + ")")
            .collect(Collectors.joining(";"));
    String after = null;
    int found = 0;
    do {
      RecordStore.Page page =
          records.list(
              principal,
              view.type().name(),
              new RecordStore.ListQuery(
                  filter, "-" + sort, fields(), null, PAGE, after, false, false));
      for (Result result : page.items()) {
        Entry entry = entry(result);
        if (entry != null) {
          entries.add(entry);
        }
      }
      found += page.items().size();
      after = page.next();
    } while (after != null && found < MOST);
  }

  private Set<String> fields() {
    View.Calendar when = view.when();
    Set<String> names = new LinkedHashSet<>(List.of("created_at", "modified_at"));
    Stream.of(when.start(), when.end(), when.duration(), when.day(), when.place())
        .filter(Objects::nonNull)
        .forEach(names::add);
    view.columns().stream().map(Field::name).forEach(names::add);
    return names;
  }

  private String owner() {
    if (whose.equals("all")) {
      return null;
    }
    String teams = whose.equals("team") ? teams() : "";
    return teams.isEmpty() ? "owner==me" : "team=in=(" + teams + ")";
  }

  private String teams() {
    // People outside see nothing of who belongs to which team.
    RecordType user = records.model(principal).types().get("user");
    boolean more = user != null && user.fields().containsKey("teams");
    Result me =
        records.get(
            principal, "user", principal.userId(), Set.of("team"), more ? Set.of("teams") : null);
    Set<String> teams = new LinkedHashSet<>();
    if (me.record().get("team") instanceof Reference own) {
      teams.add(Long.toString(own.id()));
    }
    Result.Included members = more ? me.included().get("teams") : null;
    if (members != null) {
      for (Result member : members.items()) {
        if (member.record().get("member_of") instanceof Reference team) {
          teams.add(Long.toString(team.id()));
        }
      }
    }
    return String.join(",", teams);
  }

  private Entry entry(Result result) {
    View.Calendar when = view.when();
    Object start = when.start() == null ? null : result.record().get(when.start());
    Object end = when.end() == null ? null : result.record().get(when.end());
    if (start instanceof Instant from) {
      Object length = when.duration() == null ? null : result.record().get(when.duration());
      Instant to =
          end instanceof Instant said
              ? said
              : length instanceof Duration duration ? from.plus(duration) : from;
      return new Entry(
          result,
          from.truncatedTo(ChronoUnit.SECONDS),
          (to.isBefore(from) ? from : to).truncatedTo(ChronoUnit.SECONDS),
          null,
          null);
    }
    Object day = start == null && when.day() != null ? result.record().get(when.day()) : start;
    if (!(day instanceof LocalDate first)) {
      return null;
    }
    boolean longer = start != null && end instanceof LocalDate && ((LocalDate) end).isAfter(first);
    return new Entry(result, null, null, first, longer ? (LocalDate) end : first);
  }
}
