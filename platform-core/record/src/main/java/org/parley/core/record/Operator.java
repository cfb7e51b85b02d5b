// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

/** How a column compares with values. NULL takes one Boolean: whether it shall be empty. */
public enum Operator {
  EQUAL,
  NOT_EQUAL,
  LESS,
  LESS_OR_EQUAL,
  GREATER,
  GREATER_OR_EQUAL,
  IN,
  NOT_IN,
  /** One text value in which {@code *} stands for any text. */
  LIKE,
  NOT_LIKE,
  NULL
}
