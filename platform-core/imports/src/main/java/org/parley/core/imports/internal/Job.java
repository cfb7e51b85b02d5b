// SPDX-License-Identifier: Apache-2.0
package org.parley.core.imports.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.api.record.StoredFile;

/** An import as its record says, with what is counted while it is worked through. */
final class Job {
  private static final int MOST_PROBLEMS = 100;

  /** Well within what a field of kind json takes, names and quotes included. */
  private static final int MOST_BYTES = 40_000;

  private final Record record;
  private final List<Object> problems = new ArrayList<>();
  private int bytes;
  private long unjoined;
  private long done;
  private long created;
  private long updated;
  private long unchanged;
  private long failed;

  Job(Record record) {
    this.record = record;
    this.done = number("rows_done");
    this.created = number("rows_created");
    this.updated = number("rows_updated");
    this.unchanged = number("rows_unchanged");
    this.failed = number("rows_failed");
    if (record.get("problems") instanceof List<?> known) {
      problems.addAll(known);
      bytes = known.toString().getBytes(StandardCharsets.UTF_8).length;
    }
  }

  long id() {
    return record.id();
  }

  String state() {
    return String.valueOf(record.get("state"));
  }

  long owner() {
    return record.get("owner") instanceof Reference owner ? owner.id() : 0;
  }

  String fileName() {
    return String.valueOf(record.get("name"));
  }

  StoredFile file() {
    return (StoredFile) record.get("file");
  }

  /** The mapping as JSON, null before there is one. */
  @SuppressWarnings("unchecked")
  Map<String, Object> mapping() {
    return (Map<String, Object>) record.get("mapping");
  }

  /** Where in the journal its changes begin; 0 when it has not run, or was undone. */
  long from() {
    return number("position_from");
  }

  /** How many rows are dealt with. */
  long done() {
    return done;
  }

  private long number(String field) {
    return record.get(field) instanceof Long number ? number : 0;
  }

  void doneWith(long rows) {
    done += rows;
  }

  void created() {
    created++;
  }

  void updated() {
    updated++;
  }

  void unchanged() {
    unchanged++;
  }

  /** Notes a row that cannot become a record, and why. */
  void failed(List<Problem> why) {
    failed++;
    why.forEach(this::note);
  }

  /** Keeps a problem, as long as there is room. */
  void note(Problem problem) {
    if (problems.size() < MOST_PROBLEMS && bytes < MOST_BYTES) {
      problems.add(problem.json());
      bytes += problem.bytes();
    }
  }

  /** Notes a row whose reference to another one of the file stays empty. */
  void unjoined(Problem why) {
    unjoined++;
    note(why);
  }

  /** What is counted, for the record. */
  Map<String, Object> progress() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("rows_done", done);
    fields.put("rows_created", created);
    fields.put("rows_updated", updated);
    fields.put("rows_unchanged", unchanged);
    fields.put("rows_failed", failed);
    fields.put("problems", problems.isEmpty() ? null : List.copyOf(problems));
    if (unjoined > 0) {
      fields.put(
          "message",
          unjoined
              + " references to other rows of the file stay empty: those rows could not be"
              + " imported. Correct them and import the file again.");
    }
    return fields;
  }

  /** Fields of a record that begins to count anew. */
  static Map<String, Object> nothingYet() {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (String count : List.of("done", "created", "updated", "unchanged", "failed")) {
      fields.put("rows_" + count, 0L);
    }
    fields.put("problems", null);
    fields.put("message", null);
    return fields;
  }
}
