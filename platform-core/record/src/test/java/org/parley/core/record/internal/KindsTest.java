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
            {name: 'any', kind: 'reference', to: '*'},
            {name: 'party', kind: 'reference', to: 'party'},
            {name: 'percent', kind: 'percent'}, {name: 'duration', kind: 'duration'},
            {name: 'richtext', kind: 'richtext', max: 200}, {name: 'json', kind: 'json'},
            {name: 'user', kind: 'user'}, {name: 'address', kind: 'address'},
            {name: 'choices', kind: 'choices', max: 2,
              choices: [{name: 'a'}, {name: 'b'}, {name: 'c'}]},
            {name: 'tags', kind: 'tags'},
            {name: 'seller', kind: 'user', default: 'me'},
            {name: 'sequence', kind: 'sequence', format: 'T-{000}'}]}
          """,
          "{format: 1, type: 'someone', party: true, fields: [{name: 'name', kind: 'text'}]}");

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
        "choice | 'b' | b",
        "choices | ['b', 'a', 'b'] | [a, b]",
        "tags | [' VIP ', 'vip', 'Zürich', ''] | [VIP, Zürich]",
        "percent | 12.5 | 12.5",
        "percent | '-100' | -100",
        "duration | 'PT1H30M' | PT1H30M",
        "duration | 'P2D' | PT48H",
        "duration | 'p1w' | PT168H",
        "duration | 'PT0S' | PT0S",
        "duration | ' PT90M ' | PT1H30M",
        "richtext | '<p>Hi <b>you</b></p>' | <p>Hi <b>you</b></p>",
        "richtext | 'a < b & c' | a &lt; b &amp; c",
        "richtext | '<p onclick=x()>Hi<script>alert(1)</script> you</p>' | <p>Hi you</p>",
        "richtext | '<blink><u>Hi</u></blink>' | <u>Hi</u>",
        "richtext | '<a href=javascript:alert(1)>Hi</a>' | <a rel=\"noopener\">Hi</a>",
        "richtext | '<a href=HTTP://x.example target=_blank>Hi</a>' | <a href=\"HTTP://x.example\""
            + " rel=\"noopener\">Hi</a>",
        "richtext | '<a href=\"java\\nscript:alert(1)\">Hi</a>' | <a rel=\"noopener\">Hi</a>",
        "richtext | '<a href=//evil.example>Hi</a>' | <a rel=\"noopener\">Hi</a>",
        "richtext | '<img src=https://x.example/a.png onerror=x()>' | <img"
            + " src=\"https://x.example/a.png\">",
        "richtext | '<img src=/api/v1/files/ab12 alt=Plan>' | <img src=\"/api/v1/files/ab12\""
            + " alt=\"Plan\">",
        "richtext | 'a<img src=http://x.example/a.png>' | a<img>",
        "richtext | '<svg><script>alert(1)</script></svg>safe' | safe",
        "json | {b: [1, 2.50, null], a: 'x'} | {a=x, b=[1, 2.5, null]}",
        "json | 1.0 | 1",
        "json | 'text' | text",
        "json | false | false",
        "json | [] | []",
        "address | {city: ' Bern ', country: 'ch', street: 'Bundesplatz 3\\r"
            + "\\n"
            + "Eingang B'} | `{street=Bundesplatz 3\n"
            + "Eingang B, city=Bern, country=CH}`",
        "address | {postal_code: '3003', city: null} | {postal_code=3003}"
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
        "any | {type: 'user', id: 'x'} | wrong_kind",
        "party | {type: 'user', id: 1} | wrong_kind",
        "party | {type: 'someone', id: 99} | no_such_record",
        "party | {type: 'nix', id: 1} | no_such_record",
        "party | 1 | wrong_kind",
        "choices | 'a' | wrong_kind",
        "choices | [1] | wrong_kind",
        "choices | ['d'] | unknown_choice",
        "choices | ['a', 'b', 'c'] | too_many",
        "tags | 'vip' | wrong_kind",
        "tags | [['vip']] | wrong_kind",
        "tags | [null] | wrong_kind",
        "tags | ['a\\nb'] | wrong_kind",
        "tags | ['123456789012345678901234567890123456789012345678901'] | too_long",
        "percent | '12 %' | wrong_kind",
        "percent | 1.234 | out_of_range",
        "duration | 'PT-1H' | out_of_range",
        "duration | '-PT1H' | out_of_range",
        "duration | 'PT0.5S' | out_of_range",
        "duration | 'P1000001D' | out_of_range",
        "duration | 'P1M' | wrong_kind",
        "duration | '1h30' | wrong_kind",
        "duration | 90 | wrong_kind",
        "richtext | 12 | wrong_kind",
        "richtext | 'a\\u0000b' | wrong_kind",
        "json | [[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]] | out_of_range",
        "json | 1e2000 | out_of_range",
        "user | 'you' | wrong_kind",
        "user | 99 | no_such_record",
        "user | {type: 'team', id: 1} | wrong_kind",
        "address | 'Bern' | wrong_kind",
        "address | {town: 'Bern'} | wrong_kind",
        "address | {city: 7} | wrong_kind",
        "address | {country: 'XX'} | wrong_kind",
        "address | {country: 'Schweiz'} | wrong_kind",
        "address | {city: 'a\\nb'} | wrong_kind",
        "sequence | 'T-001' | read_only",
        "sequence | 7 | read_only"
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

  @Test
  void tooMuchIsRefused() {
    for (String json :
        new String[] {
          "richtext: '" + "x".repeat(201) + "'",
          "richtext: '" + "<p>a &lt; b".repeat(18) + "'",
          "json: '" + "x".repeat(65_535) + "'",
          "address: {street: '" + "x".repeat(301) + "'}",
          "address: {postal_code: '" + "9".repeat(21) + "'}"
        }) {
      Throwable failure = catchThrowable(() -> room.create("thing", "{" + json + "}"));
      assertThat(Room.errors(failure)).singleElement().asString().endsWith(" too_long");
    }
  }

  @Test
  void thereAreFiftyTags() {
    String fifty = java.util.stream.IntStream.range(0, 50).boxed().toList().toString();
    String tags = fifty.replaceAll("([0-9]+)", "'$1'");
    room.create("thing", "{tags: " + tags + "}");
    String more = tags.replace("]", ", 'one more']");
    Throwable failure = catchThrowable(() -> room.create("thing", "{tags: " + more + "}"));
    assertThat(Room.errors(failure)).containsExactly("tags too_many");
  }

  @Test
  void whatSaysNothingIsEmpty() {
    assertThat(stored("richtext", "'<p> </p><script>x</script>'")).isNull();
    assertThat(stored("duration", "' '")).isNull();
    assertThat(stored("address", "{city: ' ', street: null}")).isNull();
    assertThat(stored("address", "{}")).isNull();
    assertThat(stored("choices", "[]")).isNull();
    assertThat(stored("tags", "['', ' ']")).isNull();
  }

  @Test
  void equalJsonIsNoChange() {
    long id = room.create("thing", "{json: {a: 1, b: {c: [1.50], d: 1e2}}}");
    assertThat(room.update("thing", id, "{json: {b: {d: 100.0, c: [1.5]}, a: 1.0}}").record())
        .returns(1L, org.parley.api.record.Record::version);
    assertThat(room.update("thing", id, "{json: {a: '1'}}").record())
        .returns(2L, org.parley.api.record.Record::version);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "choices: ['a','c'] | choices==c | choices==b",
        "choices: ['a','c'] | choices!=b | choices!=a",
        "choices: ['a','c'] | choices=in=(b,c) | choices=out=(b,c)",
        "text: 'x' | choices!=b | choices==a",
        "text: 'x' | tags=null=true | tags=null=false",
        "tags: ['Zürich', 'VIP'] | tags==zurich | tags==zuri",
        "tags: ['Zürich', 'VIP'] | tags==zuri* | tags==*rich*x",
        "tags: ['Zürich', 'VIP'] | tags=in=(nix,vip) | tags!=v*",
        "percent: '12.5' | percent==12.5 | percent=gt=12.5%",
        "percent: '12.5' | percent=gt=12% | percent==13",
        "duration: 'PT90M' | duration==PT1H30M | duration==PT1H",
        "duration: 'PT90M' | duration=gt=1h | duration=gt=1h30m",
        "duration: 'PT90M' | duration==90m | duration=lt=5400s",
        "duration: 'PT48H' | duration==2d | duration==P1W",
        "richtext: '<p>Zürich <b>West</b></p>' | richtext=='*zurich west*' | richtext=='*<b>*'",
        "richtext: '<p>Zürich</p>' | richtext==ZURICH | richtext!=zürich",
        "json: {a: 1} | json=null=false | json=null=true",
        "address: {city: 'Zürich', country: 'CH'} | address.city==zurich | address.city==Bern",
        "address: {city: 'Zürich', country: 'CH'} | address.city==z* | address.city!=Z*",
        "address: {city: 'Zürich', country: 'CH'} | address=='*zürich*' | address=='*bern*'",
        "address: {city: 'Zürich', country: 'CH'} | address.country=in=(ch,li) |"
            + " address.country==LI",
        "address: {city: 'Zürich', country: 'CH'} | address.street=null=true |"
            + " address.city=null=true",
        "address: {street: 'Weg 1\\nHof'} | address.street=='weg 1 hof' | address=null=true",
        "user: 'me' | user==me | user!=me",
        "text: 'x' | seller==me | user==me",
        "text: 'x' | sequence==T-001 | sequence==T-002",
        "text: 'x' | sequence==1 | sequence=gt=1",
        "text: 'x' | sequence==t-* | sequence==X-001"
      })
  void filtersFindWhatFits(String fields, String found, String missed) {
    room.create("thing", "{" + fields + "}");
    assertThat(room.list("thing", found, null).items()).as(found).hasSize(1);
    assertThat(room.list("thing", missed, null).items()).as(missed).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "percent==many",
        "percent==1*",
        "duration==long",
        "duration==12",
        "duration==P1M",
        "richtext=gt=a",
        "json==1",
        "json==*",
        "choices==d",
        "choices==a*",
        "tags=gt=a",
        "choices=lt=b",
        "address.town==x",
        "address.city.x==y",
        "user==you",
        "sequence=lt=x",
        "user=gt=1"
      })
  void filtersThatDoNotFitAreRefused(String filter) {
    assertThat(catchThrowable(() -> room.list("thing", filter, null)))
        .isInstanceOf(org.parley.api.error.ParleyException.class)
        .extracting("code")
        .isEqualTo("bad_filter");
  }

  @Test
  void sequenceNumbersGrowAndStay() {
    long first = room.create("thing", "{}");
    long second = room.create("thing", "{}");
    assertThat(room.get("thing", first).record().get("sequence")).hasToString("T-001");
    room.records.delete(room.ada, "thing", second, 0, "test");
    long third = room.create("thing", "{}");
    assertThat(room.get("thing", third).record().get("sequence")).hasToString("T-003");
    assertThat(room.update("thing", first, "{text: 'x'}").record().get("sequence"))
        .hasToString("T-001");
    assertThat(room.list("thing", null, "-sequence").items())
        .extracting(item -> item.record().id())
        .containsExactly(third, first);
  }

  @Test
  void aDefaultOfMeNeedsSomebody() {
    long id =
        room.records
            .create(org.parley.api.security.Principal.SYSTEM, "thing", Room.json("{}"), "test")
            .record()
            .id();
    assertThat(room.get("thing", id).record().get("seller")).isNull();
  }

  @Test
  void anyPartyMayBePointedTo() {
    long someone = room.create("someone", "{name: 'Ada'}");
    long id = room.create("thing", "{party: {type: 'someone', id: " + someone + "}}");
    assertThat(room.get("thing", id).links().get("party").title()).isEqualTo("Ada");
    assertThat(room.list("thing", "party==" + someone, null).items()).hasSize(1);
  }
}
