// SPDX-License-Identifier: Apache-2.0
package org.parley.spi.login;

import java.net.URI;
import java.util.Map;
import java.util.Objects;

/**
 * Where a browser goes to log in, or why it cannot: one of the two.
 *
 * @param page the other system's page, http or https; null for a refusal
 * @param kept what the provider needs again at the end, such as a nonce: the platform seals it, so
 *     that neither the browser nor the other system reads it; together at most 1,000 characters
 * @param refusal for the log and the audit: what is wrong, and what to do; null when there is a
 *     page
 */
public record LoginStart(URI page, Map<String, String> kept, String refusal) {
  public LoginStart {
    kept = Map.copyOf(kept);
  }

  /** Goes to a page. */
  public static LoginStart at(URI page, Map<String, String> kept) {
    return new LoginStart(Objects.requireNonNull(page, "page"), kept, null);
  }

  /** Cannot begin. */
  public static LoginStart refuse(String refusal) {
    return new LoginStart(null, Map.of(), Objects.requireNonNull(refusal, "refusal"));
  }
}
