// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parley.itest.Papers;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.SharedParley;

/** Files as people meet them: chosen, sent, seen, fetched. */
@ExtendWith(SharedParley.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilesBrowserIT {
  private final ParleyProcess parley;
  private final Api api;
  private final Chromium chromium = Chromium.shared();

  FilesBrowserIT(ParleyProcess parley, Api api) {
    this.parley = parley;
    this.api = api;
  }

  @BeforeAll
  void start() {
    Papers.install(api);
  }

  private static Locator input(Screen screen, String field) {
    return screen.page().locator("#p-form-" + field);
  }

  private static FilePayload text(String name, String content) {
    return new FilePayload(name, "text/plain", content.getBytes(StandardCharsets.UTF_8));
  }

  private static FilePayload picture(Page page) {
    String data =
        (String)
            page.evaluate(
                "() => { const c = document.createElement('canvas'); c.width = c.height = 24;"
                    + " const x = c.getContext('2d'); x.fillStyle = '#2a7'; x.fillRect(0, 0, 24, 24);"
                    + " x.fillStyle = '#fc3'; x.fillRect(6, 6, 12, 12);"
                    + " return c.toDataURL('image/png').split(',')[1]; }");
    return new FilePayload("stamp.png", "image/png", java.util.Base64.getDecoder().decode(data));
  }

  @Test
  void aFileIsChosenSentSeenAndFetched() throws IOException {
    String name = "Contract " + UUID.randomUUID().toString().substring(0, 8);
    try (Screen screen =
        new Screen(chromium.browser(), parley.root(), 1440, 900, ColorScheme.LIGHT)) {
      Page page = screen.login().open("/records/" + Papers.TYPE).page();
      screen.button("New paper").click();
      screen.textbox("Name").fill(name);
      input(screen, "photo").setInputFiles(text("a.txt", "words"));
      screen.seen(page.getByText("a.txt does not fit here. Choose one of: image/*."));
      byte[] large = new byte[1_500];
      input(screen, "photo").setInputFiles(new FilePayload("a.png", "image/png", large));
      screen.seen(page.getByText("a.png is 1.5 kB; at most 1,000 bytes fit here."));
      screen.shoot("file-refused");
      input(screen, "photo").setInputFiles(picture(page));
      screen.seen(page.locator("dialog[open]").getByText("stamp.png"));
      input(screen, "scan").setInputFiles(text("signed.txt", "signed and sealed"));
      screen.seen(page.locator("dialog[open]").getByText("signed.txt"));
      screen.shoot("file-chosen");
      screen.button("Create paper").click();
      screen.seen(page.getByText(name + " is created"));

      screen.open("/records/" + Papers.TYPE);
      screen.seen(
          page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("signed.txt")).first());
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name)).click();
      screen.seen(screen.heading(name));
      assertThat(
              page.locator("img.p-thumb")
                  .evaluate("img => img.decode().then(() => img.naturalWidth)"))
          .isEqualTo(24);
      Download download =
          page.waitForDownload(
              () ->
                  page.getByRole(
                          AriaRole.LINK, new Page.GetByRoleOptions().setName("Download signed.txt"))
                      .click());
      assertThat(download.suggestedFilename()).isEqualTo("signed.txt");
      assertThat(Files.readString(download.path())).isEqualTo("signed and sealed");

      screen.button("Edit Scan").click(new Locator.ClickOptions().setForce(true));
      page.locator("#p-about-scan").setInputFiles(text("second.txt", "again"));
      screen.seen(
          page.getByRole(
              AriaRole.LINK, new Page.GetByRoleOptions().setName("Download second.txt")));
      screen.seen(page.getByText("changed Scan to second.txt"));
      screen.shoot("file-record");
      assertThat(screen.troubles()).isEmpty();
    }
  }

  @Test
  void whatIsBeingSentCanBeLeftAndIsNotSavedHalf() {
    try (Screen screen =
        new Screen(chromium.browser(), parley.root(), 1440, 900, ColorScheme.LIGHT)) {
      Page page = screen.login().open("/records/" + Papers.TYPE).page();
      page.route("**/api/v1/files**", route -> {}); // never gets there
      screen.button("New paper").click();
      screen.textbox("Name").fill("Half");
      input(screen, "scan").setInputFiles(text("slow.txt", "words"));
      Locator progress = page.getByRole(AriaRole.PROGRESSBAR);
      assertThat(progress).hasAccessibleName("Sending slow.txt");
      screen.button("Create paper").click();
      screen.seen(page.getByText("Scan is still being sent. Wait for it, or cancel it."));
      screen.keep("file-sending");
      page.locator("parley-file-input")
          .getByRole(AriaRole.BUTTON)
          .getByText("Cancel")
          .first()
          .click();
      screen.gone(progress);
      screen.button("Create paper").click();
      screen.seen(page.getByText("Half is created"));
    }
  }

  @Test
  void aFileMayBeDroppedAndATypeThatIsTooLargeIsNotEvenSent() {
    try (Screen screen =
        new Screen(chromium.browser(), parley.root(), 1440, 900, ColorScheme.LIGHT)) {
      Page page = screen.login().open("/records/" + Papers.TYPE).page();
      List<String> sent = new ArrayList<>();
      page.onRequest(
          request -> {
            if (request.url().contains("/api/v1/files")) {
              sent.add(request.url());
            }
          });
      screen.button("New paper").click();
      drop(page, "'x'.repeat(26 * 1024 * 1024)", "huge.bin");
      screen.seen(page.getByText("huge.bin is 26 MB; at most 25 MB fit here."));
      assertThat(sent).isEmpty();
      drop(page, "'words'", "dropped.txt");
      screen.seen(page.locator("dialog[open]").getByText("dropped.txt"));
      assertThat(sent).hasSize(1);
    }
  }

  private static void drop(Page page, String content, String name) {
    page.locator("parley-file-input .p-filebox")
        .first()
        .evaluate(
            "(box, name) => { const data = new DataTransfer();"
                + " data.items.add(new File(["
                + content
                + "], name));"
                + " box.dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true})); }",
            name);
  }

  @ParameterizedTest
  @CsvSource({
    "desktop-light, 1440, 900, LIGHT",
    "desktop-dark,  1440, 900, DARK",
    "phone-light,    390, 844, LIGHT",
    "phone-dark,     390, 844, DARK"
  })
  void filesLookRightEverywhere(String look, int width, int height, ColorScheme scheme) {
    try (Screen screen = new Screen(chromium.browser(), parley.root(), width, height, scheme)) {
      Page page = screen.login().open("/records/" + Papers.TYPE).page();
      screen.seen(page.locator("h1").getByText("Papers"));
      page.locator(".p-head .p-primary").click();
      screen.seen(page.locator("dialog[open] form"));
      screen.textbox("Name").fill("Lease of the mill " + look);
      input(screen, "scan")
          .setInputFiles(text("A rather long name of a lease, signed.txt", "words"));
      input(screen, "photo").setInputFiles(picture(page));
      screen.seen(page.locator("dialog[open]").getByText("stamp.png"));
      List<String> found = new ArrayList<>();
      look(screen, look + "-file-form", found);
      screen.button("Create paper").click();
      screen.seen(page.getByText("Lease of the mill " + look + " is created"));
      screen.open("/records/" + Papers.TYPE);
      screen.seen(page.getByText("Lease of the mill " + look));
      look(screen, look + "-file-list", found);
      page.getByRole(
              AriaRole.LINK, new Page.GetByRoleOptions().setName("Lease of the mill " + look))
          .click();
      screen.seen(screen.heading("Lease of the mill " + look));
      if (width < 700) {
        screen.button("Details").click();
      }
      screen.seen(page.locator("img.p-thumb"));
      look(screen, look + "-file-record", found);
      assertThat(found).isEmpty();
      assertThat(
              (boolean)
                  page.evaluate(
                      "document.documentElement.scrollWidth > document.documentElement.clientWidth"))
          .isFalse();
    }
  }

  private static void look(Screen screen, String name, List<String> found) {
    screen.shoot(name);
    screen.violations().forEach(violation -> found.add(name + ": " + violation));
  }
}
