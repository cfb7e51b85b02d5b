// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation;

import java.util.Optional;

/**
 * One thing that whoever runs Parley can set. Immutable.
 *
 * @param name the environment variable, and the key in a settings file
 * @param otherwise what holds when it is not set, in words where it is no value
 * @param purpose what it is for, one sentence for people
 */
public record Setting(String name, Kind kind, String otherwise, String purpose) {

  /** Its value now, or its default; settings files have become environment before Java began. */
  public String value() {
    return set().orElse(otherwise);
  }

  /** Its value if somebody has set it; an empty value is none. */
  public Optional<String> set() {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  /** Whether nobody but the process itself may see its value. */
  public boolean secret() {
    return kind == Kind.SECRET;
  }
}
