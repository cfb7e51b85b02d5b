// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.parley.itest.harness.Answer;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.PostOffice;
import org.parley.itest.harness.PostOffice.Mail;

/** Mail of the real archive to a real server: set up, links, notifications, and what goes wrong. */
class MailIT {
  private static final String SITE = "https://crm.example.com/house";
  private static final String NEW = "another horse battery";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static PostOffice post;
  private static ParleyProcess parley;
  private static Api admin;
  private static long server;

  @BeforeAll
  static void start() {
    post = PostOffice.open();
    parley =
        ParleyProcess.Setup.fresh("mail")
            .withJvm(
                "-Dparley.summary.seconds=1",
                "-Dparley.summary.ahead=PT24H",
                "-Dparley.mail.claim.seconds=5")
            .start();
    admin = parley.admin();
    long company = admin.get("records/company").json().at("/items/0/id").asLong();
    List<String> days =
        List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");
    admin
        .patch("records/company/" + company, Map.of("fields", Map.of("working_days", days)))
        .expect(200);
    long me = admin.get("session").json().at("/user/id").asLong();
    admin
        .patch("records/user/" + me, Map.of("fields", Map.of("email", "admin@example.com")))
        .expect(200);
    server = admin.create("mail_server", post.settings(SITE + "/")).path("id").asLong();
  }

  @AfterAll
  static void stop() {
    if (parley != null) {
      parley.close();
    }
    post.close();
  }

  private static void set(Map<String, ?> fields) {
    admin.patch("records/mail_server/" + server, Map.of("fields", fields)).expect(200);
  }

