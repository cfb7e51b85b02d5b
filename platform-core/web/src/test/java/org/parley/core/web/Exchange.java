// SPDX-License-Identifier: Apache-2.0
package org.parley.core.web;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import javax.servlet.ServletException;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.parley.core.operation.RequestFacts;

/** One request to a servlet and what it answered, without a server. */
final class Exchange {
  private final Map<String, String> requestHeaders = new HashMap<>();
  private final Map<String, String> headers = new HashMap<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final String servletPath;
  private final String pathInfo;
  private String method = "GET";
  private String prefix = "";
  private int status = 200;

  /**
   * A request to {@code servletPath} (as the container matched it) and the rest of the path, or
   * null.
   */
  Exchange(String servletPath, String pathInfo) {
    this.servletPath = servletPath;
    this.pathInfo = pathInfo;
  }

  Exchange with(String header, String value) {
    requestHeaders.put(header.toLowerCase(Locale.ROOT), value);
    return this;
  }

  /** As it comes through the front door with a base path. */
  Exchange below(String path) {
    prefix = path;
    return this;
  }

  Exchange method(String name) {
    method = name;
    return this;
  }

  Exchange through(HttpServlet servlet) throws IOException, ServletException {
    servlet.service(request(), response());
    return this;
  }

  int status() {
    return status;
  }

  String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  byte[] bytes() {
    return body.toByteArray();
  }

  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  String unzipped() {
    try {
      return new String(
          new GZIPInputStream(new ByteArrayInputStream(bytes())).readAllBytes(),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpServletRequest request() {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, call, args) ->
                switch (call.getName()) {
                  case "getMethod" -> method;
                  case "getServletPath" -> servletPath;
                  case "getPathInfo" -> pathInfo;
                  case "getAttribute" -> RequestFacts.PREFIX.equals(args[0]) ? prefix : null;
                  case "getProtocol" -> "HTTP/1.1";
                  case "getDateHeader" -> -1L;
                  case "getHeader" ->
                      requestHeaders.get(String.valueOf(args[0]).toLowerCase(Locale.ROOT));
                  default -> throw new UnsupportedOperationException(call.getName());
                });
  }

  private HttpServletResponse response() {
    return (HttpServletResponse)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {HttpServletResponse.class},
            (proxy, call, args) -> {
              switch (call.getName()) {
                case "setHeader" ->
                    headers.put(
                        String.valueOf(args[0]).toLowerCase(Locale.ROOT), String.valueOf(args[1]));
                case "setContentType" -> headers.put("content-type", String.valueOf(args[0]));
                case "setContentLength" -> headers.put("content-length", String.valueOf(args[0]));
                case "setStatus", "sendError" -> status = (Integer) args[0];
                case "containsHeader" -> {
                  return headers.containsKey(String.valueOf(args[0]).toLowerCase(Locale.ROOT));
                }
                case "getOutputStream" -> {
                  return output();
                }
                default -> throw new UnsupportedOperationException(call.getName());
              }
              return null;
            });
  }

  private ServletOutputStream output() {
    return new ServletOutputStream() {
      @Override
      public void write(int b) {
        body.write(b);
      }

      @Override
      public boolean isReady() {
        return true;
      }

      @Override
      public void setWriteListener(WriteListener listener) {
        throw new UnsupportedOperationException();
      }
    };
  }
}
