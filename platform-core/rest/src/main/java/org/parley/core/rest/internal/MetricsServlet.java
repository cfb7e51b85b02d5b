// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import javax.servlet.Servlet;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parley.core.event.EventStream;
import org.parley.core.event.Journal;
import org.parley.core.operation.FigureSheet;
import org.parley.core.plugin.PluginMetrics;
import org.parley.core.record.RecordStore;

/** What goes on here in figures, in the Prometheus text format. */
@Component(
    service = {Servlet.class, MetricsServlet.class},
    property = {
      "osgi.http.whiteboard.servlet.pattern=/metrics",
      "osgi.http.whiteboard.servlet.name=parley-metrics"
    })
public final class MetricsServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Rooms rooms;
  private final transient Gate gate;
  private final transient RequestMetrics requests;
  private final transient EventsServlet events;

  @Activate
  public MetricsServlet(
      @Reference Rooms rooms,
      @Reference Gate gate,
      @Reference RequestMetrics requests,
      @Reference EventsServlet events) {
    this.rooms = rooms;
    this.gate = gate;
    this.requests = requests;
    this.events = events;
  }

  @Override
  public void service(ServletRequest request, ServletResponse response)
      throws ServletException, IOException {
    gate.guard(request, response, super::service);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] body = text().getBytes(StandardCharsets.UTF_8);
    response.setContentType("text/plain; version=0.0.4; charset=utf-8");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /** All figures as they are now. */
  String text() {
    StringBuilder out = new StringBuilder(16_000);
    requests.write(out);
    one(out, "gauge", "parley_event_connections", "Clients that listen to events.", events.open());
    journal(out);
    rooms.pluginMetrics().ifPresent(metrics -> plugins(out, metrics.figures()));
    FigureSheet sheet = new FigureSheet();
    rooms.figures().forEach(figures -> figures.tell(sheet));
    return out.append(sheet.text()).toString();
  }

  private void journal(StringBuilder out) {
    RecordStore records = rooms.records;
    if (records != null) {
      one(out, "gauge", "parley_model_version", "The model now served.", records.model().version());
    }
    rooms
        .journal()
        .map(Journal::horizon)
        .ifPresent(
            horizon ->
                one(
                    out,
                    "gauge",
                    "parley_journal_horizon",
                    "Last journal position that consumers may read.",
                    horizon));
    EventStream stream = rooms.events;
    if (stream != null) {
      one(
          out,
          "gauge",
          "parley_event_position",
          "Last journal position delivered live.",
          stream.position());
      rooms
          .journal()
          .ifPresent(
              journal -> {
                head(out, "gauge", "parley_consumer_lag", "Positions a consumer is behind.");
                long lag = Math.max(0, journal.horizon() - stream.position());
                line(out, "parley_consumer_lag{consumer=\"live\"}", lag);
              });
    }
  }

  private static void plugins(StringBuilder out, PluginMetrics.Figures figures) {
    head(out, "gauge", "parley_plugins", "Plugins by state.");
    line(out, "parley_plugins{state=\"active\"}", figures.active());
    line(out, "parley_plugins{state=\"quarantined\"}", figures.quarantined());
    line(out, "parley_plugins{state=\"failed\"}", figures.failed());
    one(
        out,
        "gauge",
        "parley_plugin_loaders_pinned",
        "Class loaders of removed plugin versions not collected yet.",
        figures.loadersPinned());
    head(out, "counter", "parley_plugin_operations_total", "Operations on plugins.");
    new TreeMap<>(figures.operations())
        .forEach(
            (key, count) -> {
              String[] parts = key.split(":", 2);
              String outcome = parts.length > 1 ? parts[1] : "";
              line(
                  out,
                  "parley_plugin_operations_total{kind=\""
                      + escape(parts[0])
                      + "\",outcome=\""
                      + escape(outcome)
                      + "\"}",
                  count);
            });
    Map<String, PluginMetrics.HookFigures> hooks = new TreeMap<>(figures.hooks());
    head(out, "counter", "parley_hook_calls_total", "Calls of plugins' hooks.");
    hooks.forEach((id, hook) -> line(out, hook("parley_hook_calls_total", id), hook.calls()));
    head(out, "counter", "parley_hook_failures_total", "Calls that threw or took too long.");
    hooks.forEach((id, hook) -> line(out, hook("parley_hook_failures_total", id), hook.failures()));
    head(out, "gauge", "parley_hook_threads_abandoned", "Threads that hang in a plugin.");
    hooks.forEach(
        (id, hook) -> line(out, hook("parley_hook_threads_abandoned", id), hook.abandoned()));
  }

  private static String hook(String name, String plugin) {
    return name + "{plugin=\"" + escape(plugin) + "\"}";
  }

  private static void one(StringBuilder out, String kind, String name, String help, Number value) {
    head(out, kind, name, help);
    line(out, name, value);
  }

  private static void head(StringBuilder out, String kind, String name, String help) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(kind).append('\n');
  }

  private static void line(StringBuilder out, String series, Number value) {
    out.append(series).append(' ').append(value).append('\n');
  }

  private static String escape(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
