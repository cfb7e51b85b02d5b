// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.parley.core.store.internal.Types.field;
import static org.parley.core.store.internal.Types.model;
import static org.parley.core.store.internal.Types.type;

import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.record.Model;
import org.parley.core.record.ModelPlan.SchemaStep;
import org.parley.core.record.Storage;

/** The database follows the model: planned first, then done, nothing twice, nothing lost. */
class SchemaTest {
  private Store store;

  @BeforeEach
  void open(TestInfo test) {
    store = Store.fresh("schema-" + test.getTestMethod().orElseThrow().getName());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void beforeTheFirstModelNothingServes() {
    assertThat(store.storage().lastModelVersion()).isZero();
    assertThatThrownBy(() -> store.storage().serve())
        .isInstanceOfSatisfying(
            ParleyException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNAVAILABLE));
  }

  @Test
  void aPlanNamesEveryStatementAndChangesNothing() {
    Model model = model(1, type("account", field("name", Kinds.TEXT).unique()));

    List<SchemaStep> plan = store.storage().plan(model);

    assertThat(plan)
        .extracting(SchemaStep::sql)
        .anyMatch(s -> s.startsWith("CREATE TABLE account"));
    assertThat(plan).extracting(SchemaStep::cost).containsOnly("instant");
    assertThat(store.storage().plan(model)).isEqualTo(plan);
    assertThat(statements()).isEmpty();
    store.storage().prepare(model);
    assertThat(statements()).containsExactlyElementsOf(plan.stream().map(SchemaStep::sql).toList());
    assertThat(store.storage().plan(model)).isEmpty();
  }

  @Test
  void whatIsThereIsNotMadeAgainAlsoAfterARestart() {
    Model model = model(3, type("account", field("name", Kinds.TEXT).indexed()));
    store.activate(model);
    List<String> made = statements();

    store.reopen().activate(model);

    assertThat(statements()).isEqualTo(made);
    assertThat(store.storage().lastModelVersion()).isEqualTo(3);
  }

  @Test
  void aFieldMoreIsAColumnMoreAndRecordsStay() {
    store.activate(model(1, type("account", field("name", Kinds.TEXT))));
    Record account = store.create("account", "name", "Old");

    store.activate(
        model(2, type("account", field("name", Kinds.TEXT), field("size", Kinds.INTEGER))));

    assertThat(store.find(account)).contains(account);
    Record sized = store.update(account, "size", 12L);
    assertThat(store.find(account)).contains(sized);
  }

  @Test
  void aFieldThatLeavesAndComesBackHasItsValuesStill() {
    Model with = model(1, type("account", field("name", Kinds.TEXT), field("size", Kinds.INTEGER)));
    Model without = model(2, type("account", field("name", Kinds.TEXT)));
    store.activate(with);
    Record account = store.create("account", "name", "Name", "size", 5L);

    store.activate(without);
    Record seen = store.find(account).orElseThrow();
    assertThat(seen.get("size")).isNull();
    Record renamed = store.update(seen, "name", "Renamed");
    store.activate(with);

    assertThat(store.find(account).orElseThrow().fields())
        .containsEntry("size", 5L)
        .containsEntry("name", "Renamed");
    assertThat(renamed.version()).isEqualTo(2);
  }

  @Test
  void hiddenFieldsKeepTheirValuesAndTheirKeys() {
    Model shown = model(1, type("account", field("code", Kinds.TEXT).unique()));
    Model hidden = model(2, type("account", field("code", Kinds.TEXT).unique().hidden()));
    store.activate(shown);
    Record account = store.create("account", "code", "A");

    store.activate(hidden);
    Record seen = store.find(account).orElseThrow();
    assertThat(seen.get("code")).isNull();
    Record trashed = store.trash(seen);
    store.activate(shown);
    Record second = store.create("account", "code", "a");
    store.activate(hidden);

    assertThatThrownBy(() -> store.restore(trashed)).isInstanceOf(ParleyException.class);
    store.trash(store.find(second).orElseThrow());
    store.restore(trashed);
    store.activate(shown);
    assertThat(store.find(account).orElseThrow().get("code")).isEqualTo("A");
  }

