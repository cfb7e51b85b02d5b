// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Figures in the Prometheus text format: each name once with what it means, each series once. Label
 * values must come from a bounded set. For one thread.
 */
public final class FigureSheet {
  private final Map<String, Family> families = new TreeMap<>();

  private record Family(String kind, String help, Map<String, Number> series) {}

  /** What may go up and down. Labels in pairs of name and value. */
  public FigureSheet gauge(String name, String help, Number value, String... labels) {
    return put("gauge", name, help, value, labels);
  }

  /** What only grows until the process ends; its name ends in {@code _total}. */
  public FigureSheet counter(String name, String help, Number value, String... labels) {
    return put("counter", name, help, value, labels);
  }

  private FigureSheet put(String kind, String name, String help, Number value, String... labels) {
    if (!name.matches("[a-z_][a-z0-9_]*") || labels.length % 2 != 0) {
      throw new IllegalArgumentException("no figure: " + name);
    }
    Family family =
        families.computeIfAbsent(name, key -> new Family(kind, help, new LinkedHashMap<>()));
    StringBuilder series = new StringBuilder(name);
    for (int i = 0; i < labels.length; i += 2) {
      series.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
      series.append(escape(labels[i + 1])).append('"');
    }
    family.series.putIfAbsent(series.append(labels.length == 0 ? "" : "}").toString(), value);
    return this;
  }

  private static String escape(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  /** All of it. */
  public String text() {
    StringBuilder out = new StringBuilder(8_000);
    families.forEach(
        (name, family) -> {
          out.append("# HELP ").append(name).append(' ').append(family.help).append('\n');
          out.append("# TYPE ").append(name).append(' ').append(family.kind).append('\n');
          family.series.forEach(
              (series, value) -> out.append(series).append(' ').append(value).append('\n'));
        });
    return out.toString();
  }
}
