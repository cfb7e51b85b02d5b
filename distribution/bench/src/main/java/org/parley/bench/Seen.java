// SPDX-License-Identifier: Apache-2.0
package org.parley.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;

/**
 * What lists cost for somebody who sees one record in a hundred: their own, those of three teams
 * and a hundred that were shared, scattered over the table, against the administrator's; and what a
 * permission adds to a get. Both are asked in turns, request by request; the median of all rounds'
 * ratios is printed.
 *
 * <p>Set by {@code bench.rows} (1000000), {@code bench.rounds} (5), {@code bench.calls} of a kind
 * and round (200), {@code bench.lists}, and what {@link Filled} takes.
 */
public final class Seen {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TYPE = "opportunity";

  /** The order of the type's first view, for which there are indexes; then any other. */
  private static final List<String> LISTS =
      List.of(
          System.getProperty("bench.lists", "sort=-modified_at,filter=stage==won&sort=-modified_at")
              .split(","));

  private final long rows = Long.getLong("bench.rows", 1_000_000);
  private final int rounds = Integer.getInteger("bench.rounds", 5);
  private final int calls = Integer.getInteger("bench.calls", 200);
  private final List<String> table = new ArrayList<>();
  private ParleyProcess parley;
  private Api admin;
  private Side all;
  private Side few;

  private Seen() {}

  /** Measures and prints. */
  public static void main(String[] arguments) throws IOException {
    new Seen().run();
  }

  /** One who asks. */
  private final class Side {
    private final String headers;
    private Connection client;

    Side(Api api) {
      this.headers = Connection.login(api);
    }

    void connect() throws IOException {
      if (client != null) {
        client.close();
      }
      client = new Connection(parley.setup().port());
    }

    byte[] request(String path) {
      return Connection.request("GET", "/api/v1/records/" + TYPE + path, headers, "");
    }

    void ask(byte[] request) throws IOException {
      int status = client.send(request);
      if (status != 200) {
        throw new IOException("answered " + status + ": " + client.body());
      }
    }

    /** Places in the middle half of the first pages of a list. */
    List<byte[]> deep(String list) throws IOException {
      List<String> cursors = new ArrayList<>();
      String next = "";
      for (int i = 0; next != null && i < 40; i++) {
        ask(request("?" + list + "&fields=stage&limit=200" + next));
        JsonNode after = JSON.readTree(client.body()).path("next");
        next = after.isNull() ? null : "&after=" + after.asText();
        if (next != null) {
          cursors.add(after.asText());
        }
      }
      return cursors.subList(cursors.size() / 4, 1 + cursors.size() * 3 / 4).stream()
          .map(place -> request("?" + list + "&limit=50&after=" + place))
          .toList();
    }
  }

  private void run() throws IOException {
    try (ParleyProcess started = Filled.with(rows).setup().start()) {
      parley = started;
      admin = parley.admin();
      Api person = new Few(parley, rows).person();
      all = new Side(admin);
      few = new Side(person);
      JsonNode count = person.get("records/" + TYPE, "count", true, "limit", 1).expect(200).json();
      System.out.printf("sees %s of %,d rows%n", count.path("count"), rows);
      for (String list : LISTS) {
        all.connect();
        few.connect();
        measure(
            list + ", first",
            List.of(all.request("?" + list + "&limit=50")),
            List.of(few.request("?" + list + "&limit=50")));
        measure(list + ", deep", all.deep(list), few.deep(list));
      }
      List<String> ids = new ArrayList<>();
      person
          .get("records/" + TYPE, "limit", 200, "fields", "stage")
          .expect(200)
          .json()
          .path("items")
          .forEach(item -> ids.add(item.path("id").asText()));
      all.connect();
      few.connect();
      measure(
          "get",
          ids.stream().map(id -> all.request("/" + id)).toList(),
          ids.stream().map(id -> few.request("/" + id)).toList());
    }
    write();
  }

  private void measure(String what, List<byte[]> whole, List<byte[]> part) throws IOException {
    all.connect();
    few.connect();
    round(whole, part);
    double[][] medians = new double[2][rounds];
    double[] ratios = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      double[] round = round(whole, part);
      medians[0][i] = round[0];
      medians[1][i] = round[1];
      ratios[i] = round[1] / round[0];
    }
    Arrays.sort(medians[0]);
    Arrays.sort(medians[1]);
    Arrays.sort(ratios);
    String row =
        "| %s | %.2f ms | %.2f ms | %.2f |"
            .formatted(what, medians[0][rounds / 2], medians[1][rounds / 2], ratios[rounds / 2]);
    table.add(row);
    System.out.println(row);
  }

  private double[] round(List<byte[]> whole, List<byte[]> part) throws IOException {
    double[][] took = new double[2][calls];
    for (int call = 0; call < calls; call++) {
      took[0][call] = time(all, whole);
      took[1][call] = time(few, part);
    }
    Arrays.sort(took[0]);
    Arrays.sort(took[1]);
    return new double[] {took[0][calls / 2], took[1][calls / 2]};
  }

  private static double time(Side side, List<byte[]> requests) throws IOException {
    byte[] request = requests.get(ThreadLocalRandom.current().nextInt(requests.size()));
    long begin = System.nanoTime();
    side.ask(request);
    return (System.nanoTime() - begin) / 1e6;
  }

  private void write() throws IOException {
    String all =
        "| of %,d rows | administrator | sees one in a hundred | ratio |%n|---|---|---|---|%n%s%n"
            .formatted(rows, String.join("\n", table));
    Files.writeString(ParleyProcess.target().resolve("seen.md"), all);
    System.out.println(all);
  }
}
