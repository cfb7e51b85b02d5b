// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.planted.core.right;

import org.parley.itest.planted.core.left.internal.BehindTheContract;

/** Reaches past the left room's contract. */
public record PastTheContract(BehindTheContract taken) {}
