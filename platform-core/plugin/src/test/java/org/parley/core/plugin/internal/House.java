// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.felix.framework.FrameworkFactory;
import org.apache.felix.scr.impl.Activator;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.util.tracker.ServiceTracker;
import org.parley.core.event.EventStream;
import org.parley.core.event.Notice;
import org.parley.core.plugin.Ledger;
import org.parley.core.wiring.AllowList;
import org.parley.core.wiring.WiringActivator;

/** A real framework with Declarative Services and the wiring hooks, and the room inside it. */
final class House implements AutoCloseable {
  private static final String SHARED =
      String.join(
          ",",
          "org.parley.api.error;version=1.0.0",
          "org.parley.api.record;version=1.1.0",
          "org.parley.api.security;version=1.0.0",
          "org.parley.spi.file;version=1.0.0",
          "org.parley.spi.record;version=1.0.0",
          "org.osgi.service.component;version=1.5.0",
          "org.osgi.service.component.runtime;version=1.5.0",
          "org.osgi.service.component.runtime.dto;version=1.5.0",
          "org.osgi.util.promise;version=1.3.0",
          "org.osgi.util.function;version=1.2.0",
          "org.slf4j;version=1.7.36");

  final Path folder;
  final FakeLedger ledger;
  final FakeModels models = new FakeModels();
  final List<Notice> notices = new CopyOnWriteArrayList<>();
  final Framework framework;
  PluginRoom room;
  private final ServiceComponentRuntime runtime;

  House(Path folder) throws Exception {
    this(folder, new FakeLedger());
  }

  House(Path folder, FakeLedger ledger) throws Exception {
    this.folder = folder;
    this.ledger = ledger;
    Files.createDirectories(folder.resolve("seed"));
    Files.createDirectories(folder.resolve("deploy"));
    Map<String, String> properties = new HashMap<>();
    properties.put(Constants.FRAMEWORK_STORAGE, folder.resolve("cache").toString());
    properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, SHARED);
    framework = new FrameworkFactory().newFramework(properties);
    framework.init();
    new WiringActivator().start(framework.getBundleContext());
    framework.start();
    String scr =
        Activator.class.getProtectionDomain().getCodeSource().getLocation().toExternalForm();
    framework.getBundleContext().installBundle(scr).start();
    ServiceTracker<ServiceComponentRuntime, ServiceComponentRuntime> tracker =
        new ServiceTracker<>(framework.getBundleContext(), ServiceComponentRuntime.class, null);
    tracker.open();
    runtime = tracker.waitForService(5_000);
  }

  /** Starts the room and waits until it has booted. */
  PluginRoom open() {
    start();
    await().atMost(Duration.ofSeconds(20)).until(() -> room.awaited().isEmpty());
    return room;
  }

  void start() {
    Settings settings =
        new Settings(
            Optional.of(folder.resolve("seed")), Optional.of(folder.resolve("deploy")), null);
    room =
        new PluginRoom(framework.getBundleContext(), settings, ledger, models, stream(), runtime);
  }

  /** Stops the room as a stop of the system would, and starts it again. */
  PluginRoom reopen() {
    room.deactivate();
    ledger.revive();
    return open();
  }

  List<String> pluginBundles() {
    return java.util.Arrays.stream(framework.getBundleContext().getBundles())
        .filter(AllowList::isPlugin)
        .map(bundle -> bundle.getSymbolicName() + "/" + bundle.getVersion() + state(bundle))
        .sorted()
        .toList();
  }

  Ledger.State state(String id, String version) {
    return ledger.entries().stream()
        .filter(entry -> entry.id().equals(id) && entry.version().equals(version))
        .map(Ledger.Entry::state)
        .findFirst()
        .orElse(null);
  }

  @Override
  public void close() throws BundleException, InterruptedException, IOException {
    if (room != null) {
      room.deactivate();
    }
    framework.stop();
    framework.waitForStop(10_000);
  }

  private static String state(Bundle bundle) {
    return bundle.getState() == Bundle.ACTIVE ? "" : " not started";
  }

  private EventStream stream() {
    return new EventStream() {
      @Override
      public AutoCloseable subscribe(long after, Listener listener) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void publish(Notice notice) {
        notices.add(notice);
      }

      @Override
      public long position() {
        return 0;
      }
    };
  }
}
