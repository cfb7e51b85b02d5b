// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

/** A kind whose fields have a greatest length, which a descriptor may set. */
public interface Sized {
  /** The greatest length where the descriptor gives none, in characters. */
  int defaultMax();

  /** The greatest length a descriptor may give. */
  int greatestMax();
}
