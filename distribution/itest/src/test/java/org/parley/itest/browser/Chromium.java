// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.parley.itest.harness.Skips;

/** The Chromium of this machine: {@code PARLEY_CHROMIUM}, the system's, or Playwright's own. */
final class Chromium implements AutoCloseable {
  private static final List<String> FLAGS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  private static Chromium shared;

  /**
   * The one of the whole run, which ends with it; for one thread. Skips the test, with the reason,
   * where there is none.
   */
  static synchronized Chromium shared() {
    if (shared == null) {
      shared = start();
    }
    return shared;
  }

  /**
   * One of its own. Skips the test, with the reason, where there is none.
   *
   * @param flags beside the usual ones
   */
  static Chromium start(String... flags) {
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    BrowserType.LaunchOptions options =
        new BrowserType.LaunchOptions()
            .setArgs(Stream.concat(FLAGS.stream(), Stream.of(flags)).toList());
    Path found = find();
    if (found != null) {
      options.setExecutablePath(found);
    }
    try {
      return new Chromium(playwright, playwright.chromium().launch(options));
    } catch (PlaywrightException none) {
      playwright.close();
      Skips.unless(
          false,
          "no Chromium: set PARLEY_CHROMIUM or install one at /usr/bin/chromium ("
              + none.getMessage().lines().findFirst().orElse("")
              + ")");
      throw none;
    }
  }

  private static Path find() {
    String named = System.getenv("PARLEY_CHROMIUM");
    if (named != null && !named.isBlank()) {
      return Path.of(named);
    }
    Path installed = Path.of("/usr/bin/chromium");
    return Files.isExecutable(installed) ? installed : null;
  }

  Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
