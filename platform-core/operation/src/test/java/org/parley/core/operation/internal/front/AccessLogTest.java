// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation.internal.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.EnumSet;
import javax.servlet.DispatcherType;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parley.core.operation.Networks;
import org.parley.core.operation.RequestFacts;

class AccessLogTest {

  private static final class Answering extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws java.io.IOException {
      request.setAttribute(RequestFacts.USER, 42L);
      response.setStatus(207);
      response.getOutputStream().print("seven b");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRequestIsOneLineWithoutItsQuery(boolean json) throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector
        .getConnectionFactory(HttpConnectionFactory.class)
        .getHttpConfiguration()
        .addCustomizer(new FrontDoor(Networks.of("127.0.0.1"), "/crm"));
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    context.addFilter(
        new FilterHolder(new AccessLog(json)), "/*", EnumSet.of(DispatcherType.REQUEST));
    context.addServlet(new ServletHolder(new Answering()), "/*");
    server.setHandler(context);
    PrintStream before = System.err;
    ByteArrayOutputStream logged = new ByteArrayOutputStream();
    server.start();
    try {
      System.setErr(new PrintStream(logged, true));
      URI uri =
          URI.create(
              "http://127.0.0.1:"
                  + connector.getLocalPort()
                  + "/crm/api/%22x?filter=email==ada@example.com&token=s3cret");
      HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(uri).header("X-Request-Id", "req-7").build(),
              BodyHandlers.ofString());
    } finally {
      server.stop();
      System.setErr(before);
    }
    String line =
        logged.toString().lines().filter(text -> text.contains("req-7")).findFirst().orElseThrow();
    assertThat(line).doesNotContain("ada", "s3cret", "filter");
    if (json) {
      assertThat(line)
          .containsPattern(
              "\\{\"time\":\"[0-9TZ:.-]+\",\"address\":\"127.0.0.1\",\"method\":\"GET\","
                  + "\"path\":\"/crm/api/%22x\",\"status\":207,\"ms\":[0-9]+,\"bytes\":7,"
                  + "\"user\":42,\"request\":\"req-7\"}");
    } else {
      assertThat(line)
          .containsPattern(
              "127.0.0.1 GET /crm/api/%22x 207 [0-9]+ ms 7 bytes user 42 request req-7");
    }
  }
}
