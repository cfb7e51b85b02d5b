// SPDX-License-Identifier: Apache-2.0
package org.parley.core.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.parley.core.operation.RequestFacts;
import org.parley.core.operation.Settings;

/**
 * Serves the shell: its files under {@code /ui/kit/<hash>/}, and its one page at every other
 * address that no other room has taken, so that a deep link opens where it points. Needs no login.
 */
@Component(
    service = Servlet.class,
    property = {
      "osgi.http.whiteboard.servlet.name=parley-shell",
      "osgi.http.whiteboard.servlet.pattern=/",
      "osgi.http.whiteboard.servlet.pattern=/ui/kit/*"
    })
public final class ShellServlet extends HttpServlet {
  private static final String KIT = "/ui/kit/";

  private final transient ShellFiles files;

  /** Reads and joins the files of this bundle. */
  @Activate
  public ShellServlet() {
    this(new ShellFiles(ShellServlet::resource, Settings.named("PARLEY_FRAME_HOSTS").value()));
  }

  ShellServlet(ShellFiles files) {
    this.files = files;
  }

  @Override
  protected void doHead(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    doGet(request, response);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path =
        request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
    if (path.startsWith(KIT)) {
      kit(path.substring(KIT.length()), request, response);
    } else if (isPage(path)) {
      response.setHeader("Content-Security-Policy", files.policy());
      response.setHeader("Referrer-Policy", "same-origin");
      response.setHeader("X-Frame-Options", "DENY");
      StaticAnswer.write(
          files.index(RequestFacts.prefix(request)), StaticAnswer.REVALIDATE, request, response);
    } else {
      StaticAnswer.missing(request, response);
    }
  }

  private void kit(String path, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    int slash = path.indexOf('/');
    Optional<StaticFile> file =
        slash > 0 && path.substring(0, slash).equals(files.hash())
            ? files.file(path.substring(slash + 1))
            : Optional.empty();
    if (file.isPresent()) {
      StaticAnswer.write(file.get(), StaticAnswer.IMMUTABLE, request, response);
    } else {
      StaticAnswer.missing(request, response);
    }
  }

  /**
   * Whether an address is one a person may have typed or followed, not a file or a call that went
   * astray.
   */
  private static boolean isPage(String path) {
    return !path.matches("/(api|health|metrics|hooks|ui)(/.*)?")
        && path.indexOf('.', path.lastIndexOf('/')) < 0;
  }

  private static Optional<byte[]> resource(String path) {
    try (InputStream in = ShellServlet.class.getResourceAsStream("/static/" + path)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
