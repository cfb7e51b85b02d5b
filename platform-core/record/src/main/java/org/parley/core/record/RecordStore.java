// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.event.Change;

/**
 * The only way to records: permissions, hooks, validation and the journal happen here, whoever
 * calls. A service of the record room, registered while the storage serves; safe for use by many
 * threads, each call on its caller's thread. Bodies and answers are JSON values; failures are
 * {@link ParleyException}s with the codes of the REST reference.
 */
@ProviderType
public interface RecordStore {
  /**
   * What a list call asks for, all as in the REST reference, null where it is left out.
   *
   * @param fields names, null for all
   * @param include names of references and inverse lists
   * @param after a cursor: the page begins after that row
   * @param before a cursor: the page ends before that row
   */
  record ListQuery(
      String filter,
      String sort,
      Set<String> fields,
      Set<String> include,
      Integer limit,
      String after,
      String before,
      boolean count,
      boolean trash) {
    /** A first page, or one further on. */
    public ListQuery(
        String filter,
        String sort,
        Set<String> fields,
        Set<String> include,
        Integer limit,
        String after,
        boolean count,
        boolean trash) {
      this(filter, sort, fields, include, limit, after, null, count, trash);
    }
  }

  /**
   * One page.
   *
   * @param prev the cursor before which the page before ends, or null at the beginning
   * @param next the cursor after which the next page begins, or null at the end
   * @param count how many match, up to 10,000; -1 when not asked for
   * @param more whether there are more than {@code count}
   */
  record Page(List<Result> items, String prev, String next, long count, boolean more) {
    /** A first page. */
    public Page(List<Result> items, String next, long count, boolean more) {
      this(items, null, next, count, more);
    }
  }

  /** One row of a bulk call; {@code op} is create, update, delete or restore; version 0 for any. */
  record BulkRow(String op, long id, long version, Map<String, Object> fields) {}

  /** One row's answer: either a result (null for a delete) or a failure. */
  record BulkAnswer(Result result, ParleyException failure) {}

  /**
   * A row that comes from somewhere else, where it has an id of its own.
   *
   * @param externalId by which it is known there; at most 200 characters
   */
  record LoadRow(String externalId, Map<String, Object> fields) {}

  /** What became of a row that comes from somewhere else. */
  enum Loaded {
    CREATED,
    UPDATED,
    UNCHANGED
  }

  /** One row's answer: what became of it and which record it is, or a failure. */
  record LoadAnswer(Loaded loaded, long id, ParleyException failure) {}

  /**
   * A page of a record's changes, newest first, with values as JSON.
   *
   * @param titles by {@code type/id}, titles of records that the changes refer to
   */
  record History(List<Change> items, Map<String, String> titles, String next) {}

  /** What a timeline is made of. */
  enum TimelineKind {
    /** Records that stand there, of the record itself and of its relations. */
    ACTIVITIES,
    /** Changes of the record itself. */
    CHANGES,
    /** What happened to its relations, and what stands there for them. */
    RELATED
  }

  /**
   * A page of what happened around a record, newest first. It may hold fewer than asked for though
   * there is a next one.
   *
   * @param titles by {@code type/id}, titles of records that the changes refer to and of who made
   *     them
   */
  record TimelinePage(List<Happening> items, Map<String, String> titles, String next) {}

  /**
   * What to look for in the journal; null and 0 stand for anything.
   *
   * @param user who did it
   * @param since the earliest moment, itself included
   * @param until the latest moment, itself excluded
   * @param limit 1 to 200
   */
  record AuditQuery(
      String type,
      long user,
      Change.Operation operation,
      Instant since,
      Instant until,
      int limit,
      String after) {}

  /**
   * A page of the journal, newest first, with values as JSON where they may be read.
   *
   * @param titles by {@code type/id}, titles of the records that were changed and of those that the
   *     changes refer to; records that may not be read have none
   * @param origins by the number that {@link Change.Actor#origin()} gives
   */
  record Audit(
      List<Change> items, Map<String, String> titles, Map<Long, Origin> origins, String next) {}

  /**
   * The login or token by which something was done; null for what is not known, or was erased.
   *
   * @param kind {@code login} or {@code token}
   * @param name what the token is called
   * @param address the network address it came from
   * @param agent what the browser or program called itself
   */
  record Origin(String kind, String name, String address, String agent) {}

  /**
   * What a summary asks for, as in the REST reference.
   *
   * @param by up to two fields, also across references by dots; days, weeks, months, quarters or
   *     years of a date after a colon
   * @param of numbers to add up
   */
  record SummaryQuery(String filter, List<String> by, List<String> of, boolean trash) {}

  /**
   * Records counted and added up.
   *
   * @param sums by field, as JSON values; amounts in company currency
   * @param values by field, how many records have one
   * @param groups the largest first
   * @param more whether there are smaller groups than these
   */
  record Summary(
      long count,
      Map<String, Object> sums,
      Map<String, Long> values,
      List<Group> groups,
      boolean more) {}

