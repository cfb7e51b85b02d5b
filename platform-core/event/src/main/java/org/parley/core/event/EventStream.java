// SPDX-License-Identifier: Apache-2.0
package org.parley.core.event;

/**
 * What happens, as it happens: the journal's tail and notices, in one stream. A service of the
 * event room, safe for use by many threads.
 */
@org.osgi.annotation.versioning.ProviderType
public interface EventStream {
  /** Receives the stream on the event room's thread; returns at once and never blocks. */
  interface Listener {
    void changed(Change change);

    void noticed(Notice notice);
  }

  /**
   * Subscribes a listener to all changes after a position and to all notices from now on.
   *
   * @param after a position seen before, or -1 to begin now
   */
  AutoCloseable subscribe(long after, Listener listener);

  /** Shows a notice to all subscribers; returns at once. */
  void publish(Notice notice);

  /** The position up to which changes have been delivered. */
  long position();
}