  @Test
  void namesThatSqlKeepsForItselfAndNamesThatCollideAreFine() {
    store.activate(
        model(
            1,
            type(
                "order",
                field("select", Kinds.TEXT),
                field("from", Kinds.INTEGER),
                field("select_folded", Kinds.TEXT),
                field("version_", Kinds.TEXT),
                field("a".repeat(40), Kinds.TEXT).unique()),
            type("group", field("table", Kinds.REFERENCE, "order"))));

    Record order =
        store.create("order", "select", "X", "from", 1L, "select_folded", "Y", "a".repeat(40), "Z");
    Record group = store.create("group", "table", new Reference("order", order.id()));

    assertThat(store.find(order)).contains(order);
    assertThat(store.find(group)).contains(group);
  }

  @Test
  void textGrowsWhenItsFieldDoes() {
    store.activate(model(1, type("account", field("name", Kinds.TEXT).max(200).unique())));
    Record first = store.create("account", "name", "Short");
    store.activate(model(2, type("account", field("name", Kinds.TEXT).max(4_000).unique())));

    Record second = store.create("account", "name", "\u20ac".repeat(4_000));

    assertThat(store.find(first)).contains(first);
    assertThat(store.find(second)).contains(second);
    assertThatThrownBy(() -> store.create("account", "name", "short"))
        .isInstanceOf(ParleyException.class);
  }

  @Test
  void valuesMoveAlongWhenAFieldTakesAWiderKind() {
    store.activate(
        model(1, type("account", field("note", Kinds.CHOICE), field("size", Kinds.INTEGER))));
    Record account = store.create("account", "note", "Text", "size", 7L);

    store.activate(
        model(2, type("account", field("note", Kinds.LONGTEXT), field("size", Kinds.DECIMAL))));

    assertThat(store.find(account).orElseThrow().fields())
        .containsEntry("note", "Text")
        .containsEntry("size", new BigDecimal("7.0000"));
  }

  @Test
  void aFieldThatBecomesUniqueIsRefusedWhileValuesRepeat() {
    store.activate(model(1, type("account", field("name", Kinds.TEXT))));
    store.create("account", "name", "Twin");
    Record second = store.create("account", "name", "Twin");
    Model unique = model(2, type("account", field("name", Kinds.TEXT).unique()));

    assertThatThrownBy(() -> store.storage().prepare(unique))
        .isInstanceOfSatisfying(
            ParleyException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT));
    assertThat(store.find(second)).contains(second);
    store.update(second, "name", "Other");
    store.activate(unique);

