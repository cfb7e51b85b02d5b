// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.kinds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.parley.core.record.internal.kind.Kinds;
import org.parley.itest.harness.Answer;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.Commands;
import org.parley.itest.harness.ParleyProcess;

/**
 * Each kind of field through everything that can be done with a record: create, patch, filter,
 * sort, include, bulk, history, export. The form and the grid are {@code FieldKindsBrowserIT}.
 */
class FieldKindsIT {
  private static final String RECORDS = "records/" + KindRows.TYPE;
  private static ParleyProcess parley;
  private static Api api;
  private static final Map<String, String> IDS = new LinkedHashMap<>();

  @BeforeAll
  static void start() {
    parley = ParleyProcess.Setup.fresh("kinds").start();
    api = parley.admin();
    api.upload(KindRows.plugin().bytes(), false).expect(201);
    long user = api.get("session").expect(200).json().at("/user/id").asLong();
    IDS.put("@user", Long.toString(user));
    IDS.put("@ann", id(api.create(KindRows.PERSON, Map.of("name", "Ann"))));
    IDS.put("@bob", id(api.create(KindRows.PERSON, Map.of("name", "Bob"))));
    IDS.put("@maya", id(api.create("user", Map.of("username", "maya", "name", "Maya"))));
    file("plan", "text/plain", "words");
    file("quote", "text/plain", "more words");
    file("large", "text/plain", "x".repeat(1_001));
    file("movie", "video/mp4", "frames");
  }

  /** Sends a file, and remembers its upload and what a record will say of it. */
  private static void file(String name, String type, String content) {
    JsonNode sent =
        api.send("POST", "files?name=" + name + ".txt", BodyPublishers.ofString(content), type)
            .expect(201)
            .json();
    ObjectNode kept = sent.deepCopy();
    kept.remove("file");
    kept.put("hash", sha256(content.getBytes(UTF_8)));
    IDS.put("@kept-" + name, kept.toString());
    IDS.put("@" + name, sent.path("file").asText());
  }

  private static String sha256(byte[] content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(content));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  @AfterAll
  static void end() {
    if (parley != null) {
      parley.close();
    }
  }

  static List<KindRow> rows() {
    return KindRows.all();
  }

  private static String id(JsonNode record) {
    return record.path("id").asText();
  }

  private static String here(String text) {
    String here = text;
    for (Map.Entry<String, String> known : IDS.entrySet()) {
      here = here.replace(known.getKey(), known.getValue());
    }
    return here;
  }

  private static JsonNode value(String text) {
    return KindRow.json(here(text));
  }

  private static Map<String, Object> fields(KindRow row, String value) {
    Map<String, Object> fields = new LinkedHashMap<>(Map.of("name", "Sample of " + row));
    if (value != null) {
      fields.put(row.name, value(value));
    }
    return fields;
  }

  private static JsonNode create(KindRow row, String value) {
    return api.create(KindRows.TYPE, fields(row, value));
  }

  /** The field as it is read, of a junction what its rows say. */
  private static JsonNode read(KindRow row, String id) {
    if (!row.beside) {
      return api.get(RECORDS + "/" + id).expect(200).json().at("/fields/" + row.name);
    }
    JsonNode items =
        api.get(RECORDS + "/" + id, "include", row.name)
            .expect(200)
            .json()
            .at("/included/" + row.name + "/items");
    ArrayNode said = JsonNodeFactory.instance.arrayNode();
    for (JsonNode item : items) {
      ObjectNode one = item.path("fields").deepCopy();
      one.retain("person", "role", "note");
      said.add(one);
    }
    return said;
  }

  private static List<String> ids(Answer page) {
    List<String> ids = new ArrayList<>();
    page.expect(200).json().path("items").forEach(item -> ids.add(id(item)));
    return ids;
  }

