// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.company;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.parley.api.error.FieldError;

/** What the platform asks of the mail server, and of what people want to be written. */
final class MailRules {
  private static final Set<String> BY_MAIL = Set.of("now", "digest", "no");

  private MailRules() {}

  /** What is wrong with a mail server. */
  static List<FieldError> server(Map<String, Object> values) {
    List<FieldError> errors = new ArrayList<>();
    String host = values.get("host") instanceof String text ? text : "";
    if (!host.isEmpty() && !host.matches("[\\p{L}\\p{N}._:\\[\\]-]+")) {
      errors.add(
          new FieldError("host", "wrong_kind", "Server must be a name such as smtp.example.com."));
    }
    range(values, "port", 65_535, errors);
    range(values, "per_minute", 6_000, errors);
    boolean open = "none".equals(values.get("encryption")) && !isHere(host);
    if (open && values.get("password") != null) {
      errors.add(
          new FieldError(
              "encryption",
              "password_in_clear",
              "A password is not sent to another machine unencrypted: choose STARTTLS or TLS, or"
                  + " clear the password."));
    }
    if (values.get("site") instanceof String site && !isSite(site)) {
      errors.add(
          new FieldError(
              "site",
              "wrong_kind",
              "Address of Parley must be one such as https://crm.example.com, without user, query"
                  + " or fragment."));
    }
    if (values.get("authority") instanceof String pem && !isCertificate(pem)) {
      errors.add(
          new FieldError(
              "authority",
              "wrong_kind",
              "It must be a certificate in PEM form, beginning with -----BEGIN CERTIFICATE-----."));
    }
    return errors;
  }

  private static void range(
      Map<String, Object> values, String field, long most, List<FieldError> errors) {
    if (values.get(field) instanceof Long number && (number < 1 || number > most)) {
      errors.add(new FieldError(field, "out_of_range", "It must lie between 1 and " + most + "."));
    }
  }

  /** Whether a name means this machine and no other, without asking anybody. */
  private static boolean isHere(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equals("::1")
        || name.equals("[::1]")
        || name.matches("127(\\.[0-9]{1,3}){3}");
  }

  private static boolean isSite(String text) {
    try {
      URI site = URI.create(text);
      String scheme = site.getScheme() == null ? "" : site.getScheme().toLowerCase(Locale.ROOT);
      return Set.of("http", "https").contains(scheme)
          && site.getHost() != null
          && site.getRawUserInfo() == null
          && site.getRawQuery() == null
          && site.getRawFragment() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isCertificate(String pem) {
    try {
      return !CertificateFactory.getInstance("X.509")
          .generateCertificates(
              new ByteArrayInputStream(pem.strip().getBytes(StandardCharsets.US_ASCII)))
          .isEmpty();
    } catch (CertificateException e) {
      return false;
    }
  }

  /** What is wrong with what a person wants to be told and how. */
  static List<FieldError> wishes(Map<String, Object> values) {
    List<FieldError> errors = new ArrayList<>();
    if (values.get("mail_digest_at") instanceof String at
        && !CoreRules.CLOCK.matcher(at).matches()) {
      errors.add(new FieldError("mail_digest_at", "wrong_kind", "It is a time such as 08:00."));
    }
    Object notify = values.get("notify");
    if (notify != null && !isWishes(notify)) {
      errors.add(
          new FieldError(
              "notify",
              "wrong_kind",
              "It says for kinds of notification how they are told, such as"
                  + " {\"assigned\": {\"app\": true, \"mail\": \"now\"}}; mail is now, digest or"
                  + " no."));
    }
    return errors;
  }

  private static boolean isWishes(Object notify) {
    return notify instanceof Map<?, ?> kinds
        && kinds.size() <= 50
        && kinds.entrySet().stream()
            .allMatch(
                kind ->
                    String.valueOf(kind.getKey()).matches("[a-z][a-z0-9_]{0,39}")
                        && kind.getValue() instanceof Map<?, ?> ways
                        && Set.of("app", "mail").containsAll(ways.keySet())
                        && (ways.get("app") == null || ways.get("app") instanceof Boolean)
                        && (ways.get("mail") == null || BY_MAIL.contains(ways.get("mail"))));
  }
}
