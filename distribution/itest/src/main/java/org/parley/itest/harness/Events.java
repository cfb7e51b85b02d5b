// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Listens to {@code /api/v1/events}, as the shell does. */
public final class Events implements AutoCloseable {
  private final List<Event> seen = new CopyOnWriteArrayList<>();
  private final Stream<String> lines;
  private final Thread reader;

  /** One event of the stream. */
  public record Event(String id, String name, JsonNode data) {}

  private Events(Stream<String> lines) {
    this.lines = lines;
    this.reader = new Thread(this::read, "events");
    reader.setDaemon(true);
    reader.start();
  }

  /** Listens from now on, or from a position where an earlier connection ended. */
  public static Events listen(Api api, String lastEventId) {
    String[] headers =
        lastEventId == null
            ? new String[] {"Accept", "text/event-stream"}
            : new String[] {"Accept", "text/event-stream", "Last-Event-ID", lastEventId};
    HttpRequest request = api.request("GET", "events", null, null, headers).build();
    try {
      HttpResponse<Stream<String>> response = api.http().send(request, BodyHandlers.ofLines());
      if (response.statusCode() != 200) {
        throw new AssertionError("events: " + response.statusCode());
      }
      return new Events(response.body());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }

  private void read() {
    String id = null;
    String name = "message";
    StringBuilder data = new StringBuilder();
    try {
      for (String line : (Iterable<String>) lines::iterator) {
        if (line.isEmpty()) {
          if (data.length() > 0) {
            seen.add(new Event(id, name, Answer.JSON.readTree(data.toString())));
          }
          name = "message";
          data.setLength(0);
        } else if (line.startsWith("id:")) {
          id = line.substring(3).trim();
        } else if (line.startsWith("event:")) {
          name = line.substring(6).trim();
        } else if (line.startsWith("data:")) {
          data.append(line.substring(5).trim());
        }
      }
    } catch (IOException | UncheckedIOException ended) {
      // The server went away or the test is over: what was seen stays.
    }
  }

  public List<Event> seen() {
    return List.copyOf(seen);
  }

  /** Waits for an event and answers it. */
  public Event await(String name, Predicate<JsonNode> data) {
    Predicate<Event> wanted = event -> event.name().equals(name) && data.test(event.data());
    try {
      Awaitility.await(name + " event")
          .atMost(Duration.ofSeconds(15))
          .until(() -> seen.stream().anyMatch(wanted));
    } catch (RuntimeException late) {
      throw new AssertionError("no such " + name + " event; seen " + seen, late);
    }
    return seen.stream().filter(wanted).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    lines.close();
    reader.interrupt();
  }
}
