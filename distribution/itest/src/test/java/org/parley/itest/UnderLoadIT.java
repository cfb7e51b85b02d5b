// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;

/**
 * Warranty is installed, used, upgraded and removed, over and over, while 200 requests arrive each
 * second. A reset, a timeout or a wrong body is a failure; there is none. Memory, class loaders and
 * threads come to rest.
 */
class UnderLoadIT {
  private static final boolean SOAK = Boolean.getBoolean("parley.soak");
  private static final int CYCLES = Integer.getInteger("parley.cycles", SOAK ? 50 : 6);
  private static final int LEVEL_AFTER = SOAK ? 10 : 3;
  private static final int PER_SECOND = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What must be true of the changing type now; a change of it makes answers in flight either. */
  private record Phase(State state, int number) {}

  private enum State {
    ABSENT,
    CHANGING,
    ACTIVE,
    QUARANTINED
  }

  private volatile Phase phase = new Phase(State.ABSENT, 0);
  private final AtomicInteger uncertain = new AtomicInteger();
  private Api api;
  private long account;
  private long opportunity;
  private Map<String, Object> warranty;

  @Test
  void noRequestFailsWhileAPluginComesAndGoes() {
    Warranty.jar(); // The load waits for no build.
    // The database's page cache is kept small: it fills up as records are created, for minutes,
    // and would hide what is looked for, which is memory that plugins leave behind. Soft references
    // are let go at once: what they keep is a cache, for minutes in a heap that has room. And each
    // collection compacts all: three of four leave what is dead but densely packed where it lies,
    // as
    // arrays of int, up to a twentieth of the old generation.
    ParleyProcess.Setup setup =
        ParleyProcess.Setup.fresh("load")
            .withDemo()
            .asShipped(
                "-Dderby.storage.pageCacheSize=400",
                "-XX:SoftRefLRUPolicyMSPerMB=0",
                "-XX:MarkSweepAlwaysCompactCount=1");
    try (ParleyProcess parley = setup.start()) {
      api = parley.admin();
      account = api.create("account", Map.of("name", "Steady")).path("id").asLong();
      opportunity = Warranty.opportunity(api);
      warranty = Warranty.fields(opportunity);
      JvmFigures level = null;
      JvmFigures end = null;
      OpenLoop.warmUp(4_000, this::shot);
      OpenLoop load = new OpenLoop(PER_SECOND, this::shot);
      try (load) {
        awaitAnswers(load, 3 * PER_SECOND);
        for (int cycle = 1; cycle <= CYCLES; cycle++) {
          cycle(load, cycle);
          if (cycle % LEVEL_AFTER == 0 || cycle == CYCLES) {
            load.during("a look at the JVM, which stops it");
            end = JvmFigures.least(parley.pid());
            level = level == null ? end : level;
            System.out.println("Under load: after cycle " + cycle + " " + end);
          }
        }
        awaitAnswers(load, load.answered() + 2 * PER_SECOND);
      }
      System.out.println(
          "Under load: "
              + CYCLES
              + " cycles, "
              + load.summary()
              + "; answers that met a change of the type: "
              + uncertain);
      load.stalls().forEach(stall -> System.out.println("Under load: slow " + stall));
      assertThat(load.failures()).isEmpty();
      // An open loop that cannot keep its own clock proves nothing; a busy machine may
      // stutter.
      assertThat(load.greatestLateness()).isLessThan(Duration.ofSeconds(2));
      assertThat(end.threads()).isLessThanOrEqualTo(level.threads() + 8);
      assertThat(end.loaders()).isLessThanOrEqualTo(level.loaders() + 4);
      assertThat(end.heapKilobytes()).isLessThan(level.heapKilobytes() * 110 / 100);
      assertThat(pinned(api)).isZero();
    }
  }

  private void cycle(OpenLoop load, int cycle) {
    int minor = 2 * cycle;
    become(State.CHANGING);
    load.during("install " + cycle);
    int status = api.upload(Warranty.version(minor), false).status();
    assertThat(status).isEqualTo(cycle == 1 ? 201 : 200);
    become(State.ACTIVE);
    load.during("use " + cycle);
    use(minor);
    awaitAnswers(load, load.answered() + PER_SECOND / 2);
    load.during("upgrade " + cycle);
    // An upgrade is side by side: the type stays, and no answer may be less than right.
    api.upload(Warranty.version(minor + 1), false).expect(200);
    load.during("use of the upgrade " + cycle);
    use(minor + 1);
    awaitAnswers(load, load.answered() + PER_SECOND / 2);
    become(State.CHANGING);
    load.during("removal " + cycle);
    api.post("plugins/" + Warranty.ID + "/quarantine", "").expect(200);
    become(State.QUARANTINED);
    load.during("rest after " + cycle);
    awaitAnswers(load, load.answered() + PER_SECOND / 4);
  }

  private void use(int minor) {
    JsonNode made =
        api.post("records/" + Warranty.TYPE, Map.of("fields", warranty)).expect(201).json();
    JsonNode changed =
        api.patch(
                "records/" + Warranty.TYPE + "/" + made.path("id").asLong(),
                Map.of("fields", Map.of(Warranty.added(minor), minor)))
            .expect(200)
            .json();
    assertThat(changed.at("/fields/" + Warranty.added(minor)).asInt()).isEqualTo(minor);
  }

