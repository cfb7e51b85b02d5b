// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation.internal.memory;

import java.lang.management.ManagementFactory;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives memory back to the system that the C library keeps after the JVM has freed it, which the
 * compilers do in great pieces. It does what {@code -XX:TrimNativeHeapInterval} would, an option
 * that refuses the start where a JDK does not know it.
 */
@Component(service = {})
public final class NativeHeap {
  private static final Logger LOG = LoggerFactory.getLogger(NativeHeap.class);
  private static final long SECONDS_BETWEEN = 10;

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final ScheduledExecutorService thread;

  @Activate
  public NativeHeap() {
    thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread trimming = new Thread(task, "parley-native-heap");
              trimming.setDaemon(true);
              return trimming;
            });
    thread.scheduleWithFixedDelay(
        this::trimOrStop, SECONDS_BETWEEN, SECONDS_BETWEEN, TimeUnit.SECONDS);
  }

  @Deactivate
  public void close() {
    thread.shutdownNow();
  }

  private void trimOrStop() {
    if (!trim()) {
      thread.shutdown();
    }
  }

  /** Trims it, in about a millisecond; false where this JVM or this system cannot. */
  boolean trim() {
    try {
      server.invoke(
          new ObjectName("com.sun.management:type=DiagnosticCommand"),
          "systemTrimNativeHeap",
          new Object[0],
          new String[0]);
      return true;
    } catch (JMException | RuntimeException unknown) {
      LOG.debug("This JVM does not trim the native heap", unknown);
      return false;
    }
  }
}
