// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.parley.itest.harness.Answer;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.Commands;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.Skips;

/**
 * The disk under the database fills up: writes are refused and say why, reads go on, and with room
 * again everything is as before, without anybody's help.
 */
class DiskFullIT {
  /** A small disk of its own in place of the data directory, seen by this process alone. */
  private static final String ON_A_SMALL_DISK =
      """
      mount -t tmpfs -o size=160m tmpfs "$PARLEY_DATA" && exec "$@"
      """;

  private static final String LONG = "x".repeat(30_000);

  private final Map<String, Boolean> acknowledged = new ConcurrentHashMap<>();

  @Test
  void writesAreRefusedReadsGoOnAndRoomHealsIt() throws IOException {
    Skips.unless(canMount(), "no permission to mount a disk in a namespace");
    ParleyProcess.Setup setup =
        ParleyProcess.Setup.empty("disk-full")
            .withPrefix("unshare", "-rm", "bash", "-c", ON_A_SMALL_DISK, "bash");
    try (ParleyProcess parley = setup.start()) {
      Api api = parley.admin();
      assertThat(write(api, "First").status()).isEqualTo(201);
      // Seen through the process: to everybody else the data directory is an empty folder.
      Path disk = Path.of("/proc/" + parley.pid() + "/root" + setup.data().toAbsolutePath());
      Path filler = disk.resolve("filler");
      fill(filler);

      AtomicInteger refused = new AtomicInteger();
      for (int i = 0; refused.get() < 20 && i < 2_000; i++) {
        Answer answer = write(api, "Full " + i);
        if (answer.status() != 201) {
          assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
          assertThat(answer.code()).as(answer.toString()).isIn("disk_full", "unavailable");
          if (answer.code().equals("disk_full")) {
            assertThat(answer.json().path("detail").asText()).contains("disk", "full");
            refused.incrementAndGet();
          }
          api.get("records/account", "limit", 5, "fields", "name").expect(200);
          // What little Derby has freed meanwhile is taken again.
          fill(filler);
        }
      }
      assertThat(refused.get()).as("writes refused for want of room").isEqualTo(20);

      Files.delete(filler);
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> write(api, "Room again " + System.nanoTime()).status() == 201);
      assertThat(api.get("/health/ready").status()).isEqualTo(200);
      verify(api);
    }
  }

  private Answer write(Api api, String name) {
    acknowledged.put(name, false);
    Answer answer =
        api.post("records/account", Map.of("fields", Map.of("name", name, "description", LONG)));
    if (answer.status() == 201) {
      acknowledged.put(name, true);
    }
    return answer;
  }

  /** What was acknowledged is there with its history; what was refused is not. */
  private void verify(Api api) {
    acknowledged.forEach(
        (name, written) -> {
          var items =
              api.get("records/account", "filter", "name=='" + name + "'", "fields", "name")
                  .expect(200)
                  .json()
                  .path("items");
          assertThat(items).as(name).hasSize(written ? 1 : 0);
          if (written) {
            String path = "records/account/" + items.at("/0/id").asLong() + "/history";
            assertThat(api.get(path).expect(200).json().path("items")).as(name).hasSize(1);
          }
        });
  }

  private static void fill(Path filler) {
    byte[] block = new byte[64 * 1024];
    try (OutputStream out =
        Files.newOutputStream(
            filler,
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.APPEND)) {
      for (; ; ) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(filler).exists();
    }
  }

  private static boolean canMount() {
    try {
      Commands.run(
          new ProcessBuilder("unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"),
          Duration.ofSeconds(10));
      return true;
    } catch (AssertionError | RuntimeException refused) {
      return false;
    }
  }
}
