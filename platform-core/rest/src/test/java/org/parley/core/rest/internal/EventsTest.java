// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.parley.core.event.Notice;

class EventsTest {
  private HttpServer http;

  @BeforeEach
  void start() throws Exception {
    http = new HttpServer();
    http.login("admin");
  }

  @AfterEach
  void stop() throws Exception {
    http.close();
  }

  /** Lines of the stream as they come, read on a thread of their own. */
  private List<String> listen(String lastEventId) throws Exception {
    var request = http.request("/api/v1/events");
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    HttpResponse<InputStream> answer =
        http.client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/event-stream");
    List<String> lines = new CopyOnWriteArrayList<>();
    Thread reader =
        new Thread(
            () -> {
              try (var text =
                  new java.io.BufferedReader(
                      new java.io.InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                text.lines()
                    .map(line -> line.substring(0, Math.min(80, line.length())))
                    .forEach(lines::add);
                lines.add("END");
              } catch (java.io.IOException | java.io.UncheckedIOException e) {
                lines.add("END");
              }
            });
    reader.setDaemon(true);
    reader.start();
    return lines;
  }

  @Test
  void whoListensIsGreetedAndToldWhatHappens() throws Exception {
    http.stream.change(990);
    List<String> lines = listen(null);
    await().until(() -> http.stream.listeners.size() == 1);
    http.stream.change(991);
    http.stream.publish(new Notice("model", Map.of("model", 8)));
    await()
        .untilAsserted(
            () ->
                assertThat(lines.stream().filter(line -> !line.startsWith(":")).toList())
                    .containsSubsequence(
                        "id: 990",
                        "event: hello",
                        "data: {\"model\":7,\"position\":990}",
                        "id: 991",
                        "event: record",
                        "data: {\"type\":\"contact\",\"id\":12,\"version\":4,"
                            + "\"operation\":\"update\",\"by\":1}",
                        "id: 991",
                        "event: model",
                        "data: {\"model\":8}"));
    await().untilAsserted(() -> assertThat(lines).contains(": still here"));
  }

  @Test
  void whoComesBackMissesNothing() throws Exception {
    http.stream.change(990);
    http.stream.change(991);
    http.stream.change(995);
    List<String> lines = listen("990");
    await().untilAsserted(() -> assertThat(lines).contains("id: 990", "id: 991", "id: 995"));
    assertThat(lines).doesNotContain("event: reset");
  }

  @Test
  void whoWasAwayTooLongFetchesAnew() throws Exception {
    http.stream.change(20_000);
    List<String> lines = listen("5");
    await().untilAsserted(() -> assertThat(lines).contains("event: reset"));
    List<String> future = listen("99999");
    await().untilAsserted(() -> assertThat(future).contains("event: reset"));
    List<String> nonsense = listen("abc");
    await().untilAsserted(() -> assertThat(nonsense).contains("event: reset"));
  }

  @Test
  void listeningEndsWithTheSession() throws Exception {
    List<String> lines = listen(null);
    await().until(() -> http.stream.listeners.size() == 1);
    http.send("DELETE", "/api/v1/session", null);
    await().untilAsserted(() -> assertThat(lines).endsWith("END"));
    assertThat(http.stream.listeners).isEmpty();
    assertThat(http.events.open()).isZero();
  }

  @Test
  void listeningEndsWhereASecondFactorIsNeededFirst() throws Exception {
    List<String> lines = listen(null);
    await().until(() -> http.stream.listeners.size() == 1);
    http.sessions.secondFactorNeeded = true;
    await().untilAsserted(() -> assertThat(lines).endsWith("END"));
    assertThat(http.get("/api/v1/events").statusCode()).isEqualTo(403);
  }

  @Test
  void aClientThatGoesAwayIsForgotten() throws Exception {
    try (Socket socket = open()) {
      await().until(() -> http.stream.listeners.size() == 1);
    }
    await().until(() -> http.stream.listeners.isEmpty());
    assertThat(http.events.open()).isZero();
  }

  @Test
  void aClientThatDoesNotReadDelaysNobodyAndIsReset() throws Exception {
    try (Socket socket = open()) {
      await().until(() -> http.stream.listeners.size() == 1);
      List<String> lines = listen(null);
      await().until(() -> http.stream.listeners.size() == 2);
      // More than socket buffers and the queue hold.
      for (int step = 0; step < 3_000; step++) {
        http.stream.publish(new Notice("progress", Map.of("filler", "x".repeat(20_000))));
        if (step % 100 == 0) {
          int seen = step;
          await().until(() -> lines.stream().filter("event: progress"::equals).count() > seen);
        }
      }
      http.stream.change(77);
      await().untilAsserted(() -> assertThat(lines).contains("id: 77"));
      String text = drain(socket, "id: 77\n");
      assertThat(text).contains("event: reset");
    }
  }

  @Test
  void thereIsABoundPerSession() throws Exception {
    for (int i = 0; i < 50; i++) {
      listen(null);
    }
    await().until(() -> http.events.open() == 50);
    assertThat(http.get("/api/v1/events").statusCode()).isEqualTo(429);
    assertThat(http.get("/metrics").body()).contains("parley_event_connections 50");
  }

  @Test
  void nobodyListensWithoutALogin() throws Exception {
    http.cookie = null;
    assertThat(http.get("/api/v1/events").statusCode()).isEqualTo(401);
  }

  private Socket open() throws Exception {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(8 * 1024);
    socket.connect(new InetSocketAddress("127.0.0.1", http.port()));
    String request =
        "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nCookie: parley_session="
            + http.cookie
            + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static String drain(Socket socket, String until) throws Exception {
    socket.setSoTimeout(10_000);
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[64 * 1024];
    while (text.indexOf(until, Math.max(0, text.length() - 70_000)) < 0) {
      int read = socket.getInputStream().read(buffer);
      if (read < 0) {
        break;
      }
      text.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
    }
    return text.toString();
  }
}
