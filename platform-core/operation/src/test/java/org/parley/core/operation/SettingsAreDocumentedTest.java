// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The reference page and the settings that exist say the same. */
class SettingsAreDocumentedTest {
  private static final Path PAGE = Path.of("../../docs/reference/configuration.md");

  @Test
  void everySettingHasItsLineWithItsDefault() throws IOException {
    String page = Files.readString(PAGE);
    for (Setting setting : Settings.all()) {
      assertThat(page).contains("| `" + setting.name() + "` | " + setting.otherwise());
    }
  }

  @Test
  void noSettingIsDocumentedThatDoesNotExist() throws IOException {
    List<String> named =
        Pattern.compile("(?m)^\\| `(PARLEY_[A-Z_]+)`")
            .matcher(Files.readString(PAGE))
            .results()
            .map(result -> result.group(1))
            .toList();
    assertThat(named).doesNotHaveDuplicates();
    assertThat(named)
        .containsExactlyInAnyOrderElementsOf(Settings.all().stream().map(Setting::name).toList());
  }
}
