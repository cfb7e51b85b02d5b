// SPDX-License-Identifier: Apache-2.0
package org.parley.core.notification.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.parley.core.event.Change;
import org.parley.core.mail.Asked;

/**
 * What a mail about a notification has to know until it is written: which record, and no word of
 * what it says.
 *
 * @param once what tells it from all others, as in the record of the notification
 * @param actor who did it, 0 for none
 * @param records how many records it is about
 */
record Told(
    String once,
    String kind,
    String type,
    long id,
    boolean trashed,
    long actor,
    List<String> fields,
    int records) {
  static final String KIND = "notification";

  /** So many names of fields are told; more say no more. */
  private static final int FIELDS = 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  static Told of(Notification one) {
    Change change = one.change();
    return new Told(
        one.once(),
        one.kind(),
        change.type(),
        change.recordId(),
        change.operation() == Change.Operation.TRASH,
        change.actor().userId(),
        one.fields().stream().limit(FIELDS).toList(),
        one.records());
  }

  static Told of(Asked asked) {
    try {
      return JSON.readValue(asked.about(), Told.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What a mail is about is not as we write it.", e);
    }
  }

  Asked asked(long user) {
    try {
      String about = JSON.writeValueAsString(this);
      return new Asked("notification/" + once, KIND, user, about, false);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("No JSON", e);
    }
  }
}
