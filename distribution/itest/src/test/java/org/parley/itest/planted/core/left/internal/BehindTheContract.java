// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.planted.core.left.internal;

/** Nobody's business but the left room's. */
public record BehindTheContract() {}
