// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.parley.itest.harness.Api;

/**
 * A set of people, roles and records of which it is known who may see what: every text that may not
 * be seen by everybody carries a mark, and every mark says who may read it.
 */
final class Planted {
  static final String PASSWORD = "correct horse battery staple";
  private static final String MARK = "zq7";

  /**
   * One record.
   *
   * @param mark stands in its texts, as they are or as they were
   * @param readers who may see it
   */
  record Plant(String type, long id, String mark, Set<String> readers) {}

  final Api admin;
  final Map<String, Api> people = new LinkedHashMap<>();
  final Map<String, Long> users = new HashMap<>();
  final List<Plant> plants = new ArrayList<>();

  /** Marks of fields, and who may read them. */
  final Map<String, Set<String>> marks = new LinkedHashMap<>();

  /** One of each type, that nobody but the administrator may see. */
  final Map<String, Long> hidden = new HashMap<>();

  private final Map<String, Long> teams = new HashMap<>();

  Planted(Api admin) {
    this.admin = admin;
    team("world", null);
    team("north", "world");
    team("south", "world");
    person("nobody", "north", null, false);
    person("own", "north", levels("own"), false);
    person("team", "north", levels("team"), false);
    person("below", "world", levels("below"), false);
    person("all", "south", levels("all"), false);
    person(
        "blind",
        "south",
        Map.of(
            "types", Map.of("*", Map.of("read", "all", "edit", "all", "export", "all")),
            "fields",
                Map.of(
                    "account", Map.of("description", "none", "city", "none"),
                    "contact", Map.of("last_name", "none", "description", "none"),
                    "opportunity", Map.of("description", "none"),
                    "lead", Map.of("company", "none"),
                    "activity", Map.of("notes", "none"))),
        false);
    person("guest", null, levels("own"), true);
    person(
        "auditor",
        "south",
        Map.of("types", levels("own").get("types"), "rights", List.of("audit")),
        false);
    person("northern", "north", levels("own"), false);
    person("southern", "south", levels("own"), false);
    for (String owner : List.of("northern", "southern")) {
      plant(owner);
    }
    plantSetting();
  }

  /** What goes by a right that none of these people has, whatever they read besides. */
  private void plantSetting() {
    String mark = MARK + "s" + plants.size() + "x";
    Map<String, Object> fields = new HashMap<>();
    fields.put("label", mark + "label");
    fields.put("issuer", "https://" + mark + "issuer.example");
    fields.put("client_id", mark + "clientid");
    fields.put("client_secret", mark + "clientsecret");
    fields.values().forEach(text -> marks.put(text.toString().replace("https://", ""), Set.of()));
    fields.put("active", false);
    long id = admin.create("openid_provider", fields).path("id").asLong();
    plants.add(new Plant("openid_provider", id, mark, Set.of()));
  }

  private static Map<String, Object> levels(String level) {
    Map<String, String> actions = new LinkedHashMap<>();
    for (String action : List.of("create", "read", "edit", "delete", "export")) {
      actions.put(action, level);
    }
    return Map.of("types", Map.of("*", actions));
  }

  private void team(String name, String parent) {
    Map<String, Object> fields = new HashMap<>(Map.of("name", "Team " + name));
    if (parent != null) {
      fields.put("parent", teams.get(parent));
    }
    teams.put(name, admin.create("team", fields).path("id").asLong());
  }

