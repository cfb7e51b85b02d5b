// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.access;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.parley.core.record.Model;
import org.parley.core.record.RecordType;

/**
 * What is remembered of one person for a short while, with what follows from it: every read asks
 * for the same few rules. Safe for use by many threads.
 */
final class Held {
  private final Permissions permissions;
  private final Set<String> rights;
  private final Instant until;
  private final Map<Action, Map<String, Rule>> rules = new EnumMap<>(Action.class);
  private volatile Model whole;
  private volatile Model seen;

  Held(Permissions permissions, Instant until) {
    this.permissions = permissions;
    this.rights = permissions.rights();
    this.until = until;
    for (Action action : Action.values()) {
      rules.put(action, new ConcurrentHashMap<>());
    }
  }

  Permissions permissions() {
    return permissions;
  }

  Set<String> rights() {
    return rights;
  }

  boolean holds(Instant now) {
    return now.isBefore(until);
  }

  /** The rule of a type, by itself, made when it is first asked for. */
  Rule rule(Action action, RecordType type, Supplier<Rule> make) {
    Map<String, Rule> known = rules.get(action);
    Rule rule = known.get(type.name());
    if (rule == null) {
      rule = make.get();
      known.put(type.name(), rule);
    }
    return rule;
  }

  /** A model as this person sees it, made when it is first asked for. */
  Model seen(Model of, Supplier<Model> make) {
    Model known = seen;
    if (known == null || whole != of) {
      known = make.get();
      seen = known;
      whole = of;
    }
    return known;
  }
}
