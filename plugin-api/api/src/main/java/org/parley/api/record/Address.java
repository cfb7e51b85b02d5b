// SPDX-License-Identifier: Apache-2.0
package org.parley.api.record;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A postal address; each part may be null, but not all of them.
 *
 * @param street with house number; may have several lines
 * @param country ISO 3166-1 alpha-2 code, in capitals
 */
public record Address(
    String street, String postalCode, String city, String region, String country) {

  /** The address on one line. */
  @Override
  public String toString() {
    String place = joined(" ", postalCode, city);
    String lines = street == null ? null : street.replaceAll("\\s*\\R\\s*", ", ");
    return joined(", ", lines, place.isEmpty() ? null : place, region, country);
  }

  private static String joined(String between, String... parts) {
    return Stream.of(parts).filter(Objects::nonNull).collect(Collectors.joining(between));
  }
}
