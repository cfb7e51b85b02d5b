// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import javax.servlet.http.HttpServletRequest;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ErrorHandler;

/**
 * Teaches the web server, which others start, what no servlet can: to refuse a request that is no
 * HTTP with a problem instead of a page, and to read addresses as long as the longest filter. Done
 * with the first request, because a handler that comes as a service makes the server start again.
 */
final class ServerManners {
  /** 4,000 characters of a filter in percent-encoding, and the rest of the headers. */
  private static final int HEADER_BYTES = 64 * 1024;

  private final AtomicReference<Server> taught = new AtomicReference<>();

  void teach(HttpServletRequest request) {
    Server server = Request.getBaseRequest(request).getHttpChannel().getServer();
    if (taught.getAndSet(server) == server) {
      return;
    }
    server.setErrorHandler(new Problems());
    for (Connector connector : server.getConnectors()) {
      for (ConnectionFactory factory : connector.getConnectionFactories()) {
        if (factory instanceof HttpConfiguration.ConnectionFactory http) {
          http.getHttpConfiguration().setRequestHeaderSize(HEADER_BYTES);
          http.getHttpConfiguration().setSendServerVersion(false);
        }
      }
    }
  }

  /** Called by Jetty for what never reaches a servlet. */
  private static final class Problems extends ErrorHandler {
    @Override
    public ByteBuffer badMessageError(int status, String reason, HttpFields fields) {
      fields.put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
      fields.put("X-Content-Type-Options", "nosniff");
      boolean large = status == 413 || status == 414 || status == 431;
      Problem problem =
          large
              ? new Problem(status, "too_large", "The address or the headers are too long.")
              : new Problem(status, "bad_request", "The request is not proper HTTP.");
      // Such a request has not come far enough to be given an id by anybody else.
      String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
      fields.put("X-Request-Id", id);
      return ByteBuffer.wrap(problem.json(id));
    }
  }
}
