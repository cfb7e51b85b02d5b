// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;

/** What the server answered. */
public record Answer(String request, int status, HttpHeaders headers, String body) {
  static final ObjectMapper JSON = new ObjectMapper();

  static Answer of(String request, HttpResponse<String> response) {
    return new Answer(request, response.statusCode(), response.headers(), response.body());
  }

  /** The body as JSON; fails loudly, with the whole answer, when it is none. */
  public JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException notJson) {
      throw new AssertionError("not JSON: " + this, notJson);
    }
  }

  /** This answer, if its status is the one expected; else an error that shows the whole answer. */
  public Answer expect(int expected) {
    if (status != expected) {
      throw new AssertionError("expected " + expected + ", got " + this);
    }
    return this;
  }

  public String header(String name) {
    return headers.firstValue(name).orElse(null);
  }

  /** The problem's code; fails when the answer is not problem+json. */
  public String code() {
    if (!isProblem()) {
      throw new AssertionError("not a problem: " + this);
    }
    return json().path("code").asText(null);
  }

  /** Whether this is a well-formed problem+json whose status is that of the answer. */
  public boolean isProblem() {
    String type = header("Content-Type");
    return type != null
        && type.startsWith("application/problem+json")
        && json().path("status").asInt() == status
        && json().path("code").isTextual()
        && json().path("title").isTextual();
  }

  @Override
  public String toString() {
    String shown = body.length() > 2000 ? body.substring(0, 2000) + "…" : body;
    return request + " -> " + status + " " + header("Content-Type") + "\n" + shown;
  }
}
