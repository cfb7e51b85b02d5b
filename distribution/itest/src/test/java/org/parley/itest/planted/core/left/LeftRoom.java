// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.planted.core.left;

import org.parley.itest.planted.core.right.RightRoom;

/** One half of a cycle. */
public record LeftRoom(RightRoom neighbour) {}
