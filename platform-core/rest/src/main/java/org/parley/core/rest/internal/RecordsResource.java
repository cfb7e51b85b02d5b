// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.PATCH;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.StreamingOutput;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.record.Model;
import org.parley.core.record.RecordStore;
import org.parley.core.record.RecordStore.TimelineKind;
import org.parley.core.record.RecordType;
import org.parley.core.record.Result;

/** Records of every type through one set of calls. */
@Path("/records/{type}")
@Produces(MediaType.APPLICATION_JSON)
public final class RecordsResource {
  static final int LIMIT = 200;
  private static final String THROUGH = "rest";

  private final Rooms rooms;

  RecordsResource(Rooms rooms) {
    this.rooms = rooms;
  }

  @GET
  public Response list(@Context HttpServletRequest request, @PathParam("type") String type) {
    Query query =
        Query.of(
            request, "filter", "sort", "fields", "include", "limit", "after", "before", "count",
            "trash");
    RecordStore.ListQuery list =
        new RecordStore.ListQuery(
            query.text("filter"),
            query.text("sort"),
            query.names("fields"),
            query.names("include"),
            query.number("limit", 1, LIMIT),
            query.text("after"),
            query.text("before"),
            query.flag("count"),
            query.flag("trash"));
    RecordStore.Page page = rooms.records().list(Caller.principal(request), type, list);
    return Answer.ok(json -> RecordJson.page(json, page));
  }

  @GET
  @Path("/summary")
  public Response summary(@Context HttpServletRequest request, @PathParam("type") String type) {
    Query query = Query.of(request, "filter", "by", "of", "trash");
    RecordStore.SummaryQuery asked =
        new RecordStore.SummaryQuery(
            query.text("filter"), query.list("by"), query.list("of"), query.flag("trash"));
    RecordStore.Summary summary = rooms.records().summary(Caller.principal(request), type, asked);
    return Answer.ok(json -> RecordJson.summary(json, summary));
  }

