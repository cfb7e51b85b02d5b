// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.ws.rs.core.Response;
import org.parley.api.error.ParleyException;
import org.parley.core.record.RecordStore.BulkAnswer;
import org.parley.core.record.RecordStore.BulkRow;

/**
 * Many writes in one request.
 *
 * @param rows in the order of the request; answers come in the same order
 */
record Bulk(List<BulkRow> rows) {
  private static final int MOST = 1_000;

  static Bulk read(Body body) {
    List<?> given = body.list("rows");
    if (given.size() > MOST) {
      throw ParleyException.badRequest(
          "bad_request", "A bulk call takes " + MOST + " rows at most, not " + given.size() + ".");
    }
    List<BulkRow> rows = new ArrayList<>(given.size());
    for (int i = 0; i < given.size(); i++) {
      rows.add(row(i, given.get(i)));
    }
    return new Bulk(rows);
  }

  @SuppressWarnings("unchecked")
  private static BulkRow row(int index, Object given) {
    try {
      if (!(given instanceof Map<?, ?> members)) {
        throw ParleyException.badRequest("bad_request", "it must be an object.");
      }
      Body row = Body.of((Map<String, Object>) members, "op", "id", "version", "fields");
      String op = row.text("op");
      switch (op) {
        case "create" -> {
          if (row.has("id") || row.has("version")) {
            throw ParleyException.badRequest("bad_request", "a create has neither id nor version.");
          }
        }
        case "update", "delete", "restore" -> {
          if (!row.has("id")) {
            throw ParleyException.badRequest("bad_request", "\"id\" must be there.");
          }
        }
        default ->
            throw ParleyException.badRequest(
                "bad_request", "\"op\" is create, update, delete or restore.");
      }
      boolean bare = op.equals("delete") || op.equals("restore");
      if (bare && row.has("fields")) {
        throw ParleyException.badRequest("bad_request", "a " + op + " has no fields.");
      }
      return new BulkRow(
          op, row.number("id"), row.number("version"), bare ? Map.of() : row.object("fields"));
    } catch (ParleyException e) {
      throw ParleyException.badRequest("bad_request", "In row " + index + ": " + e.getMessage());
    }
  }

  /** 200, or 422 when all or nothing was asked for and it became nothing. */
  Response answer(List<BulkAnswer> answers, boolean atomic) {
    boolean nothing = atomic && answers.stream().anyMatch(answer -> answer.failure() != null);
    return Answer.json(
            nothing ? 422 : 200,
            json -> {
              json.writeStartObject();
              json.writeArrayFieldStart("rows");
              for (int i = 0; i < answers.size(); i++) {
                write(json, rows.get(i), answers.get(i), nothing);
              }
              json.writeEndArray();
              json.writeEndObject();
            })
        .build();
  }

  private static void write(JsonGenerator json, BulkRow row, BulkAnswer answer, boolean nothing)
      throws IOException {
    json.writeStartObject();
    if (answer.failure() != null) {
      Problem problem = Problem.of(answer.failure());
      json.writeNumberField("status", problem.status());
      json.writeFieldName("problem");
      problem.write(json, null);
    } else if (nothing) {
      // Nothing wrong with this one; it failed with the others.
      json.writeNumberField("status", 424);
    } else if (answer.result() == null) {
      json.writeNumberField("status", 204);
    } else {
      json.writeNumberField("status", "create".equals(row.op()) ? 201 : 200);
      json.writeFieldName("record");
      RecordJson.record(json, answer.result());
    }
    json.writeEndObject();
  }
}