  /**
   * One group of a summary.
   *
   * @param by the JSON value of each field, or the first day of its period; null for empty ones
   * @param titles of values that are records, else null
   */
  record Group(
      List<Object> by,
      List<String> titles,
      long count,
      Map<String, Object> sums,
      Map<String, Long> values) {}

  Model model();

  /** The types and fields that a principal may read; what may not be read is not there. */
  Model model(Principal principal);

  /** What a principal may do with records of a type they may read. */
  May may(Principal principal, String type);

  /** Which records of a type that they may read a principal sees, for an index to narrow by. */
  Scope scope(Principal principal, String type);

  /**
   * Those of some records that a principal may read and that are not in the trash, in the order
   * given; the others are left out, whatever the reason. One statement.
   *
   * @param ids at most 1,000
   * @param fields names, null for all
   */
  List<Result> find(Principal principal, String type, List<Long> ids, Set<String> fields);

  /** Whether a principal may see a record, be it in the trash or not. */
  boolean sees(Principal principal, String type, long id);

  /**
   * Why somebody can or cannot do something with a record that the one who asks may see.
   *
   * @param userId about whom: oneself, or anybody for those who manage people
   */
  Explanation explain(Principal principal, long userId, String type, long id);

  /** What was handed over: how many records, and how many are left, counted up to 10,000. */
  record HandedOver(int moved, long left) {}

  /**
   * Gives some records of one person to another, up to 500; to be called until none are left. Needs
   * the right to manage people, and no other.
   */
  HandedOver handOver(Principal principal, long from, long to, String through);

  /** The named rights of a person, by all their roles. */
  Set<String> rights(long userId);

  /** Whether the company demands a second factor of a person, by what they may do now. */
  boolean demandsSecondFactor(long userId);

  /**
   * As whom to read to know what somebody may know of, who is not asking themselves: for what is
   * told to them later.
   */
  default Principal reader(long userId) {
    return new Principal(Principal.Kind.USER, userId, "", rights(userId), true);
  }

  /** Counts and adds up the records that match. */
  Summary summary(Principal principal, String type, SummaryQuery query);

  Page list(Principal principal, String type, ListQuery query);

  /** The same of the records that the principal may take out of the system. */
  Page export(Principal principal, String type, ListQuery query);

  Result get(Principal principal, String type, long id, Set<String> fields, Set<String> include);

  Result create(Principal principal, String type, Map<String, Object> fields, String through);

  /**
   * Writes down something that somebody did besides changing records: a login, an export. It is
   * done in their name, though they may not write such records themselves.
   *
   * @param type {@code access_event}, {@code export_event} or {@code plugin_event}
   * @return the record's id
   */
  default long note(Principal by, String type, Map<String, Object> fields, String through) {
    Principal writer =
        new Principal(Principal.Kind.SYSTEM, by.userId(), by.name(), Set.of(), false, by.origin());
    return create(writer, type, fields, through).record().id();
  }

  /** Changes the fields given; {@code version} 0 for any, else it must be the record's. */
  Result update(
      Principal principal,
      String type,
      long id,
      long version,
      Map<String, Object> fields,
      String through);

  /** Moves a record to the trash. */
  void delete(Principal principal, String type, long id, long version, String through);

  /** Takes a record back out of the trash. */
  Result restore(Principal principal, String type, long id, String through);

  /**
   * Takes the personal values out of a record and out of all that the journal keeps of it. Needs
   * the right {@code personal_data}. Files that are attached to it are records of their own.
   *
   * @throws ParleyException CONFLICT where a field cannot be left empty, naming it
   */
  void erase(Principal principal, String type, long id, String through);

  /**
   * Takes a record out of the trash for good, with what went there along with it. Needs the right
   * {@code personal_data}; there is no way back.
   *
   * @throws ParleyException CONFLICT where it is not in the trash, or others there point to it
   */
  void purge(Principal principal, String type, long id, String through);

  /** Up to 1,000 rows, each on its own, or all or none. */
  List<BulkAnswer> bulk(
      Principal principal, String type, List<BulkRow> rows, boolean atomic, String through);

  /**
   * Creates records, or changes those that have come from the same source under the same id; each
   * row on its own, up to 1,000. A record that is in the trash comes out of it.
   *
   * @param source where they come from; at most 100 characters
   * @param dry whether only to tell what would become of them: nothing is written
   */
  List<LoadAnswer> load(
      Principal principal,
      String type,
      String source,
      List<LoadRow> rows,
      boolean dry,
      String through);

  /** A record's changes. */
  History history(Principal principal, String type, long id, int limit, String after);

  /**
   * Everything that happened around a record: its changes, what belongs to it, and what happened in
   * its relations, of which the 500 that changed last are followed.
   *
   * @param kinds which of it; none for all
   * @param limit 1 to 100
   */
  TimelinePage timeline(
      Principal principal, String type, long id, Set<TimelineKind> kinds, int limit, String after);

  /**
   * What everybody did, for those with the right {@code audit}; a page may hold fewer than asked
   * for, or none, though there is a next one.
   */
  Audit audit(Principal principal, AuditQuery query);
}
