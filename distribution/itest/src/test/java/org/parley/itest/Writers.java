// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.parley.itest.harness.Answer;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;

/** Clients that create, rename and remove accounts until the server is gone. */
final class Writers implements AutoCloseable {
  private static final int COUNT = 4;

  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean running = true;
  private volatile Throwable failure;

  Writers(ParleyProcess parley, WriteLedger ledger, long seed) {
    List<Long> alive = ledger.alive();
    Api api = parley.admin();
    for (int i = 0; i < COUNT; i++) {
      List<Long> own = new ArrayList<>();
      for (int k = i; k < alive.size(); k += COUNT) {
        own.add(alive.get(k));
      }
      Random dice = new Random(seed + i);
      Thread thread = new Thread(() -> write(api, ledger, own, dice), "writer-" + i);
      threads.add(thread);
      thread.start();
    }
  }

  private void write(Api api, WriteLedger ledger, List<Long> own, Random dice) {
    try {
      while (running) {
        int choice = own.isEmpty() ? 0 : dice.nextInt(10);
        if (choice < 5) {
          String name = "Account " + Long.toHexString(dice.nextLong());
          ledger.creating(name);
          JsonNode made = api.create("account", Map.of("name", name));
          ledger.written(made);
          own.add(made.path("id").asLong());
        } else if (choice < 9) {
          long id = own.get(dice.nextInt(own.size()));
          String name = "Renamed " + Long.toHexString(dice.nextLong());
          ledger.renaming(id, name);
          Answer answer =
              api.patch("records/account/" + id, Map.of("fields", Map.of("name", name)));
          ledger.written(answer.expect(200).json());
        } else {
          long id = own.remove(dice.nextInt(own.size()));
          ledger.removing(id);
          api.delete("records/account/" + id).expect(204);
          ledger.removed(id);
        }
      }
    } catch (UncheckedIOException gone) {
      // The server was killed: that is the point.
    } catch (RuntimeException | Error wrong) {
      failure = wrong;
    }
  }

  @Override
  public void close() {
    running = false;
    for (Thread thread : threads) {
      try {
        thread.join(70_000);
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
    }
    if (failure != null) {
      throw new AssertionError("a writer got a wrong answer", failure);
    }
  }
}
