// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.parley.itest.harness.Answer;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.PluginJar;
import org.parley.itest.harness.SharedParley;

/** Bad input is answered by a problem that names the culprit, and changes nothing. */
@ExtendWith(SharedParley.class)
class BadInputIT {
  private final ParleyProcess parley;
  private final Api api;
  private List<JsonNode> before;

  BadInputIT(ParleyProcess parley, Api api) {
    this.parley = parley;
    this.api = api;
  }

  @BeforeEach
  void look() {
    before = state();
  }

  @AfterEach
  void nothingHasChanged() {
    assertThat(state()).isEqualTo(before);
    assertThat(api.get("/health/ready").status()).isEqualTo(200);
  }

  private List<JsonNode> state() {
    return List.of(
        api.get("records/account", "sort", "id", "limit", 200, "count", true).expect(200).json(),
        api.get("types").expect(200).json(),
        api.get("plugins").expect(200).json(),
        api.get("ui").expect(200).json());
  }

  @ParameterizedTest
  @MethodSource
  void aBadBody(String what, String body, int status, String culprit) {
    Answer answer = api.post("records/account", body);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.isProblem()).as(answer.toString()).isTrue();
    assertThat(answer.body()).contains(culprit);
    harmless(answer);
  }

  static Stream<Arguments> aBadBody() {
    return Stream.of(
        Arguments.of("broken JSON", "{\"fields\": {\"name\": ", 400, "bad_json"),
        Arguments.of("no JSON at all", "name=Acme", 400, "bad_json"),
        Arguments.of("an array", "[]", 400, "bad_json"),
        Arguments.of("two values", "{\"fields\":{\"name\":\"a\"}} {}", 400, "bad_json"),
        Arguments.of("nothing", "", 400, "bad_json"),
        Arguments.of("a key twice", "{\"fields\":{\"name\":\"a\",\"name\":\"b\"}}", 400, "name"),
        Arguments.of("nested deeply", "[".repeat(100_000), 400, "bad_json"),
        Arguments.of("unknown field", fields("\"nonsense\": 1"), 422, "nonsense"),
        Arguments.of("wrong kind", fields("\"annual_revenue\": \"lots\""), 422, "annual_revenue"),
        Arguments.of("text as object", "{\"fields\": {\"name\": {\"a\": 1}}}", 422, "\"name\""),
        Arguments.of("a huge number", fields("\"employees\": 1e400"), 400, "line 1"),
        Arguments.of(
            "too long",
            fields("\"website\": \"http://a.example/" + "x".repeat(5000) + "\""),
            422,
            "website"),
        Arguments.of("required left out", "{\"fields\": {}}", 422, "required"),
        Arguments.of(
            "read only", fields("\"created_at\": \"2020-01-01T00:00:00Z\""), 422, "created_at"),
        Arguments.of("no such record", fields("\"parent\": 999999999"), 422, "parent"));
  }

  private static String fields(String more) {
    return "{\"fields\": {\"name\": \"Acme\", " + more + "}}";
  }

  @Test
  void everyFaultyFieldIsNamedAtOnce() {
    Answer answer =
        api.post("records/account", fields("\"employees\": \"few\", \"email\": \"nowhere\""));
    assertThat(answer.json().path("errors").findValuesAsText("field"))
        .contains("employees", "email");
  }

  @ParameterizedTest
  @MethodSource
  void aBadQuery(String name, String value, String code, String culprit) {
    Answer answer = api.get("records/account", name, value);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.code()).as(answer.toString()).isEqualTo(code);
    assertThat(answer.body()).contains(culprit);
    harmless(answer);
  }

  static Stream<Arguments> aBadQuery() {
    return Stream.of(
        Arguments.of("filter", "nonsense==1", "unknown_field", "nonsense"),
        Arguments.of("filter", "contacts.nonsense==1", "unknown_field", "contacts"),
        Arguments.of("filter", "name==", "bad_filter", "bad_filter"),
        Arguments.of("filter", "name=='open", "bad_filter", "bad_filter"),
        Arguments.of("filter", "employees=gt=many", "bad_filter", "employees"),
        Arguments.of("filter", "(".repeat(10) + "(name==a" + ")".repeat(11), "bad_filter", "10"),
        Arguments.of("filter", "name==a" + ",name==a".repeat(60), "bad_filter", "50"),
        Arguments.of("filter", "name==" + "a".repeat(4100), "bad_filter", "4"),
        Arguments.of("sort", "nonsense", "bad_sort", "nonsense"),
        Arguments.of("sort", "description", "bad_sort", "description"),
        Arguments.of("fields", "name,nonsense", "unknown_field", "nonsense"),
        Arguments.of("include", "nonsense", "unknown_field", "nonsense"),
        Arguments.of("limit", "0", "bad_request", "limit"),
        Arguments.of("limit", "many", "bad_request", "limit"),
        Arguments.of("limit", "100000", "bad_request", "limit"),
        Arguments.of("nonsense", "1", "bad_request", "nonsense"),
        Arguments.of("after", "not a cursor", "bad_cursor", "cursor"),
        Arguments.of("after", cursor("{}"), "bad_cursor", "cursor"),
        Arguments.of("after", cursor("{\"id\":1,\"keys\":[\"' or 1=1\"]}"), "bad_cursor", "cursor"),
        Arguments.of("after", "A".repeat(3000), "bad_cursor", "cursor"));
  }

  private static String cursor(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void tenThousandBracketsInAFilter() {
    // In the query of a GET they would not pass the server's cap on a request's head.
    Answer answer = api.get("records/account", "filter", "(".repeat(10_000));
    assertThat(answer.status()).as(answer.toString()).isIn(400, 414, 431);
    harmless(answer);
  }

  @Test
  void aCursorOfAnotherListIsForged() {
    String other =
        api.get("records/contact", "limit", 1, "sort", "-modified_at").json().path("next").asText();
    Answer answer = api.get("records/account", "after", other);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("bad_cursor");
    String own =
        api.get("records/account", "limit", 1, "sort", "name").json().path("next").asText();
    byte[] bytes = Base64.getUrlDecoder().decode(own);
    bytes[bytes.length / 2] ^= 0x15;
    String bent = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Answer forged = api.get("records/account", "sort", "name", "after", bent);
    assertThat(forged.status()).as(forged.toString()).isIn(200, 400);
    harmless(forged);
  }

  @ParameterizedTest
  @MethodSource
  void aPathThatLeadsNowhere(String path, String code) {
    Answer answer = api.get(path);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo(code);
    harmless(answer);
  }

  static Stream<Arguments> aPathThatLeadsNowhere() {
    return Stream.of(
        Arguments.of("records/nonsense", "unknown_type"),
        Arguments.of("types/nonsense", "unknown_type"),
        Arguments.of("records/account/999999999", "not_found"),
        Arguments.of("records/account/one", "not_found"),
        Arguments.of("records/account/99999999999999999999999", "not_found"),
        Arguments.of("nonsense", "not_found"));
  }

  @Test
  void aHundredMegabytesAreRefusedWithoutBeingRead() {
    for (String path : List.of("records/account", "plugins")) {
      String type = path.equals("plugins") ? "application/java-archive" : "application/json";
      try {
        Answer answer =
            api.send(
                "POST", path, BodyPublishers.ofInputStream(() -> new Spaces(100L << 20)), type);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("too_large");
      } catch (java.io.UncheckedIOException hungUp) {
        // The server may hang up on somebody who goes on talking; it must not be harmed by it.
        assertThat(parley.isAlive()).isTrue();
      }
    }
  }

  @Test
  void aHundredMegabytesThatAreAnnouncedAreRefusedAtOnce() throws IOException {
    Answer answer =
        RawHttp.post(parley.root(), api, "/api/v1/records/account", 100L << 20, "application/json");
    assertThat(answer.status()).as(answer.toString()).isEqualTo(413);
    assertThat(answer.body()).contains("too_large");
  }

  @Test
  void anotherMediaTypeIsRefused() {
    Answer answer =
        api.send("POST", "records/account", BodyPublishers.ofString("<a/>"), "application/xml");
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.code()).isEqualTo("media_type");
  }

  @Test
  void aDescriptorsErrorIsFoundInItsLine() {
    byte[] jar =
        PluginJar.loan("1.0.0")
            .descriptor(
                "record-types/acme_loan.json",
                """
                {
                  "format": 1,
                  "type": "acme_loan",
                  "label": "Loan",
                  "title": "{name}",
                  "fields": [
                    {"name": "name", "kind": "tekst"}
                  ]
                }
                """)
            .bytes();
    JsonNode error = refused(jar).json().at("/errors/0");
    assertThat(error.path("field").asText()).contains("record-types/acme_loan.json");
    assertThat(error.path("line").asInt()).isEqualTo(7);
    assertThat(error.path("pointer").asText()).isEqualTo("/fields/0/kind");
    assertThat(error.path("message").asText()).contains("longtext");
  }

  @Test
  void aDescriptorThatIsNoJsonIsFoundInItsLine() {
    byte[] jar =
        PluginJar.loan("1.0.0")
            .descriptor("record-types/acme_loan.json", "{\n\"format\": 1,\n\"type\" \"x\"\n}")
            .bytes();
    JsonNode error = refused(jar).json().at("/errors/0");
    assertThat(error.path("field").asText()).contains("acme_loan.json");
    assertThat(error.path("line").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource
  void aJarThatCannotBeAPlugin(String what, byte[] jar, String culprit) {
    assertThat(refused(jar).body()).contains(culprit);
    Answer plan = api.upload(jar, true);
    assertThat(plan.status()).as(plan.toString()).isIn(200, 422);
    if (plan.status() == 200) {
      assertThat(plan.json().path("possible").asBoolean()).isFalse();
      assertThat(plan.json().path("conflicts").toString()).contains(culprit);
    }
  }

  static Stream<Arguments> aJarThatCannotBeAPlugin() {
    return Stream.of(
        Arguments.of("text", "not a zip".getBytes(StandardCharsets.UTF_8), "zip"),
        Arguments.of("half a zip", half(PluginJar.loan("1.0.0").bytes()), "zip"),
        Arguments.of("nothing", new byte[0], "zip"),
        Arguments.of(
            "no bundle",
            PluginJar.loan("1.0.0").header("Bundle-SymbolicName", null).bytes(),
            "Bundle-SymbolicName"),
        Arguments.of(
            "a missing package", header("Import-Package", "com.acme.absent"), "com.acme.absent"),
        Arguments.of("a denied package", header("Import-Package", "org.slf4j"), "org.slf4j"),
        Arguments.of(
            "core's contract",
            header("Import-Package", "org.parley.core.record;parley=core"),
            "org.parley.core.record"),
        Arguments.of("exports", header("Export-Package", "com.acme.api"), "Export-Package"),
        Arguments.of("a fragment", header("Fragment-Host", "org.parley.api"), "Fragment-Host"),
        Arguments.of(
            "dynamic imports", header("DynamicImport-Package", "*"), "DynamicImport-Package"),
        Arguments.of(
            "required bundles", header("Require-Bundle", "org.parley.api"), "Require-Bundle"),
        Arguments.of(
            "an activator", header("Bundle-Activator", "com.acme.Start"), "Bundle-Activator"),
        Arguments.of("a name too long", type("acme_" + "x".repeat(40)), "/type"),
        Arguments.of("a type of the core's tables", type("parley_ledger"), "parley_"),
        Arguments.of("a type without the prefix", type("loan"), "loan"),
        Arguments.of(
            "an unknown type extended",
            PluginJar.loan("1.0.0")
                .edit("extensions/account.json", json -> json.put("extends", "acount"))
                .bytes(),
            "acount"));
  }

  @Test
  void aTypeThatAnotherPluginOwns() {
    byte[] jar =
        PluginJar.named("acme-thief", "1.0.0")
            .descriptor(
                "record-types/account.json",
                """
                {"format": 1, "type": "account", "label": "Mine", "title": "{name}",
                 "fields": [{"name": "name", "kind": "text"}]}
                """)
            .bytes();
    Answer answer = api.upload(jar, false);
    assertThat(answer.status()).as(answer.toString()).isIn(409, 422);
    assertThat(answer.body()).contains("parley-contacts", "account");
    assertThat(answer.isProblem()).isTrue();
  }

  @Test
  void aPluginThatItNeedsIsMissing() {
    byte[] jar =
        PluginJar.loan("1.0.0")
            .edit("plugin.json", json -> json.putObject("requires").put("acme-gone", "[1,2)"))
            .bytes();
    Answer answer = api.upload(jar, false);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(409);
    assertThat(answer.json().at("/errors/0/message").asText()).contains("acme-gone", "[1,2)");
    assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo("/requires/acme-gone");
  }

  private Answer refused(byte[] jar) {
    Answer answer = api.upload(jar, false);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo("plugin_refused");
    assertThat(answer.json().path("errors")).isNotEmpty();
    harmless(answer);
    return answer;
  }

  private static void harmless(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isLessThan(500);
    assertThat(answer.body()).doesNotContain("\tat ", "Exception");
  }

  private static byte[] header(String name, String value) {
    return PluginJar.loan("1.0.0").header(name, value).bytes();
  }

  private static byte[] type(String name) {
    return PluginJar.loan("1.0.0")
        .edit("record-types/acme_loan.json", json -> json.put("type", name))
        .bytes();
  }

  private static byte[] half(byte[] whole) {
    return Arrays.copyOf(whole, whole.length / 2);
  }

  /** As many spaces as asked for. */
  private static final class Spaces extends InputStream {
    private static final byte[] NONE = {};
    private long left;

    Spaces(long length) {
      this.left = length;
    }

    @Override
    public int read() {
      return left-- > 0 ? ' ' : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left <= 0) {
        return new ByteArrayInputStream(NONE).read(bytes, offset, length);
      }
      int count = (int) Math.min(left, length);
      Arrays.fill(bytes, offset, offset + count, (byte) ' ');
      left -= count;
      return count;
    }
  }
}
