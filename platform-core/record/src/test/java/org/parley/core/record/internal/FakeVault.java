// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.parley.core.operation.Vault;

/** Hides texts from the eye only; the same text looks different each time, as with the real one. */
final class FakeVault implements Vault {
  private int sealed;

  @Override
  public String seal(String purpose, String plain) {
    String whole = ++sealed + ":" + purpose + ":" + plain;
    return Base64.getEncoder().encodeToString(whole.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String open(String purpose, String sealedText) {
    String whole = new String(Base64.getDecoder().decode(sealedText), StandardCharsets.UTF_8);
    String[] parts = whole.split(":", 3);
    if (!parts[1].equals(purpose)) {
      throw new IllegalStateException("It was sealed for " + parts[1]);
    }
    return parts[2];
  }
}
