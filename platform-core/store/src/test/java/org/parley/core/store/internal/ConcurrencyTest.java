// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.parley.core.store.internal.Types.field;
import static org.parley.core.store.internal.Types.model;
import static org.parley.core.store.internal.Types.type;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.event.Change;
import org.parley.core.record.Commit;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Model;
import org.parley.core.record.RecordType;
import org.parley.core.record.Selection;
import org.parley.core.record.Storage;
import org.parley.core.record.Storage.StaleWrite;

/** Many at once: nothing fails, nothing is lost, nothing is skipped. */
class ConcurrencyTest {
  private Store store;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicBoolean over = new AtomicBoolean();

  @BeforeEach
  void open(TestInfo test) {
    store = Store.fresh("concurrency-" + test.getTestMethod().orElseThrow().getName());
  }

  @AfterEach
  void close() {
    over.set(true);
    threads.shutdownNow();
    store.close();
  }

  @Test
  void typesChangeWhileEverybodyWorks() throws Exception {
    store.activate(deals(1));
    Map<Long, Long> acknowledged = new ConcurrentHashMap<>();
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    AtomicLong operations = new AtomicLong();
    List<Future<?>> workers = new ArrayList<>();
    for (int worker = 0; worker < 8; worker++) {
      workers.add(
          threads.submit(
              () -> {
                while (!over.get()) {
                  try {
                    work(acknowledged);
                    operations.incrementAndGet();
                  } catch (Throwable e) {
                    failures.add(e);
                  }
                }
              }));
    }

    for (int version = 2; version <= 12; version++) {
      long reached = operations.get() + 50;
      await().atMost(Duration.ofSeconds(30)).until(() -> operations.get() >= reached);
      store.activate(deals(version));
    }
    over.set(true);
    for (Future<?> worker : workers) {
      worker.get();
    }

    assertThat(failures).isEmpty();
    assertThat(operations.get()).isGreaterThan(500);
    acknowledged.forEach(
        (id, version) ->
            assertThat(store.find("deal", id))
                .hasValueSatisfying(deal -> assertThat(deal.version()).isEqualTo(version)));
    assertThat(store.type("deal").fields()).containsKey("extra_12");
  }

  private static Model deals(int version) {
    List<Types.Draft> fields = new ArrayList<>();
    fields.add(field("name", Kinds.TEXT).indexed());
    fields.add(field("amount", Kinds.INTEGER));
    for (int extra = 2; extra <= version; extra++) {
      Types.Draft draft = field("extra_" + extra, extra % 2 == 0 ? Kinds.TEXT : Kinds.INTEGER);
      fields.add(extra % 5 == 0 ? draft.indexed() : draft);
    }
    RecordType deal = type("deal", fields.toArray(Types.Draft[]::new));
    return version % 3 == 0
        ? model(version, deal, type("warranty_" + version))
        : model(version, deal);
  }

  /** A create, an update, a read and a list on the model that serves at the moment. */
  private void work(Map<Long, Long> acknowledged) {
    Record deal = store.create("deal", "name", "Deal " + ThreadLocalRandom.current().nextInt());
    acknowledged.put(deal.id(), deal.version());
    Record changed = store.update(deal, "amount", 5L);
    acknowledged.put(changed.id(), changed.version());
    assertThat(store.find(deal).orElseThrow().get("amount")).isEqualTo(5L);
    try (Storage.Serving serving = store.storage().serve()) {
      RecordType type = serving.model().type("deal");
      Field modified = type.field("modified_at");
      assertThat(
              serving.list(
                  new Selection(
                      type,
                      Condition.ALL,
                      null,
                      List.of(new Selection.Sort(modified, true)),
                      null,
                      20,
                      false)))
          .isNotEmpty();
    }
  }

  @Test
  void consumersSeeEveryPositionOnceAndEachRecordsChangesInOrder() throws Exception {
    store.activate(model(1, type("deal", field("amount", Kinds.INTEGER))));
    List<Record> deals = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      deals.add(store.create("deal", "amount", 0L));
    }
    AtomicLong written = new AtomicLong(deals.size());
    List<Change> seen = new ArrayList<>();
    Semaphore wakes = new Semaphore(0);
    try (AutoCloseable subscription = store.journal().onCommit(wakes::release)) {
      List<Future<Void>> writers = new ArrayList<>();
      for (int writer = 0; writer < 8; writer++) {
        writers.add(
            threads.submit(
                (Callable<Void>)
                    () -> {
                      for (int i = 0; i < 60; i++) {
                        if (i % 4 == 0) {
                          refused(deals.get(0));
                        }
                        written.addAndGet(increment(deals));
                      }
                      return null;
                    }));
      }
      Future<?> consumer =
          threads.submit(
              () -> {
                long position = 0;
                while (true) {
                  wakes.tryAcquire(1, TimeUnit.SECONDS);
                  boolean last = over.get();
                  List<Change> more = store.journal().read(position, 100);
                  seen.addAll(more);
                  if (!more.isEmpty()) {
                    position = more.get(more.size() - 1).position();
                  } else if (last) {
                    return null;
                  }
                }
              });
      for (Future<Void> writer : writers) {
        writer.get();
      }
      over.set(true);
      consumer.get();
    }

