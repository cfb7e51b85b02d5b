// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.io.IOException;

/** A request body holds more than is taken in; thrown while it is read. */
final class BodyTooLarge extends IOException {
  private static final long serialVersionUID = 1L;

  BodyTooLarge(long limit) {
    super("The body is larger than " + limit / (1024 * 1024) + " MB.");
  }
}
