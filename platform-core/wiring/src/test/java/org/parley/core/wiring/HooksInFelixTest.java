// SPDX-License-Identifier: Apache-2.0
package org.parley.core.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleWiring;

/** The hooks in a real framework: who is wired to whom, and who sees what. */
class HooksInFelixTest {

  private static final String API = "org.parley.api.test";

  /** Stands for the service: a factory, because the framework checks no type of those. */
  private static final ServiceFactory<Object> UNUSED =
      new ServiceFactory<>() {
        @Override
        public Object getService(Bundle user, ServiceRegistration<Object> registration) {
          throw new UnsupportedOperationException("nobody asks for it here");
        }

        @Override
        public void ungetService(
            Bundle user, ServiceRegistration<Object> registration, Object service) {}
      };

  @TempDir Path cache;
  private Framework framework;

  @BeforeEach
  void boot() throws BundleException {
    start();
    framework
        .getBundleContext()
        .installBundle("reference:" + Path.of("target/classes").toUri())
        .start();
  }

  @AfterEach
  void stop() throws Exception {
    framework.stop();
    framework.waitForStop(10_000);
  }

  @Test
  void aPlatformBundleIsNeverWiredToAPlugin() throws Exception {
    bundle("parley:poison/1/aa", "poison", "1", Map.of("Export-Package", "com.sun.msv.grammar"));
    Bundle optional =
        bundle(
            "core:woodstox",
            "woodstox",
            "1",
            Map.of("Import-Package", "com.sun.msv.grammar;resolution:=optional"));
    assertThat(optional.getState()).isEqualTo(Bundle.ACTIVE);
    assertThat(wires(optional)).isEmpty();
  }

  @Test
  void norAfterARestartFromThatCache() throws Exception {
    bundle("parley:poison/1/aa", "poison", "1", Map.of("Export-Package", "com.sun.msv.grammar"));
    bundle(
        "core:woodstox",
        "woodstox",
        "1",
        Map.of("Import-Package", "com.sun.msv.grammar;resolution:=optional"));
    stop();
    start();
    Bundle optional = framework.getBundleContext().getBundle("core:woodstox");
    assertThat(optional.getState()).isEqualTo(Bundle.ACTIVE);
    assertThat(wires(optional)).isEmpty();
  }

  @Test
  void aPluginIsWiredToTheApiAndToNoOtherLibrary() throws Exception {
    bundle("core:api", "api", "1", Map.of("Export-Package", API + ",com.zaxxer.hikari"));
    Bundle good = bundle("parley:good/1/aa", "good", "1", Map.of("Import-Package", API));
    assertThat(wires(good)).containsExactly("api");
    assertThatThrownBy(
            () ->
                bundle(
                    "parley:bad/1/aa", "bad", "1", Map.of("Import-Package", "com.zaxxer.hikari")))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("com.zaxxer.hikari");
  }

  @Test
  void versionsOfASingletonPluginRunSideBySideEvenTheSameVersionTwice() throws Exception {
    Bundle first = bundle("parley:acme/1/aa", "acme;singleton:=true", "1", Map.of());
    Bundle second = bundle("parley:acme/2/bb", "acme;singleton:=true", "2", Map.of());
    Bundle rebuilt = bundle("parley:acme/2/cc", "acme;singleton:=true", "2", Map.of());
    assertThat(List.of(first, second, rebuilt))
        .allSatisfy(bundle -> assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE));
  }

  @Test
  void aPluginSeesTheServicesMeantForIt() throws Exception {
    BundleContext system = framework.getBundleContext();
    BundleContext acme = bundle("parley:acme/1/aa", "acme", "1", Map.of()).getBundleContext();
    register(system, "org.parley.api.Clock", new Hashtable<>());
    register(
        system,
        "org.parley.api.Records",
        new Hashtable<>(Map.of("parley.for", "parley:acme/1/aa")));
    register(
        system,
        "org.parley.api.Records",
        new Hashtable<>(Map.of("parley.for", "parley:rival/1/x")));
    register(system, "javax.sql.DataSource", new Hashtable<>());

    assertThat(acme.getAllServiceReferences(null, null))
        .extracting(HooksInFelixTest::firstType)
        .containsExactlyInAnyOrder("org.parley.api.Clock", "org.parley.api.Records");
    assertThat(system.getAllServiceReferences("javax.sql.DataSource", null)).hasSize(1);
  }

  private void start() throws BundleException {
    framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(Constants.FRAMEWORK_STORAGE, cache.toString(), "felix.log.level", "0"));
    framework.start();
  }

  private Bundle bundle(String location, String name, String version, Map<String, String> headers)
      throws BundleException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
    attributes.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
    attributes.putValue(Constants.BUNDLE_VERSION, version);
    headers.forEach(attributes::putValue);
    ByteArrayOutputStream jar = new ByteArrayOutputStream();
    try (JarOutputStream out = new JarOutputStream(jar, manifest)) {
      out.finish();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    Bundle bundle =
        framework
            .getBundleContext()
            .installBundle(location, new ByteArrayInputStream(jar.toByteArray()));
    bundle.start();
    return bundle;
  }

  private static List<String> wires(Bundle bundle) {
    return bundle.adapt(BundleWiring.class).getRequiredWires("osgi.wiring.package").stream()
        .map(wire -> wire.getProvider().getSymbolicName())
        .toList();
  }

  private static void register(
      BundleContext context, String type, Dictionary<String, Object> properties) {
    context.registerService(type, UNUSED, properties);
  }

  private static String firstType(ServiceReference<?> reference) {
    return ((String[]) reference.getProperty(Constants.OBJECTCLASS))[0];
  }
}
