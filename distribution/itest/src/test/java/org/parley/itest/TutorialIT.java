// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.parley.itest.harness.PluginJar;
import org.parley.itest.harness.Tutorial;

/** Who follows the tutorial gets a plugin, from what is published for partners alone. */
class TutorialIT {
  @Test
  void theCodeOnThePageBuilds() throws IOException {
    PluginJar jar = PluginJar.of(Warranty.jar());
    assertThat(jar.header("Bundle-SymbolicName")).isEqualTo(Warranty.ID);
    assertThat(jar.header("Bundle-Version")).isEqualTo("1.0.0");
    assertThat(jar.header("Export-Package")).isNull();
    assertThat(jar.read(jar.only("record-types")).path("type").asText()).isEqualTo(Warranty.TYPE);
    assertThat(jar.read(jar.only("extensions")).path("extends").asText()).isEqualTo("opportunity");
    try (Stream<java.nio.file.Path> seen =
        Files.list(Tutorial.place("warranty").resolve("repository/org/parley"))) {
      List<String> names = seen.map(path -> path.getFileName().toString()).sorted().toList();
      assertThat(names).contains("parley-api", "parley-plugin-parent", "parley-testkit");
      assertThat(names).noneMatch(name -> name.startsWith("parley-core"));
    }
  }
}