  private static Map<String, Object> fields(Object... pairs) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      fields.put((String) pairs[i], pairs[i + 1]);
    }
    return fields;
  }

  private static long person(String name, Object... more) {
    Map<String, Object> fields = fields(more);
    fields.put("username", name);
    fields.put("name", name.substring(0, 1).toUpperCase() + name.substring(1));
    fields.putIfAbsent("email", name + "@example.com");
    fields.put("roles", List.of(Map.of("role", role("Member"))));
    return admin.create("user", fields).path("id").asLong();
  }

  private static long role(String name) {
    return admin.get("records/role", "filter", "name==" + name).json().at("/items/0/id").asLong();
  }

  private static Mail next(String to, int number) {
    await().atMost(PATIENCE).until(() -> post.mails(to + "@").size() >= number);
    return post.mails(to + "@").get(number - 1);
  }

  private static String token(Mail mail) {
    assertThat(mail.link()).startsWith(SITE + "/invitation#");
    return mail.link().substring(mail.link().indexOf('#') + 1);
  }

  private static JsonNode last(JsonNode steps) {
    return steps.get(steps.size() - 1);
  }

  private static String trial() {
    JsonNode tried = admin.post("mail/test", Map.of()).expect(200).json();
    JsonNode last = last(tried.path("steps"));
    assertThat(tried.path("sent").asBoolean()).isEqualTo(last.path("code").asText().equals("ok"));
    return last.path("step").asText() + " " + last.path("code").asText();
  }

  @Test
  void theTestButtonSaysHowFarAMailComes() {
    post.user("robot", "the right one");
    assertThat(trial()).isEqualTo("send ok");
    assertThat(next("admin", 1).subject()).isEqualTo("Mail from Parley works");
    set(fields("username", "robot", "password", "the right one"));
    assertThat(trial()).isEqualTo("send ok");
    set(fields("password", "a wrong one"));
    assertThat(trial()).isEqualTo("login login_refused");
    set(fields("encryption", "starttls"));
    assertThat(trial()).isEqualTo("encrypt no_starttls");
    set(fields("encryption", "tls"));
    assertThat(trial()).isEqualTo("encrypt tls");
    set(fields("port", ParleyProcess.freePort(), "encryption", "none"));
    assertThat(trial()).isEqualTo("connect refused");
    set(fields("host", "nowhere.invalid", "password", null));
    assertThat(trial()).isEqualTo("find unknown_host");
    String all =
        admin.get("records/mail_server").body()
            + admin.get("records/mail_server/" + server + "/history").body()
            + admin.get("records/mail_server/export").body()
            + admin.get("audit", "type", "mail_server").body()
            + parley.log();
    assertThat(all).contains("nowhere.invalid").doesNotContain("the right one", "a wrong one");
    set(post.settings(SITE));
  }

  @Test
  void aPasswordIsNotSentInTheClearToAnotherMachine() {
    Answer refused =
        admin.patch(
            "records/mail_server/" + server,
            Map.of("fields", fields("host", "mail.example.com", "password", "x")));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body()).contains("password_in_clear").contains("encryption");
    assertThat(admin.post("records/mail_server", Map.of("fields", post.settings(SITE))).status())
        .isEqualTo(409);
    assertThat(admin.delete("records/mail_server/" + server).status()).isEqualTo(409);
  }

  @Test
  void whoForgotThePasswordGetsALinkOfThisHouseAndNobodyLearnsWhoIsHere() {
    person("fay");
    Api nobody = Api.anonymous(parley.root());
    assertThat(nobody.get("forgotten").expect(200).json().path("mail").asBoolean()).isTrue();
    Answer known = nobody.post("forgotten", Map.of("who", "fay@example.com"));
    Answer unknown = nobody.post("forgotten", Map.of("who", "nobody@example.com"));
    assertThat(known.status()).isEqualTo(202);
    assertThat(unknown.status()).isEqualTo(202);
    assertThat(known.body()).isEqualTo(unknown.body());

    Mail mail = next("fay", 1);
    assertThat(mail.text() + mail.html()).doesNotContain(parley.root().getHost() + ":");
    nobody.post("invitation/accept", Map.of("token", token(mail), "password", NEW)).expect(200);
    nobody
        .login("fay", NEW)
        .post("account/password", Map.of("password", NEW, "next", "yet another horse"))
        .expect(204);
    assertThat(nobody.post("invitation", Map.of("token", token(mail))).status()).isEqualTo(404);

    assertThat(next("fay", 2).subject()).isEqualTo("Your password was changed");

    // A poisoned Host leads nowhere: what links begin with, an administrator has said.
    person("pia");
    Answer poisoned =
        RawHttp.send(
            parley.root(),
            "POST /api/v1/forgotten HTTP/1.1\r\nHost: evil.example\r\n"
                + "X-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\n"
                + "Content-Type: application/json\r\nContent-Length: 13\r\n"
                + "Connection: close\r\n\r\n{\"who\":\"pia\"}");
    assertThat(poisoned.status()).isEqualTo(202);
    Mail link = next("pia", 1);
    assertThat(token(link)).isNotEmpty();
    assertThat(link.text() + link.html()).doesNotContain("evil.example");

    List<Integer> told = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      told.add(nobody.post("forgotten", Map.of("who", "x" + i)).status());
    }
    assertThat(told).contains(429).isSubsetOf(202, 429);
  }

  @Test
  void anInvitationGoesByMail() {
    long ida = person("ida", "language", "de");
    JsonNode made = admin.post("people/" + ida + "/invite", Map.of()).expect(201).json();
    assertThat(made.path("mailed").asText()).isEqualTo("ida@example.com");
    assertThat(made.has("token")).isFalse();
    Mail mail = next("ida", 1);
    assertThat(mail.subject()).isEqualTo("Dein Zugang zu Parley");
    Api nobody = Api.anonymous(parley.root());
    nobody.post("invitation/accept", Map.of("token", token(mail), "password", NEW)).expect(200);
    JsonNode hand = admin.post("people/" + ida + "/invite?by=hand", Map.of()).expect(201).json();
    assertThat(hand.path("token").asText()).isNotEmpty();
  }

  @Test
  void whatConcernsPeopleComesAsTheyWantItAndAsTheyMaySeeIt() {
    long now = person("nora");
    long later = person("lars");
    long never = person("nils", "notify", Map.of("assigned", Map.of("app", false, "mail", "no")));
    admin
        .patch(
            "records/user/" + later,
            Map.of(
                "fields",
                Map.of("notify", Map.of("assigned", Map.of("app", true, "mail", "digest")))))
        .expect(200);
    for (long user : new long[] {now, later, never}) {
      admin.create("account", Map.of("name", "Meridian & Söhne " + user, "owner", user));
    }
    Mail mail = next("nora", 1);
    assertThat(mail.subject()).isEqualTo("Administrator gave you Meridian & Söhne " + now);
    assertThat(mail.html()).contains("Meridian &amp; Söhne").contains(SITE + "/records/account/");
    Mail summary = next("lars", 1);
    assertThat(summary.subject()).isEqualTo("One thing that is new for you");
    assertThat(summary.text()).contains("Söhne").contains(SITE + "/profile#notifications");

    // What its reader may not see any more when it is written is not in it.
    set(fields("active", true, "host", "127.0.0.1", "port", ParleyProcess.freePort()));
    long gone = person("gwen");
    long secret =
        admin.create("account", Map.of("name", "Gone zq7", "owner", gone)).path("id").asLong();
    await().atMost(PATIENCE).until(() -> admin.get("mail").json().path("waiting").asInt() > 0);
    admin.delete("records/account/" + secret).expect(204);
    set(post.settings(SITE));
    await().atMost(PATIENCE).until(() -> admin.get("mail").json().path("waiting").asInt() == 0);
    assertThat(post.mails("nils@")).isEmpty();
    assertThat(admin.get("records/notification", "filter", "owner==" + never).status())
        .isIn(200, 400);
    assertThat(post.mails().toString()).doesNotContain("zq7");
    assertThat(post.mails("lars@")).hasSize(1);
    assertThat(post.mails("nora@")).hasSize(1);
  }

  @Test
  void nothingIsLostAndNothingComesTwiceWhenServerOrSystemGo() {
    Map<String, Long> people = new TreeMap<>();
    for (int i = 0; i < 12; i++) {
      people.put("kim" + i, person("kim" + i));
    }
    post.stop();
    people.forEach(
        (name, id) -> admin.create("account", Map.of("name", "For " + name, "owner", id)));
    await().atMost(PATIENCE).until(() -> admin.get("mail").json().path("waiting").asInt() >= 12);
    await()
        .atMost(PATIENCE)
        .until(() -> admin.get("mail").json().at("/trouble/code").asText().equals("refused"));
    post.start();
    // The trial wakes the delivery up, as saving the settings would.
    assertThat(trial()).isEqualTo("send ok");
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(PATIENCE)
        .until(() -> !post.mails("kim").isEmpty());
    parley.kill();
    parley = parley.setup().start();
    admin = parley.admin();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> admin.get("mail").json().path("waiting").asInt() == 0);
    List<String> arrived = post.mails("kim").stream().map(Mail::to).toList();
    assertThat(arrived).doesNotHaveDuplicates();
    // Whether the one that was under way at the kill has arrived nobody can know: it is parked.
    List<Long> unknown = unknown();
    assertThat(unknown).hasSizeLessThan(2);
    people.forEach(
        (name, id) ->
            assertThat(!post.mails(name + "@").isEmpty() || unknown.contains(id))
                .as(name + " among " + arrived + ", unknown " + unknown)
                .isTrue());
    System.out.println("MailIT: killed among mails, " + arrived.size() + " arrived, 0 twice");
  }

  /** Whose mail is parked because nobody knows whether it has arrived. */
  private static List<Long> unknown() {
    List<Long> users = new ArrayList<>();
    for (JsonNode one : admin.get("mail").expect(200).json().path("stuck")) {
      if (one.path("problem").asText().equals("unknown")) {
        users.add(one.path("user").asLong());
      }
    }
    return users;
  }
}
