// SPDX-License-Identifier: Apache-2.0
package org.parley.core.console;

import java.time.Duration;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Stops everything in order when the process is told to end, by Ctrl-C for one: Karaf itself does
 * so for SIGTERM alone, and dies of every other signal on the spot.
 */
@Component(service = {})
public final class OrderlyEnd {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Framework framework;
  private final Thread hook = new Thread(this::stopFramework, "parley-end");

  @Activate
  public OrderlyEnd(BundleContext context) {
    framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(Framework.class);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Deactivate
  void letGo() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyEnding) {
      // It is the hook itself that stops us.
      return;
    }
  }

  private void stopFramework() {
    try {
      framework.stop();
      framework.waitForStop(PATIENCE.toMillis());
      System.out.println("Parley has stopped.");
    } catch (BundleException e) {
      System.out.println("Parley did not stop in order: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
