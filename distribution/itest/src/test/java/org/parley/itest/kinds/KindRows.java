// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.kinds;

import java.util.List;
import java.util.stream.Collectors;
import org.parley.itest.harness.PluginJar;

/** One row for each kind of field there is, and the plugin whose types have them all. */
public final class KindRows {
  public static final String TYPE = "acme_sample";
  public static final String PERSON = "acme_person";
  private static final String PAIR = "acme_sample_person";
  private static final String CHOICES =
      "\"choices\": [{\"name\": \"red\", \"color\": \"red\"}, {\"name\": \"green\"},"
          + " {\"name\": \"blue\"}]";

  private KindRows() {}

  public static List<KindRow> all() {
    return List.of(
        KindRow.of("text", "text", "\"max\": 20")
            .values("\"Zürich\"", "\"zz\"")
            .bad("7", "wrong_kind")
            .bad("\"a\\nb\"", "wrong_kind")
            .bad("\"123456789012345678901\"", "too_long")
            .found("text==zurich")
            .found("text==z*ch")
            .missed("text==ZZ")
            .sorts()
            .shown("Zürich"),
        KindRow.of("longtext", "longtext", "")
            .values("\"One\\nTwo\"", "\"Three\"")
            .bad("7", "wrong_kind")
            .found("longtext==*Two")
            .missed("longtext!=*Two")
            .badFilter("longtext=gt=a")
            .shown("One"),
        KindRow.of("richtext", "richtext", "\"max\": 2000")
            .values("\"<p>Hi <b>Zoë</b><script>x</script></p>\"", "\"<p>Bye</p>\"")
            .answers("\"<p>Hi <b>Zoë</b></p>\"", "\"<p>Bye</p>\"")
            .bad("7", "wrong_kind")
            .bad("\"" + "x".repeat(2001) + "\"", "too_long")
            .found("richtext=='*hi zoe*'")
            .missed("richtext==bye")
            .badFilter("richtext=lt=a")
            .shown("Hi Zoë"),
        KindRow.of("email", "email", "")
            .values("\"ann@example.com\"", "\"bob@example.com\"")
            .bad("\"nowhere\"", "wrong_kind")
            .found("email==ANN@example.com")
            .missed("email==bob*")
            .sorts()
            .shown("ann@example.com"),
        KindRow.of("phone", "phone", "")
            .values("\"+41 31 111\"", "\"+41 31 222\"")
            .bad("\"call me\"", "wrong_kind")
            .found("phone=='+4131111'")
            .missed("phone==*222")
            .sorts()
            .shown("+41 31 111"),
        KindRow.of("url", "url", "")
            .values("\"a.example\"", "\"https://b.example\"")
            .answers("\"https://a.example\"", "\"https://b.example\"")
            .bad("\"javascript:alert(1)\"", "wrong_kind")
            .found("url==*a.example")
            .missed("url==*b.example")
            .sorts()
            .shown("https://a.example"),
        KindRow.of("integer", "integer", "")
            .values("12", "1200")
            .bad("1.5", "wrong_kind")
            .bad("9007199254740992", "out_of_range")
            .found("integer==12")
            .missed("integer=gt=12")
            .badFilter("integer==many")
            .sorts()
            .shown("12"),
        KindRow.of("decimal", "decimal", "")
            .values("\"1.50\"", "20")
            .answers("\"1.5\"", "\"20\"")
            .bad("\"ten\"", "wrong_kind")
            .bad("1.23456", "out_of_range")
            .found("decimal==1.5")
            .missed("decimal=ge=2")
            .sorts()
            .shown("1.5"),
        KindRow.of("percent", "percent", "")
            .values("\"12.5\"", "100")
            .answers("\"12.5\"", "\"100\"")
            .bad("\"12 %\"", "wrong_kind")
            .bad("1.234", "out_of_range")
            .found("percent==12.5")
            .missed("percent=gt=12.5%")
            .badFilter("percent==half")
            .sorts()
            .shown("12.5%"),
        KindRow.of("money", "money", "")
            .values(
                "{\"amount\": \"12.5\", \"currency\": \"EUR\"}",
                "{\"amount\": \"99.00\", \"currency\": \"EUR\"}")
            .answers(
                "{\"amount\": \"12.50\", \"currency\": \"EUR\"}",
                "{\"amount\": \"99.00\", \"currency\": \"EUR\"}")
            .bad("12", "wrong_kind")
            .bad("{\"amount\": \"1\", \"currency\": \"XYZ\"}", "wrong_kind")
            .found("money==12.5")
            .missed("money=gt=50")
            .sorts()
            .shown("€12.50"),
        KindRow.of("boolean", "boolean", "")
            .values("false", "true")
            .bad("\"true\"", "wrong_kind")
            .found("boolean==false")
            .missed("boolean==true")
            .sorts()
            .shown("Yes"),
        KindRow.of("date", "date", "")
            .values("\"2026-11-22\"", "\"2027-01-01\"")
            .bad("\"22.11.2026\"", "wrong_kind")
            .found("date==2026-11-22")
            .missed("date=gt=2026-12-31")
            .sorts()
            .shown("22 Nov 2026"),
        KindRow.of("datetime", "datetime", "")
            .values("\"2026-11-22T09:00:00+01:00\"", "\"2027-01-01T00:00:00Z\"")
            .answers("\"2026-11-22T08:00:00.000000Z\"", "\"2027-01-01T00:00:00.000000Z\"")
            .bad("\"2026-11-22\"", "wrong_kind")
            .found("datetime==2026-11-22")
            .missed("datetime=ge=2026-12-31T23:00:00Z")
            .sorts()
            .shown("22 Nov 2026, 08:00"),
        KindRow.of("duration", "duration", "")
            .values("\"PT90M\"", "\"P2D\"")
            .answers("\"PT1H30M\"", "\"PT48H\"")
            .bad("\"PT-1H\"", "out_of_range")
            .bad("\"1h30\"", "wrong_kind")
            .bad("90", "wrong_kind")
            .found("duration==1h30m")
            .found("duration==PT90M")
            .missed("duration=gt=1d")
            .badFilter("duration==long")
            .sorts()
            .shown("1 h 30 min"),
        KindRow.of("choice", "choice", CHOICES)
            .values("\"blue\"", "\"red\"")
            .bad("\"pink\"", "unknown_choice")
            .found("choice==blue")
            .missed("choice=in=(red,green)")
            .badFilter("choice==pink")
            .sorts()
            .shown("Blue"),
        KindRow.of("choices", "choices", CHOICES + ", \"max\": 2")
            .values("[\"blue\", \"red\", \"blue\"]", "[\"green\"]")
            .answers("[\"red\", \"blue\"]", "[\"green\"]")
            .bad("\"red\"", "wrong_kind")
            .bad("[\"pink\"]", "unknown_choice")
            .bad("[\"red\", \"green\", \"blue\"]", "too_many")
            .found("choices==blue")
            .found("choices!=green")
            .missed("choices=in=(green)")
            .badFilter("choices==pink")
            .badFilter("choices=gt=red")
            .shown("RedBlue"),
        KindRow.of("tags", "tags", "")
            .values("[\" VIP \", \"vip\", \"Fair 2026\"]", "[\"cold\"]")
            .answers("[\"VIP\", \"Fair 2026\"]", "[\"cold\"]")
            .bad("\"vip\"", "wrong_kind")
            .bad("[\"" + "x".repeat(51) + "\"]", "too_long")
            .found("tags==vip")
            .found("tags==fair*")
            .missed("tags!=VIP")
            .badFilter("tags=gt=a")
            .shown("VIPFair 2026"),
        KindRow.of("reference", "reference", "\"to\": \"acme_person\"")
            .values("@ann", "@bob")
            .bad("\"ann\"", "wrong_kind")
            .bad("999999999", "no_such_record")
            .found("reference==@ann")
            .found("reference.name==ann")
            .missed("reference==@bob")
            .sorts()
            .includes()
            .shown("Ann"),
        KindRow.of("party", "reference", "\"to\": \"party\"")
            .values(
                "{\"type\": \"acme_person\", \"id\": @ann}",
                "{\"type\": \"acme_person\", \"id\": @bob}")
            .bad("@ann", "wrong_kind")
            .bad("{\"type\": \"user\", \"id\": @user}", "wrong_kind")
            .bad("{\"type\": \"acme_person\", \"id\": 999999999}", "no_such_record")
            .found("party==@ann")
            .missed("party==@bob")
            .sorts()
            .includes()
            .shown("Ann"),
        KindRow.of("anything", "reference", "\"to\": \"*\"")
            .values(
                "{\"type\": \"user\", \"id\": @user}", "{\"type\": \"acme_person\", \"id\": @bob}")
            .bad("7", "wrong_kind")
            .bad("{\"type\": \"nix\", \"id\": 1}", "no_such_record")
            .found("anything==@user")
            .missed("anything==@bob")
            .sorts()
            .includes()
            .shown("Ann"),
        KindRow.of("user", "user", "\"inverse\": \"samples\"")
            .values("\"me\"", "@maya")
            .answers("@user", "@maya")
            .bad("\"you\"", "wrong_kind")
            .bad("999999999", "no_such_record")
            .found("user==me")
            .missed("user==@maya")
            .badFilter("user==you")
            .sorts()
            .includes()
            .shown("Administrator"),
        KindRow.of(
                "many",
                "many",
                "\"through\": \"" + PAIR + "\", \"source\": \"sample\", \"target\": \"person\"")
            .values(
                "[{\"person\": @ann, \"role\": \"boss\"}, {\"person\": @bob}]",
                "[{\"person\": @bob, \"role\": \"user\"}]")
            .bad("[7]", "wrong_kind")
            .bad("[{\"person\": @ann}, {\"person\": 999999999}]", "many[1].person no_such_record")
            .bad("[{\"person\": @ann, \"role\": \"king\"}]", "many[0].role unknown_choice")
            .badFilter("many==@ann")
            .includes()
            .beside(),
        KindRow.of("address", "address", "")
            .values(
                "{\"street\": \"Weg 1\\nHof\", \"postal_code\": \"3003\", \"city\": \"Bern\","
                    + " \"country\": \"ch\"}",
                "{\"city\": \"Wien\", \"country\": \"LI\"}")
            .answers(
                "{\"street\": \"Weg 1\\nHof\", \"postal_code\": \"3003\", \"city\": \"Bern\","
                    + " \"country\": \"CH\"}",
                "{\"city\": \"Wien\", \"country\": \"LI\"}")
            .bad("\"Bern\"", "wrong_kind")
            .bad("{\"town\": \"Bern\"}", "wrong_kind")
            .bad("{\"country\": \"XX\"}", "wrong_kind")
            .found("address.city==bern")
            .found("address==*bern*")
            .missed("address.country==LI")
            .badFilter("address.town==Bern")
            .sorts()
            .shown("Weg 1, Hof, 3003 Bern, Switzerland"),
        KindRow.of("sequence", "sequence", "\"format\": \"S-{0000}\"")
            .bad("\"S-0001\"", "read_only")
            .found("sequence==@value")
            .found("sequence==s-*")
            .badFilter("sequence=gt=x")
            .sorts()
            .readOnly(),
        KindRow.of("file", "file", "\"maxBytes\": 1000, \"accept\": [\"text/*\"]")
            .values("{\"file\": \"@plan\"}", "{\"file\": \"@quote\"}")
            .answers("@kept-plan", "@kept-quote")
            .bad("\"plan.txt\"", "wrong_kind")
            .bad("{\"file\": \"guessed\"}", "no_such_file")
            .bad("{\"file\": \"@large\"}", "too_large")
            .bad("{\"file\": \"@movie\"}", "media_type")
            .found("file==PLAN.txt")
            .found("file.size=lt=6")
            .missed("file==quote*")
            .missed("file.size=gt=6")
            .badFilter("file.color==red")
            .sorts()
            .shown("plan.txt"),
        KindRow.of("json", "json", "")
            .values("{\"b\": [1, 2.50, null], \"a\": \"x\"}", "\"text\"")
            .answers("{\"a\": \"x\", \"b\": [1, 2.5, null]}", "\"text\"")
            .bad("[".repeat(21) + "]".repeat(21), "out_of_range")
            .bad("\"" + "x".repeat(65_536) + "\"", "too_long")
            .found("json=null=false")
            .badFilter("json==1")
            .shown("{\"a\":\"x\"}"),
        KindRow.of("secret", "secret", "\"max\": 20")
            .values("\"s3cret\"", "\"another\"")
            .answers("{\"set\": true}", "{\"set\": true}")
            .bad("1", "wrong_kind")
            .bad("{\"set\": false}", "wrong_kind")
            .bad("\"" + "x".repeat(21) + "\"", "too_long")
            .found("secret=null=false")
            .badFilter("secret==s3cret")
            .badFilter("secret=in=(s3cret)")
            .shown("•••"));
  }

