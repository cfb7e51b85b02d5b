// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.view;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.api.security.Principal;
import org.parley.core.record.Condition;
import org.parley.core.record.Explanation;
import org.parley.core.record.Field;
import org.parley.core.record.May;
import org.parley.core.record.Model;
import org.parley.core.record.RecordStore.ListQuery;
import org.parley.core.record.RecordStore.Page;
import org.parley.core.record.RecordType;
import org.parley.core.record.Result;
import org.parley.core.record.Row;
import org.parley.core.record.Scope;
import org.parley.core.record.Selection;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.access.Access;
import org.parley.core.record.internal.access.AccessControl;
import org.parley.core.record.internal.access.Action;
import org.parley.core.record.internal.access.Right;
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
  private final AccessControl control;
  private final Map<String, Size> sizes = new ConcurrentHashMap<>();

  public RecordReader(Storage storage, CompanySettings company, Clock clock) {
    this.storage = storage;
    this.company = company;
    this.clock = clock;
    this.knownTitles = new KnownTitles(clock);
    this.control = new AccessControl(clock);
  }

  public Result get(
      Principal principal, String type, long id, Set<String> fields, Set<String> include) {
    try (Storage.Serving serving = storage.serve()) {
      Access access = control.of(principal, serving);
      RecordType found = access.visible(type);
      Presenter presenter = new Presenter(serving, access, found, fields, include, knownTitles);
      Storage.Found read = found(serving, access, found, id, presenter.along());
      return presenter.present(read).with(access.allowed(found, read.record()));
    }
  }

  /** Whether a principal may see a record, be it in the trash or not. */
  public boolean sees(Principal principal, String type, long id) {
    try (Storage.Serving serving = storage.serve()) {
      return id > 0 && control.of(principal, serving).sees(new Reference(type, id));
    }
  }

  /** Which records of a visible type a principal may read, for an index to narrow by. */
  public Scope scope(Principal principal, String type) {
    try (Storage.Serving serving = storage.serve()) {
      Access access = control.of(principal, serving);
      return access.scope(access.visible(type));
    }
  }

  /** Those of some records that a principal may read and that are not in the trash. */
  public List<Result> find(Principal principal, String type, List<Long> ids, Set<String> fields) {
    try (Storage.Serving serving = storage.serve()) {
      Access access = control.of(principal, serving);
      RecordType found = access.visible(type);
      Presenter presenter = new Presenter(serving, access, found, fields, null, knownTitles);
      Set<Field> wanted = presenter.wanted();
      Map<Long, Record> live = new HashMap<>();
      if (wanted != null) {
        wanted.addAll(access.needed(found));
      }
      for (Record record :
          wanted == null ? serving.findAll(found, ids) : serving.findAll(found, ids, wanted)) {
        if (record.get("deleted_at") == null && access.sees(found, record)) {
          live.put(record.id(), record);
        }
      }
      return presenter.present(
          ids.stream().distinct().map(live::get).filter(Objects::nonNull).toList());
    }
  }

  /** The model as a principal may see it. */
  public Model model(Principal principal) {
    try (Storage.Serving serving = storage.serve()) {
      return control.of(principal, serving).model();
    }
  }

  /** What a principal may do with records of a visible type. */
  public May may(Principal principal, String type) {
    try (Storage.Serving serving = storage.serve()) {
      return control.of(principal, serving).may(type);
    }
  }

  /** Why somebody can or cannot do something with a record that the principal may see. */
  public Explanation explain(Principal principal, long userId, String type, long id) {
    try (Storage.Serving serving = storage.serve()) {
      Access mine = control.of(principal, serving);
      RecordType found = mine.visible(type);
      Record record = found(serving, mine, found, id, Map.of()).record();
      if (userId != principal.userId() && !principal.may(Right.PEOPLE.word())) {
        throw new ParleyException(
            ErrorKind.FORBIDDEN, "forbidden", "This needs the right \"people\".");
      }
      return control.explain(serving, userId, found, record);
    }
  }

  /** The named rights of a person. */
  public Set<String> rights(long userId) {
    try (Storage.Serving serving = storage.serve()) {
      return control.rights(serving, userId);
    }
  }

  /** Whether the company demands a second factor of a person. */
  public boolean demandsSecondFactor(long userId) {
    try (Storage.Serving serving = storage.serve()) {
      return company.company(serving).demandsSecondFactor(control.rights(serving, userId));
    }
  }

  /** Presents a record just written. */
  public Result present(Storage.Serving serving, Access access, Record record) {
    return present(serving, access, List.of(record)).get(0);
  }

  /** Presents records of one type just written. */
  public List<Result> present(Storage.Serving serving, Access access, List<Record> records) {
    RecordType type = access.visible(records.get(0).type());
    return new Presenter(serving, access, type, null, null, knownTitles).present(records);
  }

  /** Who may do what; whoever writes must tell it. */
  public AccessControl control() {
    return control;
  }

  /** What is remembered of titles; whoever writes must tell it. */
  public KnownTitles knownTitles() {
    return knownTitles;
  }

  /** A record that may be seen and is not in the trash. */
  public static Record live(Storage.Serving serving, Access access, RecordType type, long id) {
    return found(serving, access, type, id, Map.of()).record();
  }

  private static Storage.Found found(
      Storage.Serving serving,
      Access access,
      RecordType type,
      long id,
      Map<Field, Set<Field>> along) {
    Optional<Storage.Found> found =
        (id <= 0 ? Optional.<Storage.Found>empty() : serving.find(type, id, along))
            .filter(some -> access.sees(type, some.record()));
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
    return list(principal, Action.READ, type, query);
  }

  /** The same of records that may be taken out of the system. */
  public Page export(Principal principal, String type, ListQuery query) {
    return list(principal, Action.EXPORT, type, query);
  }

  private Page list(Principal principal, Action action, String type, ListQuery query) {
    try (Storage.Serving serving = storage.serve()) {
      Access access = control.of(principal, serving);
      RecordType found = access.visible(type);
      access.check(action, found);
      int limit = limit(query.limit());
      Presenter presenter =
          new Presenter(serving, access, found, query.fields(), query.include(), knownTitles);
      Condition asked = asked(serving, access, found, query.filter());
      Condition where = seen(access, action, found, asked);
      List<Selection.Sort> order = SortOrder.parse(found, query.sort());
      Reach reach = new Reach(found, asked, order);
      refuseWide(serving, reach, query.trash());
      CursorCodec cursors = new CursorCodec(found.name(), query.filter(), query.sort(), order);
      Selection.Cursor place = cursors.decode(query.after(), query.before());
      List<Condition> ways = access.ways(action, found, asked);
      Selection selection =
          new Selection(
              found,
              ways.isEmpty() ? where : asked,
              presenter.wanted(),
              order,
              place,
              limit + 1,
              query.trash(),
              ways);
      Stretch stretch = Stretch.of(page(serving, reach, selection), limit, place);
      Storage.Counted count =
          !query.count()
              ? NOT_COUNTED
              : ways.isEmpty()
                  ? serving.roughly(found, where, query.trash(), COUNTED + 1)
                  : serving.roughly(found, asked, ways, query.trash(), COUNTED + 1);
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

  /** Records that match a filter and may be seen, in order of id. */
  public List<Record> find(
      Storage.Serving serving, Access access, RecordType type, String filter, int limit) {
    Condition where = where(serving, access, type, filter);
    return serving.list(new Selection(type, where, null, List.of(), null, limit, false)).stream()
        .map(Row::record)
        .toList();
  }

  /** What rows must meet that match a filter and may be seen. */
  Condition where(Storage.Serving serving, Access access, RecordType type, String filter) {
    return seen(access, Action.READ, type, asked(serving, access, type, filter));
  }

  private Condition asked(Storage.Serving serving, Access access, RecordType type, String filter) {
    return new FilterCompiler(
            access.model(), company.time(serving), access.userId(), access::across)
        .compile(type, filter);
  }

  private static Condition seen(Access access, Action action, RecordType type, Condition asked) {
    Condition seen = access.rows(action, type, asked);
    return seen == Condition.ALL
        ? asked
        : asked == Condition.ALL ? seen : new Condition.And(List.of(asked, seen));
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
