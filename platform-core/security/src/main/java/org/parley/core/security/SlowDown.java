// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security;

import java.time.Duration;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;

/** Too many logins failed, or too many run at once: try again later. */
public final class SlowDown extends ParleyException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  public SlowDown(String detail, Duration retryAfter) {
    super(ErrorKind.TOO_MANY, "slow_down", detail);
    this.retryAfter = retryAfter;
  }

  /** How long to wait before the next try can be looked at. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
