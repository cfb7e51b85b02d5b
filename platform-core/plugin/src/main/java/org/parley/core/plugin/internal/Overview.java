// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parley.core.plugin.Plugin;
import org.parley.core.plugin.PluginMetrics;
import org.parley.core.plugin.UiContribution;
import org.parley.core.plugin.internal.hook.Dispatch;
import org.parley.core.plugin.internal.hook.ServingVersion;
import org.parley.core.record.CoreTexts;
import org.parley.core.record.Descriptor;

/** What can be seen of the plugins from outside; any thread. */
final class Overview implements PluginMetrics {
  private final Catalogue catalogue;
  private final Dispatch dispatch;
  private final Operations operations;
  private final Bundles bundles;
  private final Lifecycle lifecycle;

  Overview(
      Catalogue catalogue,
      Dispatch dispatch,
      Operations operations,
      Bundles bundles,
      Lifecycle lifecycle) {
    this.catalogue = catalogue;
    this.dispatch = dispatch;
    this.operations = operations;
    this.bundles = bundles;
    this.lifecycle = lifecycle;
  }

  List<Plugin> plugins() {
    return catalogue.all().stream().map(this::plugin).toList();
  }

  Plugin plugin(Installed installed) {
    Optional<ServingVersion> serving = dispatch.serving(installed.id());
    boolean failed = installed.active() && installed.failure() != null;
    boolean broken = failed || serving.map(ServingVersion::broken).orElse(false);
    String detail = failed ? installed.failure() : null;
    if (detail == null) {
      detail = serving.map(ServingVersion::brokenBecause).orElse(null);
    }
    if (detail == null && installed.active()) {
      detail = lifecycle.seedFailure(installed.id()).orElse(null);
    }
    return new Plugin(
        installed.id(),
        installed.entry().version(),
        installed.jar().about().label(),
        installed.jar().about().vendor(),
        installed.jar().about().category(),
        installed.jar().about().license(),
        installed.jar().about().description(),
        installed.state(),
        broken ? "broken" : "ok",
        detail,
        installed.entry().installedAt(),
        installed.entry().installedBy(),
        installed.jar().typeNames(),
        installed.jar().extended(),
        List.copyOf(installed.jar().about().requires().keySet()),
        installed.jar().about().grants(),
        installed.previousVersion(),
        operations.current(installed.id()).orElse(null));
  }

  /** What plugins that are installed call things, removed ones included: their records stay. */
  Map<String, String> texts(String language) {
    Map<String, String> texts = new HashMap<>();
    for (Installed plugin : catalogue.all()) {
      for (Descriptor file : plugin.jar().i18n()) {
        if (file.file().endsWith("/" + language + ".json")) {
          Map<String, String> own = CoreTexts.flat(file.content());
          own.forEach(
              (key, text) ->
                  texts.put(key.startsWith("types.") ? key : plugin.id() + "." + key, text));
        }
      }
    }
    return texts;
  }

  List<UiContribution> contributions() {
    return catalogue.all().stream()
        .filter(plugin -> plugin.state() == Plugin.State.ACTIVE)
        .flatMap(plugin -> plugin.jar().contributions().stream())
        .sorted(
            Comparator.comparing(UiContribution::point)
                .thenComparingInt(UiContribution::order)
                .thenComparing(UiContribution::plugin)
                .thenComparing(UiContribution::name))
        .toList();
  }

  @Override
  public Figures figures() {
    Map<String, HookFigures> hooks = new HashMap<>();
    dispatch
        .counters()
        .forEach(
            (id, counted) ->
                hooks.put(
                    id,
                    new HookFigures(
                        counted.calls().sum(),
                        counted.failures().sum(),
                        counted.abandoned().get())));
    return new Figures(
        count(Plugin.State.ACTIVE),
        count(Plugin.State.QUARANTINED),
        count(Plugin.State.FAILED),
        bundles.loadersPinned(),
        hooks,
        operations.counts());
  }

  private int count(Plugin.State state) {
    return (int) catalogue.all().stream().filter(plugin -> plugin.state() == state).count();
  }
}
