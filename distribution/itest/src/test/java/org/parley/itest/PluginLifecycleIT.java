// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.parley.itest.harness.Answer;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.Events;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.PluginJar;

/**
 * A plugin comes, grows, goes and comes back, in a system that runs on. One story, told in order.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PluginLifecycleIT {
  private ParleyProcess.Setup setup;
  private ParleyProcess parley;
  private Api api;
  private long opportunity;
  private long warranty;

  @BeforeAll
  void start() {
    setup = ParleyProcess.Setup.fresh("lifecycle");
    parley = setup.start();
    api = parley.admin();
    opportunity = Warranty.opportunity(api);
  }

  @AfterAll
  void end() {
    parley.close();
  }

  @Test
  @Order(1)
  void aPlanTellsWhatWouldChangeAndChangesNothing() {
    JsonNode before = api.get("types").json();
    JsonNode plan = api.upload(Warranty.jar(), true).expect(200).json();
    assertThat(plan.path("action").asText()).isEqualTo("install");
    assertThat(plan.path("possible").asBoolean()).isTrue();
    assertThat(plan.at("/plugin/id").asText()).isEqualTo(Warranty.ID);
    assertThat(plan.at("/bundles/0/change").asText()).isEqualTo("add");
    assertThat(plan.path("types").toString()).contains(Warranty.TYPE, "\"add\"");
    assertThat(plan.path("fields").toString()).contains(Warranty.FIELD);
    assertThat(plan.path("ddl").toString()).contains("CREATE TABLE", "ALTER TABLE");
    assertThat(plan.path("contributions").toString()).contains("record.panel");
    assertThat(plan.path("conflicts")).isEmpty();

    assertThat(api.get("types").json()).isEqualTo(before);
    assertThat(api.plugin(Warranty.ID)).isNull();
    assertThat(api.get("records/" + Warranty.TYPE).expect(404).code()).isEqualTo("unknown_type");
  }

  @Test
  @Order(2)
  void anInstalledPluginIsThereAtOnceWithAllItBrings() {
    try (Events events = Events.listen(api, null)) {
      events.await("hello", data -> data.has("model"));
      JsonNode plugin = api.upload(Warranty.jar(), false).expect(201).json();
      assertThat(plugin.path("state").asText()).isEqualTo("active");
      assertThat(plugin.path("types").toString()).contains(Warranty.TYPE);
      assertThat(plugin.path("extends").toString()).contains("opportunity");

      api.get("records/" + Warranty.TYPE).expect(200);
      warranty = Warranty.create(api, opportunity).expect(201).json().path("id").asLong();
      events.await("model", data -> true);
      events.await(
          "plugin",
          data ->
              data.path("id").asText().equals(Warranty.ID)
                  && data.path("state").asText().equals("active"));
      events.await("progress", data -> data.path("plugin").asText().equals(Warranty.ID));
      events.await(
          "record",
          data ->
              data.path("id").asLong() == warranty
                  && data.path("operation").asText().equals("create"));
    }
  }

  @Test
  @Order(3)
  void itsFieldIsOnTheTypeItExtends() {
    JsonNode changed =
        api.patch(
                "records/opportunity/" + opportunity,
                Map.of("fields", Map.of(Warranty.FIELD, "2027-12-31")))
            .expect(200)
            .json();
    assertThat(changed.at("/fields/" + Warranty.FIELD).asText()).isEqualTo("2027-12-31");
    assertThat(api.get("types/opportunity").json().path("fields").toString())
        .contains("\"plugin\":\"" + Warranty.ID + "\"");
  }

  @Test
  @Order(4)
  void itsPanelIsServed() {
    JsonNode panel = null;
    for (JsonNode item : api.get("ui").expect(200).json().path("items")) {
      panel = item.path("plugin").asText().equals(Warranty.ID) ? item : panel;
    }
    assertThat(panel).isNotNull();
    assertThat(panel.path("point").asText()).isEqualTo("record.panel");
    String module = panel.path("module").asText();
    assertThat(module)
        .startsWith("/ui/plugins/" + Warranty.ID + "/")
        .contains(panel.path("hash").asText());
    Answer file = Api.anonymous(parley.root()).get(module).expect(200);
    assertThat(file.header("Content-Type")).contains("javascript");
    assertThat(file.header("Cache-Control")).contains("immutable");
    assertThat(file.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(file.body()).contains("export class " + panel.path("export").asText());
  }

  @Test
  @Order(5)
  void theSameJarAgainChangesNothing() {
    JsonNode plan = api.upload(Warranty.jar(), true).expect(200).json();
    assertThat(plan.path("action").asText()).isEqualTo("none");
    api.upload(Warranty.jar(), false).expect(200);
    api.get("records/" + Warranty.TYPE + "/" + warranty).expect(200);
  }

  @Test
  @Order(6)
  void anUpgradeBringsItsFieldAndKeepsTheData() {
    byte[] next = Warranty.version(1);
    JsonNode plan = api.upload(next, true).expect(200).json();
    assertThat(plan.path("action").asText()).isEqualTo("upgrade");
    assertThat(plan.path("fields").toString()).contains(Warranty.added(1));
    JsonNode plugin = api.upload(next, false).expect(200).json();
    assertThat(plugin.path("version").asText()).isEqualTo("1.1.0");
    JsonNode record =
        api.patch(
                "records/" + Warranty.TYPE + "/" + warranty,
                Map.of("fields", Map.of(Warranty.added(1), 7)))
            .expect(200)
            .json();
    assertThat(record.at("/fields/" + Warranty.added(1)).asInt()).isEqualTo(7);
  }

  @Test
  @Order(7)
  void theShellShowsTheSame() {
    assertThat(parley.run("shell", "parley:plugins"))
        .contains(Warranty.ID, "1.1.0", "parley-contacts");
  }

  @Test
  @Order(8)
  void aPluginThatOthersNeedStays() {
    Answer answer = api.post("plugins/parley-contacts/quarantine", "");
    assertThat(answer.status()).as(answer.toString()).isEqualTo(409);
    assertThat(answer.body()).contains("parley-sales");
    assertThat(api.plugin("parley-contacts").path("state").asText()).isEqualTo("active");
  }

  @Test
  @Order(9)
  void removalKeepsTheDataReadable() {
    Answer plan = api.post("plugins/" + Warranty.ID + "/quarantine?plan=true", "").expect(200);
    assertThat(plan.json().path("types").toString()).contains(Warranty.TYPE, "quarantine");
    assertThat(api.plugin(Warranty.ID).path("state").asText()).isEqualTo("active");

    try (Events events = Events.listen(api, null)) {
      events.await("hello", data -> true);
      api.post("plugins/" + Warranty.ID + "/quarantine", "").expect(200);
      events.await("plugin", data -> data.path("state").asText().equals("quarantined"));
    }
    assertQuarantined();
  }

  @Test
  @Order(10)
  void aRemovedPluginStaysRemovedAfterARestart() {
    restart();
    assertQuarantined();
  }

  @Test
  @Order(11)
  void reattachingBringsEverythingBack() {
    JsonNode plugin = api.post("plugins/" + Warranty.ID + "/reattach", "").expect(200).json();
    assertThat(plugin.path("state").asText()).isEqualTo("active");
    assertWhole();
  }

  @Test
  @Order(12)
  void anInstalledPluginStaysInstalledAfterARestart() {
    restart();
    assertWhole();
    assertThat(api.plugin(Warranty.ID).path("version").asText()).isEqualTo("1.1.0");
  }

  @Test
  @Order(13)
  void theDeployFolderInstallsAndRemoves() throws IOException {
    Path jar = drop("acme-loan.jar", PluginJar.loan("1.0.0").bytes());
    await(() -> api.get("records/acme_loan").status() == 200);
    long loan = api.create("acme_loan", Map.of("name", "Bridge")).path("id").asLong();
    Files.delete(jar);
    await(() -> "quarantined".equals(api.plugin("acme-loan").path("state").asText()));
    api.get("records/acme_loan/" + loan).expect(200);
  }

  @Test
  @Order(14)
  void theDeployFolderSaysWhyItRefuses() throws IOException {
    Path jar =
        drop(
            "acme-leaky.jar",
            PluginJar.named("acme-leaky", "1.0.0").header("Export-Package", "com.acme").bytes());
    Path reasons = jar.resolveSibling("acme-leaky.jar.refused.txt");
    await(() -> Files.isRegularFile(reasons) && Files.size(reasons) > 0);
    await(() -> Files.readString(reasons).contains("Export-Package"));
    assertThat(api.plugin("acme-leaky")).isNull();
  }

  @Test
  @Order(15)
  void aJarThatArrivesInPiecesIsWaitedFor() throws IOException {
    byte[] whole =
        PluginJar.owning("slow", "1.0.0").file("static/filler.js", new byte[200_000]).bytes();
    Path jar = setup.deploy().resolve("acme-slow.jar");
    Files.write(jar, java.util.Arrays.copyOf(whole, whole.length / 2));
    // Long enough to be seen half: what is checked is that half a jar is not refused for good.
    Awaitility.await()
        .during(Duration.ofMillis(600))
        .atMost(Duration.ofSeconds(5))
        .until(() -> api.plugin("acme-slow") == null);
    Files.write(jar, whole);
    await(() -> api.get("records/acme_slow").status() == 200);
  }

  @Test
  @Order(16)
  void wordsThatAreReservedInSqlAreFineAsNames() {
    PluginJar jar =
        PluginJar.named("acme-words", "1.0.0")
            .descriptor(
                "record-types/order.json",
                """
                {"format": 1, "type": "order", "label": "Order", "title": "{select}",
                 "fields": [{"name": "select", "kind": "text", "index": true}]}
                """);
    for (String word : List.of("from", "user", "table", "group", "values", "key", "current_date")) {
      jar.field("record-types/order.json", word, "integer");
    }
    api.upload(jar.bytes(), false).expect(201);
    JsonNode record = api.create("order", Map.of("select", "all", "from", 1, "current_date", 2));
    assertThat(record.at("/fields/current_date").asInt()).isEqualTo(2);
    JsonNode found =
        api.get("records/order", "filter", "select==all;from==1", "sort", "select")
            .expect(200)
            .json();
    assertThat(found.path("items")).hasSize(1);
  }

  private Path drop(String name, byte[] bytes) throws IOException {
    Path jar = setup.deploy().resolve(name);
    Path aside = setup.data().resolve(name + ".part");
    Files.write(aside, bytes);
    return Files.move(aside, jar, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void await(java.util.concurrent.Callable<Boolean> reached) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(50))
        .atMost(Duration.ofSeconds(20))
        .until(reached);
  }

  private void restart() {
    parley.stop();
    parley = setup.start();
    api = parley.admin();
  }

  private void assertQuarantined() {
    assertThat(api.plugin(Warranty.ID).path("state").asText()).isEqualTo("quarantined");
    assertThat(api.get("types/" + Warranty.TYPE).expect(200).json().path("state").asText())
        .isEqualTo("quarantined");
    JsonNode record = api.get("records/" + Warranty.TYPE + "/" + warranty).expect(200).json();
    assertThat(record.at("/fields/" + Warranty.added(1)).asInt()).isEqualTo(7);
    api.get("records/" + Warranty.TYPE + "/" + warranty + "/history").expect(200);
    Answer write =
        api.patch(
            "records/" + Warranty.TYPE + "/" + warranty,
            Map.of("fields", Map.of(Warranty.added(1), 8)));
    assertThat(write.status()).as(write.toString()).isEqualTo(409);
    assertThat(write.code()).isEqualTo("type_quarantined");
    List<String> fields =
        api.get("types/opportunity").json().path("fields").findValuesAsText("name");
    assertThat(fields).doesNotContain(Warranty.FIELD);
    assertThat(api.get("ui").json().toString()).doesNotContain(Warranty.ID);
    api.get("records/opportunity/" + opportunity).expect(200);
  }

  private void assertWhole() {
    JsonNode record = api.get("records/" + Warranty.TYPE + "/" + warranty).expect(200).json();
    assertThat(record.at("/fields/" + Warranty.added(1)).asInt()).isEqualTo(7);
    assertThat(
            api.get("records/opportunity/" + opportunity)
                .json()
                .at("/fields/" + Warranty.FIELD)
                .asText())
        .isEqualTo("2027-12-31");
    assertThat(api.get("ui").json().toString()).contains(Warranty.ID);
    api.patch(
            "records/" + Warranty.TYPE + "/" + warranty,
            Map.of("fields", Map.of(Warranty.added(1), 7)))
        .expect(200);
  }
}