  private void person(String name, String team, Map<String, Object> permissions, boolean outside) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("username", name);
    fields.put("name", "Person " + name);
    fields.put("outside", outside);
    if (team != null) {
      fields.put("team", teams.get(team));
    }
    if (permissions != null) {
      long role =
          admin
              .create("role", Map.of("name", "Role " + name, "permissions", permissions))
              .path("id")
              .asLong();
      fields.put("roles", List.of(Map.of("role", role)));
    }
    long id = admin.create("user", fields).path("id").asLong();
    users.put(name, id);
    String token =
        admin.post("people/" + id + "/invite", Map.of()).expect(201).json().path("token").asText();
    Api stranger = Api.anonymous(admin.root());
    stranger.post("invitation/accept", Map.of("token", token, "password", PASSWORD)).expect(200);
    people.put(name, stranger.login(name, PASSWORD));
  }

  /** The same records for each owner: the northern one shares an account with the guest. */
  private void plant(String owner) {
    Set<String> readers = new TreeSet<>(Set.of("below", "all", "blind", owner));
    if (owner.equals("northern")) {
      readers.add("team");
    }
    long account =
        plant("account", owner, readers, Map.of("name", "Acme", "city", "", "description", ""));
    long shared =
        plant("account", owner, with(readers, "guest"), Map.of("name", "Shared", "city", ""));
    share(shared, "account", "guest");
    Map<String, Object> contact = new HashMap<>(Map.of("last_name", "Smith", "description", ""));
    contact.put("account", account);
    long smith = plant("contact", owner, readers, contact);
    // Both owners have a contact and a lead of this address: neither learns of the other's.
    Map<String, Object> address = Map.of("fields", Map.of("email", "smith@acme.example"));
    people.get(owner).patch("records/contact/" + smith, address).expect(200);
    long lead =
        plant("lead", owner, readers, new HashMap<>(Map.of("last_name", "Smith", "company", "")));
    people.get(owner).patch("records/lead/" + lead, address).expect(200);
    Map<String, Object> deal =
        new HashMap<>(Map.of("name", "Deal", "description", "", "close_date", "2027-01-31"));
    deal.put("account", account);
    long opportunity = plant("opportunity", owner, readers, deal);
    Map<String, Object> call = new HashMap<>(Map.of("subject", "Call", "notes", ""));
    call.put("about", Map.of("type", "opportunity", "id", opportunity));
    plant("activity", owner, readers, call);
    Map<String, Object> note = new HashMap<>(Map.of("subject", "Private", "notes", ""));
    note.put("private", true);
    plant("activity", owner, Set.of(owner), note);
    file(owner, account, readers);
    // and one that an administrator sees whoever asks, in the trash
    long gone = plant("account", owner, readers, Map.of("name", "Gone", "description", ""));
    admin.delete("records/account/" + gone).expect(204);
    hidden.putIfAbsent("account", account);
  }

  private static Set<String> with(Set<String> readers, String one) {
    Set<String> more = new TreeSet<>(readers);
    more.add(one);
    return more;
  }

  private long plant(String type, String owner, Set<String> readers, Map<String, Object> template) {
    Map<String, Object> was = new HashMap<>();
    Map<String, Object> is = new HashMap<>();
    String mark = MARK + type.charAt(0) + plants.size() + "x";
    template.forEach(
        (field, value) -> {
          boolean text = value instanceof String given && !given.matches("[0-9-]+");
          String own = text ? mark + field.replace("_", "") : null;
          was.put(field, text ? own + "old" : value);
          is.put(field, text ? own : value);
          if (text) {
            marks.put(own, readers(type, field, readers));
          }
        });
    was.put("owner", users.get(owner));
    // By its owner, so that private records are nobody else's.
    Api writer = people.get(owner);
    long id = writer.create(type, was).path("id").asLong();
    is.remove("private");
    writer.patch("records/" + type + "/" + id, Map.of("fields", is)).expect(200);
    plants.add(new Plant(type, id, mark, readers));
    return id;
  }

  /** Those who may read a field of a record they may see. */
  private static Set<String> readers(String type, String field, Set<String> readers) {
    boolean kept =
        switch (type + "." + field) {
          case "account.description",
              "account.city",
              "contact.last_name",
              "contact.description",
              "opportunity.description",
              "lead.company",
              "activity.notes" ->
              true;
          default -> false;
        };
    Set<String> some = new TreeSet<>(readers);
    if (kept) {
      some.remove("blind");
    }
    return some;
  }

  private void share(long id, String type, String with) {
    admin.create(
        "share", Map.of("record", Map.of("type", type, "id", id), "with_user", users.get(with)));
  }

  private void file(String owner, long account, Set<String> readers) {
    String mark = MARK + "f" + plants.size() + "x";
    Api writer = people.get(owner);
    JsonNode upload =
        writer
            .send(
                "POST",
                "files?name=" + mark + ".txt",
                BodyPublishers.ofString("content " + mark, StandardCharsets.UTF_8),
                "text/plain")
            .expect(201)
            .json();
    long id =
        writer
            .create(
                "attachment",
                Map.of(
                    "record", Map.of("type", "account", "id", account),
                    "file", Map.of("file", upload.path("file").asText())))
            .path("id")
            .asLong();
    marks.put(mark, readers);
    plants.add(new Plant("attachment", id, mark, readers));
  }
}