  private void become(State state) {
    phase = new Phase(state, phase.number() + 1);
  }

  private static void awaitAnswers(OpenLoop load, int count) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(60))
        .until(() -> load.answered() >= count);
  }

  private static double pinned(Api api) {
    String name = "parley_plugin_loaders_pinned";
    return api.get("/metrics")
        .expect(200)
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric " + name));
  }

  private OpenLoop.Shot shot(long number) {
    return switch ((int) (number % 10)) {
      case 0, 1 -> list("account", "sort=-modified_at");
      case 2 -> list("contact", "filter=account.name==a*");
      case 3 -> read("account", account);
      case 4 -> create(number);
      case 5 -> list("opportunity", "sort=name");
      case 6 -> read("opportunity", opportunity);
      case 7 -> changingList();
      case 8 -> changingCreate();
      default -> changingField();
    };
  }

  private OpenLoop.Shot list(String type, String query) {
    return get(
        "records/" + type + "?limit=20&" + query,
        body -> {
          for (JsonNode item : body.path("items")) {
            if (!item.path("type").asText().equals(type) || !item.path("id").isIntegralNumber()) {
              return "a wrong row";
            }
          }
          return body.path("items").size() <= 20 && body.has("next") ? null : "not a page";
        });
  }

  private OpenLoop.Shot read(String type, long id) {
    return get(
        "records/" + type + "/" + id,
        body ->
            body.path("id").asLong() == id
                    && body.path("type").asText().equals(type)
                    && body.path("fields").has("name")
                ? null
                : "not the record");
  }

  private OpenLoop.Shot create(long number) {
    String name = "Load " + number;
    return send(
        "POST",
        "records/account",
        Map.of("fields", Map.of("name", name)),
        Set.of(201),
        body -> body.at("/fields/name").asText().equals(name) ? null : "not what was sent");
  }

  private OpenLoop.Shot changingList() {
    return changing(
        "GET",
        "records/" + Warranty.TYPE + "?limit=20",
        null,
        Map.of(State.ABSENT, 404, State.ACTIVE, 200, State.QUARANTINED, 200));
  }

  private OpenLoop.Shot changingCreate() {
    Map<String, Object> body = Map.of("fields", warranty);
    return changing(
        "POST",
        "records/" + Warranty.TYPE,
        body,
        Map.of(State.ABSENT, 404, State.ACTIVE, 201, State.QUARANTINED, 409));
  }

  private OpenLoop.Shot changingField() {
    return changing(
        "PATCH",
        "records/opportunity/" + opportunity,
        Map.of("fields", Map.of(Warranty.FIELD, "2027-01-01")),
        Map.of(State.ABSENT, 422, State.ACTIVE, 200, State.QUARANTINED, 422));
  }

  /** A request whose right answer depends on the phase; both, when a change fell into it. */
  private OpenLoop.Shot changing(
      String method, String path, Object body, Map<State, Integer> right) {
    Phase sent = phase;
    return send(
        method,
        path,
        body,
        Set.copyOf(right.values()),
        json -> null,
        status -> {
          Phase now = phase;
          if (sent.number() != now.number() || sent.state() == State.CHANGING) {
            uncertain.incrementAndGet();
            return true;
          }
          return status.equals(right.get(now.state()));
        });
  }

  private OpenLoop.Shot get(String path, java.util.function.Function<JsonNode, String> check) {
    return send("GET", path, null, Set.of(200), check);
  }

  private OpenLoop.Shot send(
      String method,
      String path,
      Object body,
      Set<Integer> right,
      java.util.function.Function<JsonNode, String> check) {
    return send(method, path, body, right, check, status -> true);
  }

  private OpenLoop.Shot send(
      String method,
      String path,
      Object body,
      Set<Integer> right,
      java.util.function.Function<JsonNode, String> check,
      java.util.function.Predicate<Integer> inPhase) {
    BodyPublisher publisher = body == null ? null : Api.json(body);
    HttpRequest request =
        api.request(method, path, publisher, body == null ? null : "application/json")
            .timeout(Duration.ofSeconds(10))
            .build();
    return new OpenLoop.Shot() {
      @Override
      public HttpRequest request() {
        return request;
      }

      @Override
      public String judge(HttpResponse<String> answer) {
        if (!right.contains(answer.statusCode())) {
          return "wrong status";
        }
        if (!inPhase.test(answer.statusCode())) {
          return "wrong status while " + phase;
        }
        try {
          JsonNode json = JSON.readTree(answer.body());
          if (answer.statusCode() < 300) {
            return check.apply(json);
          }
          String culprit = json.path("code").asText() + json.at("/errors/0/code").asText();
          return List.of("unknown_type", "type_quarantined", "invalidunknown_field")
                  .contains(culprit)
              ? null
              : "wrong problem";
        } catch (IOException broken) {
          return "broken JSON";
        }
      }
    };
  }
}
