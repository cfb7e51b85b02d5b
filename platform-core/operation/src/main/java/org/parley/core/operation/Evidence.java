// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation;

import java.io.PrintWriter;

/**
 * A part of the support bundle, registered as a service by the room that knows it. It need not mind
 * secrets that are settings, tokens or e-mail addresses: the bundle takes those out. Values of
 * records do not belong in it.
 */
public interface Evidence {
  /** Its file in the bundle, such as {@code database.txt}. */
  String file();

  /**
   * Writes it, when somebody asks for a bundle, on a thread of the bundle's. May take seconds. What
   * it throws is told in its place.
   */
  void write(PrintWriter out) throws Exception;
}
