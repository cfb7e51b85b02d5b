// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.event.Change.Operation;
import org.parley.core.record.Model;
import org.parley.core.record.RecordStore;

/** What everybody did, for those with the right to audit. */
@Path("/audit")
@Produces(MediaType.APPLICATION_JSON)
public final class AuditResource {
  private static final int LIMIT = 200;

  private final Rooms rooms;

  AuditResource(Rooms rooms) {
    this.rooms = rooms;
  }

  @GET
  public Response search(@Context HttpServletRequest request) {
    Query query =
        Query.of(request, "type", "user", "operation", "since", "until", "limit", "after");
    Principal principal = Caller.principal(request);
    Integer user = query.number("user", 1, Integer.MAX_VALUE);
    Integer limit = query.number("limit", 1, LIMIT);
    RecordStore.AuditQuery wanted =
        new RecordStore.AuditQuery(
            query.text("type"),
            user == null ? 0 : user,
            operation(query.text("operation")),
            moment("since", query.text("since")),
            moment("until", query.text("until")),
            limit == null ? 50 : limit,
            query.text("after"));
    RecordStore records = rooms.records();
    RecordStore.Audit audit = records.audit(principal, wanted);
    Model model = records.model(principal);
    return Answer.ok(json -> RecordJson.audit(json, model, audit));
  }

  private static Operation operation(String name) {
    if (name == null) {
      return null;
    }
    for (Operation operation : Operation.values()) {
      if (EventJson.name(operation).equals(name)) {
        return operation;
      }
    }
    String known =
        Arrays.stream(Operation.values()).map(EventJson::name).collect(Collectors.joining(", "));
    throw bad("The parameter operation is one of " + known + ".");
  }

  private static Instant moment(String name, String text) {
    try {
      return text == null ? null : OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
    } catch (DateTimeParseException e) {
      throw bad("The parameter " + name + " is a moment such as 2026-03-01T00:00:00Z.");
    }
  }

  private static ParleyException bad(String detail) {
    return ParleyException.badRequest("bad_request", detail);
  }
}
