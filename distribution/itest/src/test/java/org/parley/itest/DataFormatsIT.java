// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;

/**
 * Upgrading Parley is unpacking the new one beside the old and starting it on the old one's data:
 * with every format that people may have.
 */
class DataFormatsIT {
  private static final Path FORMATS = Path.of("src/test/resources/data-formats");

  static List<Path> formats() throws IOException {
    try (Stream<Path> files = Files.list(FORMATS)) {
      return files.filter(file -> file.toString().endsWith(".zip")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void dataOfAnEarlierParleyIsServed(Path format) throws IOException {
    ParleyProcess.Setup setup = ParleyProcess.Setup.empty("format");
    unpack(format, setup.data());
    try (ParleyProcess parley = setup.start()) {
      Known.verify(parley.admin());
      Known.change(parley.admin());
      parley.stop();
    }
    try (ParleyProcess again = setup.start()) {
      Known.verifyChange(again.admin());
    }
  }

  /** Makes the data set of a release: see the README beside them. */
  @Test
  void makeOne() throws IOException {
    String name = System.getProperty("parley.data.format", "");
    assumeTrue(!name.isEmpty(), "parley.data.format is not given: no release is being made");
    ParleyProcess.Setup setup = ParleyProcess.Setup.empty("make").withDemo();
    try (ParleyProcess parley = setup.start()) {
      Known.make(parley.admin());
      parley.stop();
    }
    pack(setup.data(), "db", ParleyProcess.target().resolve(name + ".zip"));
  }

  /** What every data set holds besides demo data. */
  private static final class Known {
    static void make(Api api) {
      long account = id(api.create("account", Map.of("name", "Überseekontor Åse & Søn")));
      JsonNode contact =
          api.create(
              "contact",
              Map.of(
                  "first_name",
                  "Žofie",
                  "last_name",
                  "Nováková 🐎",
                  "account",
                  account,
                  "email",
                  "zofie@example.org"));
      api.patch(
              "records/contact/" + id(contact),
              Map.of("fields", Map.of("first_name", "Žofie Anna")))
          .expect(200);
      long opportunity =
          id(
              api.create(
                  "opportunity",
                  Map.of("name", "Warm house", "stage", "prospecting", "account", account)));
      api.upload(Warranty.jar(), false).expect(201);
      JsonNode gone = api.create("contact", Map.of("last_name", "Gone to the trash"));
      api.delete("records/contact/" + id(gone)).expect(204);
      api.create(
          Warranty.TYPE,
          Map.of(
              "covers",
              "The whole stove",
              "opportunity",
              opportunity,
              "ends_on",
              "2028-02-29",
              "note",
              "Ünïcode, \"quotes\", a,comma\nand a second line"));
      api.patch(
              "records/opportunity/" + opportunity,
              Map.of("fields", Map.of(Warranty.FIELD, "2028-02-29")))
          .expect(200);
    }

    static void verify(Api api) {
      assertThat(api.plugin(Warranty.ID).path("state").asText()).isEqualTo("active");
      JsonNode contact = contact(api);
      assertThat(contact.path("title").asText()).isEqualTo("Žofie Anna Nováková 🐎");
      assertThat(contact.at("/links/account/title").asText()).isEqualTo("Überseekontor Åse & Søn");
      JsonNode history = history(api, contact);
      assertThat(history).hasSize(2);
      assertThat(history.at("/0/changes/0/old").asText()).isEqualTo("Žofie");
      assertThat(history.at("/0/by/name").asText()).isEqualTo("Administrator");
      JsonNode opportunity = only(api, "opportunity", "name==\"Warm house\"");
      assertThat(opportunity.at("/fields/" + Warranty.FIELD).asText()).isEqualTo("2028-02-29");
      JsonNode warranty = only(api, Warranty.TYPE, "opportunity==" + id(opportunity));
      assertThat(warranty.at("/fields/note").asText())
          .isEqualTo("Ünïcode, \"quotes\", a,comma\nand a second line");
      assertThat(list(api, "contact", "last_name==\"Gone to the trash\""))
          .as("the trash stays the trash")
          .isEmpty();
      assertThat(
              api.get("records/contact", "count", "true", "limit", 1).json().path("count").asInt())
          .as("demo data")
          .isGreaterThan(50);
    }

    static void change(Api api) {
      JsonNode contact = contact(api);
      api.patch(
              "records/contact/" + id(contact),
              Map.of("fields", Map.of("job_title", "Horse whisperer")),
              "If-Match",
              "\"" + contact.path("version").asLong() + "\"")
          .expect(200);
      long greatest = id(only(api, Warranty.TYPE, "covers==\"The whole stove\""));
      JsonNode added =
          api.create(Warranty.TYPE, Map.of("covers", "Its door", "ends_on", "2029-01-01"));
      assertThat(id(added)).as("ids go on").isGreaterThan(greatest);
    }

    static void verifyChange(Api api) {
      JsonNode contact = contact(api);
      assertThat(contact.at("/fields/job_title").asText()).isEqualTo("Horse whisperer");
      assertThat(history(api, contact)).hasSize(3);
      only(api, Warranty.TYPE, "covers==\"Its door\"");
    }

    private static JsonNode contact(Api api) {
      return only(api, "contact", "email==zofie@example.org");
    }

    private static JsonNode history(Api api, JsonNode record) {
      return api.get("records/contact/" + id(record) + "/history").expect(200).json().path("items");
    }

    private static JsonNode only(Api api, String type, String filter) {
      JsonNode items =
          api.get("records/" + type, "filter", filter).expect(200).json().path("items");
      assertThat(items).as(type + " " + filter).hasSize(1);
      return items.get(0);
    }

    private static JsonNode list(Api api, String type, String filter) {
      return api.get("records/" + type, "filter", filter).expect(200).json().path("items");
    }

    private static long id(JsonNode record) {
      return record.path("id").asLong();
    }
  }

  static void unpack(Path zip, Path into) throws IOException {
    try (InputStream file = Files.newInputStream(zip);
        ZipInputStream entries = new ZipInputStream(file)) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        Path target = into.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(entries, target);
        }
      }
    }
  }

  private static void pack(Path from, String folder, Path zip) throws IOException {
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream entries = new ZipOutputStream(file);
        Stream<Path> all = Files.walk(from.resolve(folder))) {
      entries.setLevel(9);
      for (Path path : all.filter(Files::isRegularFile).sorted().toList()) {
        entries.putNextEntry(new ZipEntry(from.relativize(path).toString()));
        Files.copy(path, entries);
        entries.closeEntry();
      }
    }
    System.out.println("The data set is in " + zip);
  }
}
