// SPDX-License-Identifier: Apache-2.0
package org.parley.core.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

class PluginResolverHookTest {

  private final FakeWiring core = new FakeWiring("mvn:org.parley/parley-core-rest/1.0", 10);
  private final FakeWiring other = new FakeWiring("mvn:com.zaxxer/HikariCP/4.0.3", 11);
  private final FakeWiring plugin = new FakeWiring("parley:acme/1.0/aa", 12);
  private final FakeWiring newer = new FakeWiring("parley:acme/2.0/bb", 13);
  private final PluginResolverHook hook = new PluginResolverHook();

  @Test
  void thePlatformNeverSeesWhatPluginsExport() {
    BundleCapability good = other.exporting("com.zaxxer.hikari");
    List<BundleCapability> candidates = listOf(plugin.exporting("com.zaxxer.hikari"), good);
    hook.filterMatches(core.requiring(), candidates);
    assertThat(candidates).containsExactly(good);
  }

  @Test
  void aPluginSeesTheApiItselfAndNothingElse() {
    BundleCapability api = core.exporting("org.parley.api.record");
    BundleCapability own = plugin.exporting("acme");
    List<BundleCapability> candidates =
        listOf(api, own, other.exporting("com.zaxxer.hikari"), newer.exporting("acme"));
    hook.filterMatches(plugin.requiring(), candidates);
    assertThat(candidates).containsExactly(api, own);
  }

  @Test
  void whatMayBeResolvedIsLeftAlone() {
    List<BundleRevision> revisions = new ArrayList<>(List.of(plugin.requiring().getRevision()));
    hook.filterResolvable(revisions);
    assertThat(revisions).hasSize(1);
  }

  @Test
  void twoVersionsOfAPluginRunSideBySide() {
    List<BundleCapability> collisions = listOf(newer.exporting("acme"), core.exporting("acme"));
    hook.filterSingletonCollisions(plugin.exporting("acme"), collisions);
    assertThat(collisions).isEmpty();
  }

  @Test
  void theSingletonRuleStaysAmongPlatformBundles() {
    BundleCapability rival = other.exporting("x");
    List<BundleCapability> collisions = listOf(rival, plugin.exporting("x"));
    hook.filterSingletonCollisions(core.exporting("x"), collisions);
    assertThat(collisions).containsExactly(rival);
  }

  @Test
  void theSameVersionOfAPluginCanBeInstalledAgain() {
    List<Bundle> collisions = listOf(plugin.bundle(), core.bundle());
    new PluginCollisionHook().filterCollisions(1, core.bundle(), collisions);
    assertThat(collisions).containsExactly(core.bundle());
  }

  @SafeVarargs
  private static <T> List<T> listOf(T... elements) {
    return new ArrayList<>(Arrays.asList(elements));
  }
}
