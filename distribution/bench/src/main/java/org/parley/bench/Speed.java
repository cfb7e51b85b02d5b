// SPDX-License-Identifier: Apache-2.0
package org.parley.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.derby.jdbc.EmbeddedDataSource;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;

/**
 * Parley against the {@link Yardstick}: both processes at once, each with the JVM setting that
 * ships and a copy of the same database, loaded in turns. What counts is the ratio of two turns
 * that follow each other; the median of all rounds is printed.
 *
 * <p>Set by system properties: {@code bench.rows} (10000,1000000), {@code bench.rounds} (5), {@code
 * bench.seconds} of a turn (5), {@code bench.warmup} seconds for each kind of request and server
 * (20), {@code bench.kinds} (get,list,create), {@code bench.keep}, a folder where filled databases
 * are kept for the next run.
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
  public static void main(String[] arguments) throws Exception {
    Speed speed = new Speed();
    for (String rows : System.getProperty("bench.rows", "10000,1000000").split(",")) {
      speed.run(Long.parseLong(rows));
    }
    speed.write();
  }

  private void run(long rows) throws IOException, SQLException {
    ParleyProcess.Setup setup = filled(rows);
    Path twin = setup.data().resolveSibling(setup.data().getFileName() + "-yardstick");
    copy(setup.data().resolve("db"), twin.resolve("db"));
    try (ParleyProcess parley = setup.start();
        YardstickProcess yardstick = YardstickProcess.start(twin)) {
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
      return () -> Connection.request("POST", path, headers, body());
    }
    return () ->
        Connection.request(
            "GET",
            path + "/" + (Opportunities.FIRST + ThreadLocalRandom.current().nextLong(rows)),
            headers,
            "");
  }

  private static String body() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int number = random.nextInt(1_000_000);
    return """
    {"fields":{"name":"New deal %d","stage":"%s",\
    "amount":{"amount":"%d.50","currency":"EUR"},"close_date":"2027-%02d-%02d","account":%d}}\
    """
        .formatted(
            number,
            Opportunities.STAGES.get(number % Opportunities.STAGES.size()),
            number,
            1 + random.nextInt(12),
            1 + random.nextInt(28),
            Opportunities.account(number));
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

  /** A Parley that does not run, its tables filled. */
  private static ParleyProcess.Setup filled(long rows) throws IOException, SQLException {
    ParleyProcess.Setup setup = ParleyProcess.Setup.fresh("speed");
    String keep = System.getProperty("bench.keep");
    Path kept = keep == null ? null : Path.of(keep, "derby-" + rows);
    if (kept != null && Files.isDirectory(kept)) {
      copy(kept, setup.data().resolve("db"));
      return setup;
    }
    try (ParleyProcess first = setup.start()) {
      first.stop();
    }
    long begin = System.nanoTime();
    EmbeddedDataSource derby = new EmbeddedDataSource();
    derby.setDatabaseName(setup.data().resolve("db").toString());
    try (java.sql.Connection connection = derby.getConnection()) {
      Opportunities.fill(connection, rows);
    }
    derby.setShutdownDatabase("shutdown");
    try {
      derby.getConnection().close();
    } catch (SQLException down) {
      // Which is how Derby says that it has shut down.
    }
    System.out.printf(
        "filled %,d rows in %d s%n", rows, (System.nanoTime() - begin) / 1_000_000_000);
    if (kept != null) {
      copy(setup.data().resolve("db"), kept);
    }
    return setup;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
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