    assertThat(seen).hasSize((int) written.get());
    assertThat(seen).extracting(Change::position).isSorted().doesNotHaveDuplicates();
    Map<Long, Long> versions = new HashMap<>();
    for (Change change : seen) {
      long before = versions.getOrDefault(change.recordId(), 0L);
      assertThat(change.recordVersion()).isEqualTo(before + 1);
      versions.put(change.recordId(), change.recordVersion());
    }
    assertThat(store.journal().horizon())
        .isGreaterThanOrEqualTo(seen.get(seen.size() - 1).position());
  }

  /** A commit that breaks a key, so that positions are taken and given back. */
  private void refused(Record deal) {
    try {
      store.update(deal, "owner", new Reference("user", 999_999_999));
      throw new AssertionError("accepted");
    } catch (ParleyException | StaleWrite e) {
      // As it should be.
    }
  }

  /** Adds one to one or two of the deals in one commit; how many. */
  private int increment(List<Record> deals) {
    int count = 1 + ThreadLocalRandom.current().nextInt(2);
    while (true) {
      try (Storage.Serving serving = store.storage().serve()) {
        List<Commit.Write> writes = new ArrayList<>();
        Set<Long> ids = new HashSet<>();
        while (ids.size() < count) {
          ids.add(deals.get(ThreadLocalRandom.current().nextInt(deals.size())).id());
        }
        for (long id : ids) {
          Record before = serving.find(serving.model().type("deal"), id).orElseThrow();
          Map<String, Object> values = new HashMap<>(before.fields());
          values.put("amount", (Long) before.get("amount") + 1);
          Record after = new Record("deal", id, before.version() + 1, values);
          writes.add(Store.write(serving, Change.Operation.UPDATE, before, after, null));
        }
        serving.commit(Store.commit(writes.toArray(Commit.Write[]::new)));
        return count;
      } catch (StaleWrite e) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void aUniqueValueGoesToOneOfManyWhoWantIt() throws Exception {
    store.activate(model(1, type("deal", field("code", Kinds.TEXT).unique())));
    for (int round = 0; round < 10; round++) {
      String code = "code " + round;
      List<Future<Boolean>> takers = new ArrayList<>();
      for (int taker = 0; taker < 8; taker++) {
        takers.add(threads.submit(() -> takes(() -> store.create("deal", "code", code))));
      }
      assertThat(winners(takers)).isEqualTo(1);
    }
  }

  @Test
  void oneOfManyComesBackFromTheTrashWithAUniqueValue() throws Exception {
    store.activate(model(1, type("deal", field("code", Kinds.TEXT).unique())));
    for (int round = 0; round < 10; round++) {
      List<Record> trashed = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        trashed.add(store.trash(store.create("deal", "code", "code " + round)));
      }
      List<Future<Boolean>> takers = new ArrayList<>();
      for (Record deal : trashed) {
        takers.add(threads.submit(() -> takes(() -> store.restore(deal))));
      }
      assertThat(winners(takers)).isEqualTo(1);
    }
  }

  private static boolean takes(Runnable write) {
    try {
      write.run();
      return true;
    } catch (ParleyException e) {
      assertThat(e.fields()).extracting(f -> f.code()).containsExactly("not_unique");
      return false;
    }
  }

  private static long winners(List<Future<Boolean>> takers)
      throws InterruptedException, ExecutionException {
    int winners = 0;
    for (Future<Boolean> taker : takers) {
      winners += taker.get() ? 1 : 0;
    }
    return winners;
  }

  @Test
  void whatAWriteWasDecidedByDoesNotChangeUnderIt() throws Exception {
    store.activate(
        model(
            1,
            type("account", field("name", Kinds.TEXT)),
            type("deal", field("amount", Kinds.INTEGER))));
    Record account = store.create("account", "name", "A");
    AtomicLong committed = new AtomicLong();
    List<Future<?>> writers = new ArrayList<>();
    for (int writer = 0; writer < 4; writer++) {
      writers.add(
          threads.submit(
              () -> {
                for (int i = 0; i < 50; i++) {
                  createWhile(account, committed);
                }
              }));
    }
    Record current = account;
    for (int i = 0; i < 50; i++) {
      current = store.update(current, "name", "A" + i);
    }
    for (Future<?> writer : writers) {
      writer.get();
    }

    assertThat(store.journal().read(0, 1_000))
        .filteredOn(change -> change.type().equals("deal"))
        .hasSize((int) committed.get());
    Record stale = account;
    try (Storage.Serving serving = store.storage().serve()) {
      Record deal = new Record("deal", serving.nextId(), 1, Map.of());
      Commit commit =
          new Commit(
              org.parley.api.security.Principal.SYSTEM,
              "test",
              0,
              0,
              List.of(Store.write(serving, Change.Operation.CREATE, null, deal, null)),
              List.of(new Commit.Read(store.type("account"), stale.id(), stale.version())));
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> serving.commit(commit))
          .isInstanceOf(StaleWrite.class);
      assertThat(store.find(deal)).isEmpty();
    }
  }

  private void createWhile(Record account, AtomicLong committed) {
    try (Storage.Serving serving = store.storage().serve()) {
      Record seen = serving.find(serving.model().type("account"), account.id()).orElseThrow();
      Record deal = new Record("deal", serving.nextId(), 1, Map.of("amount", seen.version()));
      serving.commit(
          new Commit(
              org.parley.api.security.Principal.SYSTEM,
              "test",
              0,
              0,
              List.of(Store.write(serving, Change.Operation.CREATE, null, deal, null)),
              List.of(new Commit.Read(store.type("account"), seen.id(), seen.version()))));
      committed.incrementAndGet();
    } catch (StaleWrite e) {
      assertThat(e.type()).isEqualTo("account");
    }
  }
}
