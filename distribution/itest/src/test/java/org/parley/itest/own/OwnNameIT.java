// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.own;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.PluginJar;
import org.parley.itest.harness.SharedParley;

/** What a plugin does in its own name is what it was granted, and the journal says who did it. */
@ExtendWith(SharedParley.class)
class OwnNameIT {
  private static final String GRANTS =
      "{\"types\": {\"account\": {\"read\": \"all\"}}, \"fields\": {\"account\": {\"phone\": \"none\"}}}";

  private static byte[] jar(String version, String grants) {
    String name = Greeter.class.getName();
    return PluginJar.named("acme-greeter", version)
        .descriptor(
            "plugin.json",
            """
            {"format": 1, "label": "Greeter", "vendor": "Acme", "category": "module", "license": "MIT",
             "api": "[1,2)", "prefix": "acme", "grants": %s}
            """
                .formatted(grants))
        .descriptor(
            "record-types/acme_greeting.json",
            """
            {"format": 1, "type": "acme_greeting", "fields": [
              {"name": "name", "kind": "text", "required": true}, {"name": "outcome", "kind": "text"}]}
            """)
        .file(name.replace('.', '/') + ".class", bytes())
        .file(
            "OSGI-INF/greeter.xml",
            """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="greeter">
              <implementation class="%s"/>
              <service><provide interface="org.parley.spi.login.LoginProvider"/></service>
              <reference name="records" interface="org.parley.api.record.Records" field="records" policy="dynamic"/>
            </scr:component>
            """
                .formatted(name)
                .getBytes(StandardCharsets.UTF_8))
        .header("Service-Component", "OSGI-INF/greeter.xml")
        .header(
            "Import-Package",
            "org.parley.spi.login;version=\"[1.0,2)\",org.parley.api.record;version=\"[1.2,2)\","
                + "org.parley.api.error;version=\"[1.0,2)\"")
        .header(
            "Require-Capability",
            "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.3)(!(version>=2.0)))\"")
        .bytes();
  }

  private static byte[] bytes() {
    String file = "/" + Greeter.class.getName().replace('.', '/') + ".class";
    try (InputStream in = Greeter.class.getResourceAsStream(file)) {
      return in.readAllBytes();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static Map<String, String> outcomes(Api api) {
    Map<String, String> outcomes = new TreeMap<>();
    for (JsonNode item : api.get("records/acme_greeting").expect(200).json().path("items")) {
      outcomes.put(item.at("/fields/name").asText(), item.at("/fields/outcome").asText());
    }
    return outcomes;
  }

  private static void awaitWays(Api api, int count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                api
                        .get("logins")
                        .expect(200)
                        .json()
                        .path("ways")
                        .findValuesAsText("plugin")
                        .stream()
                        .filter("acme-greeter"::equals)
                        .count()
                    == count);
  }

  @Test
  void itIsWhatItWasGrantedAndNoMore(Api api) {
    api.create("account", Map.of("name", "Own name Ltd", "city", "Bern", "phone", "+41 31 1"));
    JsonNode plan = api.upload(jar("1.0.0", GRANTS), true).expect(200).json();
    assertThat(plan.at("/grants/types/account/read").asText()).isEqualTo("all");

    api.upload(jar("1.0.0", GRANTS), false).expect(201);
    assertThat(api.plugin("acme-greeter").at("/grants/fields/account/phone").asText())
        .isEqualTo("none");
    awaitWays(api, 1);
    assertThat(api.get("logins").json().path("ways").findValuesAsText("label"))
        .contains("Own name Ltd");
    assertThat(api.get("logins/acme-greeter/all").expect(302).header("Location"))
        .isEqualTo("/login?elsewhere=unavailable");
    assertThat(outcomes(api))
        .containsEntry("edit", "forbidden")
        .containsEntry("phone", "null")
        .containsEntry("city", "Bern")
        .containsEntry("contacts", "unknown_type")
        .containsEntry("users", "0")
        .containsEntry("none", "false")
        .doesNotContainEntry("secret", "")
        .hasEntrySatisfying(
            "secret", code -> assertThat(code).isIn("unknown_type", "forbidden", "not_found"));
    long greeting = api.get("records/acme_greeting").json().at("/items/0/id").asLong();
    assertThat(api.get("records/acme_greeting/" + greeting + "/history").expect(200).body())
        .contains("acme-greeter");

    // What the next version is not granted it may not any more, from its first call on.
    api.upload(jar("1.1.0", "{}"), false).expect(200);
    awaitWays(api, 0);
    api.post("plugins/acme-greeter/quarantine", "").expect(200);
  }

  @Test
  void aGrantThatIsNoneIsRefusedWithItsPlace(Api api) {
    JsonNode plan =
        api.upload(jar("1.2.0", "{\"types\": {\"account\": {\"read\": \"own\"}}}"), true).json();
    assertThat(plan.at("/conflicts/0/pointer").asText()).isEqualTo("/grants/types/account/read");
    assertThat(plan.at("/conflicts/0/file").asText()).isEqualTo("META-INF/parley/plugin.json");
    plan = api.upload(jar("1.2.0", "{\"types\": {\"user\": {\"read\": \"all\"}}}"), true).json();
    assertThat(plan.at("/conflicts/0/code").asText()).isEqualTo("bad_grant");
    assertThat(plan.at("/conflicts/0/message").asText()).contains("types.user");
  }
}
