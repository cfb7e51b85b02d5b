// SPDX-License-Identifier: Apache-2.0
package org.parley.core.notification.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parley.core.event.Change;
import org.parley.core.record.Model;
import org.parley.core.record.RecordType;

/**
 * Finds in changes what concerns whom. What one does oneself needs no telling; much of one kind by
 * one person at once is told once.
 */
final class Digest {
  /** So many of one kind are told one by one, more of them together. */
  private static final int ONE_BY_ONE = 3;

  /** Fields that say nothing by themselves. */
  private static final Set<String> SILENT = Set.of("modified_at", "modified_by", "deleted_at");

  private static final Set<String> UNTOLD = Set.of("seed", "import", "demo");
  private static final String CORE = "parley";

  private final Model model;
  private final Follows follows;
  private final List<Notification> found = new ArrayList<>();

  Digest(Model model, Follows follows) {
    this.model = model;
    this.follows = follows;
  }

  /** What is to be told of some changes, in their order. */
  List<Notification> of(List<Change> changes) {
    for (Change change : changes) {
      follows.see(change);
      RecordType type = model.types().get(change.type());
      if (change.type().equals("import")) {
        imported(change);
      } else if (type != null
          && !type.plugin().equals(CORE)
          && !UNTOLD.contains(change.through().split(":")[0])) {
        assigned(change);
        followed(change);
      }
    }
    return bundled();
  }

  private void assigned(Change change) {
    boolean written =
        change.operation() == Change.Operation.CREATE
            || change.operation() == Change.Operation.UPDATE;
    for (Change.FieldChange field : change.fields()) {
      if (written && field.field().equals("owner") && field.newValue() instanceof Number owner) {
        add(owner.longValue(), "assigned", change);
      }
    }
  }

  private void followed(Change change) {
    Set<Long> told = new LinkedHashSet<>(follows.of(change.recordId(), change.at()));
    String kind = change.operation() == Change.Operation.TRASH ? "trashed" : "changed";
    if (change.operation() != Change.Operation.CREATE) {
      told.forEach(user -> add(user, kind, change));
    }
  }

  /** An import's owner may have gone on with something else meanwhile. */
  private void imported(Change change) {
    boolean over =
        change.fields().stream()
            .anyMatch(
                field ->
                    field.field().equals("state")
                        && ("done".equals(field.newValue()) || "failed".equals(field.newValue())));
    if (over) {
      found.add(new Notification(0, "imported", change, List.of(), 1));
    }
  }

  private void add(long user, String kind, Change change) {
    boolean known =
        found.stream().anyMatch(one -> one.user() == user && one.change().equals(change));
    if (user != change.actor().userId() && !known) {
      List<String> fields =
          change.fields().stream()
              .map(Change.FieldChange::field)
              .filter(field -> !SILENT.contains(field))
              .toList();
      found.add(new Notification(user, kind, change, fields, 1));
    }
  }

  private List<Notification> bundled() {
    Map<String, List<Notification>> together = new LinkedHashMap<>();
    for (Notification one : found) {
      together.computeIfAbsent(one.together(), key -> new ArrayList<>()).add(one);
    }
    return together.values().stream()
        .flatMap(
            many ->
                many.size() <= ONE_BY_ONE
                    ? many.stream()
                    : many.stream().reduce(Notification::and).stream())
        .sorted(Comparator.comparing(one -> one.change().position()))
        .toList();
  }
}
