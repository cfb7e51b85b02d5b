// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.parley.core.mail.Asked;
import org.parley.core.mail.MailStorage.Entry;
import org.parley.core.mail.MailStorage.State;
import org.parley.core.store.internal.mail.StoredMail;

/** The outbox, on the real database. */
class MailTest {
  private static final Instant NOW = Instant.parse("2026-11-27T09:00:00Z");

  private Store store;
  private StoredMail mail;

  @BeforeEach
  void open() {
    store = Store.fresh("mail");
    mail = new StoredMail(store.database());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Asked asked(String key, long user, boolean urgent) {
    return new Asked(key, "note", user, "{}", urgent);
  }

  @Test
  void keepsOneOfThoseWithOneKeyAlsoWhenManyAskAtOnce() throws Exception {
    ExecutorService many = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> asks = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        Asked one = asked("key-" + i % 3, 1, false);
        asks.add(many.submit(() -> mail.add(List.of(one), State.WAITING, NOW)));
      }
      for (Future<?> ask : asks) {
        ask.get();
      }
    } finally {
      many.shutdown();
    }
    assertThat(mail.due(NOW, 100)).extracting(entry -> entry.asked().key()).hasSize(3);
    assertThat(mail.count("note", 1, NOW)).isEqualTo(3);
  }

  @Test
  void thoseThatSomebodyWaitsForComeFirst() {
    mail.add(List.of(asked("a", 1, false), asked("b", 1, true)), State.WAITING, NOW);
    assertThat(mail.due(NOW, 10))
        .extracting(entry -> entry.asked().key())
        .containsExactly("b", "a");
    assertThat(mail.due(NOW.minusSeconds(1), 10)).isEmpty();
  }

  @Test
  void isClaimedByOneAndMovedByWhoHasItOnly() {
    mail.add(List.of(asked("a", 1, false)), State.WAITING, NOW);
    Entry entry = mail.due(NOW, 1).get(0);
    Instant until = NOW.plusSeconds(60);
    assertThat(mail.claim(entry, until)).isTrue();
    assertThat(mail.claim(entry, until)).isFalse();
    assertThat(mail.due(NOW, 1)).isEmpty();
    Entry over = mail.due(until, 1).get(0);
    assertThat(over.state()).isEqualTo(State.CLAIMED);
    assertThat(mail.claim(over, until.plusSeconds(60))).isTrue();
    assertThat(mail.move(entry.id(), 1, State.SENT, NOW, 1, "", "")).isFalse();
    assertThat(mail.move(entry.id(), 2, State.SENDING, NOW, 1, "", "")).isTrue();
    assertThat(mail.move(entry.id(), 2, State.SENT, NOW, 1, "", "x".repeat(2_000))).isTrue();
    assertThat(mail.entry(entry.id()).orElseThrow().detail()).hasSize(1_000);
    assertThat(mail.count(State.SENT, NOW)).isEqualTo(1);
  }

  @Test
  void aSummaryTakesWhatIsHeldFromBeforeItsMomentAndIsAskedForOnce() {
    mail.add(List.of(asked("1", 7, false), asked("2", 8, false)), State.HELD, NOW);
    mail.add(List.of(asked("3", 7, false)), State.HELD, NOW.plusSeconds(5));
    assertThat(mail.held()).isEqualTo(Map.of(7L, NOW, 8L, NOW));
    Asked summary = new Asked("summary/7/1", "summary", 7, "", false);
    mail.bundle(summary, NOW.plusSeconds(1), NOW.plusSeconds(9));
    mail.bundle(summary, NOW.plusSeconds(9), NOW.plusSeconds(9));
    Entry entry = mail.due(NOW.plusSeconds(9), 10).get(0);
    assertThat(mail.bundled(entry.id(), 10)).extracting(Asked::key).containsExactly("1");
    assertThat(mail.held()).isEqualTo(Map.of(7L, NOW.plusSeconds(5), 8L, NOW));
    assertThat(entry.asked().userId()).isEqualTo(7);
  }

  @Test
  void whatIsOverGoesAfterAWhileAndWhatWaitsStays() {
    mail.add(List.of(asked("a", 1, false), asked("b", 1, false)), State.WAITING, NOW);
    mail.move(mail.due(NOW, 1).get(0).id(), 0, State.SENT, NOW, 1, "", "");
    Instant later = NOW.plus(Duration.ofDays(31));
    assertThat(mail.purge(NOW)).isZero();
    assertThat(mail.purge(later)).isEqualTo(1);
    assertThat(mail.due(later, 10)).hasSize(1);
  }

  @Test
  void aConsumerFindsItsPlaceAgain() {
    assertThat(store.journal().place("reader")).isEmpty();
    store.journal().place("reader", "5-9");
    store.journal().place("reader", "9-9");
    store.reopen();
    assertThat(store.journal().place("reader")).contains("9-9");
  }
}
