// SPDX-License-Identifier: Apache-2.0
package org.parley.core.wiring;

import java.util.Collection;
import org.osgi.framework.Bundle;
import org.osgi.framework.hooks.bundle.CollisionHook;

/**
 * Lets the same name and version of a plugin be installed again beside the running one, so that a
 * rebuilt plugin is an upgrade like any other. A plugin named like a platform bundle still fails.
 */
final class PluginCollisionHook implements CollisionHook {

  @Override
  public void filterCollisions(int operation, Bundle target, Collection<Bundle> collisions) {
    collisions.removeIf(AllowList::isPlugin);
  }
}
