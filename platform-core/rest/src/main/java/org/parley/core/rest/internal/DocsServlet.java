// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Component;
import org.parley.api.error.ParleyException;

/** Swagger UI over the live OpenAPI document: fixed files, which need no login. */
@Component(
    service = Servlet.class,
    property = {
      "osgi.http.whiteboard.servlet.pattern=/api/docs/*",
      "osgi.http.whiteboard.servlet.name=parley-docs"
    })
public final class DocsServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final Map<String, String> FILES =
      Map.of(
          "/index.html", "text/html; charset=utf-8",
          "/start.js", "text/javascript; charset=utf-8",
          "/swagger-ui.css", "text/css; charset=utf-8",
          "/swagger-ui-bundle.js", "text/javascript; charset=utf-8");

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo();
    if (path == null) {
      // Relative, so that it holds behind a proxy with a prefix.
      response.setStatus(308);
      response.setHeader("Location", "docs/");
      return;
    }
    String file = "/".equals(path) ? "/index.html" : path;
    String type = FILES.get(file);
    if (type == null) {
      throw ParleyException.notFound("There is nothing at this address.");
    }
    // Swagger UI styles by attribute and embeds its pictures.
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; connect-src 'self'; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'none'");
    response.setHeader("Cache-Control", "public, max-age=3600");
    response.setContentType(type);
    try (InputStream in = DocsServlet.class.getResourceAsStream("/swagger" + file)) {
      in.transferTo(response.getOutputStream());
    }
  }
}
