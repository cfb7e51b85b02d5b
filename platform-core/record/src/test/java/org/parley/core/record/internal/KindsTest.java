// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parley.core.record.Field;

class KindsTest {
  private final Room room =
      new Room(
          """
          {format: 1, type: 'thing', fields: [
            {name: 'text', kind: 'text', max: 10}, {name: 'longtext', kind: 'longtext'},
            {name: 'email', kind: 'email'}, {name: 'phone', kind: 'phone'},
            {name: 'url', kind: 'url'}, {name: 'integer', kind: 'integer'},
            {name: 'decimal', kind: 'decimal'}, {name: 'money', kind: 'money'},
            {name: 'boolean', kind: 'boolean'}, {name: 'date', kind: 'date'},
            {name: 'datetime', kind: 'datetime'},
            {name: 'choice', kind: 'choice', choices: [{name: 'a'}, {name: 'b'}]},
            {name: 'one', kind: 'reference', to: 'user'},
            {name: 'few', kind: 'reference', to: ['user', 'team']},
            {name: 'any', kind: 'reference', to: '*'}]}
          """);

  private Object stored(String field, String json) {
    long id = room.create("thing", "{" + field + ": " + json + "}");
    Field found = room.records.model().type("thing").field(field);
    Object value = room.get("thing", id).record().get(field);
    // as the database would give it back
    Object back = value == null ? null : found.kind().join(found, found.kind().split(found, value));
    assertThat(back).isEqualTo(value);
    return back == null ? null : found.kind().write(found, back);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "text | ' Ada ' | Ada",
        "text | 'Zoë😀' | Zoë😀",
        "email | 'Ada.Byron+x@Mail.example.com' | Ada.Byron+x@Mail.example.com",
        "email | 'jürgen@müller.example' | jürgen@müller.example",
        "phone | '+49 (30) 123-45 ext. 7' | +49 (30) 123-45 ext. 7",
        "url | 'https://example.com/a?b=c#d' | https://example.com/a?b=c#d",
        "url | 'www.example.com' | https://www.example.com",
        "integer | 42 | 42",
        "integer | -9007199254740991 | -9007199254740991",
        "integer | 3.0 | 3",
        "decimal | 12.50 | 12.5",
        "decimal | '100' | 100",
        "decimal | '-0.0001' | -0.0001",
        "decimal | 999999999999999 | 999999999999999",
        "money | {amount: '12.5', currency: 'EUR'} | {amount=12.50, currency=EUR}",
        "money | {amount: 0.1234, currency: 'EUR'} | {amount=0.1234, currency=EUR}",
        "boolean | false | false",
        "date | '2024-02-29' | 2024-02-29",
        "datetime | '2026-11-22T08:00:00.1234567+01:00' | 2026-11-22T07:00:00.123456Z",
        "choice | 'b' | b"
      })
  void whatFitsIsKept(String field, String json, String expected) {
    assertThat(stored(field, json)).hasToString(expected);
  }

  @Test
  void referencesAreKeptInAllForms() {
    long ada = room.ada.userId();
    String pair = "{type: 'user', id: " + ada + "}";
    Map<String, Object> expected = new LinkedHashMap<>(Map.of("type", "user", "id", ada));
    assertThat(stored("one", Long.toString(ada))).isEqualTo(ada);
    assertThat(stored("one", pair)).isEqualTo(ada);
    assertThat(stored("few", pair)).isEqualTo(expected);
    assertThat(stored("any", pair)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "text | 12 | wrong_kind",
        "text | 'a\\nb' | wrong_kind",
        "text | 'a\\u0000b' | wrong_kind",
        "text | '\\ud800' | wrong_kind",
        "text | '12345678901' | too_long",
        "text | ['a'] | wrong_kind",
        "longtext | 'a\\u0000b' | wrong_kind",
        "email | 'ada' | wrong_kind",
        "email | 'a b@example.com' | wrong_kind",
        "email | 'a@b@example.com' | wrong_kind",
        "email | 'ada@-example.com' | wrong_kind",
        "phone | 'call me' | wrong_kind",
        "phone | '+' | wrong_kind",
        "url | 'javascript:alert(1)' | wrong_kind",
        "url | 'https:///x' | wrong_kind",
        "url | 'ftp://example.com' | wrong_kind",
        "url | 'nothing at all' | wrong_kind",
        "url | 'https://exa mple.com' | wrong_kind",
        "integer | 1.5 | wrong_kind",
        "integer | '1' | wrong_kind",
        "integer | 9007199254740992 | out_of_range",
        "integer | 99999999999999999999999 | out_of_range",
        "integer | 1e400 | out_of_range",
        "decimal | 'ten' | wrong_kind",
        "decimal | 1000000000000000 | out_of_range",
        "decimal | '0.00001' | out_of_range",
        "decimal | '1e900' | out_of_range",
        "decimal | '1e999999999' | wrong_kind",
        "decimal | true | wrong_kind",
        "money | 12 | wrong_kind",
        "money | {amount: '1'} | wrong_kind",
        "money | {amount: '1', currency: 'eur'} | wrong_kind",
        "money | {amount: '1', currency: 'ZZZ'} | wrong_kind",
        "money | {amount: '1', currency: 7} | wrong_kind",
        "money | {amount: null, currency: 'EUR'} | wrong_kind",
        "money | {amount: '1e15', currency: 'EUR'} | out_of_range",
        "money | {amount: '1', currency: 'EUR', x: 1} | wrong_kind",
        "boolean | 'true' | wrong_kind",
        "boolean | 1 | wrong_kind",
        "date | '22.11.2026' | wrong_kind",
        "date | '2026-02-29' | wrong_kind",
        "date | '+10000-01-01' | out_of_range",
        "date | '0000-01-01' | out_of_range",
        "datetime | '2026-11-22T08:00:00' | wrong_kind",
        "datetime | '2026-11-22' | wrong_kind",
        "datetime | '+12026-11-22T08:00:00Z' | out_of_range",
        "choice | 'c' | unknown_choice",
        "choice | 1 | wrong_kind",
        "one | 'x' | wrong_kind",
        "one | 0 | wrong_kind",
        "one | -1 | wrong_kind",
        "one | 1.5 | wrong_kind",
        "one | {type: 'team', id: 1} | wrong_kind",
        "few | 1 | wrong_kind",
        "few | {type: 'company', id: 1} | wrong_kind",
        "any | {type: 'nix', id: 1} | no_such_record",
        "any | {id: 1} | wrong_kind",
        "any | {type: 'user', id: 'x'} | wrong_kind"
      })
  void whatDoesNotFitIsRefused(String field, String json, String code) {
    Throwable failure = catchThrowable(() -> stored(field, json));
    assertThat(Room.errors(failure)).containsExactly(field + " " + code);
  }

  @Test
  void longTextHasLines() {
    assertThat(stored("longtext", "'a\\nb'")).isEqualTo("a\nb");
  }

  @Test
  void blankTextIsEmpty() {
    assertThat(stored("text", "'  '")).isNull();
    assertThat(stored("choice", "''")).isNull();
  }

  @Test
  void foldedTextIgnoresCaseAccentsAndWidth() {
    Field text = room.records.model().type("thing").field("text");
    for (String same : new String[] {"Straße", "STRASSE", "ｓｔｒａｓｓｅ", "strässé"}) {
      assertThat(text.kind().split(text, same)[1]).isEqualTo("strasse");
    }
    assertThat((String) text.kind().split(text, "ßßßßßßßßßß")[1]).hasSize(10);
  }

  @Test
  void phoneNumbersAreComparedByTheirDigits() {
    room.create("thing", "{phone: '+49 (30) 123-45'}");
    assertThat(room.list("thing", "phone=='+493012345'", null).items()).hasSize(1);
    assertThat(room.list("thing", "phone=='*301 23*'", null).items()).hasSize(1);
  }
}
