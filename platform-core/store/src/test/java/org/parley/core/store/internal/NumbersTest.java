// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Numbers of records are given once, whoever asks. */
class NumbersTest {
  @Test
  void twoNodesNeverGiveTheSameNumber() throws Exception {
    try (Store store = Store.fresh("numbers")) {
      // Two nodes share nothing but the database.
      List<Numbers> nodes = List.of(new Numbers(store.database()), new Numbers(store.database()));
      Set<Long> given = ConcurrentHashMap.newKeySet();
      ExecutorService threads = Executors.newFixedThreadPool(4);
      List<Future<?>> running = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        Numbers node = nodes.get(thread % 2);
        running.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 100; i++) {
                    assertThat(given.add(node.next(7))).isTrue();
                  }
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
      threads.shutdown();
      assertThat(given).hasSize(400).contains(1L).allMatch(number -> number <= 420);
      assertThat(new Numbers(store.database()).next(8)).isEqualTo(1);
    }
  }

  @Test
  void aRestartGoesOnBehindTheBlock() {
    try (Store store = Store.fresh("numbers-restart")) {
      Numbers before = new Numbers(store.database());
      assertThat(before.next(1)).isEqualTo(1);
      assertThat(before.next(1)).isEqualTo(2);
      // What a process remembers goes with it.
      assertThat(new Numbers(store.database()).next(1)).isEqualTo(11);
    }
  }
}
