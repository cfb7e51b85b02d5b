// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.company;

import java.time.ZoneId;

/**
 * What the company has decided once.
 *
 * @param currency ISO code of the currency that amounts are compared in
 * @param zone where its days begin and end
 * @param demo whether modules bring their demo data
 * @param trashDays how many days what is deleted is kept, 0 for ever
 */
public record Company(String currency, ZoneId zone, boolean demo, int trashDays) {}
