// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.parley.api.record.Record;

/**
 * Requests that come while the web server has no filters, which is so for a moment when a filter
 * comes or goes beside this room's, are judged by the gate all the same.
 */
class UnfilteredTest {
  @Test
  void theGateIsAskedWhereNoFilterHas() throws Exception {
    try (HttpServer http = new HttpServer(false)) {
      http.records.contacts.put(1L, new Record("contact", 1, 1, Map.of("last_name", "Byron")));
      HttpResponse<String> nobody = http.get("/api/v1/records/contact/1");
      assertThat(nobody.statusCode()).isEqualTo(401);
      assertThat(http.get("/metrics").statusCode()).isEqualTo(200);
      HttpRequest far = http.request("/metrics").header("X-Forwarded-For", "203.0.113.7").build();
      assertThat(http.client.send(far, BodyHandlers.discarding()).statusCode()).isEqualTo(401);
      assertThat(http.get("/api/v1/events").statusCode()).isEqualTo(401);
      http.login("admin");
      HttpRequest events = http.request("/api/v1/events").build();
      HttpResponse<InputStream> stream = http.client.send(events, BodyHandlers.ofInputStream());
      assertThat(stream.statusCode()).isEqualTo(200);
      assertThat(stream.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/event-stream");
      stream.body().close();
      assertThat(http.get("/api/v1/records/contact/1").statusCode()).isEqualTo(200);
      String changed = "{\"fields\":{\"last_name\":\"King\"}}";
      assertThat(http.send("PATCH", "/api/v1/records/contact/1", changed).statusCode())
          .isEqualTo(200);
      http.csrf = "another";
      HttpResponse<String> forged = http.send("PATCH", "/api/v1/records/contact/1", changed);
      assertThat(forged.statusCode()).isEqualTo(403);
      assertThat(forged.body()).contains("\"csrf\"");
      assertThat(forged.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }
  }
}
