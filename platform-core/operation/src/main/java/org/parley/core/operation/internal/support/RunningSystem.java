// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation.internal.support;

import java.io.PrintWriter;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MonitorInfo;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.ObjectName;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.parley.core.operation.Evidence;

/** What only the process itself knows: its threads, its memory, its bundles and their wires. */
final class RunningSystem {
  private static final int CLASSES = 150;
  private static final Map<Integer, String> STATES =
      Map.of(
          1,
          "uninstalled",
          2,
          "installed",
          4,
          "resolved",
          8,
          "starting",
          16,
          "stopping",
          32,
          "active");

  private final BundleContext context;

  RunningSystem(BundleContext context) {
    this.context = context;
  }

  List<Evidence> evidence() {
    return List.of(
        new Part("jvm.txt", RunningSystem::jvm),
        new Part("threads.txt", RunningSystem::threads),
        new Part("heap.txt", RunningSystem::heap),
        new Part("bundles.txt", this::bundles),
        new Part("wiring.txt", this::wiring));
  }

  private static void jvm(PrintWriter out) {
    RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
    out.println("pid " + runtime.getPid() + ", up " + runtime.getUptime() / 1_000 + " s");
    runtime.getInputArguments().forEach(out::println);
    new TreeMap<>(System.getProperties())
        .forEach(
            (name, value) -> {
              if (name.toString().startsWith("parley.") && !name.toString().contains("password")) {
                out.println(name + " = " + value);
              }
            });
  }

  private static void threads(PrintWriter out) {
    for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(true, true)) {
      out.println("\"" + thread.getThreadName() + "\" " + thread.getThreadState());
      LockInfo awaited = thread.getLockInfo();
      if (awaited != null) {
        out.println("  waits for " + awaited + ", held by " + thread.getLockOwnerName());
      }
      for (StackTraceElement element : thread.getStackTrace()) {
        out.println("    at " + element);
        for (MonitorInfo held : thread.getLockedMonitors()) {
          if (element.equals(held.getLockedStackFrame())) {
            out.println("    holds " + held);
          }
        }
      }
      out.println();
    }
  }

  private static void heap(PrintWriter out) throws JMException {
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      out.println(pool.getName() + " " + pool.getUsage());
    }
    for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
      out.println(
          gc.getName()
              + " "
              + gc.getCollectionCount()
              + " times, "
              + gc.getCollectionTime()
              + " ms");
    }
    Object histogram =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
    histogram.toString().lines().limit(CLASSES).forEach(out::println);
  }

  private void bundles(PrintWriter out) {
    for (Bundle bundle : context.getBundles()) {
      out.println(
          bundle.getBundleId()
              + " "
              + STATES.get(bundle.getState())
              + " "
              + bundle.getSymbolicName()
              + " "
              + bundle.getVersion()
              + " "
              + bundle.getLocation());
    }
  }

  private void wiring(PrintWriter out) {
    for (Bundle bundle : context.getBundles()) {
      BundleWiring wiring = bundle.adapt(BundleWiring.class);
      if (wiring != null) {
        out.println(bundle.getSymbolicName() + " " + bundle.getVersion());
        String[] lines =
            wiring.getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE).stream()
                .map(RunningSystem::line)
                .sorted()
                .toArray(String[]::new);
        Arrays.stream(lines).forEach(out::println);
      }
    }
  }

  private static String line(BundleWire wire) {
    return "  "
        + wire.getCapability().getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)
        + " from "
        + wire.getProvider().getSymbolicName()
        + " "
        + wire.getProvider().getVersion();
  }
}
