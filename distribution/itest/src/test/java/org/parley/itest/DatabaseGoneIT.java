// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.parley.itest.harness.Answer;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.PostgresServer;

/** PostgreSQL goes away, comes late, or will not have us: said clearly, and over by itself. */
class DatabaseGoneIT {
  /** How long the server stays away. */
  private static final Duration OUTAGE =
      Duration.ofSeconds(Boolean.getBoolean("parley.soak") ? 60 : 3);

  @Test
  void whileTheServerIsAwayRequestsAreRefusedAndAfterwardsAllIsWell() {
    try (PostgresServer server = PostgresServer.fresh("gone")) {
      server.create("parley");
      ParleyProcess.Setup setup =
          ParleyProcess.Setup.fresh("gone").withDemo().withDatabase(server.environment("parley"));
      try (ParleyProcess parley = setup.start()) {
        Api api = parley.admin();
        long id = api.create("account", Map.of("name", "Before")).path("id").asLong();

        Api stranger = Api.anonymous(parley.root());
        server.close();
        for (long over = System.nanoTime() + OUTAGE.toNanos(); System.nanoTime() < over; ) {
          refused(api.get("records/account/" + id));
          refused(api.post("records/account", Map.of("fields", Map.of("name", "During"))));
          Answer ready = stranger.get("/health/ready");
          assertThat(ready.status()).as(ready.toString()).isEqualTo(503);
          assertThat(stranger.get("/health/live").status()).isEqualTo(200);
        }

        server.start();
        await("ready again", () -> stranger.get("/health/ready").status() == 200);
        assertThat(api.get("records/account/" + id).expect(200).body()).contains("Before");
        api.create("account", Map.of("name", "After"));
      }
    }
  }

  private static void refused(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
    assertThat(answer.code()).isEqualTo("unavailable");
    assertThat(answer.header("Retry-After")).isNotBlank();
  }

  @Test
  void aServerThatComesLateIsWaitedFor() {
    try (PostgresServer server = PostgresServer.fresh("late")) {
      server.create("parley");
      server.close();
      ParleyProcess.Setup setup =
          ParleyProcess.Setup.fresh("late").withDatabase(server.environment("parley"));
      try (ParleyProcess parley = setup.launch()) {
        parley.awaitLog("(PARLEY_DB_URL) does not answer", Duration.ofSeconds(60));
        Api stranger = Api.anonymous(parley.root());
        await("alive", () -> stranger.get("/health/live").status() == 200);
        assertThat(stranger.get("/health/ready").status()).isEqualTo(503);

        server.start();
        parley.awaitReady();
        assertThat(parley.admin().get("types").expect(200).body()).contains("account");
      }
    }
  }

  @Test
  void whatIsWrongWithTheSettingsIsSaidByTheirNames() {
    try (PostgresServer server = PostgresServer.fresh("wrong")) {
      server.create("parley");
      said(server.environment("nowhere"), "does not exist: create it", "PARLEY_DB_URL");
      Map<String, String> mysql = new HashMap<>(server.environment("parley"));
      mysql.put("PARLEY_DB_URL", "jdbc:mysql://localhost/parley");
      said(mysql, "PARLEY_DB_URL must begin with jdbc:postgresql://");
    }
  }

  private static void said(Map<String, String> environment, String... messages) {
    ParleyProcess.Setup setup = ParleyProcess.Setup.fresh("wrong").withDatabase(environment);
    try (ParleyProcess parley = setup.launch()) {
      for (String message : messages) {
        parley.awaitLog(message, Duration.ofSeconds(60));
      }
    }
  }

  private static void await(String what, java.util.concurrent.Callable<Boolean> reached) {
    Awaitility.await(what)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .until(reached);
  }
}
