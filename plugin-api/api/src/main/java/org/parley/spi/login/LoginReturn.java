// SPDX-License-Identifier: Apache-2.0
package org.parley.spi.login;

import java.net.URI;
import java.util.Map;
import java.util.Objects;

/**
 * A browser that has come back from the other system.
 *
 * @param address where it came back to: the one that {@link LoginProvider#start} was given
 * @param parameters of the query, by name, the first of each; from outside, so to be distrusted
 * @param kept what {@link LoginStart#kept()} held
 */
public record LoginReturn(URI address, Map<String, String> parameters, Map<String, String> kept) {
  public LoginReturn {
    Objects.requireNonNull(address, "address");
    parameters = Map.copyOf(parameters);
    kept = Map.copyOf(kept);
  }
}
