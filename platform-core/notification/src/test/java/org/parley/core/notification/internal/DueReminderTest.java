// SPDX-License-Identifier: Apache-2.0
package org.parley.core.notification.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is told together, and by what one knows that it was told. */
class DueReminderTest {
  private static final Instant NINE = Instant.parse("2026-11-27T09:00:00Z");

  private static DueReminder reminder(long record, long user) {
    return new DueReminder("activity", record, user, "remind_at", NINE);
  }

  private static List<DueReminder> some(int count, long user) {
    return LongStream.rangeClosed(1, count).mapToObj(record -> reminder(record, user)).toList();
  }

  @Test
  void aKeyTellsRecordMomentAndPerson() {
    String key = reminder(7, 3).key();
    assertThat(key).isEqualTo("activity/7/remind_at/" + NINE.toEpochMilli() + "/3");
    assertThat(reminder(7, 4).key()).isNotEqualTo(key);
    assertThat(new DueReminder("activity", 7, 3, "remind_at", NINE.plusMillis(1)).key())
        .isNotEqualTo(key);
  }

  @Test
  void fewAreToldOneByOne() {
    List<Map<String, Object>> bodies = DueReminder.bodies(some(3, 5));
    assertThat(bodies).hasSize(3);
    assertThat(bodies.get(0))
        .containsEntry("owner", 5L)
        .containsEntry("kind", "reminder")
        .containsEntry("record", Map.of("type", "activity", "id", 1L))
        .containsEntry("key", reminder(1, 5).key());
  }

  @Test
  void manyAreToldTogetherWithTheKeysOfEach() {
    List<Map<String, Object>> bodies = DueReminder.bodies(some(4, 5));
    assertThat(bodies).hasSize(1);
    assertThat(bodies.get(0))
        .containsEntry("records", 4)
        .containsEntry("key", "together/" + reminder(1, 5).key())
        .containsEntry("fields", some(4, 5).stream().map(DueReminder::key).toList())
        .doesNotContainKey("record");
  }

  @Test
  void whatIsForOthersIsToldApart() {
    List<DueReminder> both = new ArrayList<>(some(2, 5));
    both.addAll(some(2, 6));
    assertThat(DueReminder.bodies(both)).hasSize(4);
  }

  @Test
  void aBundleHoldsNoMoreThanItsFieldCan() {
    List<Map<String, Object>> bodies = DueReminder.bodies(some(700, 5));
    assertThat(bodies).extracting(body -> body.get("records")).containsExactly(300, 300, 100);
  }
}
