// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.SharedParley;

/**
 * A file goes through the wizard as somebody new would send it: looked at, corrected, in, undone.
 */
@ExtendWith(SharedParley.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportBrowserIT {
  private final ParleyProcess parley;
  private final Api api;
  private final Chromium chromium = Chromium.shared();

  ImportBrowserIT(ParleyProcess parley, Api api) {
    this.parley = parley;
    this.api = api;
  }

  @ParameterizedTest
  @CsvSource({"desktop-light, 1440, 900, LIGHT", "phone-dark, 390, 844, DARK"})
  void fromAFileToRecordsAndBack(String look, int width, int height, ColorScheme scheme) {
    String mark = "Import " + look + " ";
    String csv =
        "company;sector;subsidiary of\n"
            + (mark + "One;technolgy;\n")
            + (mark + "Two;technology;" + mark + "One\n");
    List<String> found = new ArrayList<>();
    try (Screen screen = new Screen(chromium.browser(), parley.root(), width, height, scheme)) {
      screen.login().open("/imports?type=account");
      look(screen, look, "imports", found);
      screen
          .page()
          .locator("input[type=file]")
          .setInputFiles(
              new FilePayload("companies.csv", "text/csv", csv.getBytes(StandardCharsets.UTF_8)));
      screen.seen(screen.heading("companies.csv"));
      screen.seen(screen.button("Check the rows"));
      look(screen, look, "mapping", found);

      screen.button("Check the rows").click();
      screen.seen(screen.button("Import 1 row"));
      assertThat(count(mark)).isZero();
      look(screen, look, "checked", found);
      Locator correction = screen.page().getByLabel("Read technolgy in sector as");
      correction.selectOption("technology");
      screen.button("Check again").click();
      screen.seen(screen.button("Import 2 rows"));

      screen.button("Import 2 rows").click();
      screen.seen(screen.heading("The import is done"));
      assertThat(count(mark)).isEqualTo(2);
      look(screen, look, "done", found);
      screen.button("Undo this import").click();
      screen.seen(screen.heading("It was taken back"));
      assertThat(count(mark)).isZero();
      look(screen, look, "undone", found);
      assertThat(screen.troubles()).isEmpty();
    }
    assertThat(found).isEmpty();
  }

  @Test
  void aFileThatIsTooLargeIsRefusedBeforeItIsSent() {
    try (Screen screen =
        new Screen(chromium.browser(), parley.root(), 1440, 900, ColorScheme.LIGHT)) {
      screen.login().open("/imports");
      screen.seen(screen.page().locator(".p-drop"));
      screen
          .page()
          .evaluate(
              "() => { const dataTransfer = new DataTransfer();"
                  + " dataTransfer.items.add(new File([new Uint8Array(27 * 1024 * 1024)], 'all.csv'));"
                  + " document.querySelector('.p-drop').dispatchEvent(new DragEvent('drop',"
                  + " {dataTransfer, bubbles: true, cancelable: true})); }");
      screen.seen(screen.heading("all.csv was not taken"));
      screen.seen(screen.page().getByText("raise PARLEY_MAX_UPLOAD_MB"));
      assertThat(screen.troubles()).isEmpty();
    }
  }

  private long count(String mark) {
    return api.get("records/account", "filter", "name=='" + mark + "*'", "count", "true")
        .expect(200)
        .json()
        .path("count")
        .asLong();
  }

  private static void look(Screen screen, String look, String name, List<String> found) {
    screen.shoot("import-" + look + "-" + name);
    screen.violations().forEach(violation -> found.add(name + ": " + violation));
  }
}
