// SPDX-License-Identifier: Apache-2.0
package org.parley.spi.login;

import java.util.Objects;

/**
 * A way to log in that the login page offers.
 *
 * @param name by which the platform comes back to it: letters, digits, {@code -} and {@code _}, at
 *     most 60 of them; it stands in the address that the other system sends browsers back to
 * @param label what people read on the button, such as the name of the company's directory
 */
public record LoginChoice(String name, String label) {
  public LoginChoice {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(label, "label");
  }
}
