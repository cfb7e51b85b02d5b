// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.planted.core.right;

import org.parley.itest.planted.core.left.LeftRoom;

/** The other half of a cycle. */
public record RightRoom(LeftRoom neighbour) {}
