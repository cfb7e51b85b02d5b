// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.plugin.Plugin;
import org.parley.core.plugin.PluginPlan;
import org.parley.core.plugin.Plugins;
import org.parley.core.plugin.UiContribution;
import org.parley.core.record.Models;

/** Takes any upload that begins with "jar" for the plugin acme-warranty. */
final class FakePlugins implements Plugins {
  final List<Plugin> installed = new ArrayList<>();
  final List<String> awaited = new ArrayList<>();
  volatile long received;
  volatile Path file;
  volatile boolean demo;

  @Override
  public List<Plugin> list() {
    return List.copyOf(installed);
  }

  @Override
  public Plugin get(String id) {
    return installed.get(0);
  }

  @Override
  public PluginPlan plan(Path jar) {
    return new PluginPlan(
        "install",
        "acme-warranty",
        "1.0.0",
        "Warranty",
        "Acme",
        null,
        List.of(new PluginPlan.BundleChange("acme-warranty", "1.0.0", "add")),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Map.of("types", Map.of("contact", Map.of("read", "all"))),
        List.of(),
        List.of(new PluginPlan.Conflict("refused", "missing_package", "no", "f", 0, null)));
  }

  @Override
  public Plugin install(Path jar, Principal principal, String through) {
    file = jar;
    try {
      received = Files.size(jar);
      if (!Files.readString(jar, java.nio.charset.StandardCharsets.ISO_8859_1).startsWith("jar")) {
        throw new ParleyException(
            ErrorKind.INVALID,
            "plugin_refused",
            "Refused.",
            List.of(new FieldError("record-types/a.json", "syntax", "No.", 7, "/fields/2")),
            null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Plugin plugin = plugin(Plugin.State.ACTIVE);
    installed.clear();
    installed.add(plugin);
    return plugin;
  }

  @Override
  public void loadDemo() {
    demo = true;
  }

  @Override
  public Models.DemoRemoved removeDemo() {
    demo = false;
    return new Models.DemoRemoved(3, List.of("User 7 is in use."));
  }

  @Override
  public Map<String, String> texts(String language) {
    return language != null && language.equals("de")
        ? Map.of("types.contact.label", "Kontakt", "types.contact.fields.last_name.label", "Name")
        : Map.of();
  }

  @Override
  public PluginPlan planQuarantine(String id) {
    return plan(null);
  }

  @Override
  public Plugin quarantine(String id, Principal principal, String through) {
    return plugin(Plugin.State.QUARANTINED);
  }

  @Override
  public Plugin reattach(String id, Principal principal, String through) {
    return plugin(Plugin.State.ACTIVE);
  }

  @Override
  public List<UiContribution> contributions() {
    return List.of();
  }

  @Override
  public List<String> awaited() {
    return List.copyOf(awaited);
  }

  private static Plugin plugin(Plugin.State state) {
    return new Plugin(
        "acme-warranty",
        "1.0.0",
        "Warranty",
        "Acme",
        "module",
        "MIT",
        null,
        state,
        "ok",
        null,
        Instant.EPOCH,
        "admin",
        List.of("acme_warranty"),
        List.of("opportunity"),
        List.of("parley-sales"),
        Map.of("types", Map.of("contact", Map.of("read", "all"))),
        null,
        null);
  }
}
