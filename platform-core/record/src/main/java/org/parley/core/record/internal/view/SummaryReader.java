// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.view;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Money;
import org.parley.api.record.Reference;
import org.parley.api.security.Principal;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Grouping;
import org.parley.core.record.Operator;
import org.parley.core.record.RecordStore.Group;
import org.parley.core.record.RecordStore.Summary;
import org.parley.core.record.RecordStore.SummaryQuery;
import org.parley.core.record.RecordType;
import org.parley.core.record.Shape;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.access.Access;
import org.parley.core.record.internal.company.CompanySettings;
import org.parley.core.record.internal.query.Periods;

/** Counts and adds up records in groups. Safe for use by many threads. */
public final class SummaryReader {
  private static final int MOST_GROUPS = 500;
  private static final int MOST_PERIODS = 400;
  private static final int MOST_KEYS = 2;
  private static final int MOST_SUMS = 5;
  private static final Set<String> GROUPED =
      Set.of("text", "choice", "boolean", "integer", "date", "datetime", "reference", "user");
  private static final Set<String> ADDED =
      Set.of("money", "integer", "decimal", "percent", "duration");

  private final Storage storage;
  private final RecordReader reader;
  private final CompanySettings company;

  public SummaryReader(Storage storage, RecordReader reader, CompanySettings company) {
    this.storage = storage;
    this.reader = reader;
    this.company = company;
  }

  public Summary read(Principal principal, String type, SummaryQuery query) {
    try (Storage.Serving serving = storage.serve()) {
      Access access = reader.control().of(principal, serving);
      return new One(serving, access, access.visible(type), query).read();
    }
  }

  /** One summary. */
  private final class One {
    private final Storage.Serving serving;
    private final Access access;
    private final RecordType type;
    private final SummaryQuery query;
    private final Condition where;
    private final ZoneId zone;
    private final String currency;

    One(Storage.Serving serving, Access access, RecordType type, SummaryQuery query) {
      this.serving = serving;
      this.access = access;
      this.type = type;
      this.query = query;
      this.where = guarded(reader.where(serving, access, type, query.filter()));
      this.zone = company.company(serving).zone();
      this.currency = company.company(serving).currency();
    }

    /**
     * Leaves out what refers to records that may not be seen, where groups lie across references.
     */
    private Condition guarded(Condition matching) {
      List<Condition> parts = new ArrayList<>(List.of(matching));
      for (String by : query.by().stream().limit(MOST_KEYS).toList()) {
        List<Field> path = path(by);
        for (int length = 1; length <= path.size(); length++) {
          List<Field> hops = path.subList(0, length);
          RecordType target = access.model().type(hops.get(length - 1).to().get(0));
          if (!access.seesAll(target)) {
            Field last = hops.get(length - 1);
            Condition none =
                last.kind()
                    .compare(hops.subList(0, length - 1), last, Operator.NULL, List.of("true"));
            parts.add(new Condition.Or(List.of(none, access.across(hops, target))));
          }
        }
      }
      return parts.size() == 1 ? matching : new Condition.And(parts);
    }

    /** The references that a field to group by lies across. */
    private List<Field> path(String text) {
      String[] names = text.split(":", 2)[0].split("\\.", -1);
      List<Field> path = new ArrayList<>();
      RecordType at = type;
      for (int i = 0; i < names.length - 1; i++) {
        Field hop = at.field(names[i]);
        if (!hop.refersToOne() || path.size() == 3 || !access.mayRead(hop.to().get(0))) {
          throw bad("A summary cannot group across " + names[i] + ".");
        }
        path.add(hop);
        at = access.model().type(hop.to().get(0));
      }
      return path;
    }

    Summary read() {
      if (query.by().size() > MOST_KEYS || query.of().size() > MOST_SUMS) {
        throw bad(
            "A summary has at most "
                + MOST_KEYS
                + " fields to group by, "
                + MOST_SUMS
                + " to add.");
      }
      List<Grouping.Key> keys = query.by().stream().map(this::key).toList();
      List<Field> sums = query.of().stream().map(this::added).toList();
      List<Grouping.Group> groups = summarize(keys, sums, MOST_GROUPS + 1);
      boolean more = groups.size() > MOST_GROUPS;
      List<Grouping.Group> shown = more ? groups.subList(0, MOST_GROUPS) : groups;
      Grouping.Group all = more ? summarize(List.of(), sums, 1).get(0) : together(groups, sums);
      Titles titles = titles(keys, shown);
      return new Summary(
          all.count(),
          sums(sums, all),
          values(sums, all),
          keys.isEmpty()
              ? List.of()
              : shown.stream().map(group -> group(keys, sums, group, titles)).toList(),
          more);
    }

    private List<Grouping.Group> summarize(List<Grouping.Key> keys, List<Field> sums, int limit) {
      return serving.summarize(new Grouping(type, where, keys, sums, query.trash(), limit));
    }

    private Grouping.Key key(String text) {
      int colon = text.indexOf(':');
      List<Field> path = path(text);
      RecordType at =
          path.isEmpty() ? type : access.model().type(path.get(path.size() - 1).to().get(0));
      String name = colon < 0 ? text : text.substring(0, colon);
      Field field = at.field(name.substring(name.lastIndexOf('.') + 1));
      if (!GROUPED.contains(field.kind().name()) || !field.to().isEmpty() && !field.refersToOne()) {
        throw bad("A summary cannot group by " + field.name() + ".");
      }
      return new Grouping.Key(path, field, starts(path, field, colon, text));
    }

