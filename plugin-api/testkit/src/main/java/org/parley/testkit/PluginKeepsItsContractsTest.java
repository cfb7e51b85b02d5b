// SPDX-License-Identifier: Apache-2.0
package org.parley.testkit;

import org.junit.jupiter.api.DisplayName;

/**
 * What the build of every plugin runs, also of one without a line of Java: {@code
 * parley-plugin-parent} tells surefire to look for tests in this artefact.
 */
@DisplayName("A plugin keeps its contracts")
public class PluginKeepsItsContractsTest implements PluginJarContract, DescriptorContract {
  @Override
  public PluginUnderTest plugin() {
    return PluginUnderTest.ofThisBuild();
  }
}
