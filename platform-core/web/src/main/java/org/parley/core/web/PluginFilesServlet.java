// SPDX-License-Identifier: Apache-2.0
package org.parley.core.web;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parley.core.plugin.PluginFiles;

/**
 * Serves what plugins carry under {@code static/} at {@code
 * /ui/plugins/<id>/<version>-<hash>/<path>}: as long as the plugin room answers for that version,
 * with no registration per plugin. Needs no login.
 */
@Component(
    service = Servlet.class,
    property = {
      "osgi.http.whiteboard.servlet.name=parley-plugin-files",
      "osgi.http.whiteboard.servlet.pattern=/ui/plugins/*"
    })
public final class PluginFilesServlet extends HttpServlet {
  private final transient PluginFiles plugins;

  /** Serves the files these plugins carry. */
  @Activate
  public PluginFilesServlet(@Reference PluginFiles plugins) {
    this.plugins = plugins;
  }

  @Override
  protected void doHead(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    doGet(request, response);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String[] parts = String.valueOf(request.getPathInfo()).split("/", 4);
    Optional<byte[]> bytes =
        parts.length == 4 && isPlain(request.getPathInfo())
            ? plugins.file(parts[1], parts[2], parts[3])
            : Optional.empty();
    if (bytes.isEmpty()) {
      StaticAnswer.missing(request, response);
      return;
    }
    // Opened by itself, a page or picture from a plugin must not run as the person who is logged
    // in.
    response.setHeader(
        "Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'");
    StaticAnswer.write(
        StaticFile.of(parts[3], bytes.get()), StaticAnswer.IMMUTABLE, request, response);
  }

  private static boolean isPlain(String path) {
    return path.chars().noneMatch(c -> c == '\\' || c < ' ')
        && Arrays.stream(path.substring(1).split("/", -1))
            .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
  }
}
