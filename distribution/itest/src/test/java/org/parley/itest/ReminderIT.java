// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;

/** People are reminded at the time, once, whatever happens to the system meanwhile. */
class ReminderIT {
  private static JsonNode reminded(Api api, String subject) {
    List<JsonNode> found = new ArrayList<>();
    api.get("records/notification", "filter", "kind==reminder", "limit", 200)
        .expect(200)
        .json()
        .path("items")
        .forEach(
            one -> {
              if (one.at("/links/record/title").asText().equals(subject)) {
                found.add(one);
              }
            });
    assertThat(found).as(subject).hasSizeLessThan(2);
    return found.isEmpty() ? null : found.get(0);
  }

  private static long activity(Api api, String subject, Instant remind, Map<String, ?> more) {
    Map<String, Object> fields = new HashMap<>(more);
    fields.put("subject", subject);
    fields.put("kind", "task");
    fields.put("remind_at", remind.toString());
    return api.create("activity", fields).path("id").asLong();
  }

  private static void await(Api api, String subject) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> reminded(api, subject) != null);
  }

  @Test
  void oneIsRemindedAtTheTimeAndNeverTwice() {
    ParleyProcess.Setup setup = ParleyProcess.Setup.fresh("remind");
    ParleyProcess parley = setup.start();
    try {
      Api api = parley.admin();
      Instant due = Instant.now().plusSeconds(3);
      activity(api, "In time", due, Map.of());
      activity(api, "Done before", due, Map.of("done", true));
      long moved = activity(api, "Moved away", due, Map.of());
      // One that is due earlier than all that were known wakes who waits for them.
      activity(api, "Far away", Instant.now().plusSeconds(3_600), Map.of());
      api.patch(
              "records/activity/" + moved,
              Map.of("fields", Map.of("remind_at", due.plusSeconds(3_600).toString())))
          .expect(200);
      await(api, "In time");
      Instant told = Instant.parse(reminded(api, "In time").at("/fields/created_at").asText());
      assertThat(told).isBetween(due, due.plusSeconds(5));

      // Killed just before several are due, and started when they are over.
      Instant missed = Instant.now().plusSeconds(2);
      for (int i = 0; i < 5; i++) {
        activity(api, "Missed " + i, missed, Map.of());
      }
      parley.kill();
      parley = setup.start();
      Api again = parley.admin();
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> bundles(again).size() == 1);
      assertThat(bundles(again).get(0).at("/fields/records").asInt()).isEqualTo(5);

      // Killed right when it is told; what was set to the past is no reminder.
      activity(again, "Long over", Instant.now().minusSeconds(3_600), Map.of());
      activity(again, "At the edge", Instant.now().plusMillis(400), Map.of());
      await(again, "At the edge");
      parley.kill();
      parley = setup.start();
      Api last = parley.admin();
      activity(last, "After all", Instant.now().plusSeconds(1), Map.of());
      await(last, "After all");
      assertThat(reminded(last, "In time")).isNotNull();
      assertThat(reminded(last, "At the edge")).isNotNull();
      assertThat(bundles(last)).hasSize(1);
      for (String never : List.of("Done before", "Moved away", "Far away", "Long over")) {
        assertThat(reminded(last, never)).as(never).isNull();
      }
    } finally {
      parley.close();
    }
  }

  private static List<JsonNode> bundles(Api api) {
    List<JsonNode> found = new ArrayList<>();
    api.get("records/notification", "filter", "kind==reminder;records=gt=1")
        .expect(200)
        .json()
        .path("items")
        .forEach(found::add);
    return found;
  }
}
