// SPDX-License-Identifier: Apache-2.0
package org.parley.core.mail.internal;

import java.util.Optional;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;
import org.parley.core.operation.Vault;
import org.parley.core.record.RecordStore;
import org.parley.core.record.Sealed;

/**
 * The mail server as it is set up now.
 *
 * @param version of its record: a change of it means trying again at once
 * @param encryption {@code starttls}, {@code tls} or {@code none}
 * @param username null where the server asks for none
 * @param site where people reach Parley, without a slash at its end
 * @param authority PEM text of a certificate to trust besides those that Java does, or null
 */
record MailServer(
    long version,
    boolean active,
    String host,
    int port,
    String encryption,
    String username,
    String password,
    String sender,
    String senderName,
    String site,
    int perMinute,
    String authority) {
  private static final String TYPE = "mail_server";

  /**
   * The one there is, opened.
   *
   * @throws IllegalStateException when its password cannot be opened, saying which key is missing
   */
  static Optional<MailServer> of(RecordStore records, Vault vault) {
    return record(records, TYPE).map(record -> of(record, vault, company(records)));
  }

  /** Whether there is one, and it is switched on. */
  static boolean isOn(RecordStore records) {
    return record(records, TYPE)
        .filter(record -> !Boolean.FALSE.equals(record.get("active")))
        .isPresent();
  }

  private static Optional<Record> record(RecordStore records, String type) {
    RecordStore.ListQuery first =
        new RecordStore.ListQuery(null, null, null, null, 1, null, false, false);
    return records.list(Principal.SYSTEM, type, first).items().stream()
        .findFirst()
        .map(found -> found.record());
  }

  private static String company(RecordStore records) {
    return record(records, "company")
        .map(company -> String.valueOf(company.get("name")))
        .orElse("Parley");
  }

  private static MailServer of(Record record, Vault vault, String company) {
    String password =
        record.get("password") instanceof Sealed sealed
            ? vault.open(Sealed.purpose(TYPE, "password"), sealed.text())
            : null;
    String site = String.valueOf(record.get("site"));
    Object name = record.get("sender_name");
    return new MailServer(
        record.version(),
        !Boolean.FALSE.equals(record.get("active")),
        String.valueOf(record.get("host")).replaceAll("[\\[\\]]", ""),
        ((Number) record.get("port")).intValue(),
        String.valueOf(record.get("encryption")),
        (String) record.get("username"),
        password,
        String.valueOf(record.get("sender")),
        name == null ? company : name.toString(),
        site.replaceAll("/+$", ""),
        ((Number) record.get("per_minute")).intValue(),
        (String) record.get("authority"));
  }

  boolean logsIn() {
    return username != null && password != null;
  }

  /** An address below the site as a link. */
  String link(String path) {
    return site + "/" + path;
  }

  /** Without what must not stand in a log. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
