// SPDX-License-Identifier: Apache-2.0
package org.parley.api.error;

import java.util.Objects;

/**
 * One culprit within a request.
 *
 * @param field the field, header or file at fault
 * @param code a stable code such as {@code required}
 * @param message a sentence for a person, saying what would be right
 * @param line the line in the file, or 0 where there is none
 * @param pointer the JSON pointer in the file, or null where there is none
 */
public record FieldError(String field, String code, String message, int line, String pointer) {
  public FieldError {
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
  }

  /** A culprit that is a field of a record. */
  public FieldError(String field, String code, String message) {
    this(field, code, message, 0, null);
  }
}
