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
import org.parley.core.record.internal.query.Reach;
import org.parley.core.record.internal.query.SortOrder;

/** Reads single records and lists. Safe for use by many threads. */
public final class RecordReader {
  private static final int DEFAULT_LIMIT = 50;
  private static final int GREATEST_LIMIT = 200;
  private static final long COUNTED = 10_000;

  private static final Storage.Counted NOT_COUNTED = new Storage.Counted(-1, true);

  /** Reading more rows than this without an index would hold everybody up. */
  private static final long LARGE = 50_000;

  private static final Duration SIZE_REMEMBERED = Duration.ofMinutes(1);
  private static final Duration LARGE_REMEMBERED = Duration.ofHours(1);

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
      Storage.Found read = found(serving, found, id, presenter.along());
      if (!Access.sees(principal, found, read.record())) {
        throw notFound(found, id, false);
      }
      return presenter.present(read);
    }
  }

  /** Presents a record just written. */
  public Result present(Storage.Serving serving, Principal principal, Record record) {
    RecordType type = serving.model().type(record.type());
    return new Presenter(serving, principal, type, null, null, knownTitles).present(record);
  }

  /** Presents records of one type just written. */
  public List<Result> present(Storage.Serving serving, Principal principal, List<Record> records) {
    RecordType type = serving.model().type(records.get(0).type());
    return new Presenter(serving, principal, type, null, null, knownTitles).present(records);
  }

  /** What is remembered of titles; whoever writes must tell it. */
  public KnownTitles knownTitles() {
    return knownTitles;
  }

  /** A record that is not in the trash. */
  public static Record live(Storage.Serving serving, RecordType type, long id) {
    return found(serving, type, id, Map.of()).record();
  }

  private static Storage.Found found(
      Storage.Serving serving, RecordType type, long id, Map<Field, Set<Field>> along) {
    Optional<Storage.Found> found = id <= 0 ? Optional.empty() : serving.find(type, id, along);
    return found
        .filter(some -> some.record().get("deleted_at") == null)
        .orElseThrow(() -> notFound(type, id, found.isPresent()));
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
      Reach reach = new Reach(found, where, order);
      refuseWide(serving, reach, query.trash());
      CursorCodec cursors = new CursorCodec(found.name(), query.filter(), query.sort(), order);
      Selection.Cursor place = cursors.decode(query.after(), query.before());
      Selection selection =
          new Selection(found, where, presenter.wanted(), order, place, limit + 1, query.trash());
      Stretch stretch = Stretch.of(page(serving, reach, selection), limit, place);
      Storage.Counted count =
          query.count() ? serving.roughly(found, where, query.trash(), COUNTED + 1) : NOT_COUNTED;
      return new Page(
          presenter.present(stretch.rows().stream().map(Row::record).toList()),
          stretch.prev(cursors),
          stretch.next(cursors),
          Math.min(count.count(), COUNTED),
          !count.whole() || count.count() > COUNTED);
    }
  }

  private static List<Row> page(Storage.Serving serving, Reach reach, Selection selection) {
    try {
      return serving.page(selection);
    } catch (Storage.TooWide e) {
      throw reach.tooWide(e);
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

  /** What rows must meet that match a filter and may be seen. */
  Condition where(Storage.Serving serving, Principal principal, RecordType type, String filter) {
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

  /** Refuses what would read most of a large table, before it begins. */
  private void refuseWide(Storage.Serving serving, Reach reach, boolean trash) {
    Optional<ParleyException> obstacle = reach.obstacle();
    if (obstacle.isPresent()
        && isLarge(serving, reach.type())
        && !serving.isNarrow(reach.type(), reach.where(), trash)) {
      throw obstacle.get();
    }
  }

  private boolean isLarge(Storage.Serving serving, RecordType type) {
    return sizes
        .compute(
            type.name(),
            (name, known) ->
                known != null && clock.instant().isBefore(known.until())
                    ? known
                    : size(serving, type))
        .large();
  }

  private Size size(Storage.Serving serving, RecordType type) {
    boolean large = serving.count(type, Condition.ALL, false, LARGE + 1) > LARGE;
    Duration remembered = large ? LARGE_REMEMBERED : SIZE_REMEMBERED;
    return new Size(large, clock.instant().plus(remembered));
  }
}
