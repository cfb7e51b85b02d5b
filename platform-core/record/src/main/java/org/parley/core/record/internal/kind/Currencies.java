// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.util.Currency;

/** The currencies there are. */
public final class Currencies {
  private Currencies() {}

  /** Whether it is an ISO 4217 code, in capitals. */
  public static boolean exists(String code) {
    try {
      return Currency.getInstance(code).getCurrencyCode().equals(code);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
