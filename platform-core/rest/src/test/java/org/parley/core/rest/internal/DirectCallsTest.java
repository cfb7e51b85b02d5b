// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parley.api.record.Record;

/** The short way and the way through CXF, taken by what the caller accepts, give one answer. */
class DirectCallsTest {
  private static final String LONG_WAY = "text/html;q=0.1, application/json;q=0.9";

  private HttpServer http;

  @BeforeEach
  void start() throws Exception {
    http = new HttpServer();
    http.login("admin");
    http.records.contacts.put(
        1L, new Record("contact", 1, 3, Map.of("last_name", "Byron".repeat(400))));
  }

  @AfterEach
  void stop() throws Exception {
    http.close();
  }

  private HttpResponse<String> send(String method, String path, String accept) throws Exception {
    HttpRequest.Builder request =
        http.request(path).header("X-Request-Id", "same").method(method, BodyPublishers.noBody());
    if (accept != null) {
      request.header("Accept", accept);
    }
    return http.send(request);
  }

  private static Map<String, List<String>> headers(HttpResponse<String> answer) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(answer.headers().map());
    headers.remove("Date");
    return headers;
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/records/contact/1",
    "GET, /api/v1/records/contact/99",
    "GET, /api/v1/records/contact/abc",
    "GET, /api/v1/records/contact/1/history",
    "GET, /api/v1/records/contact?limit=1",
    "GET, /api/v1/records/contact?limit=x",
    "GET, /api/v1/records/nothing/1",
    "GET, /api/v1/types",
    "GET, /api/v1/types/contact",
    "GET, /api/v1/session",
    "GET, /api/v1/plugins",
    "GET, /api/v1/openapi.json",
  })
  void bothWaysAnswerTheSame(String method, String path) throws Exception {
    HttpResponse<String> direct = send(method, path, null);
    HttpResponse<String> chained = send(method, path, LONG_WAY);
    assertThat(direct.statusCode()).isEqualTo(chained.statusCode());
    assertThat(direct.body()).isEqualTo(chained.body());
    assertThat(headers(direct)).isEqualTo(headers(chained));
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /api/v1/records/contact/1, 405",
    "OPTIONS, /api/v1/records/contact/1, 200",
    "HEAD, /api/v1/records/contact/1, 200",
    "GET, /api/v1/records/contact/, 200",
    "GET, /api/v1/records//1, 404",
    "GET, /api/v1/records/contact/1/nothing, 404",
    "POST, /api/v1/records/contact, 415",
  })
  void whatIsNotPlainIsLeftToCxf(String method, String path, int status) throws Exception {
    assertThat(send(method, path, null).statusCode()).isEqualTo(status);
  }

  @Test
  void whoTakesNoJsonIsToldSo() throws Exception {
    assertThat(send("GET", "/api/v1/records/contact/1", "text/html").statusCode()).isEqualTo(406);
  }

  @Test
  void largeAnswersAreCompressedOnBothWays() throws Exception {
    for (String accept : new String[] {"*/*", LONG_WAY}) {
      HttpResponse<String> answer =
          http.send(
              http.request("/api/v1/records/contact/1")
                  .header("Accept", accept)
                  .header("Accept-Encoding", "gzip"));
      assertThat(answer.headers().firstValue("Content-Encoding")).as(accept).hasValue("gzip");
      assertThat(answer.headers().firstValue("Vary")).as(accept).hasValue("Accept-Encoding");
    }
  }
}
