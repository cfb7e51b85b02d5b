// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.parley.itest.Papers;
import org.parley.itest.harness.Answer;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.PluginJar;

/** A plugin that looks into files keeps out what is infected, for as long as it is there. */
class ScannerIT {
  private static byte[] jar(String version, boolean guard) {
    String name = EicarScanner.class.getName();
    return PluginJar.named("acme-scan", version)
        .file(name.replace('.', '/') + ".class", bytes())
        .file(
            "OSGI-INF/scanner.xml",
            """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="scanner">
              <implementation class="%s"/>
              <service><provide interface="org.parley.spi.file.FileScanner"/></service>
              <property name="parley.guard" type="Boolean" value="%s"/>
            </scr:component>
            """
                .formatted(name, guard)
                .getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .header("Service-Component", "OSGI-INF/scanner.xml")
        .header("Import-Package", "org.parley.spi.file;version=\"[1.0,2)\"")
        .header(
            "Require-Capability",
            "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.3)(!(version>=2.0)))\"")
        .bytes();
  }

  private static byte[] bytes() {
    String file = "/" + EicarScanner.class.getName().replace('.', '/') + ".class";
    try (InputStream in = EicarScanner.class.getResourceAsStream(file)) {
      return in.readAllBytes();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static Answer attach(Api api, String content) {
    String token =
        api.send("POST", "files?name=a.txt", BodyPublishers.ofString(content), null)
            .expect(201)
            .json()
            .path("file")
            .asText();
    return api.post(
        "records/" + Papers.TYPE,
        Map.of("fields", Map.of("name", "One", "scan", Map.of("file", token))));
  }

  @Test
  void whatIsInfectedStaysOutAsLongAsAScannerIsThere() {
    ParleyProcess.Setup setup = ParleyProcess.Setup.fresh("scanner");
    try (ParleyProcess parley = setup.start()) {
      Api api = parley.admin();
      Papers.install(api);
      attach(api, EicarScanner.EICAR).expect(201);

      api.upload(jar("1.0.0", false), false).expect(201);
      JsonNode refused = attach(api, EicarScanner.EICAR).expect(422).json();
      assertThat(refused.at("/errors/0/field").asText()).isEqualTo("scan");
      assertThat(refused.at("/errors/0/code").asText()).isEqualTo("infected");
      assertThat(refused.path("detail").asText()).contains("acme-scan", "EICAR-Test-File");
      attach(api, "words").expect(201);
      attach(api, "break").expect(201);

      api.upload(jar("1.1.0", true), false).expect(200);
      Answer broken = attach(api, "break").expect(503);
      assertThat(broken.code()).isEqualTo("guard_unavailable");
      assertThat(broken.json().path("detail").asText()).contains("acme-scan");
      attach(api, EicarScanner.EICAR).expect(422);
      attach(api, "words").expect(201);

      api.post("plugins/acme-scan/quarantine", "").expect(200);
      attach(api, EicarScanner.EICAR).expect(201);
    }
  }
}
