// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
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
      assertThat(http.get("/metrics").statusCode()).isEqualTo(503);
      assertThat(http.get("/api/v1/events").statusCode()).isNotEqualTo(200);
      http.login("admin");
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
