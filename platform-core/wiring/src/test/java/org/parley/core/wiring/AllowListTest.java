// SPDX-License-Identifier: Apache-2.0
package org.parley.core.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowListTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.parley.api",
        "org.parley.api.record",
        "org.parley.spi.hook",
        "org.osgi.service.component",
        "org.osgi.service.component.annotations",
        "org.osgi.util.promise"
      })
  void theApiComesFromAnyPlatformBundle(String name) {
    assertThat(AllowList.allowsPackage(name, false)).isTrue();
    assertThat(AllowList.allowsPackage(name, true)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"java.util", "javax.sql", "org.w3c.dom", "org.xml.sax", "org.osgi.framework"})
  void theJdkComesFromTheSystemBundleAlone(String name) {
    assertThat(AllowList.allowsPackage(name, true)).isTrue();
    assertThat(AllowList.allowsPackage(name, false)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.slf4j", "com.fasterxml.jackson.databind", "org.parley.core.record", "org.parley.apis",
        "org.osgi.framework.hooks.resolver", "org.osgi.service.cm", "org.apache.karaf.info",
            "javaxx"
      })
  void everythingElseIsEmbeddedOrNotThere(String name) {
    assertThat(AllowList.allowsPackage(name, true)).isFalse();
    assertThat(AllowList.allowsPackage(name, false)).isFalse();
  }

  @Test
  void onlyTheComponentExtenderServesPlugins() {
    assertThat(allows("osgi.extender", "osgi.component")).isTrue();
    assertThat(allows("osgi.extender", "osgi.blueprint")).isFalse();
    assertThat(allows("osgi.extender", "osgi.serviceloader.processor")).isFalse();
  }

  @Test
  void environmentsAreForEverybodyBundlesAndHostsForNone() {
    assertThat(allows("osgi.ee", "JavaSE")).isTrue();
    assertThat(allows("osgi.native", "linux")).isTrue();
    assertThat(allows("osgi.wiring.bundle", "org.parley.api")).isFalse();
    assertThat(allows("osgi.wiring.host", "org.parley.api")).isFalse();
    assertThat(allows("osgi.contract", "JavaServlet")).isFalse();
  }

  @Test
  void aPluginsCapabilityServesNoOtherPlugin() {
    FakeWiring core = new FakeWiring("mvn:org.parley/parley-api/1.0", 7);
    FakeWiring plugin = new FakeWiring("parley:acme/1.0/aa", 8);
    assertThat(AllowList.allows(core.exporting("org.parley.api"))).isTrue();
    assertThat(AllowList.allows(plugin.exporting("org.parley.api"))).isFalse();
  }

  @Test
  void theLocationAloneMakesAPlugin() {
    assertThat(AllowList.isPlugin("parley:acme/1.0/aa")).isTrue();
    assertThat(AllowList.isPlugin("file:/deploy/parley:acme.jar")).isFalse();
    assertThat(AllowList.isPlugin(new FakeWiring("System Bundle", 0).bundle())).isFalse();
  }

  private static boolean allows(String namespace, String value) {
    return AllowList.allows(namespace, Map.of(namespace, value), false);
  }
}
