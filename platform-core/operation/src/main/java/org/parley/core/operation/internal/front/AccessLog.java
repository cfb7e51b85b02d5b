// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation.internal.front;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import javax.servlet.AsyncEvent;
import javax.servlet.AsyncListener;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Request;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.parley.core.operation.RequestFacts;
import org.parley.core.operation.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Gives every request its line in the access log when it ends, and its id to every line that is
 * logged meanwhile on its thread. The query is left out: filters hold people's names and addresses.
 */
@Component(
    service = Filter.class,
    property = {
      "osgi.http.whiteboard.filter.pattern=/*",
      "osgi.http.whiteboard.filter.name=parley-access-log",
      "osgi.http.whiteboard.filter.asyncSupported:Boolean=true",
      "service.ranking:Integer=1000"
    })
public final class AccessLog implements Filter {
  private static final Logger LINES = LoggerFactory.getLogger("parley.access");
  private static final int LONGEST_PATH = 300;

  private final boolean json;

  @Activate
  public AccessLog() {
    this(Settings.named("PARLEY_LOG_FORMAT").value().equals("json"));
  }

  AccessLog(boolean json) {
    this.json = json;
  }

  @Override
  public void init(FilterConfig config) {
    // Nothing to set up.
  }

  @Override
  public void destroy() {
    // Nothing to tear down.
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    long began = System.nanoTime();
    HttpServletRequest http = (HttpServletRequest) request;
    // Before others wrap it or change its state.
    String path = RequestFacts.loggable(http.getRequestURI());
    MDC.put("request", String.valueOf(request.getAttribute(RequestFacts.ID)));
    try {
      chain.doFilter(request, response);
    } finally {
      MDC.remove("request");
      if (request.isAsyncStarted()) {
        request.getAsyncContext().addListener(new AtTheEnd(http, path, began));
      } else {
        log(http, (HttpServletResponse) response, path, began);
      }
    }
  }

  private void log(
      HttpServletRequest request, HttpServletResponse response, String path, long began) {
    Line line =
        new Line(
            Instant.now().truncatedTo(ChronoUnit.MILLIS),
            request.getMethod(),
            RequestFacts.prefix(request) + path,
            response.getStatus(),
            (System.nanoTime() - began) / 1_000_000,
            Request.getBaseRequest(request).getResponse().getContentCount(),
            request.getAttribute(RequestFacts.USER),
            request.getAttribute(RequestFacts.ID),
            request.getRemoteAddr());
    LINES.info(json ? line.json() : line.text());
  }

  private record Line(
      Instant time,
      String method,
      String path,
      int status,
      long millis,
      long bytes,
      Object user,
      Object id,
      String address) {
    // By hand, both: a formatter would cost a tenth of a short request.

    private String text() {
      StringBuilder line = new StringBuilder(160).append(time).append(' ').append(address);
      plain(line.append(' '), method);
      plain(line.append(' '), path);
      line.append(' ').append(status).append(' ').append(millis).append(" ms ");
      line.append(bytes).append(" bytes user ").append(user == null ? "-" : user);
      return line.append(" request ").append(id).toString();
    }

    private String json() {
      StringBuilder line = new StringBuilder(240).append("{\"time\":\"").append(time);
      plain(line.append("\",\"address\":\""), address);
      plain(line.append("\",\"method\":\""), method);
      plain(line.append("\",\"path\":\""), path);
      line.append("\",\"status\":").append(status).append(",\"ms\":").append(millis);
      line.append(",\"bytes\":").append(bytes).append(",\"user\":").append(user);
      return line.append(",\"request\":\"").append(id).append("\"}").toString();
    }

    /** Nothing that could end a line or a JSON string; addresses are percent-encoded anyway. */
    private static void plain(StringBuilder line, String text) {
      for (int i = 0; i < Math.min(text.length(), LONGEST_PATH); i++) {
        char c = text.charAt(i);
        line.append(c > ' ' && c < 0x7f && c != '"' && c != '\\' ? c : '?');
      }
      line.append(text.length() > LONGEST_PATH ? "..." : "");
    }
  }

  private final class AtTheEnd implements AsyncListener {
    private final HttpServletRequest request;
    private final String path;
    private final long began;

    private AtTheEnd(HttpServletRequest request, String path, long began) {
      this.request = request;
      this.path = path;
      this.began = began;
    }

    @Override
    public void onComplete(AsyncEvent event) {
      log(request, Request.getBaseRequest(request).getResponse(), path, began);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      // Completes next.
    }

    @Override
    public void onError(AsyncEvent event) {
      // Completes next.
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      event.getAsyncContext().addListener(this);
    }
  }
}
