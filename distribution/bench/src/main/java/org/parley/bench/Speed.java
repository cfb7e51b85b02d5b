// SPDX-License-Identifier: Apache-2.0
package org.parley.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;

/**
 * Parley against the {@link Yardstick}: both processes at once, each with the JVM setting that
 * ships and a copy of the same database, loaded in turns. What counts is the ratio of two turns
 * that follow each other; the median of all rounds is printed.
 *
 * <p>Set by system properties: {@code bench.rows} (10000,1000000), {@code bench.rounds} (5), {@code
 * bench.seconds} of a turn (5), {@code bench.warmup} seconds for each kind of request and server
 * (20), {@code bench.kinds} (get,list,create), and what {@link Filled} takes.
 */
public final class Speed {
  private static final int CONNECTIONS = 8;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int rounds = Integer.getInteger("bench.rounds", 5);
  private final Duration turn = Duration.ofSeconds(Integer.getInteger("bench.seconds", 5));
  private final Duration warmup = Duration.ofSeconds(Integer.getInteger("bench.warmup", 20));
  private final List<String> kinds =
      List.of(System.getProperty("bench.kinds", "get,list,create").split(","));
  private final List<String> table = new ArrayList<>();

  private Speed() {}

  /** Measures and prints. */
  public static void main(String[] arguments) throws IOException {
    Speed speed = new Speed();
    for (String rows : System.getProperty("bench.rows", "10000,1000000").split(",")) {
      speed.run(Long.parseLong(rows));
    }
    speed.write();
  }

  private void run(long rows) throws IOException {
    Filled filled = Filled.with(rows);
    ParleyProcess.Setup setup = filled.setup();
    try (YardstickProcess yardstick = filled.yardstick();
        ParleyProcess parley = setup.start()) {
      Api api = parley.admin();
      compare(api, setup.port(), yardstick.port());
      String headers = Connection.login(api);
      for (String kind : kinds) {
        Supplier<byte[]> requests = requests(kind, rows, headers);
        int status = kind.equals("create") ? 201 : 200;
        measure(
            rows,
            kind,
            new Clients(CONNECTIONS, parley.pid(), setup.port(), requests, status),
            new Clients(CONNECTIONS, yardstick.pid(), yardstick.port(), requests, status));
        memory(rows, kind, parley, yardstick);
      }
      parley.stop();
    }
  }

  private void measure(long rows, String kind, Clients parley, Clients yardstick) {
    parley.run(warmup);
    yardstick.run(warmup);
    List<Clients.Rate> ours = new ArrayList<>();
    List<Clients.Rate> theirs = new ArrayList<>();
    double[] ratios = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      ours.add(parley.run(turn));
      theirs.add(yardstick.run(turn));
      ratios[i] = ours.get(i).perSecond() / theirs.get(i).perSecond();
    }
    Arrays.sort(ratios);
    add(
        "| %s | %,d | %.2f | %.2f to %.2f | %s | %s |"
            .formatted(
                kind,
                rows,
                ratios[rounds / 2],
                ratios[0],
                ratios[rounds - 1],
                median(ours),
                median(theirs)));
  }

  private static Clients.Rate median(List<Clients.Rate> rates) {
    return rates.stream()
        .sorted(java.util.Comparator.comparingDouble(Clients.Rate::perSecond))
        .toList()
        .get(rates.size() / 2);
  }

  private static void memory(
      long rows, String kind, ParleyProcess parley, YardstickProcess yardstick) {
    System.out.printf(
        "resident after %s at %,d rows: Parley %.0f MB, yardstick %.0f MB%n",
        kind,
        rows,
        ServedBy.residentMegabytes(parley.pid()),
        ServedBy.residentMegabytes(yardstick.pid()));
  }

  private static Supplier<byte[]> requests(String kind, long rows, String headers) {
    String path = "/api/v1/records/opportunity";
    if (kind.equals("list")) {
      List<byte[]> all =
          Opportunities.STAGES.stream()
              .map(stage -> path + "?filter=stage==" + stage + "&sort=-close_date&limit=50")
              .map(address -> Connection.request("GET", address, headers, ""))
              .toList();
      return () -> all.get(ThreadLocalRandom.current().nextInt(all.size()));
    }
    if (kind.equals("create")) {
      return () -> Connection.request("POST", path, headers, Opportunities.body());
    }
    return () ->
        Connection.request(
            "GET",
            path + "/" + (Opportunities.FIRST + ThreadLocalRandom.current().nextLong(rows)),
            headers,
            "");
  }

  /** Both must answer the same, or the comparison is none. */
  private static void compare(Api api, int ours, int theirs) throws IOException {
    String headers = Connection.login(api);
    try (Connection parley = new Connection(ours);
        Connection yardstick = new Connection(theirs)) {
      for (String kind : List.of("get", "list", "create")) {
        byte[] request = requests(kind, 10, headers).get();
        parley.send(request);
        yardstick.send(request);
        JsonNode one = plain(parley.body());
        JsonNode other = plain(yardstick.body());
        if (!one.equals(other) || !one.toString().equals(other.toString())) {
          throw new IllegalStateException(
              "%s: the answers differ%n%.2000s%n%.2000s".formatted(kind, one, other));
        }
      }
    }
  }

  /** Without what is each server's own: the cursor, and of what is new its number and time. */
  private static JsonNode plain(String body) throws IOException {
    ObjectNode answer = (ObjectNode) JSON.readTree(body);
    answer.remove(List.of("next", "prev"));
    if (answer.path("title").asText().startsWith("New deal")) {
      answer.remove("id");
      ((ObjectNode) answer.path("fields")).remove(List.of("created_at", "modified_at"));
    }
    return answer;
  }

  private void add(String row) {
    table.add(row);
    System.out.println(row);
  }

  private void write() throws IOException {
    String all =
        """
        | request | rows | ratio | of %d rounds | Parley | yardstick |
        |---|---|---|---|---|---|
        %s
        """
            .formatted(rounds, String.join("\n", table));
    Files.writeString(ParleyProcess.target().resolve("speed.md"), all);
    System.out.println(all);
  }
}
