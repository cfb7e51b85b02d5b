// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.parley.api.error.ParleyException;
import org.parley.core.operation.RequestFacts;

/** Answers and preconditions, the same for all resources. */
final class Answer {
  private Answer() {}

  static Response ok(Json.Writer body) {
    return json(200, body).build();
  }

  static Response.ResponseBuilder json(int status, Json.Writer body) {
    return whole(status, MediaType.APPLICATION_JSON, Json.bytes(body));
  }

  /** With its length, so that it need not be sent in chunks. */
  static Response.ResponseBuilder whole(int status, String type, byte[] body) {
    return Response.status(status).type(type).header("Content-Length", body.length).entity(body);
  }

  /** A strong entity tag as it stands in a header. */
  static String tag(Object version) {
    return "\"" + version + "\"";
  }

  /** What tells one content from another. */
  static String digest(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(hash, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** The address of something below the API, as the client has to write it. */
  static String address(HttpServletRequest request, String path) {
    return RequestFacts.prefix(request) + "/api/v1/" + path;
  }

  /** Whether the client has this version already, by {@code If-None-Match}. */
  static boolean isKnown(HttpServletRequest request, String tag) {
    String known = request.getHeader("If-None-Match");
    if (known == null) {
      return false;
    }
    for (String one : known.split(",")) {
      String stripped = one.strip();
      if (stripped.equals("*") || stripped.equals(tag) || stripped.equals("W/" + tag)) {
        return true;
      }
    }
    return false;
  }

  /** The version a write is meant for, by {@code If-Match}; 0 for any. */
  static long expectedVersion(HttpServletRequest request) {
    String expected = request.getHeader("If-Match");
    if (expected == null || expected.strip().equals("*")) {
      return 0;
    }
    String digits = expected.strip();
    if (!digits.matches("\"[1-9][0-9]{0,17}\"")) {
      throw ParleyException.badRequest(
          "bad_request", "If-Match is the record's ETag, such as \"3\" with its quotes.");
    }
    return Long.parseLong(digits.substring(1, digits.length() - 1));
  }

  /** An id in a path. What is no number is no record either. */
  static long id(String text) {
    if (!text.matches("[1-9][0-9]{0,17}")) {
      throw ParleyException.notFound("There is no record with this id.");
    }
    return Long.parseLong(text);
  }
}
