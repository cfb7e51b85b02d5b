// SPDX-License-Identifier: Apache-2.0
package org.parley.api.record;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;

/**
 * An amount in a currency, and what it is worth in the company's.
 *
 * @param amount at most 15 digits before and 4 after the point
 * @param currency ISO 4217 code
 * @param inCompanyCurrency the same in company currency; null until the store has converted it
 * @param rateDate the date of the rate it was converted by; null until converted
 */
public record Money(
    BigDecimal amount, String currency, BigDecimal inCompanyCurrency, LocalDate rateDate) {
  public Money {
    Objects.requireNonNull(amount, "amount");
    Objects.requireNonNull(currency, "currency");
  }

  public Money(BigDecimal amount, String currency) {
    this(amount, currency, null, null);
  }
}
