// SPDX-License-Identifier: Apache-2.0
package org.parley.core.wiring;

import java.util.Collection;
import org.osgi.framework.Bundle;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Hides plugins from the platform, and from plugins everything that {@link AllowList} does not
 * name.
 *
 * <p>Called by the framework inside every resolution, on whichever thread resolves: it keeps no
 * state and calls no service.
 */
final class PluginResolverHook implements ResolverHook, ResolverHookFactory {

  @Override
  public ResolverHook begin(Collection<BundleRevision> triggers) {
    return this;
  }

  /**
   * Does nothing, on purpose: the framework lists only unresolved revisions here, and treats every
   * resolved one that is missing as removed.
   */
  @Override
  public void filterResolvable(Collection<BundleRevision> candidates) {}

  @Override
  public void filterMatches(
      BundleRequirement requirement, Collection<BundleCapability> candidates) {
    BundleRevision requirer = requirement.getRevision();
    if (AllowList.isPlugin(requirer.getBundle())) {
      candidates.removeIf(
          candidate -> candidate.getRevision() != requirer && !AllowList.allows(candidate));
    } else {
      candidates.removeIf(candidate -> AllowList.isPlugin(candidate.getRevision().getBundle()));
    }
  }

  /** A plugin collides with nobody: two versions of one run side by side during an upgrade. */
  @Override
  public void filterSingletonCollisions(
      BundleCapability singleton, Collection<BundleCapability> collisions) {
    if (AllowList.isPlugin(bundleOf(singleton))) {
      collisions.clear();
    } else {
      collisions.removeIf(other -> AllowList.isPlugin(bundleOf(other)));
    }
  }

  @Override
  public void end() {}

  private static Bundle bundleOf(BundleCapability capability) {
    return capability.getRevision().getBundle();
  }
}
