// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security;

import java.time.Instant;
import org.parley.api.security.Principal;

/**
 * A login.
 *
 * @param token what the cookie carries; null when the session was looked up rather than begun
 * @param csrf what writes made with the cookie carry in a header
 * @param displayName the user's name as people read it
 */
public record Session(
    String token, String csrf, Principal principal, String displayName, Instant expiresAt) {}
