// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.Dice;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.PostgresServer;

/** A Parley moves from Derby to PostgreSQL, killed on the way, and is backed up there. */
class MoveIT {
  @Test
  void itMovesThoughItIsKilledAndIsKeptThere() throws Exception {
    Random dice = Dice.roll("MoveIT");
    ParleyProcess.Setup derby = ParleyProcess.Setup.fresh("move").withDemo().withDatabase(Map.of());
    long contact;
    int contacts;
    try (ParleyProcess parley = derby.start()) {
      Api api = parley.admin();
      api.upload(Warranty.jar(), false).expect(201);
      Warranty.create(api, Warranty.opportunity(api)).expect(201);
      contact = api.create("contact", Map.of("last_name", "Nováková 🐎")).path("id").asLong();
      api.patch("records/contact/" + contact, Map.of("fields", Map.of("first_name", "Žofie")))
          .expect(200);
      contacts = count(api);
      parley.stop();
    }
    try (PostgresServer server = PostgresServer.fresh("move")) {
      server.create("moved");
      Map<String, String> environment = server.environment("moved");
      List<KilledCommand> moves = new ArrayList<>();
      do {
        long patience = moves.size() < 3 ? 1_500 + dice.nextInt(4_000) : 180_000;
        moves.add(move(derby, environment, patience));
      } while (moves.size() < 5 && moves.get(moves.size() - 1).code() != 0);
      KilledCommand last = moves.get(moves.size() - 1);
      assertThat(last.code()).as(moves.toString()).isZero();
      assertThat(last.said()).contains("rows are the same on both sides");

      ParleyProcess.Setup moved = derby.withDatabase(environment);
      Path backups = derby.data().resolveSibling(derby.data().getFileName() + "-backups");
      try (ParleyProcess parley = moved.start()) {
        verify(parley.admin(), contact, contacts);
        parley.run("backup", backups.toString());
        parley.admin().create("contact", Map.of("last_name", "After the backup"));
        parley.stop();
      }
      KilledCommand restored =
          KilledCommand.run(
              moved, environment, Duration.ofMinutes(3), "restore", only(backups).toString());
      assertThat(restored.code()).as(restored.said()).isZero();
      try (ParleyProcess parley = moved.start()) {
        verify(parley.admin(), contact, contacts + 1);
      }
    }
  }

  private static int count(Api api) {
    return api.get("records/contact", "count", "true", "limit", 1)
        .expect(200)
        .json()
        .path("count")
        .asInt();
  }

  private static void verify(Api api, long contact, int contacts) {
    JsonNode record = api.get("records/contact/" + contact).expect(200).json();
    assertThat(record.path("title").asText()).isEqualTo("Žofie Nováková 🐎");
    assertThat(api.get("records/contact/" + contact + "/history").json().path("items")).hasSize(2);
    assertThat(api.plugin(Warranty.ID).path("state").asText()).isEqualTo("active");
    assertThat(api.get("records/" + Warranty.TYPE).expect(200).json().path("items")).hasSize(1);
    assertThat(count(api)).isEqualTo(contacts);
    long added = api.create("contact", Map.of("last_name", "Added")).path("id").asLong();
    assertThat(added).as("ids go on").isGreaterThan(contact);
  }

  private static KilledCommand move(
      ParleyProcess.Setup setup, Map<String, String> environment, long patience) {
    // Where to is an argument here; who may is not.
    Map<String, String> login = new HashMap<>(environment);
    String url = login.remove("PARLEY_DB_URL");
    return KilledCommand.run(setup, login, Duration.ofMillis(patience), "move", "--to", url);
  }

  private static Path only(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> all = entries.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }
}