  @Test
  void everyKindHasARow() {
    assertThat(new TreeSet<>(rows().stream().map(KindRow::kind).toList()))
        .containsExactlyElementsOf(Kinds.names());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isCreatedReadAndPatched(KindRow row) {
    JsonNode made = create(row, row.value);
    if (row.readOnly) {
      assertThat(made.at("/fields/" + row.name).asText()).isNotEmpty();
      assertThat(read(row, id(made))).isEqualTo(made.at("/fields/" + row.name));
      return;
    }
    assertThat(made.at("/fields/" + row.name).isMissingNode()).isEqualTo(row.beside);
    assertThat(read(row, id(made))).isEqualTo(value(row.answered));
    JsonNode patched =
        api.patch(RECORDS + "/" + id(made), Map.of("fields", fields(row, row.other)))
            .expect(200)
            .json();
    assertThat(patched.path("version").asInt()).isEqualTo(2);
    assertThat(read(row, id(made))).isEqualTo(value(row.otherAnswered));
    JsonNode same =
        api.patch(RECORDS + "/" + id(made), Map.of("fields", fields(row, row.other)))
            .expect(200)
            .json();
    // Whether a secret is the one that is there is told to nobody, not even by what does not
    // happen.
    int version = row.kind.equals("secret") ? 3 : 2;
    assertThat(same.path("version").asInt()).as("the same again is no change").isEqualTo(version);
    api.patch(RECORDS + "/" + id(made), Map.of("fields", fields(row, "null"))).expect(200);
    assertThat(read(row, id(made)).size()).as("emptied").isZero();
    assertThat(read(row, id(made)).isValueNode()).as("emptied").isFalse();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void badValuesAreRefusedAtTheField(KindRow row) {
    assertThat(row.bad).as("bad values").isNotEmpty();
    row.bad.forEach(
        (bad, code) -> {
          Answer answer = api.post(RECORDS, Map.of("fields", fields(row, bad)));
          assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
          JsonNode error = answer.json().at("/errors/0");
          String said = error.path("field").asText() + " " + error.path("code").asText();
          assertThat(said).endsWith(code.contains(" ") ? code : row.name + " " + code);
          assertThat(error.path("message").asText()).isNotBlank();
        });
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isFiltered(KindRow row) {
    JsonNode one = create(row, row.value);
    String value = read(row, id(one)).asText();
    String both = id(one);
    if (!row.readOnly) {
      both += "," + id(create(row, row.other));
    }
    String among = "id=in=(" + both + ");";
    for (String filter : row.found) {
      String asked = among + here(filter).replace("@value", value);
      if (filter.contains("=null=") || filter.contains("*") && row.readOnly) {
        assertThat(ids(api.get(RECORDS, "filter", asked))).as(asked).contains(id(one));
      } else {
        assertThat(ids(api.get(RECORDS, "filter", asked))).as(asked).containsExactly(id(one));
      }
      long count = api.get(RECORDS, "filter", asked, "count", true).json().path("count").asLong();
      assertThat(count).isPositive();
    }
    for (String filter : row.missed) {
      String asked = among + here(filter);
      assertThat(ids(api.get(RECORDS, "filter", asked)))
          .as(asked)
          .containsExactly(both.substring(both.indexOf(',') + 1));
    }
    for (String filter : row.badFilters) {
      Answer answer = api.get(RECORDS, "filter", here(filter));
      assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("bad_filter");
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isSortedOrSaysThatItIsNot(KindRow row) {
    JsonNode field = metadata(row);
    assertThat(field.path("sortable").asBoolean()).isEqualTo(row.sorts);
    if (!row.sorts) {
      assertThat(api.get(RECORDS, "sort", row.name).code()).isEqualTo("bad_sort");
      return;
    }
    String first = id(create(row, row.value));
    String second = id(create(row, row.other));
    List<String> up = List.of(first, second);
    String among = "id=in=(" + first + "," + second + ")";
    assertThat(ids(api.get(RECORDS, "filter", among, "sort", row.name))).isEqualTo(up);
    assertThat(ids(api.get(RECORDS, "filter", among, "sort", "-" + row.name)))
        .containsExactly(second, first);
    JsonNode page =
        api.get(RECORDS, "filter", among, "sort", row.name, "limit", 1).expect(200).json();
    assertThat(
            ids(
                api.get(
                    RECORDS,
                    "filter",
                    among,
                    "sort",
                    row.name,
                    "limit",
                    1,
                    "after",
                    page.path("next").asText())))
        .containsExactly(second);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isIncludedWhereItPointsSomewhere(KindRow row) {
    JsonNode one = create(row, row.value);
    Answer answer = api.get(RECORDS + "/" + id(one), "include", row.name);
    if (!row.includes) {
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("unknown_field");
      return;
    }
    JsonNode included = answer.expect(200).json().at("/included/" + row.name);
    JsonNode target = row.beside ? included.at("/items/0/included/person") : included;
    assertThat(target.path("title").asText()).isNotEmpty();
    assertThat(target.path("fields").isObject()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isWrittenInBulk(KindRow row) {
    List<Map<String, Object>> rows = new ArrayList<>();
    rows.add(Map.of("op", "create", "fields", fields(row, row.value)));
    rows.add(Map.of("op", "create", "fields", fields(row, row.bad.keySet().iterator().next())));
    JsonNode mixed = api.post(RECORDS + "/bulk", Map.of("rows", rows)).expect(200).json();
    assertThat(mixed.at("/rows/0/status").asInt()).isEqualTo(201);
    assertThat(mixed.at("/rows/1/status").asInt()).isEqualTo(422);
    if (!row.readOnly) {
      assertThat(read(row, mixed.at("/rows/0/record/id").asText())).isEqualTo(value(row.answered));
    }
    JsonNode none =
        api.post(RECORDS + "/bulk?atomic=true", Map.of("rows", rows)).expect(422).json();
    assertThat(none.at("/rows/0/status").asInt()).isEqualTo(424);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void leavesItsTraceInTheHistory(KindRow row) {
    JsonNode one = create(row, row.value);
    if (!row.readOnly) {
      api.patch(RECORDS + "/" + id(one), Map.of("fields", fields(row, row.other))).expect(200);
    }
    JsonNode items = api.get(RECORDS + "/" + id(one) + "/history").expect(200).json().path("items");
    JsonNode created = change(items.get(items.size() - 1), row);
    assertThat(created.path("old").isNull()).isTrue();
    if (row.readOnly) {
      assertThat(created.path("new")).isEqualTo(one.at("/fields/" + row.name));
      return;
    }
    assertThat(created.path("new")).isEqualTo(value(row.answered));
    JsonNode changed = change(items.get(0), row);
    assertThat(changed.path("old")).isEqualTo(value(row.answered));
    assertThat(changed.path("new")).isEqualTo(value(row.otherAnswered));
    assertThat(changed.path("newTitle").isNull()).isEqualTo(!row.includes);
  }

  @Test
  void areExportedAndAreTheSameAfterAnImport() throws IOException {
    rows().forEach(row -> create(row, row.value));
    Path first = beside("exported");
    parley.run("export", first.toString());
    ParleyProcess.Setup other = ParleyProcess.Setup.empty("kinds-imported");
    command(other, "import", first.toString());
    Path second = beside("again");
    command(other, "export", second.toString());
    assertThat(contents(second)).isEqualTo(contents(first));
    try (ParleyProcess imported = other.start()) {
      Api there = imported.admin();
      for (KindRow row : rows()) {
        assertThat(ids(there.get(RECORDS, "filter", "name=='Sample of " + row + "'")))
            .as(row.toString())
            .isEqualTo(ids(api.get(RECORDS, "filter", "name=='Sample of " + row + "'")));
      }
    }
  }

  private static Path beside(String name) {
    Path data = parley.setup().data();
    return data.resolveSibling(data.getFileName() + "-" + name);
  }

  private static void command(ParleyProcess.Setup setup, String... arguments) {
    Commands.run(setup.command(arguments), Duration.ofSeconds(120));
  }

  /** Every file by its path, with a hash of what is in it. */
  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        contents.put(folder.relativize(file).toString(), sha256(Files.readAllBytes(file)));
      }
    }
    return contents;
  }

  private static JsonNode change(JsonNode entry, KindRow row) {
    for (JsonNode change : entry.path("changes")) {
      if (change.path("field").asText().equals(row.name)) {
        return change;
      }
    }
    throw new AssertionError("no change of " + row + " in " + entry);
  }

  private static JsonNode metadata(KindRow row) {
    for (JsonNode field : api.get("types/" + KindRows.TYPE).expect(200).json().path("fields")) {
      if (field.path("name").asText().equals(row.name)) {
        return field;
      }
    }
    throw new AssertionError("no field " + row.name);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isInTheMetadataAndInOpenApi(KindRow row) {
    JsonNode field = metadata(row);
    assertThat(field.path("kind").asText()).isEqualTo(row.kind);
    assertThat(field.path("readOnly").asBoolean()).isEqualTo(row.readOnly);
    JsonNode schemas =
        api.get("openapi.json", "types", KindRows.TYPE)
            .expect(200)
            .json()
            .at("/components/schemas");
    String given = "/properties/" + row.name;
    JsonNode written = schemas.path(KindRows.TYPE + ".create").at(given);
    JsonNode answered = schemas.path(KindRows.TYPE + ".record").at("/properties/fields" + given);
    assertThat(written.isMissingNode()).isEqualTo(row.readOnly);
    assertThat(answered.isMissingNode()).isEqualTo(row.beside);
    JsonNode schema = row.readOnly ? answered : written;
    assertThat(schema.path("title").asText()).isNotEmpty();
    if (!List.of("json", "secret").contains(row.kind)) {
      assertThat(schema.path("type").asText()).isNotEmpty();
    }
    if (row.name.equals("party")) {
      assertThat(schema.at("/properties/type/enum").toString()).contains(KindRows.PERSON);
      assertThat(schema.at("/properties/type/enum").toString()).doesNotContain("user");
    }
  }
}
