// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation;

/** Figures of a room for {@code /metrics}, registered as a service by the room that knows them. */
public interface Figures {
  /** Writes them down as they are now; called by any thread for each scrape, and fast. */
  void tell(FigureSheet sheet);
}
