// SPDX-License-Identifier: Apache-2.0
package org.parley.core.mail.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.parley.core.mail.MailStorage.State;
import org.parley.core.mail.Mails.Step;

/** What a server can refuse, and what whoever sets up mail is told of it. */
class RefusalsTest {
  private static GreenMail plain;
  private static GreenMail tls;
  private static String authority;

  @BeforeAll
  static void start() throws Exception {
    Path keys = Path.of("target", "keys", "mail.p12").toAbsolutePath();
    Files.createDirectories(keys.getParent());
    Files.deleteIfExists(keys);
    run(
        "keytool",
        "-genkeypair",
        "-alias",
        "mail",
        "-keyalg",
        "RSA",
        "-keysize",
        "2048",
        "-dname",
        "CN=localhost",
        "-ext",
        "SAN=dns:localhost,ip:127.0.0.1",
        "-validity",
        "2",
        "-storetype",
        "PKCS12",
        "-storepass",
        "changeit",
        "-keystore",
        keys.toString());
    KeyStore store = KeyStore.getInstance(keys.toFile(), "changeit".toCharArray());
    authority =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(store.getCertificate("mail").getEncoded())
            + "\n-----END CERTIFICATE-----\n";
    System.setProperty("greenmail.tls.keystore.file", keys.toString());
    System.setProperty("greenmail.tls.keystore.password", "changeit");
    plain = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    tls = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));
    plain.setUser("robot@example.com", "robot", "right");
    tls.setUser("robot@example.com", "robot", "right");
    plain.start();
    tls.start();
  }

  private static void run(String... command) throws Exception {
    command[0] = Path.of(System.getProperty("java.home"), "bin", command[0]).toString();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  @AfterAll
  static void stop() {
    plain.stop();
    tls.stop();
  }

  private static List<Step> trial(MailServer server) {
    return Trial.run(() -> Optional.ofNullable(server), Optional.of(Post.ADA), Instant.now());
  }

  private static Step last(MailServer server) {
    List<Step> steps = trial(server);
    return steps.get(steps.size() - 1);
  }

  private static MailServer on(int port, String encryption, String password, String trusted) {
    return Post.server(port, encryption, password, trusted);
  }

  @Test
  void allGoesWellOverTlsWithALogin() throws Exception {
    int port = tls.getSmtps().getPort();
    assertThat(trial(on(port, "tls", "right", authority)))
        .extracting(Step::name, Step::code)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("settings", "ok"),
            org.assertj.core.groups.Tuple.tuple("address", "ok"),
            org.assertj.core.groups.Tuple.tuple("find", "ok"),
            org.assertj.core.groups.Tuple.tuple("connect", "ok"),
            org.assertj.core.groups.Tuple.tuple("encrypt", "ok"),
            org.assertj.core.groups.Tuple.tuple("login", "ok"),
            org.assertj.core.groups.Tuple.tuple("send", "ok"));
    assertThat(tls.getReceivedMessages()[0].getSubject()).isEqualTo("Mail from Parley works");
  }

  @Test
  void saysWhichStepFailed() throws Exception {
    int secure = tls.getSmtps().getPort();
    int open = plain.getSmtp().getPort();
    assertThat(last(on(secure, "tls", "wrong", authority)).code()).isEqualTo("login_refused");
    assertThat(last(on(secure, "tls", "right", null)).code()).isEqualTo("certificate");
    assertThat(last(on(open, "tls", "right", null)).code()).isEqualTo("tls");
    assertThat(last(on(open, "starttls", "right", null)).code()).isEqualTo("no_starttls");
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    assertThat(last(on(free, "none", null, null)).code()).isEqualTo("refused");
    MailServer nowhere =
        new MailServer(
            1,
            true,
            "nowhere.invalid",
            25,
            "none",
            null,
            null,
            "a@example.com",
            "A",
            "https://crm.example.com",
            60,
            null);
    assertThat(last(nowhere).code()).isEqualTo("unknown_host");
    assertThat(last(null).code()).isEqualTo("not_set_up");
  }

  @Test
  void aCertificateForAnotherNameIsRefused() {
    MailServer other =
        new MailServer(
            1,
            true,
            "127.0.0.2",
            tls.getSmtps().getPort(),
            "tls",
            null,
            null,
            "a@example.com",
            "A",
            "https://crm.example.com",
            60,
            authority);
    assertThat(last(other).code()).isIn("certificate", "refused");
  }

  @Test
  void thePasswordIsInNoStep() {
    for (GreenMail server : List.of(tls, plain)) {
      boolean secure = server == tls;
      int port = secure ? tls.getSmtps().getPort() : plain.getSmtp().getPort();
      assertThat(trial(on(port, secure ? "tls" : "none", "pa55word", authority)).toString())
          .contains("login_refused")
          .doesNotContain("pa55word");
    }
  }

  @Test
  void whatTheServerNeverTakesIsParkedAndWhatItMayTakeLaterIsTriedAgain() throws Exception {
    try (StubbornServer stubborn = new StubbornServer();
        Post post = new Post()) {
      post.server = on(stubborn.port(), "none", null, null);
      stubborn.toRecipient = "550 5.1.1 Nobody of this name";
      post.ask("a", "note");
      post.delivery.round();
      assertThat(post.entry(1).state()).isEqualTo(State.PARKED);
      assertThat(post.entry(1).problem()).isEqualTo("recipient_refused");
      assertThat(post.entry(1).detail()).contains("Nobody of this name");

      stubborn.toRecipient = "451 4.7.1 Come back later";
      post.ask("b", "note");
      post.delivery.round();
      assertThat(post.entry(2).state()).isEqualTo(State.WAITING);
      stubborn.toRecipient = null;
      post.later(Duration.ofMinutes(1));
      post.delivery.round();
      assertThat(post.entry(2).state()).isEqualTo(State.SENT);

      stubborn.toContent = "554 5.6.0 Looks like spam";
      post.ask("c", "note");
      post.delivery.round();
      assertThat(post.entry(3).problem()).isEqualTo("content_refused");
      stubborn.toContent = null;

      stubborn.toSender = "553 5.7.1 Not your address";
      post.ask("d", "note");
      post.delivery.round();
      assertThat(post.entry(4).state()).isEqualTo(State.WAITING);
      assertThat(post.delivery.trouble().code()).isEqualTo("sender_refused");
      stubborn.toSender = null;
      post.later(Duration.ofMinutes(10));
      post.delivery.round();
      assertThat(post.entry(4).state()).isEqualTo(State.SENT);

      stubborn.toContent = StubbornServer.HANGS_UP;
      post.ask("e", "note");
      post.delivery.round();
      assertThat(post.entry(5).state()).isEqualTo(State.PARKED);
      assertThat(post.entry(5).problem()).isEqualTo("unknown");

      stubborn.toRecipient = StubbornServer.HANGS_UP;
      stubborn.toContent = null;
      post.ask("f", "note");
      post.delivery.round();
      assertThat(post.entry(6).state()).isEqualTo(State.WAITING);
      assertThat(post.delivery.trouble().code()).isEqualTo("gone");
    }
  }
}
