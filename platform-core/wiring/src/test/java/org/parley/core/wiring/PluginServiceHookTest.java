// SPDX-License-Identifier: Apache-2.0
package org.parley.core.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;

class PluginServiceHookTest {

  private static final String ACME = "parley:acme/1.0/aa";

  private final FakeWiring core = new FakeWiring("mvn:org.parley/parley-core-record/1.0", 10);
  private final FakeWiring acme = new FakeWiring(ACME, 12);
  private final FakeWiring rival = new FakeWiring("parley:rival/1.0/bb", 13);
  private final PluginServiceHook hook = new PluginServiceHook();

  private final ServiceReference<?> forAll = service(core, Map.of(), "org.parley.api.Clock");
  private final ServiceReference<?> forAcme =
      service(core, Map.of("parley.for", ACME), "org.parley.api.record.Records");
  private final ServiceReference<?> forRival =
      service(core, Map.of("parley.for", "parley:rival/1.0/bb"), "org.parley.api.record.Records");
  private final ServiceReference<?> internal = service(core, Map.of(), "javax.sql.DataSource");
  private final ServiceReference<?> mixed =
      service(core, Map.of(), "org.parley.api.Clock", "javax.sql.DataSource");
  private final ServiceReference<?> own = service(acme, Map.of(), "org.parley.spi.hook.Hook");
  private final ServiceReference<?> rivals = service(rival, Map.of(), "org.parley.api.Clock");

  @Test
  void aPluginFindsTheApiMeantForItAndItsOwn() {
    assertThat(found(acme)).containsExactly(forAll, forAcme, own);
  }

  @Test
  void thePlatformFindsEverything() {
    assertThat(found(core)).hasSize(7);
  }

  @Test
  void aPluginHearsOnlyOfWhatItCouldFind() {
    assertThat(told(forAll)).containsExactlyInAnyOrder("core", "acme", "rival");
    assertThat(told(forAcme)).containsExactlyInAnyOrder("core", "acme");
    assertThat(told(internal)).containsExactly("core");
    assertThat(told(rivals)).containsExactlyInAnyOrder("core", "rival");
  }

  private List<ServiceReference<?>> found(FakeWiring viewer) {
    List<ServiceReference<?>> references =
        new ArrayList<>(List.of(forAll, forAcme, forRival, internal, mixed, own, rivals));
    hook.find(viewer.context(), null, null, true, references);
    return references;
  }

  private List<String> told(ServiceReference<?> reference) {
    Map<BundleContext, String> names =
        Map.of(core.context(), "core", acme.context(), "acme", rival.context(), "rival");
    Map<BundleContext, Collection<ListenerInfo>> listeners = new HashMap<>();
    names.keySet().forEach(context -> listeners.put(context, new ArrayList<>()));
    hook.event(new ServiceEvent(ServiceEvent.REGISTERED, reference), listeners);
    return listeners.keySet().stream().map(names::get).toList();
  }

  private static ServiceReference<?> service(
      FakeWiring owner, Map<String, Object> properties, String... types) {
    Map<String, Object> all = new HashMap<>(properties);
    all.put("objectClass", types);
    return owner.registering(all);
  }
}
