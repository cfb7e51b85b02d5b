// SPDX-License-Identifier: Apache-2.0
package org.parley.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;

/**
 * How fast a file of opportunities is imported, each with an owner, an account and a product that
 * are looked up, and what those see meanwhile who look at the head of the same list. The first
 * round is the first thing that the server does.
 *
 * <p>Set by {@code bench.rows} of a file (8800), {@code bench.rounds}, a file of new rows each (5),
 * {@code bench.before}, the rows that are there already (1), and what {@link Filled} takes.
 */
public final class Imports {
  private static final int USERS = 35;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final int rows = Integer.getInteger("bench.rows", 8_800);
  private final int rounds = Integer.getInteger("bench.rounds", 5);

  private Imports() {}

  /** Measures and prints. */
  public static void main(String[] arguments) throws IOException {
    new Imports().run(Long.getLong("bench.before", 1));
  }

  private void run(long before) throws IOException {
    Filled filled = Filled.with(before);
    try (ParleyProcess parley = filled.setup().with("PARLEY_MAX_UPLOAD_MB", "1000").start()) {
      Api api = parley.admin();
      for (int i = 0; i < USERS; i++) {
        api.create("user", Map.of("username", "agent-" + i, "name", agent(i)));
      }
      byte[] head =
          Connection.request(
              "GET", "/api/v1/records/opportunity?sort=-id&limit=50", Connection.login(api), "");
      StringBuilder table =
          new StringBuilder(
              "| round | rows | checked, rows/s | imported, rows/s |"
                  + " list heads: p50 / p99 / slowest | resident |\n|---|---|---|---|---|---|\n");
      double[] rates = new double[rounds];
      for (int round = 0; round < rounds; round++) {
        long id = upload(api, round);
        api.send("PUT", "imports/" + id + "/mapping", mapping(api, id), "application/json")
            .expect(204);
        double checked = seconds(api, id, "checked");
        Watch watch = new Watch(parley.setup().port(), head, Duration.ofMillis(50));
        watch.start();
        api.post("imports/" + id + "/run", Map.of()).expect(204);
        double imported = seconds(api, id, "done");
        double[] seen = watch.end();
        rates[round] = rows / imported;
        table.append(
            "| %d | %,d | %,.0f | %,.0f | %.1f / %.1f / %.1f ms of %,d | %.0f MB |%n"
                .formatted(
                    round + 1,
                    rows,
                    rows / checked,
                    rates[round],
                    seen[seen.length / 2],
                    seen[(int) (seen.length * 0.99)],
                    seen[seen.length - 1],
                    seen.length,
                    ServedBy.residentMegabytes(parley.pid())));
        System.out.print(table.substring(table.lastIndexOf("\n", table.length() - 2) + 1));
      }
      Arrays.sort(rates);
      table.append("%nMedian: %,.0f rows a second%n".formatted(rates[rounds / 2]));
      Files.writeString(ParleyProcess.target().resolve("imports.md"), table);
      System.out.println(table);
      parley.stop();
    }
  }

  private static String agent(int number) {
    return "Agent " + (char) ('A' + number % 26) + number;
  }

  private long upload(Api api, int round) throws IOException {
    Path file = Files.createTempFile("opportunities", ".csv");
    try {
      try (BufferedWriter out = Files.newBufferedWriter(file)) {
        out.write("opportunity_id,sales_agent,product,account,deal_stage,close_date,close_value\n");
        List<String> stages = Opportunities.STAGES;
        for (int i = 0; i < rows; i++) {
          out.write(
              "R%dN%d,%s,Product %d,%s,%s,%s,%d%n"
                  .formatted(
                      round,
                      i,
                      agent(i % USERS),
                      i % Opportunities.PRODUCTS,
                      i % 6 == 0 ? "" : "Account " + i % 85,
                      stages.get(i * 7 % stages.size()),
                      LocalDate.of(2025, 1, 1).plusDays(i % 500),
                      50 + i % 30_000));
        }
      }
      return api.send(
              "POST",
              Api.path("imports", "name", "opportunities.csv"),
              BodyPublishers.ofFile(file),
              "text/csv")
          .expect(201)
          .json()
          .path("id")
          .asLong();
    } finally {
      Files.delete(file);
    }
  }

  /** What Parley proposes itself. */
  private static java.net.http.HttpRequest.BodyPublisher mapping(Api api, long id) {
    JsonNode guess = api.get("imports/" + id + "/guess", "type", "opportunity").expect(200).json();
    return BodyPublishers.ofString(guess.path("mapping").toString());
  }

  /** How long it takes to get into a state. */
  private double seconds(Api api, long id, String state) {
    long begin = System.nanoTime();
    while (true) {
      JsonNode fields = api.get("records/import/" + id).expect(200).json().path("fields");
      if (!fields.path("state").asText().matches("checking|running")) {
        if (!fields.path("state").asText().equals(state)
            || fields.path("rows_failed").asLong() > 0
            || fields.path("rows_done").asLong() != rows) {
          throw new IllegalStateException("not " + state + ": " + fields);
        }
        return (System.nanoTime() - begin) / 1e9;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
