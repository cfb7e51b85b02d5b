// SPDX-License-Identifier: Apache-2.0
package org.parley.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;

/**
 * What search costs: making the index of a filled database, answers to what people type, for the
 * administrator and for somebody who sees one record in a hundred, and how soon a change is found.
 * Every opportunity is called "Deal" and a number, and "Call again about" it is its next step: what
 * is common is in all of them.
 *
 * <p>Set by {@code bench.rows} (1000000), {@code bench.calls} of a kind (400), {@code
 * bench.changes} (50), and what {@link Filled} takes.
 */
public final class Search {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final long rows = Long.getLong("bench.rows", 1_000_000);
  private final int calls = Integer.getInteger("bench.calls", 400);
  private final int changes = Integer.getInteger("bench.changes", 50);
  private final Random random = new Random(7);
  private final List<String> table = new ArrayList<>();
  private ParleyProcess parley;

  private Search() {}

  /** Measures and prints. */
  public static void main(String[] arguments) throws IOException {
    new Search().run();
  }

  private void run() throws IOException {
    ParleyProcess.Setup setup = Filled.with(rows).setup();
    // what was filled behind the journal's back is in no index that the first start has made
    remove(setup.data().resolve("search"));
    try (ParleyProcess started = setup.start()) {
      parley = started;
      Api admin = parley.admin();
      long begin = System.nanoTime();
      complete(admin);
      tell("index made in %.0f s", (System.nanoTime() - begin) / 1e9);
      tell("index of %.0f MB", size(parley.setup().data().resolve("search")) / 1e6);
      tell("resident memory after that %.0f MB", ServedBy.residentMegabytes(parley.pid()));
      Api few = new Few(parley, rows).person();
      found(
          admin,
          admin.create("team", Map.of("name", "Behindhand")).path("id").asLong(),
          "behindhand");
      table.add("| typed | administrator p50 | p95 | sees one in a hundred p50 | p95 |");
      table.add("|---|---|---|---|---|");
      kinds().forEach((kind, words) -> measure(kind, words, admin, few));
      delays(admin);
      tell("resident memory at the end %.0f MB", ServedBy.residentMegabytes(parley.pid()));
    }
    Files.writeString(ParleyProcess.target().resolve("search.md"), String.join("\n", table) + "\n");
  }

  private Map<String, Supplier<String>> kinds() {
    Map<String, Supplier<String>> kinds = new LinkedHashMap<>();
    kinds.put("a name, letter by letter", () -> beginning("deal " + number()));
    kinds.put("one letter", () -> pick("d", "c", "a", "p", "1", "7"));
    kinds.put("two and three letters", () -> pick("de", "dea", "cal", "aga", "pro", "12", "407"));
    kinds.put("a name", () -> "deal " + number());
    kinds.put("three words", () -> "call again " + (100 + random.nextInt(900)));
    kinds.put("a rare word", () -> "" + number());
    kinds.put("in all records", () -> pick("deal", "again", "call about"));
    kinds.put("in none", () -> pick("xyzzy", "quux zyx", "deal xyzzy"));
    kinds.put("one type", () -> beginning("deal " + number()) + "&types=opportunity");
    return kinds;
  }

  private long number() {
    return (long) (random.nextDouble() * rows);
  }

  private String pick(String... some) {
    return some[random.nextInt(some.length)];
  }

  private String beginning(String text) {
    return text.substring(0, 1 + random.nextInt(text.length()));
  }

  private void complete(Api admin) {
    while (true) {
      JsonNode answer = admin.get("search", "q", "deal", "limit", 1).json();
      if (answer.has("incomplete") && !answer.path("incomplete").asBoolean()) {
        return;
      }
      LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
    }
  }

  private static void remove(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static double size(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private void tell(String what, double figure) {
    String line = "- " + what.formatted(figure);
    table.add(line);
    System.out.println(line);
  }

  private void measure(String kind, Supplier<String> words, Api admin, Api few) {
    try (Connection first = new Connection(parley.setup().port());
        Connection second = new Connection(parley.setup().port())) {
      String[] headers = {Connection.login(admin), Connection.login(few)};
      Connection[] clients = {first, second};
      double[][] took = new double[2][calls];
      for (int call = -calls / 4; call < calls; call++) {
        String typed = words.get();
        for (int who = 0; who < 2; who++) {
          double millis = ask(clients[who], headers[who], typed);
          if (call >= 0) {
            took[who][call] = millis;
          }
        }
      }
      StringBuilder row = new StringBuilder("| " + kind);
      for (double[] all : took) {
        Arrays.sort(all);
        row.append(" | %.1f ms | %.1f ms".formatted(all[calls / 2], all[calls * 95 / 100]));
      }
      table.add(row.append(" |").toString());
      System.out.println(row);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static double ask(Connection client, String headers, String typed) throws IOException {
    String[] parts = typed.split("&", 2);
    String query =
        "q="
            + URLEncoder.encode(parts[0], StandardCharsets.UTF_8)
            + "&limit=20"
            + (parts.length > 1 ? "&" + parts[1] : "");
    byte[] request = Connection.request("GET", "/api/v1/search?" + query, headers, "");
    long begin = System.nanoTime();
    int status = client.send(request);
    double millis = (System.nanoTime() - begin) / 1e6;
    if (status != 200) {
      throw new IOException(query + " answered " + status + ": " + client.body());
    }
    return millis;
  }

  private void delays(Api admin) throws IOException {
    double[] took = new double[changes];
    for (int i = 0; i < changes; i++) {
      String word = "zeta" + Long.toString(System.nanoTime(), 36);
      long id = admin.create("account", Map.of("name", "Account " + word)).path("id").asLong();
      took[i] = found(admin, id, word);
    }
    Arrays.sort(took);
    tell("a new record is found after (p50) %.0f ms", took[changes / 2]);
    tell("a new record is found after (p95) %.0f ms", took[changes * 95 / 100]);
  }

  /** Milliseconds until a record is found by a word. */
  private static double found(Api admin, long id, String word) throws IOException {
    long begin = System.nanoTime();
    while (true) {
      JsonNode answer = JSON.readTree(admin.get("search", "q", word).expect(200).body());
      if (answer.at("/items/0/id").asLong() == id) {
        return (System.nanoTime() - begin) / 1e6;
      }
      if (System.nanoTime() - begin > 60e9) {
        throw new IllegalStateException(word + " is not found after a minute");
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }
}
