// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.write;

import java.util.Map;
import java.util.Objects;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.record.RecordType;
import org.parley.core.record.internal.model.CoreLayer;

/**
 * Which team a record belongs to: that of its owner, until somebody says otherwise. So a record
 * that is handed over leaves the sight of one team and comes into that of another.
 */
final class Ownership {
  private static final String OWNER = "owner";
  private static final String TEAM = "team";

  private Ownership() {}

  /** Gives a new record the team of its owner, where the body names none. */
  static void begin(
      WriteUnit unit, RecordType type, Map<String, Object> body, Map<String, Object> values) {
    if (!CoreLayer.types().contains(type.name()) && !body.containsKey(TEAM)) {
      put(values, team(unit, values.get(OWNER)));
    }
  }

  /** Lets a record go along with its owner, where it was with the one before. */
  static void follow(
      WriteUnit unit,
      RecordType type,
      Record before,
      Map<String, Object> body,
      Map<String, Object> values) {
    Object from = before.get(OWNER);
    Object to = values.get(OWNER);
    if (Objects.equals(from, to)
        || body.containsKey(TEAM)
        || CoreLayer.types().contains(type.name())) {
      return;
    }
    Object team = before.get(TEAM);
    if (team == null || team.equals(team(unit, from))) {
      put(values, team(unit, to));
    }
  }

  private static Reference team(WriteUnit unit, Object owner) {
    long team = owner instanceof Reference user ? unit.access().teamOf(user.id()) : 0;
    return team > 0 ? new Reference(TEAM, team) : null;
  }

  private static void put(Map<String, Object> values, Reference team) {
    if (team == null) {
      values.remove(TEAM);
    } else {
      values.put(TEAM, team);
    }
  }
}
