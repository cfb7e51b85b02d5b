// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.company;

import java.time.ZoneId;
import java.util.Set;

/**
 * What the company has decided once.
 *
 * @param currency ISO code of the currency that amounts are compared in
 * @param zone where its days begin and end
 * @param demo whether modules bring their demo data
 * @param trashDays how many days what is deleted is kept, 0 for ever
 * @param secondFactor of whom one is demanded: {@code free}, {@code rights} or {@code everybody}
 */
public record Company(
    String currency, ZoneId zone, boolean demo, int trashDays, String secondFactor) {
  /** Whether a second factor is demanded of somebody with these rights. */
  public boolean demandsSecondFactor(Set<String> rights) {
    return secondFactor.equals("everybody") || secondFactor.equals("rights") && !rights.isEmpty();
  }
}
