// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Component;
import org.parley.api.error.ParleyException;

/**
 * Answers for the addresses below {@code /api} that nobody serves: a problem, where the shell would
 * otherwise answer with its page, as it does for links into itself.
 */
@Component(
    service = Servlet.class,
    property = {
      "osgi.http.whiteboard.servlet.pattern=/api/*",
      "osgi.http.whiteboard.servlet.name=parley-nothing"
    })
public final class NothingServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    throw ParleyException.notFound("There is nothing at this address. The API is at /api/v1.");
  }
}