    private List<Object> starts(List<Field> path, Field field, int colon, String text) {
      Shape shape = field.kind().columns(field).get(0).shape();
      if (shape != Shape.DATE && shape != Shape.TIMESTAMP) {
        if (colon >= 0) {
          throw bad(field.name() + " is no date, so it has no periods.");
        }
        return List.of();
      }
      String name = colon < 0 ? "month" : text.substring(colon + 1);
      Periods periods = Periods.BY_NAME.get(name);
      if (periods == null) {
        throw bad("A period is a day, week, month, quarter or year, not " + name + ".");
      }
      Optional<Grouping.Extent> extent = serving.extent(type, where, query.trash(), path, field);
      if (extent.isEmpty()) {
        return List.of();
      }
      LocalDate first = Periods.day(extent.get().first(), zone);
      LocalDate last = Periods.day(extent.get().last(), zone);
      List<LocalDate> starts = periods.between(first, last, MOST_PERIODS);
      if (starts.size() > MOST_PERIODS) {
        String message =
            "From "
                + first
                + " to "
                + last
                + " there are more than "
                + MOST_PERIODS
                + " periods:"
                + " take longer ones, or a filter that leaves out the earliest or the latest.";
        throw new ParleyException(
            ErrorKind.INVALID,
            "too_many_groups",
            message,
            List.of(new FieldError(field.name(), "too_many_groups", message)),
            null);
      }
      return starts.stream()
          .map(day -> shape == Shape.DATE ? (Object) day : day.atStartOfDay(zone).toInstant())
          .toList();
    }

    private Field added(String name) {
      Field field = type.field(name);
      if (!ADDED.contains(field.kind().name())) {
        throw bad(name + " cannot be added up.");
      }
      return field;
    }

    private Grouping.Group together(List<Grouping.Group> groups, List<Field> sums) {
      List<Grouping.Sum> all = new ArrayList<>();
      for (int i = 0; i < sums.size(); i++) {
        int at = i;
        all.add(
            groups.stream()
                .map(group -> group.sums().get(at))
                .reduce(
                    new Grouping.Sum(BigDecimal.ZERO, 0),
                    (a, b) -> new Grouping.Sum(a.total().add(b.total()), a.values() + b.values())));
      }
      long count = groups.stream().mapToLong(Grouping.Group::count).sum();
      return new Grouping.Group(List.of(), count, all);
    }

    private Titles titles(List<Grouping.Key> keys, List<Grouping.Group> groups) {
      Titles titles = new Titles(serving, access, reader.knownTitles());
      Set<Reference> references = new LinkedHashSet<>();
      for (int i = 0; i < keys.size(); i++) {
        for (Grouping.Group group : groups) {
          if (!keys.get(i).field().to().isEmpty() && group.keys().get(i) != null) {
            references.add(reference(keys.get(i), group.keys().get(i)));
          }
        }
      }
      titles.fetch(references);
      return titles;
    }

    private Reference reference(Grouping.Key key, Object id) {
      return new Reference(key.field().to().get(0), (Long) id);
    }

    private Group group(
        List<Grouping.Key> keys, List<Field> sums, Grouping.Group group, Titles titles) {
      List<Object> by = new ArrayList<>();
      List<String> names = new ArrayList<>();
      for (int i = 0; i < keys.size(); i++) {
        Object value = group.keys().get(i);
        boolean record = value != null && !keys.get(i).field().to().isEmpty();
        by.add(
            value instanceof Instant || value instanceof LocalDate
                ? Periods.day(value, zone).toString()
                : value);
        names.add(record ? titles.of(reference(keys.get(i), value)) : null);
      }
      return new Group(by, names, group.count(), sums(sums, group), values(sums, group));
    }

    private Map<String, Object> sums(List<Field> fields, Grouping.Group group) {
      Map<String, Object> sums = new LinkedHashMap<>();
      for (int i = 0; i < fields.size(); i++) {
        sums.put(fields.get(i).name(), json(fields.get(i), group.sums().get(i).total()));
      }
      return sums;
    }

    private Map<String, Long> values(List<Field> fields, Grouping.Group group) {
      Map<String, Long> values = new LinkedHashMap<>();
      for (int i = 0; i < fields.size(); i++) {
        values.put(fields.get(i).name(), group.sums().get(i).values());
      }
      return values;
    }

    private Object json(Field field, BigDecimal total) {
      if (field.kind().name().equals("money")) {
        BigDecimal stripped = total.stripTrailingZeros();
        BigDecimal amount = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        return field.kind().write(field, new Money(amount, currency));
      }
      boolean whole = field.kind().columns(field).get(0).shape() == Shape.LONG;
      Object[] columns = {whole ? (Object) total.longValueExact() : total};
      return field.kind().write(field, field.kind().join(field, columns));
    }
  }

  private static ParleyException bad(String detail) {
    return ParleyException.badRequest("bad_summary", detail);
  }
}
