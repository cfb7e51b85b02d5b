// SPDX-License-Identifier: Apache-2.0
package org.parley.api.error;

import java.util.List;
import java.util.Objects;

/**
 * A failure that a person can meet: it names the culprit and says what to do next. Thrown by every
 * room, turned into problem+json in one place. Throw it or log it, never both.
 */
public class ParleyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorKind kind;
  private final String code;
  private final transient List<FieldError> fields;

  public ParleyException(ErrorKind kind, String code, String detail) {
    this(kind, code, detail, List.of(), null);
  }

  public ParleyException(ErrorKind kind, String code, String detail, Throwable cause) {
    this(kind, code, detail, List.of(), cause);
  }

  public ParleyException(
      ErrorKind kind, String code, String detail, List<FieldError> fields, Throwable cause) {
    super(detail, cause);
    this.kind = Objects.requireNonNull(kind, "kind");
    this.code = Objects.requireNonNull(code, "code");
    this.fields = List.copyOf(fields);
  }

  /** The values of a write break rules of these fields. */
  public static ParleyException invalid(List<FieldError> fields) {
    String detail = fields.isEmpty() ? "Invalid." : fields.get(0).message();
    return new ParleyException(ErrorKind.INVALID, "invalid", detail, fields, null);
  }

  public static ParleyException badRequest(String code, String detail) {
    return new ParleyException(ErrorKind.BAD_REQUEST, code, detail);
  }

  public static ParleyException notFound(String detail) {
    return new ParleyException(ErrorKind.NOT_FOUND, "not_found", detail);
  }

  public static ParleyException unavailable(String detail, Throwable cause) {
    return new ParleyException(ErrorKind.UNAVAILABLE, "unavailable", detail, cause);
  }

  public ErrorKind kind() {
    return kind;
  }

  /** A stable code in lower case with underscores, such as {@code type_quarantined}. */
  public String code() {
    return code;
  }

  /** The culprits one by one; empty where the detail says it all. */
  public List<FieldError> fields() {
    return fields == null ? List.of() : fields;
  }
}
