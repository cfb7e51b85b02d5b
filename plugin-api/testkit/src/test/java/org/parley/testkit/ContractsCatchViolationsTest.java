// SPDX-License-Identifier: Apache-2.0
package org.parley.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each contract passes a good plugin and fails on a planted violation. */
class ContractsCatchViolationsTest {
  private static final String MANIFEST =
      """
      Manifest-Version: 1.0
      Bundle-ManifestVersion: 2
      Bundle-SymbolicName: acme-warranty
      Bundle-Version: 1.0.0
      """;
  private static final String TYPE = "META-INF/parley/record-types/acme_warranty.json";

  @TempDir Path content;

  @BeforeEach
  void aGoodPlugin() throws IOException {
    write("META-INF/MANIFEST.MF", MANIFEST);
    write(
        "META-INF/parley/plugin.json",
        """
        {"format": 1, "label": "Warranty", "vendor": "Acme", "category": "module",
         "license": "MIT", "prefix": "acme", "api": "[1,2)"}
        """);
    write(
        TYPE,
        """
        {
          "format": 1,
          "type": "acme_warranty",
          "title": "{serial}",
          "fields": [
            {"name": "serial", "kind": "text"},
            {"name": "ends_on", "kind": "date"}
          ],
          "views": [{"name": "all", "columns": ["title", "ends_on"]}],
          "layout": [{"name": "details", "fields": ["serial", "ends_on", "owner"]}]
        }
        """);
    write(
        "META-INF/parley/ui.json",
        """
        {"format": 1, "contributions": [
          {"point": "record.panel", "name": "warranty", "module": "panel.js",
           "export": "WarrantyPanel", "label": "Warranty"}]}
        """);
    write(
        "static/panel.js",
        """
        import {html} from 'lit';
        import {part} from './part.js';
        export const texts = {en: {none: 'No warranty yet.'}};
        export class WarrantyPanel extends HTMLElement {
          static watches = ['acme_warranty'];
        }
        """);
  }

  @Test
  void aGoodPluginPasses() {
    PluginKeepsItsContractsTest contracts = contracts();
    assertThatCode(
            () -> {
              contracts.isNamedAfterThePlugin();
              contracts.sharesNoWiring();
              contracts.importsOnlyWhatPluginsAreGiven();
              contracts.staticFilesFitTheShell();
              contracts.packsNoLeftovers();
              contracts.saysWhoItIs();
              contracts.descriptorsKeepToTheirSchemas();
              contracts.namesOnlyFieldsThatAreThere();
              contracts.contributionsAreThere();
            })
        .doesNotThrowAnyException();
  }

  @Test
  void aWrongKindIsReportedWithFileLineAndPointer() throws IOException {
    replace(TYPE, "\"kind\": \"date\"", "\"kind\": \"dat\"");
    assertThatThrownBy(() -> contracts().descriptorsKeepToTheirSchemas())
        .hasMessageContaining(TYPE + ":7:/fields/1/kind");
  }

  @Test
  void anUnknownAttributeIsReportedWithFileLineAndPointer() throws IOException {
    replace(TYPE, "\"kind\": \"text\"", "\"kind\": \"text\", \"maximum\": 3");
    assertThatThrownBy(() -> contracts().descriptorsKeepToTheirSchemas())
        .hasMessageContaining(TYPE + ":6:/fields/0/maximum");
  }

  @Test
  void brokenJsonIsReportedWithItsLine() throws IOException {
    replace(TYPE, "{\"name\": \"serial\", \"kind\": \"text\"},", "{\"name\": \"serial\"");
    assertThatThrownBy(() -> contracts().descriptorsKeepToTheirSchemas())
        .hasMessageContaining(TYPE + ":7 is not JSON");
  }

  @Test
  void aNameGivenTwiceInOneObjectIsReported() throws IOException {
    replace(TYPE, "\"kind\": \"text\"", "\"kind\": \"text\", \"kind\": \"text\"");
    assertThatThrownBy(() -> contracts().descriptorsKeepToTheirSchemas())
        .hasMessageContaining("Duplicate field 'kind'");
  }

  @Test
  void aFileNobodyReadsIsReported() throws IOException {
    write("META-INF/parley/record-type/typo.json", "{}");
    assertThatThrownBy(() -> contracts().descriptorsKeepToTheirSchemas())
        .hasMessageContaining("record-type/typo.json is no descriptor");
  }

