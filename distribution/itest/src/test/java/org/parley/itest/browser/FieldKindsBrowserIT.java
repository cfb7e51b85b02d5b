// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.kinds.KindRow;
import org.parley.itest.kinds.KindRows;

/** Each kind of field in the form, in the grid and on the page of a record. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FieldKindsBrowserIT {
  private static final String RECORDS = "records/" + KindRows.TYPE;
  private ParleyProcess parley;
  private Api api;
  private final Chromium chromium = Chromium.shared();

  @BeforeAll
  void start() {
    parley = ParleyProcess.Setup.fresh("kinds-browser").start();
    api = parley.admin();
    api.upload(KindRows.plugin().bytes(), false).expect(201);
    api.create(KindRows.PERSON, Map.of("name", "Ann"));
    api.create(KindRows.PERSON, Map.of("name", "Bob"));
  }

  @AfterAll
  void end() {
    if (parley != null) {
      parley.close();
    }
  }

  private Screen screen(int width, int height, ColorScheme scheme) {
    return new Screen(chromium.browser(), parley.root(), width, height, scheme);
  }

  @ParameterizedTest
  @CsvSource({
    "desktop-light, 1440, 900, LIGHT",
    "desktop-dark,  1440, 900, DARK",
    "phone-light,    390, 844, LIGHT",
    "phone-dark,     390, 844, DARK"
  })
  void aRecordOfAllKindsIsTypedAndSeen(String look, int width, int height, ColorScheme scheme) {
    String name = "All " + UUID.randomUUID().toString().substring(0, 8);
    List<String> found = new ArrayList<>();
    boolean phone = width < 700;
    try (Screen screen = screen(width, height, scheme)) {
      screen.login().open("/" + RECORDS);
      screen.page().locator(".p-head .p-primary").click();
      Page page = screen.page();
      screen.seen(page.locator("dialog[open] form"));
      screen.textbox("Name").fill(name);
      for (KindRow row : KindRows.all()) {
        fill(screen, row);
      }
      look(screen, "kinds-" + look + "-form", found);
      page.locator("#p-form-richtext").scrollIntoViewIfNeeded();
      look(screen, "kinds-" + look + "-form-top", found);
      page.locator("#p-form-address-city").scrollIntoViewIfNeeded();
      look(screen, "kinds-" + look + "-form-middle", found);
      page.locator(".p-dialog-frame > footer .p-primary").click();
      screen.seen(page.getByText(name + " is created"));
      JsonNode record =
          api.get(RECORDS, "filter", "name=='" + name + "'", "include", "many")
              .json()
              .at("/items/0");
      typed(record);
      screen.open("/" + RECORDS);
      if (!phone) {
        cells(page, name);
      }
      screen.seen(page.getByText(name).first());
      look(screen, "kinds-" + look + "-list", found);
      screen.open("/" + RECORDS + "/" + record.path("id").asLong());
      screen.seen(screen.heading(name));
      look(screen, "kinds-" + look + "-record", found);
      for (String part : phone ? List.of("Details", "Related") : List.<String>of()) {
        screen.button(part).click();
        look(screen, "kinds-" + look + "-record-" + part.toLowerCase(java.util.Locale.ROOT), found);
      }
      assertThat(overflow(page)).as("nothing sticks out sideways").isFalse();
      if (!phone) {
        screen.button("Edit").click();
        screen.seen(page.locator("dialog[open] form .p-many-row").first());
        look(screen, "kinds-" + look + "-edit", found);
      }
      assertThat(screen.troubles()).isEmpty();
    }
    assertThat(found).isEmpty();
  }

  private static void look(Screen screen, String name, List<String> found) {
    screen.shoot(name);
    screen.violations().forEach(violation -> found.add(name + ": " + violation));
  }

  private static boolean overflow(Page page) {
    return (boolean)
        page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth");
  }

  private static Locator input(Screen screen, KindRow row) {
    return screen.page().locator("#p-form-" + row.name());
  }

  /** Types what a person would type; a kind without a case here fails the test. */
  private static void fill(Screen screen, KindRow row) {
    Locator input = input(screen, row);
    switch (row.name()) {
      case "text" -> input.fill("Zürich");
      case "longtext" -> input.fill("One\nTwo");
      case "richtext" -> {
        input.click();
        input.pressSequentially("Hi ");
        screen.button("Bold").click();
        input.pressSequentially("Zoë");
        screen.button("Bold").click();
        input.press("Enter");
        screen.button("Bullets").click();
        input.pressSequentially("First");
      }
      case "email" -> input.fill("ann@example.com");
      case "phone" -> input.fill("+41 31 111");
      case "url" -> input.fill("a.example");
      case "integer" -> input.fill("12");
      case "decimal" -> input.fill("1.5");
      case "percent" -> input.fill("12.5");
      case "money" -> input.fill("12.50");
      case "boolean" -> input.check();
      case "date" -> input.fill("2026-11-22");
      case "datetime" -> input.fill("2026-11-22T08:00");
      case "duration" -> input.fill("1h30");
      case "choice" -> input.selectOption("blue");
      case "choices" -> {
        input.pressSequentially("bl");
        input.press("Enter");
        input.press("ArrowDown");
        input.press("Enter");
        input.press("Escape");
      }
      case "tags" -> {
        input.pressSequentially("VIP");
        input.press("Enter");
        input.pressSequentially("slip,Fair 2026,");
        input.press("ArrowLeft");
        screen.page().keyboard().press("ArrowLeft");
        screen.page().keyboard().press("Delete");
      }
      case "reference", "party", "anything" -> pick(screen, input, "Ann");
      case "user" -> pick(screen, input, "Admin");
      case "many" -> {
        screen.button("Add person").click();
        Locator rows = screen.page().locator(".p-many-row");
        pick(screen, rows.first().getByRole(AriaRole.COMBOBOX).first(), "Ann");
        rows.first().getByLabel("Role").selectOption("boss");
        rows.first().getByLabel("Note").fill("Signs");
        screen.button("Add person").click();
        pick(screen, rows.nth(1).getByRole(AriaRole.COMBOBOX).first(), "Bob");
      }
      case "address" -> {
        screen.page().locator("#p-form-address-street").fill("Weg 1\nHof");
        screen.page().locator("#p-form-address-postal_code").fill("3003");
        screen.page().locator("#p-form-address-city").fill("Bern");
        screen.page().locator("#p-form-address-country").selectOption("CH");
      }
      case "json" -> {
        input.fill("{\"a\":");
        assertThat(screen.page().locator("#p-form-json-note")).containsText("not JSON");
        input.fill("{\"a\": \"x\"}");
        assertThat(screen.page().locator("#p-form-json-note")).isEmpty();
      }
      case "file" -> {
        input.setInputFiles(new FilePayload("plan.txt", "text/plain", "words".getBytes(UTF_8)));
        screen.seen(screen.page().locator("dialog[open]").getByText("plan.txt"));
      }
      case "secret" -> input.fill("s3cret");
      case "sequence" -> screen.gone(input);
      default -> throw new AssertionError("The form is not tried with " + row);
    }
  }

  private static void pick(Screen screen, Locator combobox, String words) {
    combobox.click();
    combobox.fill(words);
    Locator option = screen.page().locator("[role=option][aria-selected=true]");
    assertThat(option).containsText(words);
    combobox.press("Enter");
    screen.gone(screen.page().locator("[role=listbox]:popover-open"));
  }

  private static void typed(JsonNode record) {
    JsonNode fields = record.path("fields");
    assertThat(fields.path("richtext").asText())
        .matches("<p>Hi <b>Zoë</b>.*</p><ul><li>First(<br>)?</li></ul>");
    assertThat(fields.path("percent").asText()).isEqualTo("12.5");
    assertThat(fields.path("duration").asText()).isEqualTo("PT1H30M");
    assertThat(fields.path("choices").toString()).isEqualTo("[\"red\",\"blue\"]");
    assertThat(fields.path("tags").toString()).isEqualTo("[\"VIP\",\"Fair 2026\"]");
    assertThat(fields.at("/party/type").asText()).isEqualTo(KindRows.PERSON);
    assertThat(fields.path("user").asLong()).isPositive();
    assertThat(fields.at("/address/street").asText()).isEqualTo("Weg 1\nHof");
    assertThat(fields.at("/address/country").asText()).isEqualTo("CH");
    assertThat(fields.path("json").toString()).isEqualTo("{\"a\":\"x\"}");
    assertThat(fields.path("sequence").asText()).matches("S-[0-9]{4}");
    assertThat(fields.at("/file/name").asText()).isEqualTo("plan.txt");
    assertThat(fields.path("secret").toString()).isEqualTo("{\"set\":true}");
    JsonNode people = record.at("/included/many/items");
    assertThat(people).hasSize(2);
    assertThat(people.at("/0/fields/role").asText()).isEqualTo("boss");
    assertThat(people.at("/0/fields/note").asText()).isEqualTo("Signs");
    assertThat(people.at("/1/title").asText()).isEqualTo("Bob");
  }

  private static void cells(Page page, String name) {
    Locator row =
        page.getByRole(AriaRole.ROW, new Page.GetByRoleOptions().setName(Pattern.compile(name)));
    row.first().waitFor();
    double head = page.getByRole(AriaRole.COLUMNHEADER).last().boundingBox().x;
    double cell = row.first().getByRole(AriaRole.GRIDCELL).last().boundingBox().x;
    assertThat(cell).as("cells stand under their heads").isCloseTo(head, within(1.0));
    List<String> texts = row.first().getByRole(AriaRole.GRIDCELL).allTextContents();
    List<KindRow> shown = KindRows.all().stream().filter(r -> !r.kind().equals("many")).toList();
    for (int i = 0; i < shown.size(); i++) {
      String text = texts.get(i + 2).replaceAll("[\\s\\u00A0\\u202F]+", " ").strip();
      if (shown.get(i).shown() != null) {
        assertThat(text).as(shown.get(i).toString()).contains(shown.get(i).shown());
      } else {
        assertThat(text).as(shown.get(i).toString()).matches("S-[0-9]{4}");
      }
    }
  }

  @Test
  void anErrorInARowIsShownAtTheRow() {
    try (Screen screen = screen(1440, 900, ColorScheme.LIGHT)) {
      screen.login().open("/" + RECORDS);
      screen.page().locator(".p-head .p-primary").click();
      screen.textbox("Name").fill("Row errors");
      screen.button("Add person").click();
      screen.page().locator(".p-many-row").getByLabel("Note").fill("Nobody");
      screen.button("Create sample").click();
      Locator person = screen.page().locator(".p-many-row [aria-invalid=true]").first();
      screen.seen(person);
      assertThat(screen.page().locator(".p-many-row .p-error").first()).not().isEmpty();
      screen.shoot("kinds-row-error");
    }
  }

  @Test
  void fieldsAreEditedWhereTheyStand() {
    JsonNode record =
        api.create(
            KindRows.TYPE, Map.of("name", "In place " + UUID.randomUUID(), "tags", List.of("old")));
    long id = record.path("id").asLong();
    try (Screen screen = screen(1440, 900, ColorScheme.LIGHT)) {
      screen.login().open("/" + RECORDS + "/" + id);
      screen.seen(screen.heading(record.path("title").asText()));
      edit(screen, "Duration").fill("45 min");
      screen.page().keyboard().press("Enter");
      await(id, "duration", "\"PT45M\"");
      Locator tags = edit(screen, "Tags");
      tags.pressSequentially("new");
      tags.press("Enter");
      tags.press("Enter");
      await(id, "tags", "[\"old\",\"new\"]");
      Locator rich = edit(screen, "Richtext");
      rich.pressSequentially("Bold move");
      rich.press("Control+Enter");
      await(id, "richtext", "\"<p>Bold move</p>\"");
      screen.shoot("kinds-in-place");
      assertThat(screen.troubles()).isEmpty();
    }
  }

  private static Locator edit(Screen screen, String label) {
    screen.button("Edit " + label).click(new Locator.ClickOptions().setForce(true));
    return screen.page().locator(".p-editing").locator("input, [contenteditable]").first();
  }

  private void await(long id, String field, String json) {
    org.awaitility.Awaitility.await()
        .until(
            () -> api.get(RECORDS + "/" + id).json().at("/fields/" + field).toString(),
            json::equals);
  }
}
