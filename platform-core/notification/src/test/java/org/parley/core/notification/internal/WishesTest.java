// SPDX-License-Identifier: Apache-2.0
package org.parley.core.notification.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parley.api.record.Record;

/** How people want to be told, and when summaries are due. */
class WishesTest {
  private static final Set<String> DAYS =
      Set.of("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY");

  private static Wishes wishes(Map<String, Object> fields) {
    return Wishes.of(new Record("user", 7, 1, fields));
  }

  @Test
  void whoHasSaidNothingIsToldAsItSuitsMost() {
    assertThat(wishes(Map.of()).of("assigned")).isEqualTo(new Wishes.Way(true, "now"));
    assertThat(wishes(Map.of()).of("changed")).isEqualTo(new Wishes.Way(true, "digest"));
    assertThat(wishes(Map.of()).of("imported")).isEqualTo(new Wishes.Way(true, "no"));
    assertThat(wishes(Map.of()).of("unheard_of")).isEqualTo(new Wishes.Way(true, "no"));
  }

  @Test
  void whatSomebodyHasSaidCounts() {
    Map<String, Object> said =
        Map.of(
            "notify",
            Map.of(
                "assigned", Map.of("app", false, "mail", "no"), "changed", Map.of("mail", "now")));
    assertThat(wishes(said).of("assigned")).isEqualTo(new Wishes.Way(false, "no"));
    assertThat(wishes(said).of("changed")).isEqualTo(new Wishes.Way(true, "now"));
    assertThat(wishes(Map.of("mail_digest", "never")).of("changed").mail()).isEqualTo("no");
  }

  @ParameterizedTest
  @CsvSource({
    // Friday, 27 November 2026; Berlin is an hour ahead, and two in summer
    "daily, 08:00, Europe/Berlin, 2026-11-27T06:59:00Z, 2026-11-26T07:00:00Z",
    "daily, 08:00, Europe/Berlin, 2026-11-27T07:00:00Z, 2026-11-27T07:00:00Z",
    "daily, 08:00, Europe/Berlin, 2026-11-29T12:00:00Z, 2026-11-27T07:00:00Z",
    "daily, 17:30, America/New_York, 2026-11-27T22:00:00Z, 2026-11-26T22:30:00Z",
    "weekly, 08:00, Europe/Berlin, 2026-11-27T12:00:00Z, 2026-11-23T07:00:00Z",
    "weekly, 08:00, Europe/Berlin, 2026-11-23T06:00:00Z, 2026-11-16T07:00:00Z",
    "daily, 08:00, Europe/Berlin, 2026-07-01T06:00:00Z, 2026-07-01T06:00:00Z",
    "daily, 02:30, Europe/Berlin, 2026-03-30T00:00:00Z, 2026-03-27T01:30:00Z"
  })
  void summariesAreDueAtTheHourOfTheirReaderOnWorkingDays(
      String how, String at, String zone, Instant now, Instant due) {
    Wishes wishes = wishes(Map.of("mail_digest", how, "mail_digest_at", at));
    assertThat(wishes.lastDue(now, ZoneId.of(zone), DAYS)).isEqualTo(due);
  }

  @Test
  void whoWantsNoneAnyMoreIsHeldNothingFor() {
    Instant now = Instant.parse("2026-11-27T12:00:00Z");
    assertThat(wishes(Map.of("mail_digest", "never")).lastDue(now, ZoneId.of("UTC"), DAYS))
        .isEqualTo(now);
  }

  @Test
  void worksWithoutWorkingDays() {
    Instant now = Instant.parse("2026-11-27T12:00:00Z");
    assertThat(wishes(Map.of()).lastDue(now, ZoneId.of("UTC"), Set.of()))
        .isEqualTo(Instant.parse("2026-11-27T08:00:00Z"));
  }
}
