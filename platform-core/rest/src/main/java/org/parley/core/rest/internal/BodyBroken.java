// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.io.IOException;

/** A request body ended early or could not be read: the client's side of the line is at fault. */
final class BodyBroken extends IOException {
  private static final long serialVersionUID = 1L;

  BodyBroken(IOException cause) {
    super("The body could not be read to its end.", cause);
  }
}
