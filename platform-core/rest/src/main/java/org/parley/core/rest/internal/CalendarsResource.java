// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Response;
import org.parley.api.error.ParleyException;
import org.parley.core.operation.RequestFacts;
import org.parley.core.rest.internal.calendar.CalendarEntries;
import org.parley.core.rest.internal.calendar.CalendarText;
import org.parley.core.rest.internal.calendar.CalendarView;
import org.parley.core.security.Feeds;

/**
 * Calendars for calendar programs, which know no login: the secret in the address says whose they
 * are. What its person may not see is not there, and what they have lost is gone with the next
 * call.
 */
@Path("/calendars")
public final class CalendarsResource {
  /** By which calendar programs know what they get. */
  private static final String ENDING = ".ics";

  private final Rooms rooms;

  CalendarsResource(Rooms rooms) {
    this.rooms = rooms;
  }

  @GET
  @Path("/{file}")
  public Response read(@Context HttpServletRequest request, @PathParam("file") String file) {
    Query.of(request);
    if (!file.endsWith(ENDING)) {
      throw unknown();
    }
    String secret = file.substring(0, file.length() - ENDING.length());
    Feeds.Opened opened = rooms.feeds().open(secret, request.getRemoteAddr());
    request.setAttribute(RequestFacts.USER, opened.principal().userId());
    Feeds.Feed feed = opened.feed();
    CalendarView view =
        CalendarView.find(rooms.records(), opened.principal(), feed.type(), feed.view())
            .orElseThrow(CalendarsResource::unknown);
    List<CalendarEntries.Entry> entries =
        new CalendarEntries(rooms.records(), opened.principal(), view, feed.whose())
            .read(Instant.now());
    Texts texts = rooms.texts(null);
    byte[] text =
        new CalendarText(view, FeedsResource.name(view, feed.view(), texts), base(request))
            .write(entries);
    String tag = Answer.tag(Answer.digest(text));
    Response.ResponseBuilder answer =
        Answer.isKnown(request, tag)
            ? Response.notModified()
            : Answer.whole(200, "text/calendar;charset=utf-8", text)
                .header("Content-Disposition", "inline; filename=\"calendar.ics\"");
    return answer.header("ETag", tag).header("Cache-Control", "private, no-cache").build();
  }

  private static ParleyException unknown() {
    return ParleyException.notFound("There is no calendar at this address.");
  }

  /** Where the interface is, as the client has asked for it. */
  private static String base(HttpServletRequest request) {
    return URI.create(request.getRequestURL().toString()).resolve("/").toString()
        + (RequestFacts.prefix(request) + "/").substring(1);
  }
}
