// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.harness;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real mail server on loopback, and what has arrived there. */
public final class PostOffice implements AutoCloseable {
  private static final Pattern LINK = Pattern.compile("https?://\\S+");

  private final ServerSetup setup;
  private GreenMail server;

  private PostOffice(ServerSetup setup) {
    this.setup = setup;
    start();
  }

  /** One on a free port that takes everything from everybody. */
  public static PostOffice open() {
    return new PostOffice(new ServerSetup(Ports.free(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  }

  /** Begins to take mail, with nothing there. */
  public void start() {
    server = new GreenMail(setup);
    server.start();
  }

  /** Nobody listens any more. */
  public void stop() {
    server.stop();
  }

  /** Who may log in; those who do so with another password are refused. */
  public void user(String name, String password) {
    try {
      GreenMailUser user =
          server.getManagers().getUserManager().createUser(name + "@example.com", name, password);
      user.setPassword(password);
    } catch (UserException e) {
      throw new IllegalStateException(e);
    }
  }

  public int port() {
    return setup.getPort();
  }

  /** What a mail server record says so that Parley sends here. */
  public Map<String, Object> settings(String site) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("host", "127.0.0.1");
    fields.put("port", port());
    fields.put("encryption", "none");
    fields.put("sender", "parley@example.com");
    fields.put("site", site);
    fields.put("per_minute", 1_000);
    return fields;
  }

  /** A mail as somebody reads it. */
  public record Mail(String to, String id, String subject, String text, String html) {
    /** The first link in it. */
    public String link() {
      Matcher link = LINK.matcher(text);
      if (!link.find()) {
        throw new AssertionError("no link in " + text);
      }
      return link.group();
    }
  }

  /** All that arrived, the first first. */
  public List<Mail> mails() {
    List<Mail> mails = new ArrayList<>();
    for (MimeMessage message : server.getReceivedMessages()) {
      mails.add(mail(message));
    }
    return mails;
  }

  /** What arrived for somebody. */
  public List<Mail> mails(String to) {
    return mails().stream().filter(mail -> mail.to().contains(to)).toList();
  }

  private static Mail mail(MimeMessage message) {
    try {
      Multipart both = (Multipart) message.getContent();
      return new Mail(
          message.getAllRecipients()[0].toString(),
          message.getMessageID(),
          message.getSubject(),
          (String) both.getBodyPart(0).getContent(),
          (String) both.getBodyPart(1).getContent());
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
