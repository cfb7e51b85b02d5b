// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parley.api.security.Principal;

/** The mail server, and what people want to be written. */
class MailServerTest {
  private static final String GOOD =
      "host: 'smtp.example.com', sender: 'crm@example.com', site: 'https://crm.example.com'";

  private final Room room = new Room(Room.ACCOUNT);
  private final Principal keeper =
      new Principal(Principal.Kind.USER, room.ada.userId(), "ada", Set.of("records", "settings"));

  private long create(String fields) {
    return room.records
        .create(Principal.SYSTEM, "mail_server", Room.json("{" + fields + "}"), "test")
        .record()
        .id();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "encryption: 'none', password: 'x' | encryption password_in_clear",
        "port: 0 | port out_of_range",
        "port: 65536 | port out_of_range",
        "per_minute: 0 | per_minute out_of_range",
        "host: 'smtp.example.com/x' | host wrong_kind",
        "site: 'https://user:x@crm.example.com' | site wrong_kind",
        "site: 'https://crm.example.com/?a=b' | site wrong_kind",
        "sender: 'crm@example.com, x@example.com' | sender wrong_kind",
        "authority: 'no certificate' | authority wrong_kind"
      })
  void refusesWhatCannotWork(String wrong, String error) {
    String field = wrong.substring(0, wrong.indexOf(':'));
    String rest = GOOD.replaceAll(field + ": '[^']*'(, )?", "").replaceAll(", $", "");
    Throwable refused = catchThrowable(() -> create(rest + ", " + wrong));
    assertThat(Room.errors(refused)).contains(error);
  }

  @Test
  void takesAPasswordInTheClearToItselfOnly() {
    String open = ", password: 'x', encryption: 'none'";
    long id = create(GOOD.replace("smtp.example.com'", "localhost'") + open);
    for (String here : new String[] {"127.0.0.1", "::1", "[::1]", "LOCALHOST"}) {
      move(id, here);
    }
    for (String away : new String[] {"a.example", "127.0.0.1.example", "localhost.example"}) {
      assertThatThrownBy(() -> move(id, away))
          .satisfies(e -> assertThat(Room.errors(e)).contains("encryption password_in_clear"));
    }
  }

  private void move(long id, String host) {
    room.records.update(
        Principal.SYSTEM, "mail_server", id, 0, Room.json("{host: '" + host + "'}"), "test");
  }

  @Test
  void thereIsOneAndItStays() {
    long id = create(GOOD);
    assertThatThrownBy(() -> create(GOOD)).hasMessageContaining("one Mail server");
    assertThatThrownBy(() -> room.records.delete(Principal.SYSTEM, "mail_server", id, 0, "test"))
        .hasMessageContaining("switch it off");
    assertThat(room.records.get(keeper, "mail_server", id, null, null).title())
        .isEqualTo("smtp.example.com");
    Principal joe = new Principal(Principal.Kind.USER, 4711, "joe", Set.of());
    assertThatThrownBy(() -> room.records.get(joe, "mail_server", id, null, null))
        .hasMessageContaining("mail_server");
  }

  @Test
  void peopleSayHowTheyAreTold() {
    long me = room.ada.userId();
    room.update(
        "user", me, "{notify: {assigned: {app: false, mail: 'now'}}, mail_digest: 'weekly'}");
    for (String wrong :
        new String[] {
          "notify: []",
          "notify: {assigned: true}",
          "notify: {assigned: {mail: 'soon'}}",
          "notify: {assigned: {sms: true}}",
          "mail_digest_at: '8 o’clock'",
          "mail_digest: 'hourly'"
        }) {
      Throwable refused = catchThrowable(() -> room.update("user", me, "{" + wrong + "}"));
      assertThat(Room.errors(refused)).as(wrong).hasSize(1);
    }
  }
}
