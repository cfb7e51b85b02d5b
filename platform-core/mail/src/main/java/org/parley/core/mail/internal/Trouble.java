// SPDX-License-Identifier: Apache-2.0
package org.parley.core.mail.internal;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.net.ConnectException;
import java.security.cert.CertificateException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.parley.core.mail.Mails.Step;

/** What can go wrong on the way of a mail, and what to do about it. */
enum Trouble {
  UNKNOWN_HOST("find", "There is no machine called %1$s. Check the server's name."),
  REFUSED("connect", "Nobody listens at %1$s on port %2$d. Check the port: 587 or 465 mostly."),
  NO_ANSWER(
      "connect",
      "%1$s does not answer on port %2$d. A firewall may be in between, or the port is another."),
  NO_STARTTLS(
      "encrypt",
      "%1$s offers no STARTTLS on port %2$d. Try TLS from the start on port 465, or another port."),
  CERTIFICATE(
      "encrypt",
      "The certificate of %1$s is not to be trusted: it comes from an unknown authority, is over,"
          + " or is for another name. Use the name it was made for, or give your own authority's"
          + " certificate."),
  TLS(
      "encrypt",
      "%1$s speaks no TLS like this on port %2$d. Port 587 mostly goes with STARTTLS, port 465 with"
          + " TLS from the start."),
  LOGIN_REFUSED(
      "login",
      "%1$s does not take this user name and password. Some providers want a password made for"
          + " programs."),
  NO_LOGIN("login", "%1$s takes no login. Leave user name and password empty."),
  LOGIN_NEEDED("send", "%1$s wants a login. Give a user name and a password."),
  SENDER_REFUSED(
      "send", "%1$s does not send for the address %3$s. Use one that belongs to the login."),
  RECIPIENT_REFUSED("send", "%1$s does not take mail to this address."),
  CONTENT_REFUSED("send", "%1$s does not take this mail."),
  GONE("send", "The connection to %1$s ended. It is tried again.");

  private final String step;
  private final String words;

  Trouble(String step, String words) {
    this.step = step;
    this.words = words;
  }

  /** The step that failed, with what the server said. */
  Step step(MailServer server, String answer) {
    String detail =
        String.format(Locale.ROOT, words, server.host(), server.port(), server.sender());
    return new Step(step, name().toLowerCase(Locale.ROOT), detail, told(answer));
  }

  /** What a server said, short and on one line: it may say anything. */
  private static String told(String answer) {
    String line = answer == null ? "" : answer.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return line.length() > 300 ? line.substring(0, 300) : line;
  }

  /** Why a connection did not come about. */
  static Step connecting(MailServer server, Line.Asking transport, MessagingException failure) {
    return ofConnecting(server, transport, failure).step(server, transport.getLastServerResponse());
  }

  private static Trouble ofConnecting(
      MailServer server, Line.Asking transport, MessagingException failure) {
    if (failure instanceof AuthenticationFailedException) {
      return transport.supportsExtension("AUTH") ? LOGIN_REFUSED : NO_LOGIN;
    }
    if (cause(failure, CertificateException.class) != null) {
      return CERTIFICATE;
    }
    if (cause(failure, SSLException.class) != null) {
      return TLS;
    }
    if (cause(failure, ConnectException.class) != null) {
      return REFUSED;
    }
    boolean greeted = transport.getLastReturnCode() >= 200 && transport.getLastReturnCode() < 300;
    if (greeted
        && server.encryption().equals("starttls")
        && !transport.supportsExtension("STARTTLS")) {
      return NO_STARTTLS;
    }
    return NO_ANSWER;
  }

  /** Why a mail was not taken. */
  static Refused sending(MailServer server, Line.Asking transport, MessagingException failure) {
    for (Exception one = failure; one != null; one = next(one)) {
      if (one instanceof SMTPAddressFailedException refused && refused.getReturnCode() >= 400) {
        int code = refused.getReturnCode();
        return ofOne(RECIPIENT_REFUSED, server, code, refused);
      }
      if (one instanceof SMTPSenderFailedException refused) {
        return Refused.ofAll(SENDER_REFUSED.step(server, refused.getMessage()), refused);
      }
      if (one instanceof SMTPSendFailedException refused && refused.getReturnCode() > 0) {
        int code = refused.getReturnCode();
        boolean first = String.valueOf(refused.getCommand()).startsWith("MAIL");
        if (first || code == 421) {
          Trouble trouble = code == 530 ? LOGIN_NEEDED : code == 421 ? GONE : SENDER_REFUSED;
          return Refused.ofAll(trouble.step(server, refused.getMessage()), refused);
        }
        if (one.getCause() == null && next(one) == null) {
          return ofOne(CONTENT_REFUSED, server, code, refused);
        }
      }
    }
    return Refused.ofAll(GONE.step(server, transport.getLastServerResponse()), failure);
  }

  private static Refused ofOne(Trouble trouble, MailServer server, int code, Exception refused) {
    return Refused.ofOne(trouble.step(server, refused.getMessage()), code >= 500, refused);
  }

  private static Exception next(Exception failure) {
    return failure instanceof MessagingException one ? one.getNextException() : null;
  }

  private static <T> T cause(Throwable failure, Class<T> kind) {
    Set<Throwable> seen = new HashSet<>();
    for (Throwable one = failure; one != null && seen.add(one); one = one.getCause()) {
      if (kind.isInstance(one)) {
        return kind.cast(one);
      }
    }
    return null;
  }
}
