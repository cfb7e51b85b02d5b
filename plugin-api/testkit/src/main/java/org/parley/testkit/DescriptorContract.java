// SPDX-License-Identifier: Apache-2.0
package org.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Every descriptor of a plugin is JSON, keeps to its published schema, and names only what is
 * there. The platform refuses a jar for the same reasons at install; here the author hears it
 * first, with file, line and JSON pointer.
 */
public interface DescriptorContract {
  /** The plugin to look at: the one being built, unless a test says otherwise. */
  default PluginUnderTest plugin() {
    return PluginUnderTest.ofThisBuild();
  }

  @Test
  @DisplayName("the plugin says who it is in META-INF/parley/plugin.json")
  default void saysWhoItIs() {
    assertThat(plugin().has(PluginUnderTest.DESCRIPTORS + "plugin.json"))
        .as("src/main/resources/META-INF/parley/plugin.json is there")
        .isTrue();
  }

  @Test
  @DisplayName("every descriptor keeps to its schema")
  default void descriptorsKeepToTheirSchemas() {
    PluginUnderTest plugin = plugin();
    Descriptors descriptors = new Descriptors();
    List<Finding> findings = new ArrayList<>();
    for (String file : plugin.files(PluginUnderTest.DESCRIPTORS)) {
      Descriptors.schemaFor(file)
          .ifPresentOrElse(
              schema ->
                  descriptors
                      .parse(file, plugin.text(file), findings)
                      .ifPresent(json -> findings.addAll(descriptors.validate(schema, file, json))),
              () -> findings.add(new Finding(file, 0, "", "is no descriptor that Parley reads")));
    }
    assertThat(findings).as("what is wrong with the descriptors").isEmpty();
  }

  @Test
  @DisplayName("titles, views and layouts name fields that are there")
  default void namesOnlyFieldsThatAreThere() {
    List<Finding> findings = new ArrayList<>();
    for (String file : plugin().files(PluginUnderTest.DESCRIPTORS + "record-types")) {
      parsed(file).ifPresent(json -> findings.addAll(TypeNames.check(file, json)));
    }
    assertThat(findings).as("names that lead nowhere").isEmpty();
  }

  @Test
  @DisplayName("what ui.json contributes is exported by a module in static/")
  default void contributionsAreThere() {
    PluginUnderTest plugin = plugin();
    String file = PluginUnderTest.DESCRIPTORS + "ui.json";
    if (!plugin.has(file)) {
      return;
    }
    List<Finding> findings = new ArrayList<>();
    parsed(file)
        .ifPresent(
            json -> {
              for (JsonNode contribution : json.path("contributions")) {
                findings.addAll(StaticFiles.checkContribution(plugin, file, contribution));
              }
            });
    assertThat(findings).as("contributions that lead nowhere").isEmpty();
  }

  private Optional<JsonNode> parsed(String file) {
    return new Descriptors().parse(file, plugin().text(file), new ArrayList<>());
  }
}