  /** All records that match as a CSV file, sent while it is read. */
  @GET
  @Path("/export")
  @Produces("text/csv")
  public Response export(@Context HttpServletRequest request, @PathParam("type") String type) {
    Query query = Query.of(request, "filter", "sort", "fields", "trash", "lang");
    RecordStore.ListQuery list =
        new RecordStore.ListQuery(
            query.text("filter"),
            query.text("sort"),
            query.names("fields"),
            null,
            LIMIT,
            null,
            false,
            query.flag("trash"));
    CsvExport export =
        new CsvExport(
            rooms.records(),
            Caller.principal(request),
            type,
            list,
            rooms.texts(query.text("lang")));
    return Response.ok((StreamingOutput) export::write)
        .type("text/csv;charset=UTF-8")
        .header("Content-Disposition", Disposition.of(false, type + ".csv"))
        .header("Cache-Control", "no-store")
        .build();
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response create(@Context HttpServletRequest request, @PathParam("type") String type)
      throws IOException {
    Query.of(request);
    Principal principal = Caller.principal(request);
    Body body = Body.read(request, "fields");
    Result result = rooms.records().create(principal, type, body.object("fields"), THROUGH);
    String location = Answer.address(request, "records/" + type + "/" + result.record().id());
    return record(201, result).header("Location", location).build();
  }

  @GET
  @Path("/{id}")
  public Response show(
      @Context HttpServletRequest request,
      @PathParam("type") String type,
      @PathParam("id") String id) {
    Query query = Query.of(request, "fields", "include");
    Set<String> fields = query.names("fields");
    Set<String> include = query.names("include");
    Result result =
        rooms.records().get(Caller.principal(request), type, Answer.id(id), fields, include);
    String tag = Answer.tag(result.record().version());
    // What is included has versions of its own, so the tag vouches for the plain record only.
    if (fields == null && include == null && Answer.isKnown(request, tag)) {
      return Response.notModified().header("ETag", tag).build();
    }
    return record(200, result).build();
  }

  @PATCH
  @Path("/{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response update(
      @Context HttpServletRequest request,
      @PathParam("type") String type,
      @PathParam("id") String id)
      throws IOException {
    Query.of(request);
    Principal principal = Caller.principal(request);
    long version = Answer.expectedVersion(request);
    Body body = Body.read(request, "fields");
    Result result =
        rooms
            .records()
            .update(principal, type, Answer.id(id), version, body.object("fields"), THROUGH);
    return record(200, result).build();
  }

  @DELETE
  @Path("/{id}")
  public Response delete(
      @Context HttpServletRequest request,
      @PathParam("type") String type,
      @PathParam("id") String id) {
    Query.of(request);
    long version = Answer.expectedVersion(request);
    rooms.records().delete(Caller.principal(request), type, Answer.id(id), version, THROUGH);
    return Response.noContent().build();
  }

  @POST
  @Path("/{id}/restore")
  public Response restore(
      @Context HttpServletRequest request,
      @PathParam("type") String type,
      @PathParam("id") String id) {
    Query.of(request);
    Result result =
        rooms.records().restore(Caller.principal(request), type, Answer.id(id), THROUGH);
    return record(200, result).build();
  }

  /** Takes personal values out, of the journal too. */
  @POST
  @Path("/{id}/erase")
  public Response erase(
      @Context HttpServletRequest request,
      @PathParam("type") String type,
      @PathParam("id") String id) {
    Query.of(request);
    rooms.records().erase(Caller.principal(request), type, Answer.id(id), THROUGH);
    return Response.noContent().build();
  }

  /** Takes a record out of the trash for good. */
  @POST
  @Path("/{id}/purge")
  public Response purge(
      @Context HttpServletRequest request,
      @PathParam("type") String type,
      @PathParam("id") String id) {
    Query.of(request);
    rooms.records().purge(Caller.principal(request), type, Answer.id(id), THROUGH);
    return Response.noContent().build();
  }

  @GET
  @Path("/{id}/history")
  public Response history(
      @Context HttpServletRequest request,
      @PathParam("type") String type,
      @PathParam("id") String id) {
    Query query = Query.of(request, "limit", "after");
    Integer limit = query.number("limit", 1, LIMIT);
    RecordStore records = rooms.records();
    RecordStore.History history =
        records.history(
            Caller.principal(request),
            type,
            Answer.id(id),
            limit == null ? 50 : limit,
            query.text("after"));
    RecordType recordType = records.model(Caller.principal(request)).type(type);
    return Answer.ok(json -> RecordJson.history(json, recordType, history));
  }

  @GET
  @Path("/{id}/timeline")
  public Response timeline(
      @Context HttpServletRequest request,
      @PathParam("type") String type,
      @PathParam("id") String id) {
    Query query = Query.of(request, "limit", "after", "kinds");
    Integer limit = query.number("limit", 1, 100);
    RecordStore records = rooms.records();
    Principal principal = Caller.principal(request);
    RecordStore.TimelinePage page =
        records.timeline(
            principal,
            type,
            Answer.id(id),
            kinds(query.list("kinds")),
            limit == null ? 30 : limit,
            query.text("after"));
    Model model = records.model(principal);
    return Answer.ok(json -> RecordJson.timeline(json, model, page));
  }

  private static Set<TimelineKind> kinds(List<String> names) {
    Set<TimelineKind> kinds = EnumSet.noneOf(TimelineKind.class);
    for (String name : names) {
      TimelineKind kind =
          Arrays.stream(TimelineKind.values())
              .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      ParleyException.badRequest(
                          "bad_request", "kinds are activities, changes and related."));
      kinds.add(kind);
    }
    return kinds;
  }

  @POST
  @Path("/bulk")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response bulk(@Context HttpServletRequest request, @PathParam("type") String type)
      throws IOException {
    boolean atomic = Query.of(request, "atomic").flag("atomic");
    Principal principal = Caller.principal(request);
    Bulk bulk = Bulk.read(Body.read(request, "rows"));
    return bulk.answer(rooms.records().bulk(principal, type, bulk.rows(), atomic, THROUGH), atomic);
  }

  private static Response.ResponseBuilder record(int status, Result result) {
    return Answer.json(status, json -> RecordJson.record(json, result))
        .header("ETag", Answer.tag(result.record().version()));
  }
}
