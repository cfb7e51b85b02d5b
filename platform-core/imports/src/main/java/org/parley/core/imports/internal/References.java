// SPDX-License-Identifier: Apache-2.0
package org.parley.core.imports.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.parley.api.security.Principal;
import org.parley.core.record.Field;
import org.parley.core.record.RecordStore;
import org.parley.core.record.Result;

/**
 * Finds the records that cells name, by a field of theirs, many in one call; what was found is
 * remembered for the import. For one thread.
 */
final class References {
  /** So many values keep a filter within its length. */
  private static final int AT_ONCE = 20;

  private static final int MOST = 100_000;

  /** No such record, and several. */
  static final long NONE = 0;

  static final long MANY = -1;

  private final RecordStore records;
  private final Principal principal;
  private final Field field;
  private final String match;
  private final Map<String, Long> known = new HashMap<>();

  References(RecordStore records, Principal principal, Field field, String match) {
    this.records = records;
    this.principal = principal;
    this.field = field;
    this.match = match;
  }

  /** The id of the one record a value names, {@link #NONE} or {@link #MANY}. */
  long of(String value) {
    return known.getOrDefault(folded(value), NONE);
  }

  /** Forgets that values named nothing: meanwhile they may. */
  void forgetMissing() {
    known.values().removeIf(id -> id == NONE);
  }

  /** Looks for values that are not known yet. */
  void find(Collection<String> values) {
    if (known.size() > MOST) {
      known.clear();
    }
    List<String> wanted =
        new ArrayList<>(
            new LinkedHashSet<>(
                values.stream().filter(value -> !known.containsKey(folded(value))).toList()));
    for (int from = 0; from < wanted.size(); from += AT_ONCE) {
      look(wanted.subList(from, Math.min(wanted.size(), from + AT_ONCE)));
    }
  }

  private void look(List<String> values) {
    String list = String.join(",", values.stream().map(References::quoted).toList());
    RecordStore.ListQuery query =
        new RecordStore.ListQuery(
            match + "=in=(" + list + ")", null, Set.of(match), null, 200, null, false, false);
    Map<String, Long> found = new HashMap<>();
    for (Result result : records.list(principal, field.to().get(0), query).items()) {
      Object held = result.record().get(match);
      if (held != null) {
        found.merge(folded(held.toString()), result.record().id(), (one, other) -> MANY);
      }
    }
    values.forEach(value -> known.put(folded(value), found.getOrDefault(folded(value), NONE)));
  }

  private static String quoted(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  static String folded(String value) {
    return value.strip().toLowerCase(Locale.ROOT);
  }
}
