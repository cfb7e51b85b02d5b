// SPDX-License-Identifier: Apache-2.0
package org.parley.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;
import org.parley.spi.record.BeforeHook;
import org.parley.spi.record.Draft;
import org.parley.testkit.BeforeHookContract;
import org.parley.testkit.ReadRecords;

class SolvedTest implements BeforeHookContract {
  private static final Instant EARLIER = Instant.parse("2025-05-05T05:05:05Z");

  @Override
  public BeforeHook hook() {
    return new Solved();
  }

  @Override
  public String type() {
    return "case";
  }

  @Override
  public Map<String, Object> fields() {
    return Map.of("subject", "It beeps", "status", "solved");
  }

  /** What the hook sets when a case goes from one status to another. */
  private Map<String, Object> patch(String from, String to, Instant noted) {
    Map<String, Object> fields = new HashMap<>(Map.of("subject", "It beeps", "status", from));
    if (noted != null) {
      fields.put("solved_at", noted);
    }
    Record before = new Record("case", 1, 1, Map.copyOf(fields));
    fields.put("status", to);
    Principal ada = new Principal(Principal.Kind.USER, 1, "ada", Set.of());
    Draft draft = new Draft(Draft.Operation.UPDATE, "case", Optional.of(before), fields, ada);
    return hook().before(draft, new ReadRecords(List.of())).patch();
  }

  @Test
  void whatIsSolvedWasSolvedNow() {
    Instant now = new ReadRecords(List.of()).now();
    assertThat(patch("open", "solved", null)).containsEntry("solved_at", now);
    assertThat(patch("new", "closed", null)).containsEntry("solved_at", now);
  }

  @Test
  void whatIsClosedLaterStaysSolvedWhenItWas() {
    assertThat(patch("solved", "closed", EARLIER)).isEmpty();
    assertThat(patch("open", "waiting", null)).isEmpty();
  }

  @Test
  void whatIsOpenedAgainIsNotSolved() {
    assertThat(patch("closed", "open", EARLIER)).containsEntry("solved_at", null);
  }
}
