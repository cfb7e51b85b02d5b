// SPDX-License-Identifier: Apache-2.0
/**
 * What a plugin must keep to, as JUnit 5 interfaces. A plugin whose pom inherits from {@code
 * parley-plugin-parent} runs {@link org.parley.testkit.PluginKeepsItsContractsTest} in its build
 * without a line of its own; for its Java it implements {@link
 * org.parley.testkit.BeforeHookContract} in a test.
 */
package org.parley.testkit;
