// SPDX-License-Identifier: Apache-2.0
package org.parley.core.search.internal;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.parley.core.event.Change;

/**
 * How far an index has got, kept in its commits: the place in the journal, what it holds of each
 * type, and which types are still to be read through from which id on. For one thread.
 */
final class Progress {
  /** Another one makes every index anew: to be raised with any change of what lies in it. */
  static final String FORMAT = "1";

  private static final String HELD = "held.";
  private static final String TO_READ = "read.";

  private long position;

  /** The change at the position, by which another database is told from this one. */
  private String last = "";

  /** Types by what is held of them. */
  private final Map<String, String> held = new HashMap<>();

  /** Types that are being read through, by the id up to which they are. */
  private final Map<String, Long> toRead = new LinkedHashMap<>();

  private Progress() {}

  /** Nothing is held yet; the journal is followed from a place on. */
  static Progress from(long position, Change last) {
    Progress progress = new Progress();
    progress.position = position;
    progress.last = last == null ? "" : mark(last);
    return progress;
  }

  /** What a commit has said; null when it is of another format or says nothing. */
  static Progress read(Map<String, String> state) {
    if (!FORMAT.equals(state.get("format"))) {
      return null;
    }
    Progress progress = new Progress();
    progress.position = Long.parseLong(state.get("position"));
    progress.last = state.get("last");
    state.forEach(
        (key, value) -> {
          if (key.startsWith(HELD)) {
            progress.held.put(key.substring(HELD.length()), value);
          } else if (key.startsWith(TO_READ)) {
            progress.toRead.put(key.substring(TO_READ.length()), Long.valueOf(value));
          }
        });
    return progress;
  }

  Map<String, String> write() {
    Map<String, String> state = new HashMap<>();
    state.put("format", FORMAT);
    state.put("position", Long.toString(position));
    state.put("last", last);
    held.forEach((type, what) -> state.put(HELD + type, what));
    toRead.forEach((type, id) -> state.put(TO_READ + type, Long.toString(id)));
    return state;
  }

  private static String mark(Change change) {
    return change.position() + " " + change.at() + " " + change.type() + " " + change.recordId();
  }

  /** Whether a journal is the one that was read: it has the change that was read last. */
  boolean isOf(Change atPosition, long horizon) {
    return position <= horizon
        && (last.isEmpty() || atPosition != null && mark(atPosition).equals(last));
  }

  /** The position of the change read last, 0 for none. */
  long lastPosition() {
    return last.isEmpty() ? 0 : Long.parseLong(last.substring(0, last.indexOf(' ')));
  }

  long position() {
    return position;
  }

  void readTo(Change change) {
    position = change.position();
    last = mark(change);
  }

  Map<String, String> held() {
    return held;
  }

  Map<String, Long> toRead() {
    return toRead;
  }

  /** What is held of a type is another from now on: all its records are read through. */
  void begin(String type, String what) {
    held.put(type, what);
    toRead.put(type, 0L);
  }
}
