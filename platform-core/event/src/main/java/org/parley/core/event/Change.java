// SPDX-License-Identifier: Apache-2.0
package org.parley.core.event;

import java.time.Instant;
import java.util.List;

/**
 * One committed change of one record: a row of the journal.
 *
 * @param position its place in the journal; grows, with gaps, in order per record
 * @param at when, in UTC to the microsecond
 * @param type the record type's name
 * @param recordId the record
 * @param recordVersion the version it has since
 * @param operation what happened
 * @param actor who did it
 * @param through by what way: {@code rest}, {@code seed}, {@code plugin:<id>}, ...
 * @param cause position of the change that caused this one, 0 for none
 * @param depth how many causes stand behind it
 * @param modelVersion the model it was written under
 * @param fields what changed, with values as JSON (strings, numbers, booleans, maps, lists)
 */
public record Change(
    long position,
    Instant at,
    String type,
    long recordId,
    long recordVersion,
    Operation operation,
    Actor actor,
    String through,
    long cause,
    int depth,
    long modelVersion,
    List<FieldChange> fields) {

  /** What happened to a record. */
  public enum Operation {
    CREATE,
    UPDATE,
    TRASH,
    RESTORE,
    /** Personal values were taken out of it and of what the journal keeps of it. */
    ERASE,
    /** It was taken out of the trash for good. */
    PURGE
  }

  /**
   * Who did it.
   *
   * @param userId the user record, 0 for none
   * @param name login name, plugin id or {@code system}
   * @param origin the record of the login or token they acted by, 0 for none
   */
  public record Actor(long userId, String name, long origin) {
    /** One who acted by no login or token. */
    public Actor(long userId, String name) {
      this(userId, name, 0);
    }
  }

  /**
   * A field's change; null stands for empty.
   *
   * @param field the field's name
   */
  public record FieldChange(String field, Object oldValue, Object newValue) {}

  public Change {
    fields = List.copyOf(fields);
  }

  /** The same with other fields. */
  public Change with(List<FieldChange> told) {
    return new Change(
        position,
        at,
        type,
        recordId,
        recordVersion,
        operation,
        actor,
        through,
        cause,
        depth,
        modelVersion,
        told);
  }
}