    assertThatThrownBy(() -> store.create("account", "name", "TWIN"))
        .isInstanceOf(ParleyException.class);
  }

  @Test
  void aFieldThatIsNoLongerUniqueTakesRepeatedValues() {
    store.activate(model(1, type("account", field("name", Kinds.TEXT).unique())));
    store.create("account", "name", "Twin");
    store.activate(model(2, type("account", field("name", Kinds.TEXT))));

    store.create("account", "name", "Twin");
  }

  @Test
  void typesMayReferToEachOther() {
    store.activate(
        model(
            1,
            type("hen", field("egg", Kinds.REFERENCE, "egg")),
            type("egg", field("hen", Kinds.REFERENCE, "hen"))));
    Record hen = store.create("hen");
    Record egg = store.create("egg", "hen", new Reference("hen", hen.id()));

    store.update(hen, "egg", new Reference("egg", egg.id()));
  }

  @Test
  void aForeignKeyComesWhenItsTargetDoes() {
    store.activate(model(1, type("account", field("name", Kinds.TEXT))));
    Model both =
        model(
            2,
            type("account", field("name", Kinds.TEXT), field("site", Kinds.REFERENCE, "site")),
            type("site"));

    assertThat(store.storage().plan(both))
        .extracting(SchemaStep::sql)
        .anyMatch(sql -> sql.contains("FOREIGN KEY (site) REFERENCES site (id)"));
    store.activate(both);
    assertThatThrownBy(() -> store.create("account", "site", new Reference("site", 4_711)))
        .isInstanceOf(ParleyException.class);
  }

  @Test
  void idsGoOnAfterARestart() {
    Model model = model(1, type("account"));
    store.activate(model);
    Record before = store.create("account");

    store.reopen().activate(model);
    Record after = store.create("account");

    assertThat(after.id()).isGreaterThan(before.id());
    assertThat(store.find(before)).contains(before);
    assertThat(store.journal().read(0, 10))
        .extracting(change -> change.recordId())
        .containsExactly(before.id(), after.id());
  }

  @Test
  void anOperationEndsOnTheModelItBeganWith() {
    store.activate(model(1, type("account", field("name", Kinds.TEXT))));
    Record account = store.create("account", "name", "Name");

    try (Storage.Serving serving = store.storage().serve()) {
      store.activate(model(2, type("account")));
      assertThat(serving.model().version()).isEqualTo(1);
      assertThat(serving.find(serving.model().type("account"), account.id()))
          .hasValueSatisfying(found -> assertThat(found.fields()).containsKey("name"));
    }
    assertThat(store.find(account).orElseThrow().fields()).doesNotContainKey("name");
  }

  @Test
  void modelsThatServeNoMoreAreCollected() {
    ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
    store.activate(model(1, type("account", field("name", Kinds.TEXT))));
    long before = classes.getUnloadedClassCount();

    for (int version = 2; version <= 21; version++) {
      store.activate(model(version, type("account", field("name", Kinds.TEXT))));
      store.create("account", "name", "Name " + version);
    }

    // Two entity classes a model, and the last model still serves.
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              System.gc();
              return classes.getUnloadedClassCount() >= before + 2 * 18;
            });
  }

  @Test
  void aUniqueFieldOfAnotherKindComparesAsThatKindDoes() {
    store.activate(model(1, type("account", field("code", Kinds.CHOICE).unique())));
    store.create("account", "code", "a");
    store.create("account", "code", "A");
    Model folded = model(2, type("account", field("code", Kinds.TEXT).unique()));

    store.activate(folded);
    Record first = store.create("account", "code", "b");
    assertThatThrownBy(() -> store.create("account", "code", "B"))
        .isInstanceOf(ParleyException.class);
    assertThat(store.find(first)).contains(first);
  }

  @Test
  void anUnknownTypeIsNotFound() {
    store.activate(model(1));
    try (Storage.Serving serving = store.storage().serve()) {
      assertThatThrownBy(() -> serving.find(type("nothing"), 1))
          .isInstanceOf(ParleyException.class);
      assertThat(store.journal().history("nothing", 1, Long.MAX_VALUE, 10)).isEmpty();
    }
  }

  private List<String> statements() {
    return store
        .database()
        .read(
            connection -> {
              List<String> found = new ArrayList<>();
              try (var statement = connection.createStatement();
                  var row =
                      statement.executeQuery(
                          "SELECT statement FROM parley_schema_step ORDER BY number")) {
                while (row.next()) {
                  found.add(row.getString(1));
                }
              }
              return found;
            });
  }

  @Test
  void recordsWrittenWithoutSomeFieldsAreFine() {
    store.activate(model(1, type("account")));
    try (Storage.Serving serving = store.storage().serve()) {
      Record bare = new Record("account", serving.nextId(), 1, Map.of());
      serving.commit(
          Store.commit(
              Store.write(
                  serving, org.parley.core.event.Change.Operation.CREATE, null, bare, null)));
      assertThat(store.find(bare)).contains(bare);
    }
  }
}
