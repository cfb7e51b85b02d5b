// SPDX-License-Identifier: Apache-2.0
package org.parley.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a plugin serves to the browser, and whether its contributions are among it. */
final class StaticFiles {
  /** Where they lie in a jar. */
  static final String FOLDER = "static/";

  private static final Pattern BARE_IMPORT =
      Pattern.compile(
          "(?m)^\\s*(?:import\\s*|(?:import|export)\\b[^'\";=(]*?\\bfrom\\s*)['\"]([^'\"./][^'\"]*)['\"]");
  private static final Pattern DEFINES = Pattern.compile("customElements\\s*\\.\\s*define\\s*\\(");
  private static final Pattern EMBEDDED_LIT =
      Pattern.compile("litHtmlVersions|litElementVersions|reactiveElementVersions");

  private StaticFiles() {}

  static List<Finding> check(PluginUnderTest plugin) {
    List<Finding> findings = new ArrayList<>();
    for (String file : plugin.files(FOLDER)) {
      if (file.endsWith(".mjs")) {
        findings.add(new Finding(file, 0, "", "must end in .js: .mjs has no content type"));
      }
      if (file.endsWith(".js")) {
        findings.addAll(checkModule(file, plugin.text(file)));
      }
    }
    return findings;
  }

  static List<Finding> checkContribution(PluginUnderTest plugin, String file, JsonNode node) {
    JsonNode module = node.path("module");
    JsonNode export = node.path("export");
    String path = FOLDER + module.asText();
    if (!plugin.has(path)) {
      return List.of(new Finding(file, Descriptors.line(module), "", "there is no file " + path));
    }
    String name = Pattern.quote(export.asText());
    Pattern exported =
        Pattern.compile(
            "export\\s+(?:default\\s+)?(?:async\\s+)?(?:class|const|let|var|function)\\s+"
                + name
                + "\\b|export\\s*\\{[^}]*\\b"
                + name
                + "\\b[^}]*}");
    return exported.matcher(plugin.text(path)).find()
        ? List.of()
        : List.of(
            new Finding(
                file, Descriptors.line(export), "", path + " exports no " + export.asText()));
  }

  private static List<Finding> checkModule(String file, String text) {
    List<Finding> findings = new ArrayList<>();
    if (EMBEDDED_LIT.matcher(text).find()) {
      findings.add(new Finding(file, 0, "", "embeds Lit: import it from 'lit' instead"));
      return findings;
    }
    var defines = DEFINES.matcher(text);
    if (defines.find()) {
      findings.add(
          new Finding(
              file,
              lineAt(text, defines.start()),
              "",
              "defines an element: export the class, the shell defines it"));
    }
    var imports = BARE_IMPORT.matcher(text);
    while (imports.find()) {
      String name = imports.group(1);
      if (!name.equals("lit") && !name.startsWith("@parley/")) {
        findings.add(
            new Finding(
                file,
                lineAt(text, imports.start(1)),
                "",
                "imports '" + name + "': only 'lit', '@parley/…' and relative paths resolve"));
      }
    }
    return findings;
  }

  private static int lineAt(String text, int offset) {
    return 1 + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
  }
}
