// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.servlet.http.HttpServletResponse;
import javax.ws.rs.WebApplicationException;
import org.apache.cxf.interceptor.Fault;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.core.security.SlowDown;

/**
 * What went wrong, in the form of RFC 9457. The one place where a kind of failure becomes a status.
 *
 * @param fields the culprits, empty where the detail says it all
 * @param retryAfter when the same request may succeed, if it may
 * @param unexpected whether it is our own fault and belongs in the log
 */
record Problem(
    int status,
    String code,
    String detail,
    List<FieldError> fields,
    Optional<Duration> retryAfter,
    boolean unexpected) {
  static final String MEDIA_TYPE = "application/problem+json";
  private static final String TYPES = "https://parley.example/problems/";

  Problem(int status, String code, String detail) {
    this(status, code, detail, List.of(), Optional.empty(), false);
  }

  /**
   * What a failure is to the caller; causes are looked through, since libraries wrap. A bare
   * IOException is the connection's: what resources read and write elsewhere they wrap.
   */
  static Problem of(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 20; depth++, cause = cause.getCause()) {
      if (cause instanceof ParleyException known) {
        return of(known);
      }
      if (cause instanceof BodyTooLarge tooLarge) {
        return new Problem(413, "too_large", tooLarge.getMessage());
      }
      if (cause instanceof BodyBroken broken) {
        return new Problem(400, "bad_request", broken.getMessage());
      }
    }
    if (failure instanceof WebApplicationException http) {
      return of(http.getResponse().getStatus());
    }
    boolean connection =
        failure instanceof IOException
            || failure instanceof Fault && failure.getCause() instanceof IOException;
    return connection
        ? new Problem(400, "bad_request", "The request could not be read to its end.")
        : internal();
  }

  private static Problem of(ParleyException known) {
    Optional<Duration> retryAfter = Optional.empty();
    if (known instanceof SlowDown slow) {
      retryAfter = Optional.of(slow.retryAfter());
    } else if (known.kind() == ErrorKind.UNAVAILABLE) {
      retryAfter = Optional.of(Duration.ofSeconds(1));
    } else if (known.kind() == ErrorKind.INTERNAL) {
      return internal();
    }
    return new Problem(
        status(known.kind()), known.code(), known.getMessage(), known.fields(), retryAfter, false);
  }

  private static int status(ErrorKind kind) {
    return switch (kind) {
      case BAD_REQUEST -> 400;
      case LOGIN_REQUIRED -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
      case STALE -> 412;
      case TOO_LARGE -> 413;
      case MEDIA_TYPE -> 415;
      case INVALID -> 422;
      case TOO_MANY -> 429;
      case UNAVAILABLE -> 503;
      case INTERNAL -> 500;
    };
  }

  /** What JAX-RS itself refuses. */
  private static Problem of(int status) {
    return switch (status) {
      case 404 -> new Problem(404, "not_found", "There is nothing at this address.");
      case 405 -> new Problem(405, "method_not_allowed", "This address does not take this method.");
      case 406 ->
          new Problem(406, "not_acceptable", "The answer is application/json; accept that.");
      case 413 -> new Problem(413, "too_large", "The body is too large.");
      case 415 ->
          new Problem(415, "media_type", "The body is of a media type that is not read here.");
      default ->
          status >= 400 && status < 500
              ? new Problem(status, "bad_request", "The request is malformed.")
              : internal();
    };
  }

  private static Problem internal() {
    return new Problem(
        500,
        "internal",
        "Something went wrong here. It is in the log under this request's id.",
        List.of(),
        Optional.empty(),
        true);
  }

  byte[] json(String requestId) {
    return Json.bytes(json -> write(json, requestId));
  }

  /** Writes it as a JSON object; {@code requestId} may be null. */
  void write(JsonGenerator json, String requestId) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", TYPES + code);
    json.writeStringField("title", title());
    json.writeNumberField("status", status);
    json.writeStringField("code", code);
    json.writeStringField("detail", detail);
    if (requestId != null) {
      json.writeStringField("request", requestId);
    }
    if (!fields.isEmpty()) {
      json.writeArrayFieldStart("errors");
      for (FieldError error : fields) {
        json.writeStartObject();
        json.writeStringField("field", error.field());
        json.writeStringField("code", error.code());
        json.writeStringField("message", error.message());
        if (error.line() > 0) {
          json.writeNumberField("line", error.line());
        }
        if (error.pointer() != null) {
          json.writeStringField("pointer", error.pointer());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  /** Answers with it, outside JAX-RS; does nothing once an answer is on its way. */
  void send(HttpServletResponse response, String requestId) throws IOException {
    if (response.isCommitted()) {
      return;
    }
    byte[] body = json(requestId);
    response.resetBuffer();
    response.setStatus(status);
    response.setContentType(MEDIA_TYPE);
    response.setContentLength(body.length);
    if (retryAfter.isPresent()) {
      response.setHeader("Retry-After", retryAfterSeconds());
    }
    response.getOutputStream().write(body);
  }

  /** Whole seconds, at least one. */
  String retryAfterSeconds() {
    return Long.toString(retryAfter.map(d -> Math.max(1, (d.toMillis() + 999) / 1_000)).orElse(1L));
  }

  private String title() {
    return switch (status) {
      case 400 -> "Bad request";
      case 401 -> "Login required";
      case 403 -> "Not allowed";
      case 404 -> "Not found";
      case 405 -> "Method not allowed";
      case 406 -> "Not acceptable";
      case 409 -> "Conflict";
      case 412 -> "Changed meanwhile";
      case 413 -> "Too large";
      case 415 -> "Unsupported media type";
      case 422 -> "Invalid";
      case 429 -> "Slow down";
      case 503 -> "Not available at the moment";
      default -> status >= 500 ? "Internal error" : "Request refused";
    };
  }
}
