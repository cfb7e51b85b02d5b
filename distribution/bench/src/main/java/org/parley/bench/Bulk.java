// SPDX-License-Identifier: Apache-2.0
package org.parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.function.Supplier;
import org.parley.itest.harness.ParleyProcess;

/**
 * How fast opportunities come in by the bulk call, and what those see meanwhile who look at the
 * head of the list: some clients send calls one after the other, one more reads the list again and
 * again.
 *
 * <p>Set by {@code bench.rows} that are there already (10000), {@code bench.clients} (4), {@code
 * bench.batch} rows a call (500), {@code bench.warmup} and {@code bench.seconds} (20 each), and
 * what {@link Filled} takes.
 */
public final class Bulk {
  private final int clients = Integer.getInteger("bench.clients", 4);
  private final int batch = Integer.getInteger("bench.batch", 500);
  private final Duration warmup = Duration.ofSeconds(Integer.getInteger("bench.warmup", 20));
  private final Duration measured = Duration.ofSeconds(Integer.getInteger("bench.seconds", 20));

  private Bulk() {}

  /** Measures and prints. */
  public static void main(String[] arguments) throws IOException {
    long rows = Long.parseLong(System.getProperty("bench.rows", "10000").split(",")[0]);
    new Bulk().run(rows);
  }

  private void run(long rows) throws IOException {
    try (ParleyProcess parley = Filled.with(rows).setup().start()) {
      String headers = Connection.login(parley.admin());
      String path = "/api/v1/records/opportunity";
      Supplier<byte[]> calls = () -> Connection.request("POST", path + "/bulk", headers, body());
      Clients writers = new Clients(clients, parley.pid(), parley.setup().port(), calls, 200);
      byte[] head = Connection.request("GET", path + "?sort=-id&limit=50", headers, "");
      writers.run(warmup);
      Watch watch = new Watch(parley.setup().port(), head, Duration.ofMillis(5));
      watch.start();
      Clients.Rate rate = writers.run(measured);
      double[] seen = watch.end();
      String row =
          "| %,d | %,.0f | %,.0f µs | %.1f / %.1f / %.1f ms of %,d | %.0f MB |"
              .formatted(
                  rows,
                  rate.perSecond() * batch,
                  rate.cpuMicros() / batch,
                  seen[seen.length / 2],
                  seen[(int) (seen.length * 0.99)],
                  seen[seen.length - 1],
                  seen.length,
                  ServedBy.residentMegabytes(parley.pid()));
      String all =
          "| rows before | rows a second | processor a row | list heads: p50 / p99 / slowest |"
              + " resident |\n|---|---|---|---|---|\n"
              + row
              + "\n";
      Files.writeString(ParleyProcess.target().resolve("bulk.md"), all);
      System.out.println(all);
      parley.stop();
    }
  }

  private String body() {
    StringBuilder body = new StringBuilder(batch * 180).append("{\"rows\":[");
    for (int i = 0; i < batch; i++) {
      body.append(i == 0 ? "" : ",").append("{\"op\":\"create\",");
      body.append(Opportunities.body().substring(1));
    }
    return body.append("]}").toString();
  }
}
