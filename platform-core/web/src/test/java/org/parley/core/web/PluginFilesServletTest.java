// SPDX-License-Identifier: Apache-2.0
package org.parley.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.core.plugin.PluginFiles;

class PluginFilesServletTest {
  private static final String BASE = "/acme-warranty/1.0.0-3f9a0c12/";

  /**
   * Answers for one version of one plugin, whatever the path: what the servlet lets through is
   * seen.
   */
  private final PluginFiles files =
      (id, version, path) ->
          id.equals("acme-warranty") && version.equals("1.0.0-3f9a0c12")
              ? Optional.of(("content of " + path).getBytes(StandardCharsets.UTF_8))
              : Optional.empty();

  private Exchange get(String path) throws Exception {
    return new Exchange("/ui/plugins", path).through(new PluginFilesServlet(files));
  }

  @ParameterizedTest
  @CsvSource({
    "panel.js, text/javascript; charset=utf-8",
    "pictures/shield.svg, image/svg+xml",
    "Photo.PNG, image/png",
    "page.html, text/html; charset=utf-8",
    "data.json, application/json",
    "strange.mjs, application/octet-stream",
    "noending, application/octet-stream"
  })
  void filesHaveTheTypeOfTheirEndingAndAreKeptForEver(String name, String type) throws Exception {
    Exchange answer = get(BASE + name);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("content of " + name);
    assertThat(answer.header("Content-Type")).isEqualTo(type);
    assertThat(answer.header("Cache-Control")).contains("immutable");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void aFileOpenedByItselfRunsNothing() throws Exception {
    assertThat(get(BASE + "page.html").header("Content-Security-Policy")).startsWith("sandbox;");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        BASE + "../META-INF/MANIFEST.MF",
        BASE + "a/../../b.js",
        BASE + "./panel.js",
        BASE + "a//b.js",
        BASE + "..\\b.js",
        BASE + "a\u0000.js",
        BASE,
        "/../1.0.0-3f9a0c12/panel.js",
        "/acme-warranty/panel.js",
        "/acme-warranty",
        "/"
      })
  void nothingOutsideThePluginsFolderIsReached(String path) throws Exception {
    assertThat(get(path).status()).isEqualTo(404);
  }

  @Test
  void anotherVersionOrPluginIsNotThere() throws Exception {
    assertThat(get("/acme-warranty/2.0.0-3f9a0c12/panel.js").status()).isEqualTo(404);
    assertThat(get("/other/1.0.0-3f9a0c12/panel.js").status()).isEqualTo(404);
    assertThat(get(null).status()).isEqualTo(404);
  }
}
