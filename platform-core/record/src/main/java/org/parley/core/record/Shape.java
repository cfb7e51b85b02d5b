// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

/**
 * How a value lies in a column, independent of the database. Java types of column values: TEXT and
 * LONG_TEXT String, WORDS String with one word a line, LONG Long, DECIMAL BigDecimal, BOOLEAN
 * Boolean, DATE LocalDate, TIMESTAMP Instant in microseconds.
 */
public enum Shape {
  TEXT,
  LONG_TEXT,
  /**
   * Several words, none twice. A comparison holds when one of them meets it; its negation when none
   * does. One word is found by an index.
   */
  WORDS,
  LONG,
  DECIMAL,
  BOOLEAN,
  DATE,
  TIMESTAMP
}
