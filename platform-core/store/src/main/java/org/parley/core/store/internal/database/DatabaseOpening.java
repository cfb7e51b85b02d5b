// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.database;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.core.operation.Waiting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the database that the environment names and registers it as a {@link Database}. A database
 * elsewhere may come up later than we do: it is tried again on a thread of its own until it
 * answers, and meanwhile the rest of the system says that it is not ready.
 */
// What bnd cannot see: Karaf wants to know who brings the service before it installs the bundle.
@Capability(
    namespace = "osgi.service",
    attribute = "objectClass:List<String>=\"org.parley.core.store.internal.database.Database\"")
@Component(
    service = {},
    immediate = true)
public final class DatabaseOpening {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseOpening.class);
  private static final String NOT_OPEN =
      "The database cannot be used yet and is tried again and again; the log says why.";
  private static final long PAUSE_SECONDS = 2;

  /** Every so many attempts the reason is told again, though it is the same. */
  private static final int REMIND = 15;

  private final BundleContext context;
  private final Path data;
  private final Dialect dialect;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private String told;
  private ServiceRegistration<Waiting> waiting;
  private Database database;
  private ServiceRegistration<Database> registration;

  @Activate
  public DatabaseOpening(BundleContext context) {
    this.context = context;
    this.data = Path.of(System.getProperty("parley.data", "data")).toAbsolutePath();
    this.dialect = chosen(System.getenv());
    if (dialect.isAlone()) {
      // Nothing to wait for: what does not open now does not open later either.
      register(new Database(data, dialect));
    } else if (!open(1)) {
      waiting = context.registerService(Waiting.class, () -> Optional.of(NOT_OPEN), null);
      Thread thread = new Thread(this::keepTrying, "parley-database");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /**
   * The database that an environment asks for.
   *
   * @throws ParleyException naming the setting that is wrong
   */
  static Dialect chosen(Map<String, String> environment) {
    String url = setting(environment, "PARLEY_DB_URL");
    String user = setting(environment, "PARLEY_DB_USER");
    String password = setting(environment, "PARLEY_DB_PASSWORD");
    if (url == null && user == null && password == null) {
      return new DerbyDialect();
    }
    if (url == null) {
      throw wrong("PARLEY_DB_USER or PARLEY_DB_PASSWORD is set, but PARLEY_DB_URL is not.");
    }
    if (!url.startsWith("jdbc:postgresql:")) {
      throw wrong(
          "PARLEY_DB_URL must begin with jdbc:postgresql:// , as in"
              + " jdbc:postgresql://localhost/parley.");
    }
    try {
      return new PostgresDialect(url, user, password);
    } catch (IllegalArgumentException e) {
      // Its message quotes the URL, in which there may be a password.
      throw wrong(
          "PARLEY_DB_URL cannot be read; it looks like"
              + " jdbc:postgresql://localhost:5432/parley.");
    }
  }

  private static String setting(Map<String, String> environment, String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? null : value;
  }

  private static ParleyException wrong(String message) {
    LOG.error(message);
    return new ParleyException(ErrorKind.INVALID, "bad_setting", message);
  }

  private void keepTrying() {
    try {
      for (int attempt = 2; !stopped.await(PAUSE_SECONDS, TimeUnit.SECONDS); attempt++) {
        if (open(attempt)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether that is settled. */
  private boolean open(int attempt) {
    try {
      register(new Database(data, dialect));
      if (attempt > 1) {
        LOG.info("The database answers; Parley goes on starting.");
      }
      return true;
    } catch (ParleyException e) {
      if (attempt % REMIND == 1 || !e.getMessage().equals(told)) {
        told = e.getMessage();
        LOG.error("{} Trying again every {} s.", told, PAUSE_SECONDS);
      }
      LOG.debug("The database could not be opened", e);
      return false;
    }
  }

  private synchronized void register(Database opened) {
    if (stopped.getCount() == 0) {
      opened.close();
      return;
    }
    if (waiting != null) {
      waiting.unregister();
    }
    database = opened;
    registration = context.registerService(Database.class, opened, null);
  }

  @Deactivate
  public synchronized void close() {
    stopped.countDown();
    if (registration != null) {
      registration.unregister();
      database.close();
    }
  }
}
