// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

/** What happens to a record when the one it refers to goes to the trash. */
public enum OnDelete {
  /** The other one may not go while this one refers to it. */
  RESTRICT,
  /** The reference is emptied. */
  CLEAR,
  /** This one goes to the trash too. */
  CASCADE
}
