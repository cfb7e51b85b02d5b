// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation.internal.figures;

import java.io.File;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Instant;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.parley.core.operation.FigureSheet;
import org.parley.core.operation.Figures;
import org.parley.core.operation.internal.tls.Certificate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process, its JVM, its disk, its certificate, and which build it is. */
@Component
public final class ProcessFigures implements Figures {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessFigures.class);

  private final String version;
  private final File data;
  private final Map<String, String> settings = System.getenv();

  @Activate
  public ProcessFigures(BundleContext context) {
    this(
        String.valueOf(context.getProperty("parley.version")),
        new File(String.valueOf(context.getProperty("parley.data"))));
  }

  ProcessFigures(String version, File data) {
    this.version = version;
    this.data = data;
  }

  @Override
  public void tell(FigureSheet sheet) {
    sheet.gauge(
        "parley_build_info",
        "Always 1; the labels say what runs.",
        1,
        "version",
        version,
        "java",
        System.getProperty("java.runtime.version"));
    sheet.gauge(
        "parley_disk_free_bytes", "Free where the data directory lies.", data.getUsableSpace());
    sheet.gauge("parley_disk_bytes", "Its size.", data.getTotalSpace());
    if (Certificate.isWanted(settings)) {
      certificate(sheet);
    }
    memory(sheet);
    sheet.gauge("jvm_threads", "Threads.", ManagementFactory.getThreadMXBean().getThreadCount());
    var classes = ManagementFactory.getClassLoadingMXBean();
    sheet.gauge("jvm_classes_loaded", "Classes loaded.", classes.getLoadedClassCount());
    sheet.counter(
        "jvm_classes_unloaded_total",
        "Classes unloaded since the start.",
        classes.getUnloadedClassCount());
    sheet.gauge(
        "process_uptime_seconds",
        "Time since the start.",
        ManagementFactory.getRuntimeMXBean().getUptime() / 1e3);
    ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .ifPresent(
            used ->
                sheet.counter(
                    "process_cpu_seconds_total", "Processor time used.", used.toMillis() / 1e3));
  }

  private void certificate(FigureSheet sheet) {
    try {
      long left =
          Certificate.read(settings).end().getEpochSecond() - Instant.now().getEpochSecond();
      sheet.gauge("parley_certificate_seconds", "Until the certificate in the files ends.", left);
    } catch (Certificate.Unusable e) {
      // The watch over the certificate tells it in the log; here it is a figure that alarms.
      LOG.debug("The certificate cannot be read.", e);
      sheet.gauge("parley_certificate_seconds", "Until the certificate in the files ends.", 0);
    }
  }

  private static void memory(FigureSheet sheet) {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    sheet.gauge("jvm_heap_used_bytes", "Heap in use.", heap.getUsed());
    sheet.gauge("jvm_heap_committed_bytes", "Heap taken.", heap.getCommitted());
    sheet.gauge("jvm_heap_max_bytes", "Heap at most.", heap.getMax());
    sheet.gauge(
        "jvm_nonheap_used_bytes",
        "Memory beside the heap that the JVM accounts for.",
        ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed());
    for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
      sheet.counter(
          "jvm_gc_seconds_total",
          "Time spent collecting garbage.",
          gc.getCollectionTime() / 1e3,
          "gc",
          gc.getName());
      sheet.counter(
          "jvm_gc_collections_total",
          "Garbage collections.",
          gc.getCollectionCount(),
          "gc",
          gc.getName());
    }
  }
}
