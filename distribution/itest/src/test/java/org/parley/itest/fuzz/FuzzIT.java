// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.parley.itest.harness.Answer;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.Dice;
import org.parley.itest.harness.ParleyProcess;

/**
 * Requests made up from the system's own OpenAPI document: none is answered by a 5xx, every refusal
 * is a problem that says so, and the server runs on.
 */
class FuzzIT {
  private static final int EACH =
      Integer.getInteger("parley.fuzz", Boolean.getBoolean("parley.soak") ? 400 : 25);

  @Test
  void noRequestBreaksTheServer() throws IOException, InterruptedException {
    Random dice = Dice.roll("FuzzIT");
    Map<Integer, Integer> statuses = new TreeMap<>();
    List<String> failures = new ArrayList<>();
    try (ParleyProcess parley = ParleyProcess.Setup.fresh("fuzz").withDemo().start()) {
      Api api = parley.admin();
      JsonNode document = api.get("openapi.json").expect(200).json();
      List<Operation> operations = Operation.of(document);
      assertThat(operations).hasSizeGreaterThan(20);
      Samples samples = new Samples(document, dice);
      Map<String, List<String>> ids = ids(api);
      for (Operation operation : operations) {
        if (operation.path().endsWith("/session")) {
          continue;
        }
        for (int i = 0; i < EACH; i++) {
          shoot(api, operation.shot(api, samples, dice, ids), statuses, failures);
        }
      }
      // Without a login: failed logins throttle, ended sessions end.
      Api stranger = Api.anonymous(parley.root());
      for (Operation operation : operations) {
        if (operation.path().endsWith("/session")) {
          for (int i = 0; i < EACH; i++) {
            shoot(stranger, operation.shot(stranger, samples, dice, ids), statuses, failures);
          }
        }
      }
      System.out.println(
          "FuzzIT: " + operations.size() + " operations, answers by status " + statuses);
      assertThat(failures).isEmpty();
      assertThat(statuses.keySet()).as("right ones are among them").contains(200, 201);
      assertThat(api.get("records/account").status()).isEqualTo(200);
      assertThat(api.get("/health/ready").status()).isEqualTo(200);
    }
  }

  /** Some records of each type, so that not all that is asked for is missing. */
  private static Map<String, List<String>> ids(Api api) {
    Map<String, List<String>> ids = new TreeMap<>();
    for (JsonNode type : api.get("types").expect(200).json().path("items")) {
      String name = type.path("name").asText();
      List<String> some = new ArrayList<>();
      api.get("records/" + name, "limit", 20)
          .expect(200)
          .json()
          .path("items")
          .forEach(record -> some.add(record.path("id").asText()));
      ids.put(name, some);
    }
    return ids;
  }

  /**
   * Two refusals that are no problem+json: the web server's own, of a path with a NUL in it; and an
   * atomic bulk's, which carries a problem for each row.
   */
  private static boolean isExcused(Answer answer) {
    return answer.status() == 400 && answer.body().startsWith("<h1>Bad Message 400</h1>")
        || answer.status() == 422 && answer.body().startsWith("{\"rows\":[{\"status\":");
  }

  private static void shoot(
      Api api, Operation.Shot shot, Map<Integer, Integer> statuses, List<String> failures)
      throws InterruptedException {
    try {
      HttpResponse<InputStream> response =
          api.http().send(shot.request(), BodyHandlers.ofInputStream());
      statuses.merge(response.statusCode(), 1, Integer::sum);
      try (InputStream body = response.body()) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        String text =
            type.startsWith("text/event-stream")
                ? ""
                : new String(body.readAllBytes(), StandardCharsets.UTF_8);
        Answer answer = new Answer("", response.statusCode(), response.headers(), text);
        if (answer.status() >= 500
            || answer.status() >= 400 && !answer.isProblem() && !isExcused(answer)
            || text.contains("\tat ")) {
          failures.add(shot.shown() + answer);
        }
      }
    } catch (IOException | AssertionError broken) {
      failures.add(shot.shown() + " -> " + broken);
    }
  }
}
