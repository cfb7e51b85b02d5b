// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

/** A plugin's bundle that cannot run; the message is for the administrator. */
final class StartFailure extends Exception {
  private static final long serialVersionUID = 1L;

  StartFailure(String message) {
    super(message);
  }
}
