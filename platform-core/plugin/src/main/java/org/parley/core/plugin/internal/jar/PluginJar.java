// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.jar;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.parley.core.plugin.UiContribution;
import org.parley.core.record.Descriptor;
import org.parley.core.record.Layer;

/**
 * What a plugin's jar says, read from its bytes alone.
 *
 * @param hash SHA-256 of the jar in hex
 * @param headers the manifest's main headers
 * @param seeds its seed files; empty where they were not asked for
 * @param i18n what other languages call what it brings
 * @param staticHash of everything under {@code static/}
 * @param components Declarative Services components it declares
 * @param texts its JSON files by path, to find lines in
 */
public record PluginJar(
    String id,
    String version,
    String hash,
    Map<String, String> headers,
    About about,
    List<Descriptor> types,
    List<Descriptor> extensions,
    List<Descriptor> seeds,
    List<Descriptor> ui,
    List<Descriptor> i18n,
    String staticHash,
    List<DeclaredComponent> components,
    Map<String, JsonText> texts) {
  private static final long DEFAULT_ORDER = 100;

  /** Its layer of the model. */
  public Layer layer(boolean quarantined) {
    return new Layer(id, version, about.prefix(), quarantined, types, extensions, about.grants());
  }

  /** The line in a file that a pointer leads to, 0 when the file is not known. */
  public int line(String file, String pointer) {
    JsonText text = texts.get(file);
    return text == null ? 0 : text.line(pointer == null ? "" : pointer);
  }

  /** Without what is only needed while it is installed. */
  public PluginJar settled() {
    return new PluginJar(
        id,
        version,
        hash,
        headers,
        about,
        types,
        extensions,
        List.of(),
        ui,
        i18n,
        staticHash,
        components,
        Map.of());
  }

  /** Names of its record types. */
  public List<String> typeNames() {
    return types.stream().map(type -> String.valueOf(type.content().get("type"))).toList();
  }

  /** Names of the types it extends. */
  public List<String> extended() {
    return extensions.stream()
        .map(extension -> String.valueOf(extension.content().get("extends")))
        .distinct()
        .toList();
  }

  /** Where its static files are served: version and hash. */
  public String staticFolder() {
    return version + "-" + staticHash;
  }

  /** What it adds to the UI, with modules resolved. */
  public List<UiContribution> contributions() {
    List<UiContribution> contributions = new ArrayList<>();
    for (Descriptor file : ui) {
      for (Object each : (List<?>) file.content().get("contributions")) {
        contributions.add(contribution((Map<?, ?>) each));
      }
    }
    return contributions;
  }

  private UiContribution contribution(Map<?, ?> json) {
    List<String> forTypes =
        json.get("types") instanceof List<?> list
            ? list.stream().map(Object::toString).toList()
            : List.of();
    return new UiContribution(
        (String) json.get("point"),
        (String) json.get("name"),
        id,
        version,
        staticHash,
        "/ui/plugins/" + id + "/" + staticFolder() + "/" + json.get("module"),
        (String) json.get("export"),
        (String) json.get("label"),
        (String) json.get("icon"),
        (int) (json.get("order") instanceof Long order ? order : DEFAULT_ORDER),
        forTypes,
        (String) json.get("key"),
        (String) json.get("permission"));
  }
}
