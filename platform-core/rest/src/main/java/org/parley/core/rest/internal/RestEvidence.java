// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.io.PrintWriter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parley.core.operation.Evidence;
import org.parley.core.plugin.Plugin;
import org.parley.core.record.Model;

/** The plugins, the record types and all figures for a support bundle. */
@Component
public final class RestEvidence implements Evidence {
  private final Rooms rooms;
  private final MetricsServlet metrics;

  @Activate
  public RestEvidence(@Reference Rooms rooms, @Reference MetricsServlet metrics) {
    this.rooms = rooms;
    this.metrics = metrics;
  }

  @Override
  public String file() {
    return "parley.txt";
  }

  @Override
  public void write(PrintWriter out) {
    for (Plugin plugin : rooms.plugins().list()) {
      out.println(plugin);
    }
    Model model = rooms.records().model();
    out.println();
    out.println("model " + model.version() + ": " + String.join(", ", model.types().keySet()));
    out.println();
    out.print(metrics.text());
  }
}