  @Test
  void namesThatLeadNowhereAreReported() throws IOException {
    replace(TYPE, "[\"title\", \"ends_on\"]", "[\"title\", \"end_on\"]");
    replace(TYPE, "{serial}", "{number}");
    assertThatThrownBy(() -> contracts().namesOnlyFieldsThatAreThere())
        .hasMessageContaining(TYPE + ":9:/views/0/columns/1 the type has no field end_on")
        .hasMessageContaining(TYPE + ":4:/title the type has no field number");
  }

  @Test
  void aFieldNamedTwiceIsReported() throws IOException {
    replace(TYPE, "{\"name\": \"ends_on\"", "{\"name\": \"serial\"");
    assertThatThrownBy(() -> contracts().namesOnlyFieldsThatAreThere())
        .hasMessageContaining("serial is there twice");
  }

  @Test
  void aContributionThatIsNotExportedIsReported() throws IOException {
    replace("static/panel.js", "WarrantyPanel", "Panel");
    assertThatThrownBy(() -> contracts().contributionsAreThere())
        .hasMessageContaining("static/panel.js exports no WarrantyPanel");
  }

  @Test
  void aModuleThatIsMissingIsReported() throws IOException {
    Files.delete(content.resolve("static/panel.js"));
    assertThatThrownBy(() -> contracts().contributionsAreThere())
        .hasMessageContaining("there is no file static/panel.js");
  }

  @Test
  void modulesTheShellCannotLoadAreReported() throws IOException {
    write("static/a.js", "import x from 'lodash';\ncustomElements.define('x-y', x);\n");
    write("static/b.js", "(globalThis.litHtmlVersions ??= []).push('3.3.2');\n");
    write("static/c.mjs", "export {};\n");
    assertThatThrownBy(() -> contracts().staticFilesFitTheShell())
        .hasMessageContaining("static/a.js:1 imports 'lodash'")
        .hasMessageContaining("static/a.js:2 defines an element")
        .hasMessageContaining("static/b.js embeds Lit")
        .hasMessageContaining("static/c.mjs must end in .js");
  }

  @Test
  void headersThatShareWiringAreReported() throws IOException {
    for (String header :
        new String[] {
          "Export-Package",
          "Fragment-Host",
          "DynamicImport-Package",
          "Require-Bundle",
          "Bundle-Activator",
          "Bundle-NativeCode",
          "Bundle-Blueprint"
        }) {
      write("META-INF/MANIFEST.MF", MANIFEST + header + ": com.acme\n");
      assertThatThrownBy(() -> contracts().sharesNoWiring()).hasMessageContaining(header);
    }
  }

  @Test
  void anImportNoPluginIsGivenIsReported() throws IOException {
    write(
        "META-INF/MANIFEST.MF",
        MANIFEST
            + "Import-Package: org.parley.spi.record;version=\"[1.0,2)\",org.slf4j;version=\"[1.7,2)\","
            + "javax.xml,com.acme.nice;resolution:=optional\n");
    assertThatThrownBy(() -> contracts().importsOnlyWhatPluginsAreGiven())
        .hasMessageContaining("org.slf4j")
        .hasMessageNotContaining("com.acme.nice")
        .hasMessageNotContaining("org.parley.spi.record");
  }

  @Test
  void aJarThatIsNoBundleOrNamedOtherwiseIsReported() throws IOException {
    write("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n");
    assertThatThrownBy(() -> contracts().isNamedAfterThePlugin())
        .hasMessageContaining("Bundle-ManifestVersion");
    write("META-INF/MANIFEST.MF", MANIFEST.replace("acme-warranty", "other"));
    assertThatThrownBy(() -> contracts().isNamedAfterThePlugin()).hasMessageContaining("other");
  }

  @Test
  void leftoversOfAnEditorAreReported() throws IOException {
    write("static/.panel.js.swp", "");
    assertThatThrownBy(() -> contracts().packsNoLeftovers())
        .hasMessageContaining("static/.panel.js.swp");
  }

  private PluginKeepsItsContractsTest contracts() {
    return new PluginKeepsItsContractsTest() {
      @Override
      public PluginUnderTest plugin() {
        return new PluginUnderTest("acme-warranty", content);
      }
    };
  }

  private void write(String file, String text) throws IOException {
    Path path = content.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private void replace(String file, String from, String to) throws IOException {
    write(file, Files.readString(content.resolve(file)).replace(from, to));
  }
}
