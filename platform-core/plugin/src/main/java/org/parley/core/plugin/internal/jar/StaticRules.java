// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.jar;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.parley.core.record.Descriptor;

/** The rules for what a plugin brings to the screen. */
final class StaticRules {
  /** What Lit leaves in every bundle it was built into. */
  private static final List<String> LIT =
      List.of("litHtmlVersions", "litElementVersions", "reactiveElementVersions");

  private StaticRules() {}

  /** Two copies of Lit on one page do not know each other's templates. */
  static void refuseEmbeddedLit(Archive archive, Findings findings) {
    archive
        .kept()
        .forEach(
            (file, bytes) -> {
              if (file.startsWith(Archive.STATIC)) {
                String code = new String(bytes, StandardCharsets.UTF_8);
                if (LIT.stream().anyMatch(code::contains)) {
                  findings.refuse(
                      "embedded_lit",
                      "The file embeds Lit: import it from 'lit', which the shell provides once.",
                      file);
                }
              }
            });
  }

  /** Every module that {@code ui.json} names is in the jar. */
  static void checkModules(PluginJar jar, Archive archive, Findings findings) {
    for (Descriptor file : jar.ui()) {
      List<?> contributions = (List<?>) file.content().get("contributions");
      for (int i = 0; i < contributions.size(); i++) {
        Object module = ((Map<?, ?>) contributions.get(i)).get("module");
        String pointer = "/contributions/" + i + "/module";
        if (!archive.names().contains(Archive.STATIC + module)) {
          findings.refuse(
              "no_module",
              "There is no " + Archive.STATIC + module + " in the jar.",
              file.file(),
              jar.line(file.file(), pointer),
              pointer);
        }
      }
    }
  }
}
