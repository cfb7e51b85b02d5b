// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.parley.itest.harness.Answer;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;

/** Files of rows become records: guessed, checked, imported, killed in the middle and undone. */
class ImportIT {
  private static final String ACCOUNTS =
      """
      account;sector;employees;annual revenue;subsidiary_of
      Müller & Söhne;technolgy;12;1.234,50;
      Tochter;technology;3;10;müller & söhne
      Enkel;technology;viele;10;Tochter
      """;

  private static long upload(Api api, String name, String text, Charset encoding) {
    return api.send(
            "POST",
            Api.path("imports", "name", name),
            BodyPublishers.ofByteArray(text.getBytes(encoding)),
            "text/csv")
        .expect(201)
        .json()
        .path("id")
        .asLong();
  }

  private static ObjectNode proposed(Api api, long id) {
    return (ObjectNode)
        api.get("imports/" + id + "/guess").expect(200).json().path("mapping").deepCopy();
  }

  private static Answer map(Api api, long id, JsonNode mapping) {
    return api.send(
        "PUT",
        "imports/" + id + "/mapping",
        BodyPublishers.ofString(mapping.toString()),
        "application/json");
  }

  private static JsonNode fields(Api api, long id) {
    return api.get("records/import/" + id).expect(200).json().path("fields");
  }

