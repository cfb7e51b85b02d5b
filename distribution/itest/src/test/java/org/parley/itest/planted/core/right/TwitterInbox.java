// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.planted.core.right;

/** A network in the core. */
public record TwitterInbox() {}
