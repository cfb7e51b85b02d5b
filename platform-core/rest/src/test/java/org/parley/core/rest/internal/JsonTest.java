// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Money;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.record.Result;

class JsonTest {
  private static Map<String, Object> read(String json) throws IOException {
    return Json.object(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void valuesComeAsWhatTheyAre() throws IOException {
    assertThat(read("{\"a\":1,\"b\":12.50,\"c\":\"é😀\",\"d\":[true,null],\"e\":{\"f\":{}}}"))
        .containsEntry("a", 1L)
        .containsEntry("b", new BigDecimal("12.50"))
        .containsEntry("c", "é😀")
        .containsEntry("d", Arrays.asList(true, null))
        .containsEntry("e", Map.of("f", Map.of()));
    assertThat(read("{\"a\":99999999999999999999}").get("a")).hasToString("99999999999999999999");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{",
        "{}x",
        "{}{}",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":1,}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":1}}",
        "{\"a\":\"\u0001\"}",
        "{\"a\":\"\\ud800\"}",
        "{\"\\udc00\":1}",
        "{\"a\":1e200}",
        "{\"a\":1e-200}",
        "{\"a\":Infinity}",
        "{/**/}"
      })
  void whatIsNotStrictlyOneObjectIsRefused(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            ParleyException.class, e -> assertThat(e.code()).isEqualTo("bad_json"));
  }

  @Test
  void depthAndLengthsAreBounded() throws IOException {
    assertThat(read("{\"a\":" + "[".repeat(49) + "]".repeat(49) + "}")).isNotEmpty();
    for (String json :
        List.of(
            "{\"a\":" + "[".repeat(50) + "]".repeat(50) + "}",
            "{\"a\":" + "9".repeat(101) + "}",
            "{\"" + "a".repeat(201) + "\":1}",
            "[".repeat(100_000))) {
      assertThatThrownBy(() -> read(json)).isInstanceOf(ParleyException.class);
    }
  }

  @Test
  void whatIsNoUtf8IsRefused() {
    for (byte[] bytes : new byte[][] {{'{', '"', (byte) 0xff, '"', ':', '1', '}'}, {(byte) 0xc3}}) {
      assertThatThrownBy(() -> Json.object(new ByteArrayInputStream(bytes)))
          .isInstanceOf(ParleyException.class);
    }
  }

  @Test
  void theCulpritsPlaceIsNamed() {
    assertThatThrownBy(() -> read("{\n\"a\": 1,\n\"b\": x}")).hasMessageContaining("line 3");
  }

  @Test
  void aRecordIsWrittenAsItsKindsSay() {
    Record record =
        new Record("contact", 12, 3, Map.of("revenue", new Money(new BigDecimal("12.50"), "EUR")));
    Result result =
        new Result(
            Samples.contact(false),
            record,
            "Ada \"Byron\"",
            Map.of("account", new Result.Link("account", 7, "Engines")),
            Map.of("opportunities", new Result.Included(true, List.of(), "next")));
    assertThat(text(json -> RecordJson.record(json, result)))
        .startsWith(
            "{\"id\":12,\"type\":\"contact\",\"version\":3,\"title\":\"Ada \\\"Byron\\\"\","
                + "\"fields\":{\"revenue\":{")
        .contains("\"amount\":\"12.50\"", "\"currency\":\"EUR\"")
        .endsWith(
            "\"links\":{\"account\":{\"type\":\"account\",\"id\":7,\"title\":\"Engines\"}},"
                + "\"included\":{\"opportunities\":{\"items\":[],\"next\":\"next\"}}}");
  }

  @Test
  void referencesToOneTypeAreIdsAndOthersPairs() {
    Record record =
        new Record(
            "contact",
            12,
            3,
            Map.of("account", new Reference("account", 7), "about", new Reference("user", 1)));
    Result result = new Result(Samples.contact(false), record, "x", Map.of(), Map.of());
    assertThat(text(json -> RecordJson.record(json, result)))
        .contains("\"account\":7")
        .containsAnyOf(
            "\"about\":{\"type\":\"user\",\"id\":1}", "\"about\":{\"id\":1,\"type\":\"user\"}");
  }

  private static String text(Json.Writer writer) {
    return new String(Json.bytes(writer), StandardCharsets.UTF_8);
  }
}
