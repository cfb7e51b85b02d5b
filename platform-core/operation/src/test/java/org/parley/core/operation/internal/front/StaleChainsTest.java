// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation.internal.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.EnumSet;
import javax.servlet.DispatcherType;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.FilterMapping;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.junit.jupiter.api.Test;
import org.parley.core.operation.Networks;

class StaleChainsTest {
  /** Where a chain can be put that was made before a servlet came, as by a request under way. */
  private static final class Remembering extends ServletHandler {
    void remember(String path, FilterChain chain) {
      _chainCache[FilterMapping.dispatch(DispatcherType.REQUEST)].put(path, chain);
    }
  }

  private static final class Came extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print("the servlet that came");
    }
  }

  private static final class Passing implements Filter {
    @Override
    public void init(FilterConfig config) {
      // Nothing to set up.
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      chain.doFilter(request, response);
    }

    @Override
    public void destroy() {
      // Nothing to tear down.
    }
  }

  @Test
  void aPathLeadsToTheServletThatCameWhateverWasThereBefore() throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    connector
        .getConnectionFactory(HttpConnectionFactory.class)
        .getHttpConfiguration()
        .addCustomizer(new FrontDoor(Networks.of("127.0.0.1"), ""));
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    Remembering paths = new Remembering();
    context.setServletHandler(paths);
    context.addServlet(new ServletHolder(new Came()), "/ready");
    context.addFilter(new FilterHolder(new Passing()), "/*", EnumSet.of(DispatcherType.REQUEST));
    server.setHandler(context);
    server.start();
    try {
      paths.remember("/ready", (request, response) -> response.getWriter().print("nobody"));
      URI ready = URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/ready");
      String answer =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(ready).build(), BodyHandlers.ofString())
              .body();
      assertThat(answer).isEqualTo("the servlet that came");
    } finally {
      server.stop();
    }
  }
}
