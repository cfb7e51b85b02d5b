// SPDX-License-Identifier: Apache-2.0
package org.parley.core.mail.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.internet.MimeMultipart;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.parley.core.mail.MailStorage.State;

/** What becomes of mails, whatever happens on their way. */
class DeliveryTest {
  private final Post post = new Post();

  @AfterEach
  void close() {
    post.close();
  }

  @Test
  void goesInTwoFormsWithWhatMailProgramsWantToKnow() throws Exception {
    post.ask("a", "note");
    post.delivery.round();
    assertThat(post.entry(1).state()).isEqualTo(State.SENT);
    var message = post.arrived()[0];
    assertThat(message.getHeader("From")).containsExactly("Meridian CRM <parley@example.com>");
    assertThat(message.getHeader("To")).containsExactly("Ada Lovelace <ada@example.com>");
    assertThat(message.getSubject()).isEqualTo("About a");
    assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(message.getMessageID()).matches("<[0-9a-f-]{36}@example\\.com>");
    assertThat(message.getSentDate().toInstant()).isEqualTo(post.now);
    assertThat(message.getHeader("List-Unsubscribe"))
        .containsExactly("<https://crm.example.com/parley/profile>");
    MimeMultipart both = (MimeMultipart) message.getContent();
    assertThat(both.getContentType()).startsWith("multipart/alternative");
    String plain = (String) both.getBodyPart(0).getContent();
    assertThat(plain)
        .contains("Big <deal>", "Amount, Stage", "https://crm.example.com/parley/opportunity/5");
    String html = (String) both.getBodyPart(1).getContent();
    assertThat(html)
        .contains("Big &lt;deal&gt;", "color-scheme", "href=\"https://crm.example.com/parley/")
        .doesNotContain("<deal>", "<img", "src=", "url(");
  }

  @Test
  void aHeaderIsOneLineWhoeverWroteIt() throws Exception {
    post.writes =
        asked -> Post.letter("Deal\r\nBcc: eve@example.com\r\n\r\nHi\u2028there\u0000 Grüße");
    post.ask("a", "note");
    post.delivery.round();
    var message = post.arrived()[0];
    assertThat(message.getSubject()).isEqualTo("Deal Bcc: eve@example.com Hi there Grüße");
    assertThat(message.getHeader("Bcc")).isNull();
    assertThat(message.getAllRecipients()).hasSize(1);
    for (String value :
        new String[] {"a\r\nBcc: x@example.com", "a\nb", "a\rb", "a\0b", "a\u0085b"}) {
      assertThatThrownBy(() -> Headers.line("X-Test", value))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Messages.address("eve" + value + "@example.com", "Eve"))
          .isInstanceOf(Exception.class);
    }
    assertThat(Messages.address("eve@example.com", "Eve\r\nBcc: x@example.com").toString())
        .doesNotContain("\r", "\n");
  }

  @Test
  void waitsForAServerThatIsDownAndGoesOnceThen() {
    post.mail.stop();
    post.ask("a", "note");
    post.delivery.round();
    assertThat(post.entry(1).state()).isEqualTo(State.WAITING);
    assertThat(post.delivery.trouble().code()).isEqualTo("refused");
    assertThat(post.entry(1).tries()).isZero();
    post.delivery.round();
    assertThat(post.written).hasSize(1);
    post.mail.start();
    post.server = Post.server(post.mail.getSmtp().getPort(), "none", null, null);
    post.later(Duration.ofMinutes(10));
    post.delivery.round();
    post.delivery.round();
    assertThat(post.arrived()).hasSize(1);
    assertThat(post.delivery.trouble()).isNull();
  }

  @Test
  void whatHadNotBeenHandedOverGoesAfterTheProcessEnded() {
    post.ask("a", "note");
    post.outbox.endsBefore = State.SENDING;
    assertThatThrownBy(post.delivery::round).hasMessageContaining("ends here");
    assertThat(post.arrived()).isEmpty();
    post.restart();
    post.delivery.round();
    assertThat(post.arrived()).isEmpty();
    post.later(Duration.ofMinutes(6));
    post.delivery.round();
    assertThat(post.arrived()).hasSize(1);
  }

  @Test
  void whatMayHaveGoneIsParkedAndNotSentAgain() {
    post.ask("a", "note");
    post.outbox.endsBefore = State.SENT;
    assertThatThrownBy(post.delivery::round).hasMessageContaining("ends here");
    assertThat(post.arrived()).hasSize(1);
    post.restart();
    post.later(Duration.ofMinutes(6));
    post.delivery.round();
    assertThat(post.arrived()).hasSize(1);
    assertThat(post.entry(1).state()).isEqualTo(State.PARKED);
    assertThat(post.entry(1).problem()).isEqualTo("unknown");
  }

  @Test
  void aLinkThatMayHaveGoneGoesAgainWithTheSameId() throws Exception {
    post.ask("a", "link");
    post.outbox.endsBefore = State.SENT;
    assertThatThrownBy(post.delivery::round).hasMessageContaining("ends here");
    post.restart();
    post.later(Duration.ofMinutes(6));
    post.delivery.round();
    assertThat(post.arrived()).hasSize(2);
    assertThat(post.arrived()[0].getMessageID()).isEqualTo(post.arrived()[1].getMessageID());
    assertThat(post.entry(1).state()).isEqualTo(State.SENT);
  }

  @Test
  void whoHasLostItDoesNotHandItOver() {
    post.writes =
        asked -> {
          post.outbox.takeAway(1);
          return Post.letter("Lost");
        };
    post.ask("a", "note");
    post.delivery.round();
    assertThat(post.arrived()).isEmpty();
    assertThat(post.entry(1).state()).isEqualTo(State.CLAIMED);
  }

  @Test
  void whatNobodyNeedsAnyMoreDoesNotGo() {
    post.ask("a", "note");
    post.later(Duration.ofHours(3));
    post.delivery.round();
    assertThat(post.entry(1).problem()).isEqualTo("too_old");
    post.writes = asked -> null;
    post.ask("b", "note");
    post.delivery.round();
    assertThat(post.entry(2).state()).isEqualTo(State.NOTHING);
    assertThat(post.arrived()).isEmpty();
  }

  @Test
  void whatCannotBeWrittenIsTriedAgainAndHoldsNobodyUp() {
    AtomicInteger failures = new AtomicInteger();
    post.writes =
        asked -> {
          if (asked.key().equals("a") && failures.incrementAndGet() == 1) {
            throw new IllegalStateException("not now");
          }
          return Post.letter(asked.key());
        };
    post.ask("a", "note");
    post.ask("b", "note");
    post.delivery.round();
    assertThat(post.arrived()).hasSize(1);
    post.later(Duration.ofMinutes(1));
    post.delivery.round();
    assertThat(post.arrived()).hasSize(2);
  }

  @Test
  void noMoreGoInAMinuteThanAreAllowed() {
    for (int i = 0; i < 65; i++) {
      post.ask("key-" + i, "note");
    }
    for (int i = 0; i < 5; i++) {
      post.delivery.round();
    }
    assertThat(post.arrived()).hasSize(60);
    post.later(Duration.ofSeconds(61));
    post.delivery.round();
    assertThat(post.arrived()).hasSize(65);
  }

  @Test
  void waitsForItsWriter() {
    post.ask("a", "unheard_of");
    post.delivery.round();
    assertThat(post.entry(1).state()).isEqualTo(State.WAITING);
    assertThat(post.entry(1).problem()).isEqualTo("no_writer");
  }
}
