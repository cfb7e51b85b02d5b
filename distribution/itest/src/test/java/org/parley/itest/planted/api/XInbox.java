// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.planted.api;

/** A network with a short name in the API. */
public record XInbox() {}