  private static JsonNode ended(Api api, long id, String state) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !fields(api, id).path("state").asText().matches("checking|running|undoing"));
    JsonNode fields = fields(api, id);
    assertThat(fields.path("state").asText()).as(fields.toString()).isEqualTo(state);
    return fields;
  }

  private static JsonNode act(Api api, long id, String what, String state) {
    api.post("imports/" + id + "/" + what, Map.of()).expect(204);
    return ended(api, id, state);
  }

  private static int[] counts(JsonNode fields) {
    return new int[] {
      fields.path("rows_created").asInt(),
      fields.path("rows_updated").asInt(),
      fields.path("rows_unchanged").asInt(),
      fields.path("rows_failed").asInt()
    };
  }

  private static long count(Api api, String type) {
    return api.get("records/" + type, "count", "true", "limit", "1")
        .expect(200)
        .json()
        .path("count")
        .asLong();
  }

  @Test
  void aFileBecomesRecordsAndNothingAgain() {
    try (ParleyProcess parley = ParleyProcess.Setup.fresh("import").start()) {
      Api api = parley.admin();
      checksCorrectsImportsAndUndoes(api);
      tellsWhatStaysEmpty(api);
      takesAFileIntoTwoTypes(api);
      refusesWhatCannotBe(api);
    }
  }

  private static void checksCorrectsImportsAndUndoes(Api api) {
    Charset western = Charset.forName("windows-1252");
    long id = upload(api, "accounts.csv", ACCOUNTS, western);
    ObjectNode mapping = proposed(api, id);
    assertThat(mapping.path("type").asText()).isEqualTo("account");
    assertThat(mapping.path("encoding").asText()).isEqualTo("windows-1252");
    assertThat(mapping.path("delimiter").asText()).isEqualTo(";");
    assertThat(mapping.path("fields").path("parent").path("match").asText()).isEqualTo("name");

    map(api, id, mapping).expect(204);
    JsonNode checked = ended(api, id, "checked");
    assertThat(counts(checked)).containsExactly(1, 0, 0, 2);
    JsonNode problem = checked.path("problems").get(0);
    assertThat(problem.path("row").asInt()).isEqualTo(2);
    assertThat(problem.path("column").asText()).isEqualTo("sector");
    assertThat(problem.path("value").asText()).isEqualTo("technolgy");
    assertThat(count(api, "account")).as("a check imports nothing").isZero();

    ((ObjectNode) mapping.path("fields").path("sector"))
        .putObject("corrections")
        .put("technolgy", "technology");
    map(api, id, mapping).expect(204);
    assertThat(counts(ended(api, id, "checked"))).containsExactly(2, 0, 0, 1);
    assertThat(counts(act(api, id, "run", "done"))).containsExactly(2, 0, 0, 1);

    JsonNode daughter =
        api.get("records/account", "filter", "name==Tochter")
            .expect(200)
            .json()
            .path("items")
            .get(0);
    assertThat(daughter.path("links").path("parent").path("title").asText())
        .as("a row may name another of the same file")
        .isEqualTo("Müller & Söhne");

    long again = upload(api, "accounts.csv", ACCOUNTS, western);
    map(api, again, mapping).expect(204);
    assertThat(counts(ended(api, again, "checked"))).containsExactly(0, 0, 2, 1);
    assertThat(counts(act(api, again, "run", "done"))).containsExactly(0, 0, 2, 1);
    assertThat(count(api, "account")).isEqualTo(2);

    api.patch(
            "records/account/" + daughter.path("id").asLong(),
            Map.of("fields", Map.of("city", "Bern")))
        .expect(200);
    JsonNode undone = act(api, id, "undo", "undone");
    assertThat(undone.path("message").asText()).contains("1 stay");
    assertThat(count(api, "account")).as("what somebody has changed since stays").isEqualTo(1);
    assertThat(counts(act(api, id, "run", "done"))).containsExactly(1, 0, 1, 1);
    assertThat(count(api, "account")).isEqualTo(2);
    assertThat(act(api, id, "undo", "undone").path("message").isMissingNode()).isTrue();
    assertThat(count(api, "account")).as("a second undo takes back the second run").isEqualTo(1);
  }

  private static void tellsWhatStaysEmpty(Api api) {
    String csv = "company,employees,subsidiary of\nTop,many,\nBelow,3,Top\nBeside,4,Below\n";
    long id = upload(api, "groups.csv", csv, StandardCharsets.UTF_8);
    ObjectNode mapping = proposed(api, id);
    mapping.put("type", "account");
    mapping.put("key", "company");
    map(api, id, mapping).expect(204);
    ended(api, id, "checked");
    JsonNode done = act(api, id, "run", "done");
    assertThat(counts(done)).as(done.toString()).containsExactly(2, 0, 0, 1);
    assertThat(done.path("message").asText()).startsWith("1 references");
    assertThat(done.path("problems").get(1).path("row").asInt()).isEqualTo(3);
    assertThat(done.path("problems").get(1).path("message").asText()).contains("\"Top\"");
  }

  private static void takesAFileIntoTwoTypes(Api api) {
    for (String type : new String[] {"product", "account"}) {
      long id = upload(api, "names.csv", "name\nBoth\n", StandardCharsets.UTF_8);
      ObjectNode mapping = proposed(api, id);
      mapping.put("type", type);
      mapping.putObject("fields").putObject("name").put("column", "name");
      map(api, id, mapping).expect(204);
      ended(api, id, "checked");
      assertThat(counts(act(api, id, "run", "done"))).containsExactly(1, 0, 0, 0);
    }
  }

  private static void refusesWhatCannotBe(Api api) {
    long id = upload(api, "rows.csv", "name\nA\n", StandardCharsets.UTF_8);
    ObjectNode mapping = proposed(api, id);
    api.post("imports/" + id + "/run", Map.of()).expect(409);
    mapping.put("type", "account");
    mapping.putObject("fields").putObject("name").put("column", "nome");
    assertThat(map(api, id, mapping).expect(400).body()).contains("no column \\\"nome\\\"");
    mapping.putObject("fields").putObject("nothing").put("column", "name");
    assertThat(map(api, id, mapping).expect(422).body()).contains("no field nothing");
    mapping.put("type", "import");
    map(api, id, mapping).expect(422);
    assertThat(api.post("records/import", Map.of("fields", Map.of("name", "x"))).status())
        .as("imports are kept by the system")
        .isEqualTo(403);
  }

  @Test
  void aKillInTheMiddleLosesNothingAndCountsNothingTwice() {
    int rows = 4_000;
    // Larger than what a body of JSON may be.
    String remark = "remark ".repeat(40);
    StringBuilder csv = new StringBuilder("product_id,product,remark\n");
    for (int i = 0; i < rows; i++) {
      csv.append('P')
          .append(i)
          .append(",Product ")
          .append(i)
          .append(',')
          .append(remark)
          .append('\n');
    }
    ParleyProcess.Setup setup = ParleyProcess.Setup.fresh("import-kill");
    long id;
    try (ParleyProcess parley = setup.start()) {
      Api api = parley.admin();
      id = upload(api, "products.csv", csv.toString(), StandardCharsets.UTF_8);
      ObjectNode mapping = proposed(api, id);
      assertThat(mapping.path("key").asText()).isEqualTo("product_id");
      map(api, id, mapping).expect(204);
      ended(api, id, "checked");
      api.post("imports/" + id + "/run", Map.of()).expect(204);
      Awaitility.await()
          .pollInterval(Duration.ofMillis(10))
          .atMost(Duration.ofSeconds(60))
          .until(() -> count(api, "product") > 300);
      parley.kill();
    }
    try (ParleyProcess parley = setup.start()) {
      Api api = parley.admin();
      JsonNode done = ended(api, id, "done");
      assertThat(counts(done)).containsExactly(rows, 0, 0, 0);
      assertThat(count(api, "product")).isEqualTo(rows);

      api.post("imports/" + id + "/undo", Map.of()).expect(204);
      Awaitility.await()
          .pollInterval(Duration.ofMillis(10))
          .atMost(Duration.ofSeconds(60))
          .until(() -> count(api, "product") < rows - 300);
      parley.kill();
    }
    try (ParleyProcess parley = setup.start()) {
      Api api = parley.admin();
      assertThat(ended(api, id, "undone").path("message").isMissingNode()).isTrue();
      assertThat(count(api, "product")).isZero();
    }
  }

  @Test
  void aCancelledImportGoesOnWhereItWas() {
    StringBuilder csv = new StringBuilder("product_id,product\n");
    for (int i = 0; i < 3_000; i++) {
      csv.append('Q').append(i).append(",Thing ").append(i).append('\n');
    }
    try (ParleyProcess parley = ParleyProcess.Setup.fresh("import-cancel").start()) {
      Api api = parley.admin();
      long id = upload(api, "products.csv", csv.toString(), StandardCharsets.UTF_8);
      map(api, id, proposed(api, id)).expect(204);
      ended(api, id, "checked");
      api.post("imports/" + id + "/run", Map.of()).expect(204);
      api.post("imports/" + id + "/cancel", Map.of()).expect(204);
      JsonNode cancelled = ended(api, id, "cancelled");
      assertThat(cancelled.path("rows_done").asInt()).isLessThan(3_000);
      assertThat(counts(act(api, id, "run", "done"))).containsExactly(3_000, 0, 0, 0);
      assertThat(count(api, "product")).isEqualTo(3_000);
    }
  }
}
