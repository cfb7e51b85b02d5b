// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.parley.core.plugin.Ledger;
import org.parley.core.plugin.Ledger.Entry;
import org.parley.core.plugin.Ledger.Operation;
import org.parley.core.plugin.Ledger.State;
import org.parley.core.security.SecurityStorage;
import org.parley.core.security.SecurityStorage.Credential;
import org.parley.core.security.SecurityStorage.Pass;
import org.parley.core.security.SecurityStorage.StoredSession;

/** The ledger of plugins, logins and sessions outlive a restart. */
class LedgerTest {
  private static final Instant NOW = Instant.parse("2026-11-22T08:00:00.123456Z");

  private Store store;

  @BeforeEach
  void open(TestInfo test) {
    store = Store.fresh("ledger-" + test.getTestMethod().orElseThrow().getName());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Entry entry(String version, State state) {
    return new Entry("acme-warranty", version, "hash-" + version, state, NOW, "admin");
  }

  private static Operation operation(String step, Instant finished, String outcome) {
    return new Operation(
        0,
        "upgrade",
        "acme-warranty",
        "1.0.0",
        "1.1.0",
        step,
        "admin",
        "rest",
        NOW,
        finished,
        outcome);
  }

  @Test
  void jarsAndStatesOutliveARestart() {
    byte[] jar = new byte[3_000_000];
    new Random(1).nextBytes(jar);
    store.ledger().stage(entry("1.0.0", State.ACTIVE), new byte[] {1, 2, 3});
    store.ledger().stage(entry("1.1.0", State.STAGED), new byte[] {4});
    store.ledger().stage(entry("1.1.0", State.STAGED), jar);
    Operation begun = store.ledger().begin(operation("staged", null, null));
    assertThat(begun.number()).isPositive();

    Ledger ledger = store.reopen().ledger();

    assertThat(ledger.entries())
        .containsExactlyInAnyOrder(entry("1.0.0", State.ACTIVE), entry("1.1.0", State.STAGED));
    assertThat(ledger.bytes(entry("1.1.0", State.ACTIVE))).contains(jar);
    assertThat(ledger.unfinished()).containsExactly(begun);
  }

  @Test
  void theCommitPointIsOneTransaction() {
    Ledger ledger = store.ledger();
    ledger.stage(entry("1.0.0", State.ACTIVE), new byte[] {1});
    ledger.stage(entry("1.1.0", State.STAGED), new byte[] {2});
    Operation begun = ledger.begin(operation("staged", null, null));
    Operation committed =
        new Operation(
            begun.number(),
            "upgrade",
            "acme-warranty",
            "1.0.0",
            "1.1.0",
            "committed",
            "admin",
            "rest",
            NOW,
            NOW,
            "done");

    assertThatThrownBy(
            () ->
                ledger.commit(
                    List.of(entry("1.0.0", State.SUPERSEDED), entry("2.0.0", State.ACTIVE)),
                    committed))
        .isInstanceOf(IllegalStateException.class);
    assertThat(ledger.entries())
        .extracting(Entry::state)
        .containsExactlyInAnyOrder(State.ACTIVE, State.STAGED);
    assertThat(ledger.unfinished()).containsExactly(begun);

    ledger.commit(
        List.of(entry("1.0.0", State.SUPERSEDED), entry("1.1.0", State.ACTIVE)), committed);

    assertThat(ledger.entries())
        .containsExactlyInAnyOrder(entry("1.0.0", State.SUPERSEDED), entry("1.1.0", State.ACTIVE));
    assertThat(ledger.unfinished()).isEmpty();
    assertThat(ledger.recent("acme-warranty", 5)).containsExactly(committed);
    ledger.remove(entry("1.0.0", State.SUPERSEDED));
    ledger.remove(entry("1.0.0", State.SUPERSEDED));
    assertThat(ledger.entries()).containsExactly(entry("1.1.0", State.ACTIVE));
  }

  @Test
  void aLongReasonIsCutRatherThanLost() {
    Ledger ledger = store.ledger();
    Operation begun = ledger.begin(operation("failed", NOW, "failed: " + "x".repeat(10_000)));

    assertThat(ledger.recent("acme-warranty", 1).get(0).number()).isEqualTo(begun.number());
  }

  @Test
  void credentialsAreReplacedByUser() {
    SecurityStorage security = store.security();
    assertThat(security.anyCredential()).isFalse();
    security.save(new Credential(7, "admin", "one", "records,plugins"));
    security.save(new Credential(7, "admin", "two", "records"));

    assertThat(security.anyCredential()).isTrue();
    assertThat(security.credential("admin"))
        .contains(new Credential(7, "admin", "two", "records"))
        .isEqualTo(security.credential(7));
    assertThat(security.credential("nobody")).isEmpty();
  }

  @Test
  void whatOpensDoorsIsKeptAndEnds() {
    SecurityStorage security = store.security();
    Pass link = new Pass("aa", "link", 7, "", "", NOW, NOW.plus(Duration.ofHours(1)), null);
    Pass token = new Pass("bb", "token", 7, "sync", "read", NOW, null, null);
    security.save(link);
    security.save(token);
    assertThat(security.pass("aa")).contains(link);
    security.used("bb", NOW);
    assertThat(security.passes(7, "token"))
        .containsExactly(new Pass("bb", "token", 7, "sync", "read", NOW, null, NOW));
    security.purge(NOW.plus(Duration.ofHours(2)));
    assertThat(security.pass("aa")).isEmpty();
    assertThat(security.deletePass("bb")).isTrue();
    assertThat(security.deletePass("bb")).isFalse();
    assertThat(security.passes(7, "token")).isEmpty();
  }

  @Test
  void sessionsEnd() {
    SecurityStorage security = store.security();
    StoredSession session =
        new StoredSession(
            "hash", 7, "csrf", NOW, NOW.plus(Duration.ofHours(1)), "10.0.0.1", "Test/1", 42);
    security.save(session);
    assertThat(security.session("hash")).contains(session);

    assertThat(security.sessions(7)).containsExactly(session);
    assertThat(security.sessions(8)).isEmpty();

    security.extend("hash", NOW.plus(Duration.ofHours(2)));
    assertThat(security.purge(NOW.plus(Duration.ofMinutes(90)))).isZero();
    assertThat(security.purge(NOW.plus(Duration.ofHours(2)))).isEqualTo(1);
    assertThat(security.session("hash")).isEmpty();
    security.save(session);
    security.delete("hash");
    assertThat(security.session("hash")).isEmpty();
  }
}