  /** The plugin {@code acme-kinds}. */
  public static PluginJar plugin() {
    String fields = all().stream().map(KindRow::field).collect(Collectors.joining(",\n"));
    String columns =
        all().stream()
            .filter(row -> !row.beside)
            .map(row -> "\"" + row.name + "\"")
            .collect(Collectors.joining(", "));
    return PluginJar.named("acme-kinds", "1.0.0")
        .descriptor(
            "plugin.json",
            """
            {"format": 1, "label": "All kinds", "vendor": "Acme", "category": "module",
             "license": "MIT", "api": "[1,2)", "prefix": "acme"}
            """)
        .descriptor(
            "record-types/" + TYPE + ".json",
            """
            {"format": 1, "type": "%s", "label": "Sample", "title": "{name}", "icon": "boxes",
             "nav": {"group": "Samples"},
             "fields": [{"name": "name", "kind": "text", "required": true}, %s],
             "views": [{"name": "all", "kind": "list", "columns": ["title", %s], "sort": "-id"}]}
            """
                .formatted(TYPE, fields, columns))
        .descriptor(
            "record-types/" + PERSON + ".json",
            """
            {"format": 1, "type": "%s", "label": "Person", "plural": "People", "title": "{name}",
             "party": true, "nav": {"group": "Samples"},
             "fields": [{"name": "name", "kind": "text", "required": true}]}
            """
                .formatted(PERSON))
        .descriptor(
            "record-types/" + PAIR + ".json",
            """
            {"format": 1, "type": "%s", "label": "Sample's person", "title": "{person}",
             "fields": [
              {"name": "sample", "kind": "reference", "to": "%s", "required": true,
               "onDelete": "cascade"},
              {"name": "person", "kind": "reference", "to": "%s", "required": true,
               "onDelete": "cascade"},
              {"name": "role", "kind": "choice", "choices": [{"name": "boss"}, {"name": "user"}]},
              {"name": "note", "kind": "text", "max": 50}]}
            """
                .formatted(PAIR, TYPE, PERSON));
  }
}
