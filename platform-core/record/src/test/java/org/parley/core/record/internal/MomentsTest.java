// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parley.core.record.ModelPlan;
import org.parley.core.record.RecordType;
import org.parley.core.record.View;

/** Types say which of their fields stand in calendars, and which remind whom. */
class MomentsTest {
  private static final String FIELDS =
      """
fields: [{name: 'name', kind: 'text', required: true},
         {name: 'at', kind: 'datetime', index: true}, {name: 'until', kind: 'datetime'},
         {name: 'remind_at', kind: 'datetime', index: true}, {name: 'late', kind: 'datetime'},
         {name: 'day', kind: 'date', index: true}, {name: 'length', kind: 'duration'},
         {name: 'done', kind: 'boolean'}, {name: 'where', kind: 'text'},
         {name: 'kind', kind: 'choice', choices: [{name: 'call'}]}]
""";

  private final Room room = new Room();

  private static String type(String more) {
    return "{format: 1, type: 'visit', " + FIELDS + ", " + more + "}";
  }

  private static String calendar(String more) {
    return type("views: [{name: 'cal', kind: 'calendar', columns: ['title'], " + more + "}]");
  }

  private List<String> problems(String type) {
    ModelPlan plan = room.models.plan(List.of(Room.layer("acme", type)));
    return plan.problems().stream()
        .map(problem -> problem.pointer() + " " + problem.code())
        .toList();
  }

  @Test
  void aCalendarNamesItsFields() {
    String whole =
        calendar(
            "start: 'at', duration: 'length', day: 'day', color: 'kind', done: 'done',"
                + " place: 'where', preset: {kind: 'call'}");
    RecordType visit = room.serve(Room.layer("acme", whole)).type("visit");
    View.Calendar when = visit.views().get(0).calendar();
    assertThat(when)
        .isEqualTo(
            new View.Calendar(
                "at",
                null,
                "length",
                "day",
                "kind",
                "done",
                "where",
                java.util.Map.of("kind", "call")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "color: 'kind'                       | /views/0 required",
        "start: 'nowhen'                     | /views/0/start unknown_field",
        "start: 'name'                       | /views/0/start wrong_kind",
        "start: 'at', end: 'day'             | /views/0/end wrong_kind",
        "day: 'at'                           | /views/0/day wrong_kind",
        "start: 'at', color: 'done'          | /views/0/color wrong_kind",
        "start: 'at', done: 'kind'           | /views/0/done wrong_kind",
        "start: 'at', place: 'day'           | /views/0/place wrong_kind",
        "day: 'day', duration: 'length'      | /views/0/duration wrong_kind",
        "start: 'at', preset: {nothing: 1}   | /views/0/preset/nothing unknown_field",
        "start: 'at', end: 'until', duration: 'length' | /views/0/duration conflict",
      })
  void whatDoesNotFitIsRefusedAtItsPlace(String view, String problem) {
    assertThat(problems(calendar(view))).containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{field: 'nothing'}                  | /reminders/0/field unknown_field",
        "{field: 'day'}                      | /reminders/0/field wrong_kind",
        "{field: 'late'}                     | /reminders/0/field needs_index",
        "{field: 'remind_at', to: 'name'}    | /reminders/0/to wrong_kind",
        "{field: 'remind_at', to: 'nobody'}  | /reminders/0/to unknown_field",
        "{field: 'remind_at', before: 'day'} | /reminders/0/before wrong_kind",
        "{field: 'remind_at', unless: 'x==1'}| /reminders bad_filter",
      })
  void aReminderThatCannotBeIsRefused(String reminder, String problem) {
    assertThat(problems(type("reminders: [" + reminder + "]"))).containsExactly(problem);
  }

  @Test
  void aReminderKeepsItsDistance() {
    String reminds = "reminders: [{field: 'remind_at', before: 'at', unless: 'done==true'}]";
    room.serve(Room.layer("acme", type(reminds)));
    long id =
        room.create(
            "visit", "{name: 'V', at: '2026-12-01T10:00:00Z', remind_at: '2026-12-01T09:50:00Z'}");
    room.update("visit", id, "{at: '2026-12-02T15:00:00Z'}");
    assertThat(room.get("visit", id).record().get("remind_at")).hasToString("2026-12-02T14:50:00Z");
    room.update("visit", id, "{name: 'W'}");
    assertThat(room.get("visit", id).record().get("remind_at")).hasToString("2026-12-02T14:50:00Z");
    room.update("visit", id, "{at: '2026-12-03T15:00:00Z', remind_at: '2026-12-03T08:00:00Z'}");
    assertThat(room.get("visit", id).record().get("remind_at")).hasToString("2026-12-03T08:00:00Z");
    room.update("visit", id, "{at: null}");
    assertThat(room.get("visit", id).record().get("remind_at")).isNull();
  }
}
