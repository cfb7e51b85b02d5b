// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

/**
 * How a value lies in a column, independent of the database. Java types of column values: TEXT and
 * LONG_TEXT String, LONG Long, DECIMAL BigDecimal, BOOLEAN Boolean, DATE LocalDate, TIMESTAMP
 * Instant in microseconds.
 */
public enum Shape {
  TEXT,
  LONG_TEXT,
  LONG,
  DECIMAL,
  BOOLEAN,
  DATE,
  TIMESTAMP
}
