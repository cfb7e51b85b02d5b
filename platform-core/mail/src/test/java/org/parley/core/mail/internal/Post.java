// SPDX-License-Identifier: Apache-2.0
package org.parley.core.mail.internal;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.parley.core.mail.Addressee;
import org.parley.core.mail.Asked;
import org.parley.core.mail.Letter;
import org.parley.core.mail.LetterWriter;
import org.parley.core.mail.MailStorage.Entry;
import org.parley.core.mail.MailStorage.State;

/** A delivery between an outbox in memory and a real mail server, at a time of its own. */
final class Post implements AutoCloseable {
  static final Addressee ADA =
      new Addressee(
          7, "ada", "Ada Lovelace", "ada@example.com", "en", ZoneOffset.UTC, Set.of("MONDAY"));

  final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  final FakeOutbox outbox = new FakeOutbox();
  final List<Asked> written = new ArrayList<>();
  Instant now = Instant.parse("2026-11-27T09:00:00Z");
  MailServer server;
  Function<Asked, Letter> writes = asked -> letter("About " + asked.about());
  Delivery delivery;

  Post() {
    mail.start();
    server = server(mail.getSmtp().getPort(), "none", null, null);
    restart();
  }

  static MailServer server(int port, String encryption, String password, String authority) {
    return new MailServer(
        1,
        true,
        "localhost",
        port,
        encryption,
        password == null ? null : "robot",
        password,
        "parley@example.com",
        "Meridian CRM",
        "https://crm.example.com/parley",
        60,
        authority);
  }

  static Letter letter(String subject) {
    return new Letter(
        ADA,
        subject,
        List.of(
            Letter.Part.text("Hello Ada,"),
            Letter.Part.item("Big <deal>", "Amount, Stage", "opportunity/5"),
            Letter.Part.button("Open", "opportunity/5")),
        "You get this because you follow it.",
        "profile");
  }

  /** As a process that has just begun. */
  void restart() {
    InstantSource clock = () -> now;
    delivery = new Delivery(() -> Optional.of(server), outbox, () -> List.of(new Writer()), clock);
  }

  void ask(String key, String kind) {
    outbox.add(List.of(new Asked(key, kind, 7, key, false)), State.WAITING, now);
  }

  void later(Duration time) {
    now = now.plus(time);
  }

  Entry entry(long id) {
    return outbox.entry(id).orElseThrow();
  }

  MimeMessage[] arrived() {
    return mail.getReceivedMessages();
  }

  @Override
  public void close() {
    delivery.close();
    mail.stop();
  }

  private final class Writer implements LetterWriter {
    @Override
    public Set<String> kinds() {
      return Set.of("note", "link");
    }

    @Override
    public Duration worth(String kind) {
      return Duration.ofHours(2);
    }

    @Override
    public boolean repeats(String kind) {
      return kind.equals("link");
    }

    @Override
    public Optional<Letter> write(Asked asked, List<Asked> held) {
      written.add(asked);
      return Optional.ofNullable(writes.apply(asked));
    }
  }
}
