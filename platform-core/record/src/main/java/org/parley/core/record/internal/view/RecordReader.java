// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.view;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.RecordStore.ListQuery;
import org.parley.core.record.RecordStore.Page;
import org.parley.core.record.RecordType;
import org.parley.core.record.Result;
import org.parley.core.record.Row;
import org.parley.core.record.Selection;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.access.Access;
import org.parley.core.record.internal.company.CompanySettings;
import org.parley.core.record.internal.query.CursorCodec;
import org.parley.core.record.internal.query.FilterCompiler;
import org.parley.core.record.internal.query.SortOrder;

/** Reads single records and lists. Safe for use by many threads. */
public final class RecordReader {
  private static final int DEFAULT_LIMIT = 50;
  private static final int GREATEST_LIMIT = 200;
  private static final long COUNTED = 10_000;

  /** Sorting more rows than this without an index would hold everybody up. */
  private static final long SORTED_WITHOUT_INDEX = 50_000;

  private static final Duration SIZE_REMEMBERED = Duration.ofMinutes(1);

  private record Size(boolean large, Instant until) {}

  private final Storage storage;
  private final CompanySettings company;
  private final Clock clock;
  private final KnownTitles knownTitles;
  private final Map<String, Size> sizes = new ConcurrentHashMap<>();

  public RecordReader(Storage storage, CompanySettings company, Clock clock) {
    this.storage = storage;
    this.company = company;
    this.clock = clock;
    this.knownTitles = new KnownTitles(clock);
  }

  public Result get(
      Principal principal, String type, long id, Set<String> fields, Set<String> include) {
    try (Storage.Serving serving = storage.serve()) {
      RecordType found = Access.visible(principal, serving.model(), type);
      Presenter presenter = new Presenter(serving, principal, found, fields, include, knownTitles);
      return presenter.present(live(serving, found, id));
    }
  }

  /** Presents a record just written. */
  public Result present(Storage.Serving serving, Principal principal, Record record) {
    RecordType type = serving.model().type(record.type());
    return new Presenter(serving, principal, type, null, null, knownTitles).present(record);
  }

  /** What is remembered of titles; whoever writes must tell it. */
  public KnownTitles knownTitles() {
    return knownTitles;
  }

  /** A record that is not in the trash. */
  public static Record live(Storage.Serving serving, RecordType type, long id) {
    Optional<Record> record = id <= 0 ? Optional.empty() : serving.find(type, id);
    return record
        .filter(found -> found.get("deleted_at") == null)
        .orElseThrow(() -> notFound(type, id, record.isPresent()));
  }

  /** How to tell that a record is not there. */
  public static ParleyException notFound(RecordType type, long id, boolean trashed) {
    String what = type.label() + " " + id;
    return ParleyException.notFound(
        trashed ? what + " is in the trash." : "There is no " + what + ".");
  }

  public Page list(Principal principal, String type, ListQuery query) {
    try (Storage.Serving serving = storage.serve()) {
      RecordType found = Access.visible(principal, serving.model(), type);
      int limit = limit(query.limit());
      Presenter presenter =
          new Presenter(serving, principal, found, query.fields(), query.include(), knownTitles);
      Condition where = where(serving, principal, found, query.filter());
      List<Selection.Sort> order = SortOrder.parse(found, query.sort());
      refuseSlowSort(serving, found, order);
      CursorCodec cursors = new CursorCodec(found.name(), query.filter(), query.sort(), order);
      Selection selection =
          new Selection(
              found,
              where,
              presenter.wanted(),
              order,
              cursors.decode(query.after()),
              limit + 1,
              query.trash());
      List<Row> rows = serving.list(selection);
      boolean more = rows.size() > limit;
      List<Row> page = more ? rows.subList(0, limit) : rows;
      String next = null;
      if (more) {
        Row last = page.get(limit - 1);
        next = cursors.encode(last.sortKeys(), last.record().id());
      }
      long count = query.count() ? serving.count(found, where, query.trash(), COUNTED + 1) : -1;
      return new Page(
          presenter.present(page.stream().map(Row::record).toList()),
          next,
          Math.min(count, COUNTED),
          count > COUNTED);
    }
  }

  /** Records that match a filter, in order of id. */
  public List<Record> find(
      Storage.Serving serving, Principal principal, RecordType type, String filter, int limit) {
    Condition where = where(serving, principal, type, filter);
    return serving.list(new Selection(type, where, null, List.of(), null, limit, false)).stream()
        .map(Row::record)
        .toList();
  }

  private Condition where(
      Storage.Serving serving, Principal principal, RecordType type, String filter) {
    Condition asked =
        new FilterCompiler(serving.model(), company.time(serving), principal.userId())
            .compile(type, filter);
    Condition seen = Access.rows(principal, type);
    return seen == Condition.ALL ? asked : new Condition.And(List.of(asked, seen));
  }

  private static int limit(Integer limit) {
    if (limit == null) {
      return DEFAULT_LIMIT;
    }
    if (limit < 1 || limit > GREATEST_LIMIT) {
      throw ParleyException.badRequest(
          "bad_request", "limit must lie between 1 and " + GREATEST_LIMIT + ".");
    }
    return limit;
  }

  private void refuseSlowSort(
      Storage.Serving serving, RecordType type, List<Selection.Sort> order) {
    if (order.isEmpty() || SortOrder.indexed(order.get(0).field())) {
      return;
    }
    Size size =
        sizes.compute(
            type.name(),
            (name, known) ->
                known != null && clock.instant().isBefore(known.until())
                    ? known
                    : size(serving, type));
    if (size.large()) {
      String sortable =
          type.fields().values().stream()
              .filter(field -> !field.hidden() && SortOrder.indexed(field))
              .filter(field -> field.kind().comparedColumn(field) >= 0)
              .map(Field::name)
              .collect(Collectors.joining(", "));
      throw ParleyException.badRequest(
          "bad_sort",
          "There are too many "
              + type.plural()
              + " to sort them by "
              + order.get(0).field().name()
              + "; they can be sorted by id, "
              + sortable
              + ".");
    }
  }

  private Size size(Storage.Serving serving, RecordType type) {
    long counted = serving.count(type, Condition.ALL, false, SORTED_WITHOUT_INDEX + 1);
    return new Size(counted > SORTED_WITHOUT_INDEX, clock.instant().plus(SIZE_REMEMBERED));
  }
}
