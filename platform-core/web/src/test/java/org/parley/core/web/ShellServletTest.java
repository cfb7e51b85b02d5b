// SPDX-License-Identifier: Apache-2.0
package org.parley.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over the files as they ship. */
class ShellServletTest {
  private static final ShellServlet SHELL = new ShellServlet();

  private static Exchange get(String path) throws Exception {
    return new Exchange(path, null).through(SHELL);
  }

  private static Exchange kit(String path) throws Exception {
    Matcher hash = Pattern.compile("ui/kit/([0-9a-f]+)/").matcher(get("/").text());
    assertThat(hash.find()).isTrue();
    return new Exchange("/ui/kit", "/" + hash.group(1) + "/" + path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/login",
        "/records/contact",
        "/records/contact/12",
        "/modules",
        "/x/acme/page"
      })
  void everyAddressOfTheShellIsTheOnePage(String path) throws Exception {
    Exchange answer = get(path);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
    assertThat(answer.text()).contains("<parley-app>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/types",
        "/health/ready",
        "/metrics",
        "/hooks/x/1",
        "/favicon.ico",
        "/ui/gone",
        "/a/b.js"
      })
  void whatIsNotAPageIsNotAnsweredWithOne(String path) throws Exception {
    Exchange answer = get(path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).doesNotContain("<");
  }

  @Test
  void thePolicyAllowsTheImportMapAndNoOtherInlineScript() throws Exception {
    Exchange answer = get("/");
    Matcher map =
        Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL)
            .matcher(answer.text());
    assertThat(map.find()).isTrue();
    byte[] sum =
        MessageDigest.getInstance("SHA-256").digest(map.group(1).getBytes(StandardCharsets.UTF_8));

    assertThat(answer.header("Content-Security-Policy"))
        .contains("script-src 'self' 'sha256-" + Base64.getEncoder().encodeToString(sum) + "';")
        .contains("default-src 'none'")
        .doesNotContain("script-src 'self' 'unsafe-inline'");
  }

  @Test
  void everyFileThePageNamesIsThere() throws Exception {
    Matcher names = Pattern.compile("(?:href|src)=\"(ui/kit/[^\"]+)\"").matcher(get("/").text());
    List<String> found = new ArrayList<>();
    while (names.find()) {
      found.add(names.group(1));
      assertThat(new Exchange("/ui/kit", names.group(1).substring(6)).through(SHELL).status())
          .as(names.group(1))
          .isEqualTo(200);
    }
    assertThat(found).hasSizeGreaterThan(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lit.js",
        "ui.js",
        "shell.js",
        "home.js",
        "login.js",
        "form.js",
        "record.js",
        "modules.js",
        "palette.js"
      })
  void modulesAreJoinedCompressedAndKeptForEver(String name) throws Exception {
    Exchange answer = kit(name).with("Accept-Encoding", "gzip, br").through(SHELL);

    assertThat(answer.header("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Vary")).isEqualTo("Accept-Encoding");
    assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(answer.header("Content-Length")).isEqualTo(String.valueOf(answer.bytes().length));
    assertThat(answer.unzipped()).doesNotContainPattern("(?m)^import[^(]+ from '\\./");
  }

  @Test
  void belowAPrefixThePageSaysSo() throws Exception {
    String below = new Exchange("/", null).below("/crm").through(SHELL).text();
    assertThat(below).contains("<base href=\"/crm/\">");
    assertThat(get("/").text()).contains("<base href=\"/\">");
  }

  @Test
  void aClientWithoutGzipGetsPlainText() throws Exception {
    Exchange answer = kit("kit.css").through(SHELL);

    assertThat(answer.header("Content-Encoding")).isNull();
    assertThat(answer.text()).contains("--p-hue");
  }

  @Test
  void aKnownFileIsNotSentAgain() throws Exception {
    String etag = kit("ui.js").through(SHELL).header("ETag");
    Exchange again = kit("ui.js").with("If-None-Match", etag).through(SHELL);

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.bytes()).isEmpty();
  }

  @Test
  void headTellsTheLengthAndSendsNothing() throws Exception {
    Exchange answer = kit("ui.js").method("HEAD").through(SHELL);

    assertThat(answer.bytes()).isEmpty();
    assertThat(Integer.parseInt(answer.header("Content-Length"))).isPositive();
  }

  @Test
  void fontsAreSentAsTheyAre() throws Exception {
    Exchange answer =
        kit("fonts/inter-latin-wght-normal.woff2").with("Accept-Encoding", "gzip").through(SHELL);

    assertThat(answer.header("Content-Type")).isEqualTo("font/woff2");
    assertThat(answer.header("Content-Encoding")).isNull();
  }

  @Test
  void anyLucideIconIsServedByName() throws Exception {
    assertThat(kit("icons/anchor.svg").through(SHELL).text())
        .startsWith("<svg")
        .contains("currentColor");
    assertThat(kit("icons/no-such-icon.svg").through(SHELL).status()).isEqualTo(404);
    assertThat(kit("icons/../index.html.svg").through(SHELL).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/0000000000000000/ui.js", "/ui.js", "/", "/../index.html"})
  void aKitPathWithoutTodaysHashIsNotThere(String path) throws Exception {
    assertThat(new Exchange("/ui/kit", path).through(SHELL).status()).isEqualTo(404);
  }
}
