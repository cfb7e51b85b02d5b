// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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
      String url = environment.get("PARLEY_DB_URL");
      List<String> said = new ArrayList<>();
      int code = -1;
      for (int round = 0; round < 5 && code != 0; round++) {
        long patience = round < 3 ? 1_500 + dice.nextInt(4_000) : 180_000;
        code = move(derby, environment, url, patience, said);
      }
      assertThat(code).as(String.join("\n--\n", said)).isZero();
      assertThat(said.get(said.size() - 1)).contains("rows are the same on both sides");

      ParleyProcess.Setup moved = derby.withDatabase(environment);
      Path backups = derby.data().resolveSibling(derby.data().getFileName() + "-backups");
      try (ParleyProcess parley = moved.start()) {
        verify(parley.admin(), contact, contacts);
        parley.run("backup", backups.toString());
        parley.admin().create("contact", Map.of("last_name", "After the backup"));
        parley.stop();
      }
      assertThat(run(moved, environment, 180_000, said, "restore", only(backups).toString()))
          .as(said.get(said.size() - 1))
          .isZero();
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

  private static int move(
      ParleyProcess.Setup setup,
      Map<String, String> environment,
      String url,
      long patience,
      List<String> said)
      throws IOException, InterruptedException {
    // Where to is an argument here; who may is not.
    Map<String, String> login = new java.util.HashMap<>(environment);
    login.remove("PARLEY_DB_URL");
    return run(setup, login, patience, said, "move", "--to", url);
  }

  /** Runs a command, killed when it takes longer; its exit code. */
  private static int run(
      ParleyProcess.Setup setup,
      Map<String, String> environment,
      long patience,
      List<String> said,
      String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ParleyProcess.archive().resolve("bin/parley").toString());
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("move", ".out");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    setup.applyTo(builder);
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(output.toFile()).start();
    if (!process.waitFor(patience, TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
    }
    int code = process.waitFor();
    said.add(String.join(" ", arguments) + ": " + code + "\n" + Files.readString(output));
    Files.delete(output);
    return code;
  }

  private static Path only(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> all = entries.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }
}
