// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * A service that may come later. It is fetched only when it is needed and then kept: fetching it
 * while services start would close the circle of rooms that need each other, and giving it back
 * after each use would stop and start its component every time.
 */
final class OptionalService<T> {
  private record Held<T>(ServiceReference<T> reference, T service) {}

  private final BundleContext context;
  private volatile Held<T> held;

  OptionalService(BundleContext context) {
    this.context = context;
  }

  /** The service behind a reference, null when there is none. */
  T get(ServiceReference<T> reference) {
    if (reference == null) {
      return null;
    }
    Held<T> known = held;
    if (known == null || !known.reference().equals(reference)) {
      T service = context.getService(reference);
      if (service == null) {
        return null;
      }
      known = new Held<>(reference, service);
      held = known;
    }
    return known.service();
  }
}
