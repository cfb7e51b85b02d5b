// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import java.io.ByteArrayInputStream;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.parley.core.plugin.Ledger;
import org.parley.core.plugin.internal.own.OwnServices;
import org.parley.core.wiring.AllowList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plugins' bundles in the framework. They are started transiently, so that the framework brings
 * none of them back by itself, and never updated: a version comes beside the one before it.
 */
final class Bundles {
  private static final Logger LOG = LoggerFactory.getLogger(Bundles.class);
  private static final long REFRESH_SECONDS = 20;

  private final BundleContext context;
  private final OwnServices services;
  private final List<WeakReference<ClassLoader>> removed = new ArrayList<>();

  Bundles(BundleContext context, OwnServices services) {
    this.context = context;
    this.services = services;
  }

  /** Where an entry of the ledger lies in the framework. */
  static String location(Ledger.Entry entry) {
    return AllowList.LOCATION_PREFIX + entry.id() + "/" + entry.version() + "/" + entry.hash();
  }

  Optional<Bundle> find(Ledger.Entry entry) {
    return Optional.ofNullable(context.getBundle(location(entry)));
  }

  /** All plugins' bundles, whatever brought them. */
  List<Bundle> all() {
    return Arrays.stream(context.getBundles()).filter(AllowList::isPlugin).toList();
  }

  /** Installs a bundle if it is not there yet; it does not run. */
  Bundle install(Ledger.Entry entry, byte[] jar) throws BundleException {
    Bundle bundle = context.installBundle(location(entry), new ByteArrayInputStream(jar));
    // START_TRANSIENT refuses a bundle whose level is above the framework's.
    int own = context.getBundle().adapt(BundleStartLevel.class).getStartLevel();
    BundleStartLevel level = bundle.adapt(BundleStartLevel.class);
    if (own > 0 && level.getStartLevel() != own) {
      level.setStartLevel(own);
    }
    services.hand(entry.id(), bundle.getLocation());
    return bundle;
  }

  void start(Bundle bundle) throws BundleException {
    bundle.start(Bundle.START_TRANSIENT);
  }

  /** Stops and uninstalls bundles and refreshes exactly them; a failure leaves only garbage. */
  void remove(Collection<Bundle> bundles) {
    List<Bundle> gone = new ArrayList<>();
    for (Bundle bundle : bundles) {
      remember(bundle);
      try {
        bundle.uninstall();
        services.takeBack(bundle.getLocation());
        gone.add(bundle);
      } catch (BundleException | IllegalStateException failure) {
        LOG.warn("Cannot uninstall {}: {}", bundle, failure.toString());
      }
    }
    refresh(gone);
  }

  /** Loaders of removed bundles that the garbage collector has not taken. */
  synchronized int loadersPinned() {
    removed.removeIf(loader -> loader.get() == null);
    return removed.size();
  }

  FrameworkWiring wiring() {
    return context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
  }

  BundleContext context() {
    return context;
  }

  private synchronized void remember(Bundle bundle) {
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    ClassLoader loader = wiring == null ? null : wiring.getClassLoader();
    if (loader != null) {
      removed.add(new WeakReference<>(loader));
    }
  }

  private void refresh(List<Bundle> bundles) {
    if (bundles.isEmpty()) {
      return;
    }
    FrameworkWiring wiring = wiring();
    Collection<Bundle> closure = wiring.getDependencyClosure(bundles);
    if (!bundles.containsAll(closure)) {
      // Something is wired to a plugin, which the hooks rule out: rather a leak than a restart of
      // it.
      LOG.error("Not refreshing {}: others hang on them: {}", bundles, closure);
      return;
    }
    CountDownLatch refreshed = new CountDownLatch(1);
    wiring.refreshBundles(
        bundles,
        event -> {
          if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
            refreshed.countDown();
          }
        });
    try {
      if (!refreshed.await(REFRESH_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("The refresh of {} is not over after {} s", bundles, REFRESH_SECONDS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
