// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation.internal.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.parley.core.operation.Evidence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a support bundle when a file asks for it. A file, because who can write into the data
 * directory may read everything anyway, and because it works when the web server does not.
 */
@Component(service = {})
public final class SupportRequests {
  static final String REQUEST = "support.request";
  static final String BUNDLE = "support.zip";

  private static final Logger LOG = LoggerFactory.getLogger(SupportRequests.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final List<Evidence> rooms = new CopyOnWriteArrayList<>();
  private final BundleContext context;
  private final Path home;
  private final Path data;
  private final Thread thread = new Thread(this::watch, "parley-support");

  @Activate
  public SupportRequests(BundleContext context) {
    this.context = context;
    this.home = Path.of(context.getProperty("karaf.home"));
    this.data = Path.of(context.getProperty("parley.data"));
    thread.setDaemon(true);
    thread.start();
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addEvidence(Evidence evidence) {
    rooms.add(evidence);
  }

  void removeEvidence(Evidence evidence) {
    rooms.remove(evidence);
  }

  @Deactivate
  public void stop() {
    thread.interrupt();
  }

  private void watch() {
    Path request = data.resolve("tmp").resolve(REQUEST);
    try {
      while (true) {
        Thread.sleep(BETWEEN_LOOKS.toMillis());
        if (Files.exists(request)) {
          answer(request);
        }
      }
    } catch (InterruptedException stopped) {
      return;
    }
  }

  private void answer(Path request) {
    try {
      Files.deleteIfExists(request);
      Installation installation = new Installation(home, data, System.getenv());
      List<Evidence> parts = new ArrayList<>(new RunningSystem(context).evidence());
      parts.addAll(rooms);
      parts.addAll(installation.evidence());
      parts.sort(Comparator.comparing(Evidence::file));
      new SupportBundle(installation.redaction()).write(request.resolveSibling(BUNDLE), parts);
      LOG.info("A support bundle was made.");
    } catch (IOException | RuntimeException e) {
      LOG.error("A support bundle could not be made.", e);
    }
  }
}
