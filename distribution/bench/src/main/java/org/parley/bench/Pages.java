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
import org.parley.itest.harness.ParleyProcess;

/**
 * What pages of a list cost as it grows: Parleys with few and with many opportunities at once,
 * asked in turns, request by request, by one client. A ratio is that of two medians of one round;
 * the median of all rounds is printed.
 *
 * <p>Set by {@code bench.rows} (10000,1000000), of which the first is what the others are compared
 * with, {@code bench.rounds} (5), {@code bench.calls} of a kind and round (200), and what {@link
 * Filled} takes.
 */
public final class Pages {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PATH = "/api/v1/records/opportunity?";
  private static final int WALKED = 200;

  /** Lists, by what is asked of them beside the page. */
  private static final List<String> LISTS =
      List.of("sort=name", "sort=-id", "filter=stage==won&sort=-close_date");

  private final int rounds = Integer.getInteger("bench.rounds", 5);
  private final int calls = Integer.getInteger("bench.calls", 200);
  private final List<String> table = new ArrayList<>();

  private Pages() {}

  /** Measures and prints. */
  public static void main(String[] arguments) throws IOException {
    new Pages().run();
  }

  /** A Parley with so many rows, and a client of it. */
  private static final class Size implements AutoCloseable {
    private final long rows;
    private final ParleyProcess parley;
    private final String headers;
    private Connection client;

    Size(long rows) throws IOException {
      this.rows = rows;
      this.parley = Filled.with(rows).setup().start();
      this.headers = Connection.login(parley.admin());
    }

    /** Connects anew: while one size is filled or walked, the connections of others time out. */
    void connect() throws IOException {
      disconnect();
      client = new Connection(parley.setup().port());
    }

    private void disconnect() throws IOException {
      if (client != null) {
        client.close();
      }
    }

    @Override
    public void close() {
      parley.close();
    }

    private byte[] request(String query) {
      return Connection.request("GET", PATH + query, headers, "");
    }

    private void ask(byte[] request) throws IOException {
      int status = client.send(request);
      if (status != 200) {
        throw new IOException("answered " + status + ": " + client.body());
      }
    }

    /** Places in the middle half of a list. */
    private List<String> middle(String list) throws IOException {
      List<String> cursors = new ArrayList<>();
      for (String next = ""; next != null; ) {
        ask(request(list + "&fields=stage&limit=" + WALKED + next));
        JsonNode after = JSON.readTree(client.body()).path("next");
        next = after.isNull() ? null : "&after=" + after.asText();
        cursors.add(after.asText());
      }
      return List.copyOf(cursors.subList(cursors.size() / 4, 1 + cursors.size() * 3 / 4));
    }
  }

  private void run() throws IOException {
    List<Size> sizes = new ArrayList<>();
    try {
      for (String rows : System.getProperty("bench.rows", "10000,1000000").split(",")) {
        sizes.add(new Size(Long.parseLong(rows)));
      }
      for (String list : LISTS) {
        List<List<byte[]>> first = new ArrayList<>();
        List<List<byte[]>> deep = new ArrayList<>();
        List<List<byte[]>> back = new ArrayList<>();
        for (Size size : sizes) {
          size.connect();
          List<String> places = size.middle(list);
          first.add(List.of(size.request(list + "&limit=50")));
          deep.add(requests(size, places, list + "&limit=50&after="));
          back.add(requests(size, places, list + "&limit=50&before="));
        }
        measure(list + ", first", sizes, first);
        measure(list + ", deep", sizes, deep);
        measure(list + ", deep, backwards", sizes, back);
      }
    } finally {
      sizes.forEach(Size::close);
    }
    write(sizes);
  }

  private static List<byte[]> requests(Size size, List<String> places, String query) {
    return places.stream().map(place -> size.request(query + place)).toList();
  }

  private void measure(String what, List<Size> sizes, List<List<byte[]>> requests)
      throws IOException {
    for (Size size : sizes) {
      size.connect();
    }
    round(sizes, requests);
    double[][] medians = new double[sizes.size()][rounds];
    double[][] ratios = new double[sizes.size()][rounds];
    for (int i = 0; i < rounds; i++) {
      double[] round = round(sizes, requests);
      for (int size = 0; size < round.length; size++) {
        medians[size][i] = round[size];
        ratios[size][i] = round[size] / round[0];
      }
    }
    StringBuilder row = new StringBuilder("| " + what);
    for (int size = 0; size < sizes.size(); size++) {
      Arrays.sort(medians[size]);
      Arrays.sort(ratios[size]);
      row.append(" | %.2f ms".formatted(medians[size][rounds / 2]));
      row.append(size == 0 ? "" : ", %.2f".formatted(ratios[size][rounds / 2]));
    }
    table.add(row.append(" |").toString());
    System.out.println(row);
  }

  /** The median of each size in milliseconds. */
  private double[] round(List<Size> sizes, List<List<byte[]>> requests) throws IOException {
    double[][] took = new double[sizes.size()][calls];
    for (int call = 0; call < calls; call++) {
      for (int size = 0; size < sizes.size(); size++) {
        List<byte[]> some = requests.get(size);
        byte[] request = some.get(ThreadLocalRandom.current().nextInt(some.size()));
        long begin = System.nanoTime();
        sizes.get(size).ask(request);
        took[size][call] = (System.nanoTime() - begin) / 1e6;
      }
    }
    return Arrays.stream(took)
        .mapToDouble(
            all -> {
              Arrays.sort(all);
              return all[calls / 2];
            })
        .toArray();
  }

  private void write(List<Size> sizes) throws IOException {
    StringBuilder all = new StringBuilder("| page of 50");
    sizes.forEach(size -> all.append(" | %,d rows".formatted(size.rows)));
    all.append(" |\n|---").append("|---".repeat(sizes.size())).append("|\n");
    table.forEach(row -> all.append(row).append('\n'));
    Files.writeString(ParleyProcess.target().resolve("pages.md"), all);
    System.out.println(all);
  }
}
