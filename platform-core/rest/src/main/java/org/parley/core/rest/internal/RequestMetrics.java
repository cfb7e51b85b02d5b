// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.service.component.annotations.Component;

/** Counts and times requests by route and status. Any thread; costs well under a microsecond. */
@Component(service = RequestMetrics.class)
public final class RequestMetrics {
  /** Upper bounds of the histogram's buckets, in milliseconds. */
  private static final long[] BOUNDS = {1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000};

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PATCH", "DELETE", "PUT", "OPTIONS");

  private final Map<Key, Series> series = new ConcurrentHashMap<>();

  private record Key(String method, String route, int status) {}

  private static final class Series {
    private final LongAdder[] buckets = new LongAdder[BOUNDS.length + 1];
    private final LongAdder nanos = new LongAdder();

    private Series() {
      for (int i = 0; i < buckets.length; i++) {
        buckets[i] = new LongAdder();
      }
    }
  }

  void count(String method, String path, int status, long nanos) {
    Key key = new Key(METHODS.contains(method) ? method : "other", route(path), status);
    Series found = series.computeIfAbsent(key, k -> new Series());
    int bucket = 0;
    while (bucket < BOUNDS.length && nanos > BOUNDS[bucket] * 1_000_000) {
      bucket++;
    }
    found.buckets[bucket].increment();
    found.nanos.add(nanos);
  }

  /**
   * A path with its variables named, so that the number of series is bounded whatever clients ask
   * for.
   */
  static String route(String path) {
    String[] parts = path.split("/", -1);
    if (!path.startsWith("/api/v1/") || parts.length < 4) {
      return Set.of("/health/live", "/health/ready", "/metrics").contains(path)
          ? path
          : path.startsWith("/api/docs") ? "/api/docs" : "other";
    }
    String first = parts[3];
    return switch (first) {
      case "calendars" -> "/api/v1/calendars/{secret}";
      case "session", "ui", "events", "audit", "openapi.json" -> "/api/v1/" + first;
      case "types" ->
          parts.length == 4 ? "/api/v1/types" : "/api/v1/types/{type}" + act(parts, 5, "indexes");
      case "plugins" ->
          parts.length == 4
              ? "/api/v1/plugins"
              : "/api/v1/plugins/{id}" + act(parts, 5, "quarantine", "reattach");
      case "records" ->
          parts.length == 5 && parts[4].isEmpty() || parts.length == 4
              ? "other"
              : parts.length == 5
                  ? "/api/v1/records/{type}"
                  : "bulk".equals(parts[5])
                      ? "/api/v1/records/{type}/bulk"
                      : "/api/v1/records/{type}/{id}" + act(parts, 6, "restore", "history");
      default -> "other";
    };
  }

  private static String act(String[] parts, int at, String... known) {
    if (parts.length > at) {
      for (String act : known) {
        if (act.equals(parts[at])) {
          return "/" + act;
        }
      }
    }
    return "";
  }

  /** Appends all series in the Prometheus text format. */
  void write(StringBuilder out) {
    out.append("# HELP parley_http_request_seconds Time to answer, by route and status.\n");
    out.append("# TYPE parley_http_request_seconds histogram\n");
    Map<String, Series> sorted = new TreeMap<>();
    series.forEach(
        (key, value) ->
            sorted.put(
                "method=\""
                    + key.method()
                    + "\",route=\""
                    + key.route()
                    + "\",status=\""
                    + key.status()
                    + "\"",
                value));
    sorted.forEach((labels, value) -> write(out, labels, value));
  }

  private static void write(StringBuilder out, String labels, Series series) {
    String name = "parley_http_request_seconds";
    long count = 0;
    for (int i = 0; i < BOUNDS.length; i++) {
      count += series.buckets[i].sum();
      out.append(name).append("_bucket{").append(labels).append(",le=\"");
      out.append(BOUNDS[i] / 1e3).append("\"} ").append(count).append('\n');
    }
    count += series.buckets[BOUNDS.length].sum();
    out.append(name).append("_bucket{").append(labels).append(",le=\"+Inf\"} ");
    out.append(count).append('\n');
    out.append(name).append("_sum{").append(labels).append("} ");
    out.append(series.nanos.sum() / 1e9).append('\n');
    out.append(name).append("_count{").append(labels).append("} ").append(count).append('\n');
  }
}
