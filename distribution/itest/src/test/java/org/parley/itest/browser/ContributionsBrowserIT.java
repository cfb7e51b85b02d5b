// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.PluginJar;
import org.parley.itest.harness.Tutorial;

/**
 * A plugin adds to every point of the screen while people work, and nothing it does wrong there
 * harms what is around it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContributionsBrowserIT {
  private static final String UI =
      """
      {"format": 1, "contributions": [
        {"name": "atlas", "point": "nav", "module": "all.js", "export": "Page", "label": "Atlas", "icon": "map"},
        {"name": "near", "point": "record.panel", "module": "all.js", "export": "Panel", "label": "Nearby", "types": ["account"]},
        {"name": "ring", "point": "record.action", "module": "all.js", "export": "Action", "label": "Ring", "types": ["account"]},
        {"name": "sky", "point": "home.dashlet", "module": "all.js", "export": "Dashlet", "label": "Sky"},
        {"name": "pigeon", "point": "composer.channel", "module": "all.js", "export": "Composer", "label": "Pigeon post", "types": ["account"]},
        {"name": "keys", "point": "settings.page", "module": "all.js", "export": "Settings", "label": "Atlas keys"},
        {"name": "spin", "point": "palette.command", "module": "all.js", "export": "command", "label": "Spin the globe"},
        {"name": "employees", "point": "field.renderer", "module": "all.js", "export": "Employees", "label": "Heads", "types": ["account"]}]}
      """;

  private static final String MODULE =
      """
      import {html} from 'lit';
      import {ParleyElement} from '@parley/ui';
      export const texts = {en: {near: 'Near {name}', v: 'version %1$s'}, de: {near: 'Nahe {name}', v: 'Fassung %1$s'}};
      export class Star extends ParleyElement { view(_, {t}) { return html`<b>${t('v')}</b>`; } }
      export class Page extends ParleyElement { view(_, {path}) { return html`<p>The atlas at ${path}</p>`; } }
      export class Panel extends ParleyElement {
        view(_, {record, t, tag}) {
          const star = document.createElement(tag('Star'));
          star.ctx = this.ctx;
          return html`<p>${t('near', {name: record.title})} ${star}</p><label>Memo <input name="memo"></label>
            <form @submit=${(event) => event.preventDefault()}><button class="p-button">Keep memo</button></form>`;
        }
      }
      export class Action extends ParleyElement { view(_, {toast}) { return html`<button class="p-button" @click=${() => toast('Ringing')}>Ring</button>`; } }
      export class Dashlet extends ParleyElement { view() { return html`<p>Blue sky</p>`; } }
      export class Composer extends ParleyElement { view(_, {record}) { return html`<p>To ${record.title} by pigeon</p>`; } }
      export class Settings extends ParleyElement { view() { return html`<p>Keys of the atlas</p>`; } }
      export const command = {run: ({toast}) => toast('Spinning')};
      export class Employees extends ParleyElement { view(_, {value}) { return html`<span>${value ?? 0} heads</span>`; } }
      """;

  private static final String BAD =
      """
      {"format": 1, "contributions": [
        {"name": "throws", "point": "record.panel", "module": "bad.js", "export": "Throws", "label": "Throws", "types": ["account"]},
        {"name": "flood", "point": "record.panel", "module": "bad.js", "export": "Floods", "label": "Floods", "types": ["account"]},
        {"name": "goes", "point": "record.panel", "module": "bad.js", "export": "Goes", "label": "Goes", "types": ["account"]},
        {"name": "late", "point": "record.panel", "module": "late.js", "export": "Late", "label": "Late", "types": ["account"]},
        {"name": "broken", "point": "record.panel", "module": "broken.js", "export": "Broken", "label": "Broken", "types": ["account"]}]}
      """;

  private static final String BAD_MODULE =
      """
      import {html} from 'lit';
      import {ParleyElement} from '@parley/ui';
      export class Throws extends ParleyElement { view() { throw new Error('thrown'); } }
      export class Floods extends ParleyElement { view() { for (let i = 0; i < 2000; i++) console.log('flood', i); return html`<p>Flooded</p>`; } }
      export class Goes extends ParleyElement { updated() { this.closest('section')?.remove(); } view() { return html`<p>Gone</p>`; } }
      """;

  private final Chromium chromium = Chromium.shared();
  private ParleyProcess parley;
  private Api api;

  @BeforeAll
  void start() {
    parley = ParleyProcess.Setup.fresh("contributions").withDemo().start();
    api = parley.admin();
  }

  @AfterAll
  void end() {
    if (parley != null) {
      parley.close();
    }
  }

  private static byte[] atlas(String version) {
    return PluginJar.named("acme-atlas", version)
        .descriptor("ui.json", UI)
        .file("static/all.js", MODULE.formatted(version))
        .bytes();
  }

  private Screen screen() {
    return new Screen(chromium.browser(), parley.root(), 1440, 900, ColorScheme.LIGHT);
  }

  @Test
  void aPluginAddsToAllEightPoints() {
    long account = api.get("records/account", "limit", 1).json().at("/items/0/id").asLong();
    try (Screen screen = screen()) {
      Page page = screen.page();
      screen.login().open("/records/account/" + account);
      screen.seen(page.locator(".p-related"));
      page.evaluate("window.notReloaded = true");
      api.upload(atlas("1.0.0"), false).expect(201);

      Locator panel = page.locator(".p-related [data-plugin=acme-atlas]");
      screen.seen(panel.getByText(java.util.regex.Pattern.compile("^Near .+")));
      screen.seen(panel.getByText("version 1.0.0"));
      screen.button("Pigeon post").click();
      screen.seen(page.getByText("by pigeon"));
      screen.seen(page.getByText(java.util.regex.Pattern.compile("^\\d+ heads$")).first());
      screen.button("Ring").click();
      screen.seen(page.getByText("Ringing"));
      screen.seen(screen.place("Atlas"));
      assertThat(screen.violations()).isEmpty();
      screen.shoot("eight-points");

      // What is being typed stays while a new version comes, which takes over once it is kept.
      panel.getByLabel("Memo").fill("half a th");
      api.upload(atlas("1.1.0"), false).expect(200);
      screen.seen(screen.place("Atlas"));
      assertThat(panel.getByLabel("Memo")).hasValue("half a th");
      screen.seen(panel.getByText("version 1.0.0"));
      screen.button("Keep memo").click();
      screen.seen(panel.getByText("version 1.1.0"));

      page.keyboard().press("Control+k");
      page.keyboard().type("spin");
      page.keyboard().press("Enter");
      screen.seen(page.getByText("Spinning"));
      screen.place("Atlas").click();
      screen.seen(page.getByText("The atlas at x/acme-atlas/atlas"));
      screen.place("Settings").click();
      screen.place("Atlas keys").click();
      screen.seen(page.getByText("Keys of the atlas"));
      screen.place("Home").click();
      screen.seen(page.getByText("Blue sky"));
      screen.place("Accounts").click();
      assertThat(page.evaluate("window.notReloaded")).isEqualTo(true);
      assertThat(screen.troubles()).isEmpty();

      api.post("plugins/acme-atlas/quarantine", null).expect(200);
      screen.gone(page.locator(".p-side").getByText("Atlas"));
      assertThat(page.evaluate("window.notReloaded")).isEqualTo(true);
    }
  }

  /** The page docs/tutorials/first-page.md, done to its end. */
  @Test
  void theTutorialsFirstPageIsOnTheScreen() {
    long account =
        api.get("records/account", "filter", "name==\"Brennwald Logistik\"", "limit", 1)
            .json()
            .at("/items/0/id")
            .asLong();
    api.upload(Tutorial.jar("first-page"), false).expect(201);
    try (Screen screen = screen()) {
      Page page = screen.page();
      screen.login();
      screen.seen(screen.heading("Closing soon"));
      screen.place("Outlook").click();
      screen.seen(screen.heading("Outlook"));
      screen.seen(page.locator("parley-chart canvas"));
      screen.open("/records/account/" + account);
      screen.seen(page.locator(".p-related [data-plugin=acme-outlook] parley-chart"));
      assertThat(screen.violations()).isEmpty();
      assertThat(screen.troubles()).isEmpty();
    }
  }

  @Test
  void whatFailsHarmsNothingAroundIt() {
    long account = api.get("records/account", "limit", 1).json().at("/items/0/id").asLong();
    byte[] bad =
        PluginJar.named("acme-bad", "1.0.0")
            .descriptor("ui.json", BAD)
            .file("static/bad.js", BAD_MODULE)
            .file(
                "static/late.js",
                "export class Late extends HTMLElement { set ctx(c) { return new Promise(() => {});"
                    + " } }")
            .file("static/broken.js", "export class Broken extends Nothing {}")
            .bytes();
    api.upload(bad, false).expect(201);
    try (Screen screen = screen()) {
      Page page = screen.page();
      screen.login().open("/records/account/" + account);
      for (String name : List.of("Throws", "Broken")) {
        screen.seen(
            page.getByLabel(name, new Page.GetByLabelOptions().setExact(true))
                .getByText("acme-bad could not show this"));
      }
      screen.seen(page.getByText("Flooded"));
      // The page around them works on.
      screen.button("Edit").click();
      screen.seen(page.locator("dialog[open] form"));
      page.keyboard().press("Escape");
      screen.place("Contacts").click();
      screen.seen(screen.heading("Contacts"));
    } finally {
      api.post("plugins/acme-bad/quarantine", null).expect(200);
    }
  }
}
