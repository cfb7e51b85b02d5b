// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.event.EventStream;
import org.parley.core.operation.Vault;
import org.parley.core.plugin.Ledger;
import org.parley.core.plugin.Plugin;
import org.parley.core.plugin.PluginFiles;
import org.parley.core.plugin.PluginMetrics;
import org.parley.core.plugin.PluginPlan;
import org.parley.core.plugin.Plugins;
import org.parley.core.plugin.UiContribution;
import org.parley.core.plugin.internal.hook.Dispatch;
import org.parley.core.plugin.internal.hook.HookCalls;
import org.parley.core.plugin.internal.jar.JarReader;
import org.parley.core.plugin.internal.own.OwnServices;
import org.parley.core.record.FileScanSource;
import org.parley.core.record.HookSource;
import org.parley.core.record.Models;
import org.parley.core.record.RecordStore;
import org.parley.core.security.LoginSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way plugins come and go. Boots on a thread of its own, so that the framework's start does
 * not wait for it; from then on changes run one at a time.
 */
@Component(
    immediate = true,
    service = {
      Plugins.class,
      PluginFiles.class,
      PluginMetrics.class,
      HookSource.class,
      FileScanSource.class,
      LoginSource.class
    })
public final class PluginRoom
    implements Plugins, PluginFiles, PluginMetrics, HookSource, FileScanSource, LoginSource {
  private static final Logger LOG = LoggerFactory.getLogger(PluginRoom.class);
  private static final long PATIENCE_SECONDS = 120;
  private static final long RETRY_SECONDS = 2;
  private static final long STOP_SECONDS = 5;

  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition closing = lock.newCondition();
  private final Settings settings;
  private final Bundles bundles;
  private final HookCalls calls = new HookCalls();
  private final Dispatch dispatch = new Dispatch(calls);
  private final Catalogue catalogue = new Catalogue();
  private final StaticFiles files;
  private final Operations operations;
  private final Planner planner;
  private final Lifecycle lifecycle;
  private final DemoData demo;
  private final Overview overview;
  private final PluginEvents told = new PluginEvents(() -> this.records);
  private final Boot boot;
  private final Ledger ledger;
  private final Thread thread;

  /** Records are served once the types of plugins are known: later than this room. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile RecordStore records;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Vault vault;

  private volatile String awaited = "plugins are being started";
  private volatile boolean closed;
  private volatile DeployFolder deploy;

  @Activate
  public PluginRoom(
      BundleContext context,
      @Reference Ledger ledger,
      @Reference Models models,
      @Reference EventStream events,
      @Reference ServiceComponentRuntime runtime) {
    this(context, Settings.of(context), ledger, models, events, runtime);
  }

  PluginRoom(
      BundleContext context,
      Settings settings,
      Ledger ledger,
      Models models,
      EventStream events,
      ServiceComponentRuntime runtime) {
    this.settings = settings;
    this.ledger = ledger;
    bundles = new Bundles(context, new OwnServices(context, () -> records, () -> vault));
    files = new StaticFiles(ledger);
    operations = new Operations(ledger, events, settings.hold());
    JarReader reader = new JarReader();
    Requirements requirements = new Requirements(bundles);
    planner = new Planner(catalogue, models, reader, requirements);
    lifecycle =
        new Lifecycle(
            ledger,
            models,
            events,
            bundles,
            new Components(runtime),
            dispatch,
            catalogue,
            files,
            operations);
    demo = new DemoData(ledger, models, catalogue, lifecycle);
    overview = new Overview(catalogue, dispatch, operations, bundles, lifecycle);
    boot =
        new Boot(
            ledger,
            models,
            reader,
            requirements,
            new Distribution(settings.seed(), reader, requirements),
            bundles,
            dispatch,
            catalogue,
            files,
            operations,
            lifecycle);
    thread = new Thread(this::boot, "parley-plugins-boot");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Plugins' bundles stay: the framework stops them itself, and the next start looks at each.
   * Nobody is interrupted: an interrupt in the middle of a statement costs the database its
   * connection, and what is left unfinished the next start finishes.
   */
  @Deactivate
  void deactivate() {
    closed = true;
    DeployFolder watched = deploy;
    if (watched != null) {
      watched.close();
    }
    calls.close();
    if (lock.tryLock()) {
      try {
        closing.signalAll();
      } finally {
        lock.unlock();
      }
    }
    try {
      thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void boot() {
    lock.lock();
    try {
      while (!closed && awaited != null) {
        try {
          boot.run();
          awaited = null;
          watch();
        } catch (RuntimeException | LinkageError failure) {
          if (closed) {
            return;
          }
          awaited = "plugins cannot be started: " + failure.getMessage();
          LOG.error("Plugins cannot be started; trying again", failure);
          closing.await(RETRY_SECONDS, TimeUnit.SECONDS);
        }
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void watch() {
    if (settings.deploy().isPresent() && !closed) {
      try {
        deploy = new DeployFolder(settings.deploy().get(), this, ledger, catalogue);
      } catch (IOException unwatchable) {
        LOG.error("The folder {} cannot be watched", settings.deploy().get(), unwatchable);
      }
    }
  }

  @Override
  public List<Plugin> list() {
    return overview.plugins();
  }

  @Override
  public Plugin get(String id) {
    return overview.plugin(installed(id));
  }

  @Override
  public PluginPlan plan(Path jar) {
    return alone(() -> planner.install(jar).plan());
  }

  @Override
  public Plugin install(Path jar, Principal principal, String through) {
    return alone(
        () -> {
          Planner.Planned planned = planner.install(jar).orRefuse();
          return planned.plan().action().equals(Planner.NONE)
              ? get(planned.jar().id())
              : bring(planned, principal, through);
        });
  }

  private Plugin bring(Planner.Planned planned, Principal principal, String through) {
    String id = planned.jar().id();
    Installed before = planned.before();
    String from = before == null ? null : before.entry().version();
    String to = planned.jar().version();
    return told.told(
        new PluginEvents.Act(principal, through, planned.plan().action(), id, from, to),
        () -> {
          lifecycle.bring(planned, principal.name(), through);
          return get(id);
        });
  }

  @Override
  public PluginPlan planQuarantine(String id) {
    return alone(() -> planner.quarantine(inForce(id)).plan());
  }

  @Override
  public Plugin quarantine(String id, Principal principal, String through) {
    return alone(
        () -> {
          Installed leaving = inForce(id);
          String from = leaving.entry().version();
          Planner.Planned planned = planner.quarantine(leaving).orRefuse();
          return told.told(
              new PluginEvents.Act(principal, through, Operations.QUARANTINE, id, from, null),
              () -> {
                lifecycle.quarantine(planned, principal.name(), through);
                return get(id);
              });
        });
  }

  @Override
  public Plugin reattach(String id, Principal principal, String through) {
    return alone(
        () -> {
          Installed installed = installed(id);
          if (installed.active() && installed.failure() == null) {
            throw new ParleyException(
                ErrorKind.CONFLICT, "plugin_active", "The plugin " + id + " is in force already.");
          }
          byte[] jar = ledger.bytes(installed.entry()).orElse(new byte[0]);
          return bring(planner.reattach(jar).orRefuse(), principal, through);
        });
  }

  @Override
  public void loadDemo() {
    alone(
        () -> {
          demo.load();
          return null;
        });
  }

  @Override
  public Models.DemoRemoved removeDemo() {
    return alone(demo::remove);
  }

  @Override
  public Map<String, String> texts(String language) {
    return overview.texts(language);
  }

  @Override
  public List<UiContribution> contributions() {
    return overview.contributions();
  }

  @Override
  public List<String> awaited() {
    String waiting = awaited;
    if (waiting != null) {
      return List.of(waiting);
    }
    return List.of();
  }

  @Override
  public Optional<byte[]> file(String id, String versionAndHash, String path) {
    return files.file(id, versionAndHash, path);
  }

  @Override
  public List<Hook> hooks(String type) {
    return dispatch.hooks(type);
  }

  @Override
  public List<Scan> scans() {
    return dispatch.scans();
  }

  @Override
  public List<Provider> providers() {
    return dispatch.providers();
  }

  @Override
  public Figures figures() {
    return overview.figures();
  }

  private Installed installed(String id) {
    return catalogue
        .find(id)
        .orElseThrow(() -> ParleyException.notFound("There is no plugin " + id + "."));
  }

  private Installed inForce(String id) {
    Installed installed = installed(id);
    if (installed.quarantined()) {
      throw new ParleyException(
          ErrorKind.CONFLICT, "plugin_quarantined", "The plugin " + id + " is removed already.");
    }
    return installed;
  }

  private <T> T alone(Supplier<T> change) {
    try {
      if (!lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new ParleyException(
            ErrorKind.CONFLICT,
            "plugin_busy",
            "Another change of plugins is under way; try again.");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw ParleyException.unavailable("The system is stopping.", interrupted);
    }
    try {
      if (awaited != null) {
        throw ParleyException.unavailable("Plugins are not started yet.", null);
      }
      return change.get();
    } finally {
      lock.unlock();
    }
  }
}
