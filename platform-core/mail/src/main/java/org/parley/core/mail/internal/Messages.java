// SPDX-License-Identifier: Apache-2.0
package org.parley.core.mail.internal;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.parley.core.mail.Letter;

/** Puts letters into the form in which they travel. */
final class Messages {
  private static final String UTF8 = StandardCharsets.UTF_8.name();

  private Messages() {}

  /**
   * A letter as a mail.
   *
   * @param key what tells it from others: the same letter sent again has the same Message-ID, by
   *     which mail programs know it
   */
  static MimeMessage of(Session session, MailServer server, Letter letter, String key, Instant now)
      throws MessagingException {
    MimeMessage message = new Kept(session, id(server, key));
    message.setFrom(address(server.sender(), server.senderName()));
    message.setRecipient(
        jakarta.mail.Message.RecipientType.TO, address(letter.to().email(), letter.to().name()));
    message.setSubject(Headers.subject(letter.subject()), UTF8);
    message.setSentDate(Date.from(now));
    // RFC 3834: nobody's absence note answers this.
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setHeader("X-Auto-Response-Suppress", "All");
    message.setHeader("Content-Language", Headers.line("Content-Language", letter.to().language()));
    if (letter.unsubscribe() != null) {
      String link = server.link(letter.unsubscribe());
      message.setHeader("List-Unsubscribe", Headers.line("List-Unsubscribe", "<" + link + ">"));
    }
    Page page = new Page(letter, server);
    MimeMultipart both = new MimeMultipart("alternative");
    both.addBodyPart(part(page.plain(), "plain"));
    both.addBodyPart(part(page.html(), "html"));
    message.setContent(both);
    message.saveChanges();
    return message;
  }

  private static MimeBodyPart part(String text, String kind) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setText(text, UTF8, kind);
    // Lines of any length and all characters pass any server.
    part.setHeader("Content-Transfer-Encoding", "base64");
    return part;
  }

  private static String id(MailServer server, String key) {
    String domain = server.sender().substring(server.sender().lastIndexOf('@') + 1);
    UUID name =
        UUID.nameUUIDFromBytes((server.site() + " " + key).getBytes(StandardCharsets.UTF_8));
    return Headers.line("Message-ID", "<" + name + "@" + IDN.toASCII(domain) + ">");
  }

  /** An address with its name; a domain of other letters as the network knows it. */
  static InternetAddress address(String email, String name) throws MessagingException {
    int at = Headers.line("address", email).lastIndexOf('@');
    try {
      String ascii = email.substring(0, at + 1) + IDN.toASCII(email.substring(at + 1));
      InternetAddress address = new InternetAddress(ascii, true);
      address.setPersonal(Headers.subject(name), UTF8);
      return address;
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("every Java runtime knows UTF-8", e);
    }
  }

  /** A message that keeps the id it was given. */
  private static final class Kept extends MimeMessage {
    private final String id;

    Kept(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
