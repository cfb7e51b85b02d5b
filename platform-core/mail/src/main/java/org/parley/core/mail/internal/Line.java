// SPDX-License-Identifier: Apache-2.0
package org.parley.core.mail.internal;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.parley.core.mail.Letter;
import org.parley.core.mail.Mails.Step;

/**
 * A connection to the mail server; for one thread. What fails says which step it was, by what the
 * server answered in numbers and never by its words.
 */
final class Line implements AutoCloseable {
  private static final int CONNECT_MILLIS = 10_000;
  private static final int ANSWER_MILLIS = 20_000;

  /** Asked when the server has everything of a mail but the dot that hands it over. */
  interface LastWord {
    /** Whether it may go; if not, the server throws away what it has. */
    boolean mayGo();
  }

  private final MailServer server;
  private final Session session;
  private final Asking transport;

  private Line(MailServer server, Session session, Asking transport) {
    this.server = server;
    this.session = session;
    this.transport = transport;
  }

  /** Whether a name stands for an address. */
  static void find(MailServer server) throws Refused {
    try {
      InetAddress.getByName(server.host());
    } catch (UnknownHostException e) {
      throw Refused.ofAll(Trouble.UNKNOWN_HOST.step(server, null), e);
    }
  }

  /**
   * Connects.
   *
   * @param login whether to log in as well, where that is set up
   */
  static Line open(MailServer server, boolean login) throws Refused {
    find(server);
    Properties properties = properties(server, login);
    Session session = Session.getInstance(properties);
    Asking transport = new Asking(session);
    try {
      if (server.authority() != null) {
        properties.put("mail.smtp.ssl.socketFactory", Trust.in(server.authority()));
      }
      if (login && server.logsIn()) {
        transport.connect(server.host(), server.port(), server.username(), server.password());
      } else {
        transport.connect(server.host(), server.port(), null, null);
      }
      return new Line(server, session, transport);
    } catch (MessagingException e) {
      Step step = Trouble.connecting(server, transport, e);
      transport.abandon();
      throw Refused.ofAll(step, e);
    }
  }

  private static Properties properties(MailServer server, boolean login) {
    Properties properties = new Properties();
    properties.put("mail.smtp.connectiontimeout", CONNECT_MILLIS);
    properties.put("mail.smtp.timeout", ANSWER_MILLIS);
    properties.put("mail.smtp.writetimeout", ANSWER_MILLIS);
    properties.put("mail.smtp.auth", login && server.logsIn());
    properties.put("mail.smtp.ssl.checkserveridentity", true);
    properties.put("mail.smtp.ssl.protocols", "TLSv1.2 TLSv1.3");
    properties.put("mail.smtp.ssl.enable", server.encryption().equals("tls"));
    properties.put("mail.smtp.starttls.enable", server.encryption().equals("starttls"));
    properties.put("mail.smtp.starttls.required", server.encryption().equals("starttls"));
    properties.put("mail.smtp.quitwait", false);
    properties.put("mail.smtp.localhost", localName(server));
    // Who returns a mail that cannot be delivered returns it to the sender.
    properties.put("mail.smtp.from", server.sender());
    return properties;
  }

  /** What this side calls itself: the site's name, which says no more than the mail itself. */
  private static String localName(MailServer server) {
    String host = URI.create(server.site()).getHost();
    return host == null || !host.matches("[A-Za-z0-9.-]+") ? "localhost" : host;
  }

  /** Whether the server still listens. */
  boolean isOpen() {
    return transport.isConnected();
  }

  /** Whether it is a connection to a server as it is set up. */
  boolean isTo(MailServer other) {
    return server.equals(other);
  }

  /**
   * Sends a letter.
   *
   * @return whether the server has taken it; false when it was not to go after all
   * @throws Unknown when the server had it all and gave no answer
   */
  boolean send(Letter letter, String key, Instant now, LastWord last) throws Refused, Unknown {
    transport.asks = last;
    transport.handedOver = false;
    try {
      MimeMessage message = Messages.of(session, server, letter, key, now);
      transport.sendMessage(message, message.getAllRecipients());
      return true;
    } catch (Lost e) {
      return false;
    } catch (MessagingException e) {
      if (transport.handedOver && !transport.answered()) {
        throw new Unknown(e);
      }
      throw Trouble.sending(server, transport, e);
    }
  }

  @Override
  public void close() {
    try {
      transport.close();
    } catch (MessagingException e) {
      transport.abandon();
    }
  }

  /** The server was asked to take a mail, and whether it did is not known. */
  static final class Unknown extends Exception {
    private static final long serialVersionUID = 1L;

    Unknown(Throwable cause) {
      super("The connection ended before the server had answered", cause);
    }
  }

  /** Not to be handed over after all. */
  static final class Lost extends MessagingException {
    private static final long serialVersionUID = 1L;
  }

  /** Asks before the last word. */
  static final class Asking extends SMTPTransport {
    private static final int GO_AHEAD = 354;

    private LastWord asks = () -> true;
    private boolean handedOver;

    Asking(Session session) {
      super(session, new URLName("smtp", null, -1, null, null, null), "smtp", false);
    }

    @Override
    protected void finishData() throws java.io.IOException, MessagingException {
      if (!asks.mayGo()) {
        abandon();
        throw new Lost();
      }
      handedOver = true;
      super.finishData();
    }

    /** Whether the last thing that came from the server answers the last word. */
    boolean answered() {
      return getLastReturnCode() >= 200 && getLastReturnCode() != GO_AHEAD;
    }

    /** Hangs up: what the server has of a mail is no mail without the last word. */
    void abandon() {
      try {
        close();
      } catch (MessagingException e) {
        // it is gone already
      }
    }
  }
}
