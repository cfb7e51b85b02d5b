// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.browser;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.parley.itest.harness.ParleyProcess;

/** One window on Parley, and what went wrong in it. */
final class Screen implements AutoCloseable {
  private final BrowserContext context;
  private final Page page;
  private final URI root;
  private final List<String> troubles = new ArrayList<>();

  Screen(Browser browser, URI root, int width, int height, ColorScheme scheme) {
    this(browser, root, options(width, height, scheme));
  }

  /** A phone, with a screen one touches. */
  static Screen phone(Browser browser, URI root, ColorScheme scheme) {
    return new Screen(browser, root, options(390, 844, scheme).setHasTouch(true));
  }

  static Browser.NewContextOptions options(int width, int height, ColorScheme scheme) {
    return new Browser.NewContextOptions()
        .setViewportSize(width, height)
        .setColorScheme(scheme)
        .setLocale("en-GB")
        .setReducedMotion(com.microsoft.playwright.options.ReducedMotion.REDUCE);
  }

  /** A text as part of a query. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  Screen(Browser browser, URI root, Browser.NewContextOptions options) {
    this.root = root;
    this.context = browser.newContext(options);
    context.setDefaultTimeout(15_000);
    PlaywrightAssertions.setDefaultAssertionTimeout(15_000);
    this.page = context.newPage();
    page.onPageError(troubles::add);
    page.onConsoleMessage(
        message -> {
          // Before the login the session answers 401, which the browser calls an error.
          if (message.type().equals("error") && !message.text().contains("401")) {
            troubles.add(message.text());
          }
        });
  }

  Page page() {
    return page;
  }

  /** Goes to a path of the shell, as if its address had been typed. */
  Screen open(String path) {
    // The root may have a base path, which an absolute path would leave.
    page.navigate(root.resolve(path.startsWith("/") ? "." + path : path).toString());
    return this;
  }

  Screen login() {
    open("/");
    page.getByLabel("Username").fill("admin");
    page.getByLabel("Password").fill(ParleyProcess.PASSWORD);
    button("Log in").click();
    // Where nobody has set up the company yet, that is put off.
    seen(page.locator("parley-nav, parley-welcome h1").first());
    if (page.locator("parley-welcome").count() > 0) {
      button("Later").click();
    }
    seen(page.locator("parley-nav").first());
    return this;
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator heading(String name) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name));
  }

  /** An entry of the navigation at the side. */
  Locator place(String name) {
    return page.locator(".p-side")
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator textbox(String label) {
    return page.getByRole(
        AriaRole.TEXTBOX,
        new Page.GetByRoleOptions().setName(Pattern.compile("^" + label + "( Required)?$")));
  }

  void seen(Locator locator) {
    PlaywrightAssertions.assertThat(locator).isVisible();
  }

  void gone(Locator locator) {
    PlaywrightAssertions.assertThat(locator).hasCount(0);
  }

  /** Waits until nothing is loading, then keeps a picture. */
  void shoot(String name) {
    page.waitForLoadState(com.microsoft.playwright.options.LoadState.LOAD);
    gone(page.locator("[aria-busy=true]"));
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(ParleyProcess.target().resolve("screenshots").resolve(name + ".png"))
            .setFullPage(false));
  }

  /** What axe finds wrong with what is on screen, in a form that can be read. */
  List<String> violations() {
    return new AxeBuilder(page)
        .analyze().getViolations().stream()
            .flatMap(
                rule ->
                    rule.getNodes().stream()
                        .map(node -> rule.getId() + ": " + node.getHtml() + " " + node.getTarget()))
            .toList();
  }

  List<String> troubles() {
    return troubles;
  }

  /** Keeps a picture of how a test ended. */
  void keep(String name) {
    Path file = ParleyProcess.target().resolve("screenshots").resolve(name + ".png");
    page.screenshot(new Page.ScreenshotOptions().setPath(file));
  }

  @Override
  public void close() {
    context.close();
  }
}
