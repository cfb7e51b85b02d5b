// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import org.parley.core.operation.Vault;

/** Seals so that a test can see whether something was sealed, and for what. */
final class FakeVault implements Vault {
  @Override
  public String seal(String purpose, String plain) {
    return purpose + ":" + new StringBuilder(plain).reverse();
  }

  @Override
  public String open(String purpose, String sealed) {
    if (!sealed.startsWith(purpose + ":")) {
      throw new IllegalStateException("sealed for something else");
    }
    return new StringBuilder(sealed.substring(purpose.length() + 1)).reverse().toString();
  }
}
