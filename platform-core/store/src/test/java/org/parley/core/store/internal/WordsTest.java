// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parley.core.store.internal.Types.field;
import static org.parley.core.store.internal.Types.model;
import static org.parley.core.store.internal.Types.type;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Operator;
import org.parley.core.record.RecordType;
import org.parley.core.record.Selection;
import org.parley.core.record.Selection.Sort;
import org.parley.core.record.Storage;

/** Fields of several words are found by each of them, and the index of words keeps up. */
class WordsTest {
  private static Store store;

  @BeforeAll
  static void open() {
    store =
        Store.fresh("words")
            .activate(
                model(
                    1,
                    type(
                        "deal",
                        field("name", Kinds.TEXT).indexed(),
                        field("tags", Kinds.WORDS),
                        field("labels", Kinds.WORDS),
                        field("people", Kinds.NOWHERE),
                        field("parent", Kinds.REFERENCE, "deal"))));
  }

  @AfterAll
  static void close() {
    store.close();
  }

  private static List<String> names(Condition where, String sort) {
    try (Storage.Serving serving = store.storage().serve()) {
      RecordType type = serving.model().type("deal");
      List<Sort> order = sort == null ? List.of() : List.of(new Sort(type.field(sort), false));
      List<String> names =
          serving.list(new Selection(type, where, null, order, null, 100, false)).stream()
              .map(row -> (String) row.record().get("name"))
              .toList();
      assertThat(serving.count(type, where, false, 100)).isEqualTo(names.size());
      return names;
    }
  }

  private static Condition where(String prefix, Operator operator, Object... values) {
    Field tags = store.type("deal").field("tags");
    Condition ours =
        new Condition.Compare(
            List.of(),
            store.type("deal").field("name"),
            1,
            Operator.LIKE,
            List.of(prefix.toLowerCase(java.util.Locale.ROOT) + "*"));
    return new Condition.And(
        List.of(ours, new Condition.Compare(List.of(), tags, 0, operator, Arrays.asList(values))));
  }

  private static List<String> found(String prefix, Operator operator, Object... values) {
    Condition where = where(prefix, operator, values);
    List<String> walked = names(where, "name");
    assertThat(names(where, null)).containsExactlyInAnyOrderElementsOf(walked);
    return walked;
  }

  @Test
  void anyWordFindsItsRow() {
    store.create("deal", "name", "A1", "tags", "red\nblue");
    store.create("deal", "name", "A2", "tags", "bluebell");
    store.create("deal", "name", "A3", "labels", "red");
    store.create("deal", "name", "A4");
    assertThat(found("A", Operator.EQUAL, "blue")).containsExactly("A1");
    assertThat(found("A", Operator.EQUAL, "red")).containsExactly("A1");
    assertThat(found("A", Operator.EQUAL, "re")).isEmpty();
    assertThat(found("A", Operator.IN, "red", "bluebell", "x")).containsExactly("A1", "A2");
    assertThat(found("A", Operator.LIKE, "blue*")).containsExactly("A1", "A2");
    assertThat(found("A", Operator.LIKE, "*l*b*")).containsExactly("A2");
    assertThat(found("A", Operator.NOT_EQUAL, "red")).containsExactly("A2", "A3", "A4");
    assertThat(found("A", Operator.NOT_IN, "red", "bluebell")).containsExactly("A3", "A4");
    assertThat(found("A", Operator.NOT_LIKE, "blue*")).containsExactly("A3", "A4");
    assertThat(found("A", Operator.NULL, true)).containsExactly("A3", "A4");
    assertThat(found("A", Operator.NULL, false)).containsExactly("A1", "A2");
  }

  @Test
  void wordsFollowTheirRow() {
    Record deal = store.create("deal", "name", "B1", "tags", "red\nblue");
    assertThat(store.find(deal).orElseThrow().get("tags")).isEqualTo("red\nblue");
    Record later = store.update(deal, "tags", "blue\ngreen");
    assertThat(words(deal.id())).containsExactly("blue", "green");
    assertThat(found("B", Operator.EQUAL, "red")).isEmpty();
    assertThat(found("B", Operator.EQUAL, "green")).containsExactly("B1");
    Record gone = store.trash(later);
    assertThat(found("B", Operator.EQUAL, "green")).isEmpty();
    Record back = store.restore(gone);
    assertThat(found("B", Operator.EQUAL, "green")).containsExactly("B1");
    store.update(back, "tags", null);
    assertThat(words(deal.id())).isEmpty();
  }

  @Test
  void wordsAreFoundAcrossReferences() {
    Record parent = store.create("deal", "name", "C1", "tags", "key");
    store.create("deal", "name", "C2", "parent", new Reference("deal", parent.id()));
    store.create("deal", "name", "C3");
    RecordType type = store.type("deal");
    Condition has =
        new Condition.Compare(
            List.of(type.field("parent")), type.field("tags"), 0, Operator.EQUAL, List.of("key"));
    assertThat(names(has, null)).containsExactly("C2");
  }

  private static List<String> words(long record) {
    return store
        .database()
        .read(
            connection -> {
              try (PreparedStatement query =
                  connection.prepareStatement(
                      "SELECT word FROM parley_word WHERE record_id = ? ORDER BY word")) {
                query.setLong(1, record);
                List<String> words = new java.util.ArrayList<>();
                try (ResultSet row = query.executeQuery()) {
                  while (row.next()) {
                    words.add(row.getString(1));
                  }
                }
                return words;
              }
            });
  }
}
