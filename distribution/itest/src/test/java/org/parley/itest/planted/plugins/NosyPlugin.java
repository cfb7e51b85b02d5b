// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.planted.plugins;

import org.parley.itest.planted.core.left.LeftRoom;

/** A plugin that touches the core. */
public record NosyPlugin(LeftRoom core) {}
