// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.parley.itest.harness.Answer;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.Commands;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.PostgresServer;
import org.parley.itest.harness.Skips;

/**
 * The disk on which PostgreSQL keeps the tables fills up: writes are refused and say why, reads go
 * on, and with room again everything is as before, without anybody's help.
 */
class DatabaseFullIT {
  /** Many that are alike would be compressed. */
  private static final int LENGTH = 20_000;

  @Test
  void writesAreRefusedReadsGoOnAndRoomHealsIt() throws IOException {
    Path disk = Files.createTempDirectory(ParleyProcess.target(), "full-");
    Skips.unless(mount(disk), "no permission to mount a disk");
    try (PostgresServer server = PostgresServer.fresh("full")) {
      server.createOn(Files.createDirectory(disk.resolve("tables")), "parley");
      ParleyProcess.Setup setup =
          ParleyProcess.Setup.fresh("full").withDatabase(server.environment("parley"));
      try (ParleyProcess parley = setup.start()) {
        Api api = parley.admin();
        long first = write(api, 0).expect(201).json().path("id").asLong();
        Path filler = disk.resolve("filler");
        int refused = 0;
        for (int i = 1; refused < 20 && i < 2_000; i++) {
          fill(filler);
          Answer answer = write(api, i);
          if (answer.status() != 201) {
            assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
            assertThat(answer.code()).as(answer.toString()).isEqualTo("disk_full");
            assertThat(answer.header("Retry-After")).isNotBlank();
            refused++;
          }
          api.get("records/account/" + first).expect(200);
          api.get("records/account", "limit", 5, "fields", "name").expect(200);
        }
        assertThat(refused).as("writes refused for want of room").isEqualTo(20);

        Files.delete(filler);
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> write(api, -1).status() == 201);
        assertThat(api.get("/health/ready").status()).isEqualTo(200);
        api.get("records/account/" + first).expect(200);
      }
    } finally {
      Commands.run(new ProcessBuilder("umount", "--lazy", disk.toString()), Duration.ofSeconds(10));
    }
  }

  private static Answer write(Api api, int seed) {
    StringBuilder text = new StringBuilder();
    new java.util.Random(seed).ints(LENGTH, 'a', 'z' + 1).forEach(text::appendCodePoint);
    Map<String, Object> fields = Map.of("name", "Account " + seed, "description", text.toString());
    return api.post("records/account", Map.of("fields", fields));
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

  private static boolean mount(Path disk) {
    try {
      Commands.run(
          new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", disk.toString()),
          Duration.ofSeconds(10));
      return true;
    } catch (AssertionError | RuntimeException refused) {
      return false;
    }
  }
}
