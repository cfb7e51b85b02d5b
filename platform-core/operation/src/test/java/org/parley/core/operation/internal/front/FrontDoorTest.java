// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation.internal.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.AbstractHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parley.core.operation.Networks;
import org.parley.core.operation.RequestFacts;

/** The front door in a real server, and bytes as a client may send them. */
class FrontDoorTest {
  private Server server;

  private Socket open(String trusted, String base) throws Exception {
    server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    FrontDoor door = new FrontDoor(Networks.of(trusted), base);
    var config = connector.getConnectionFactory(HttpConnectionFactory.class).getHttpConfiguration();
    config.addCustomizer(door);
    // As Pax Web does when another customizer comes.
    config.addCustomizer(door);
    server.addConnector(connector);
    server.setHandler(new Facts());
    server.start();
    return new Socket("127.0.0.1", connector.getLocalPort());
  }

  @AfterEach
  void stop() throws Exception {
    if (server != null) {
      server.stop();
    }
  }

  /** Answers what a servlet would see. */
  private static final class Facts extends AbstractHandler {
    @Override
    public void handle(
        String target, Request base, HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      base.setHandled(true);
      response
          .getWriter()
          .print(
              String.join(
                  " ",
                  target,
                  request.getRequestURI(),
                  request.getRemoteAddr(),
                  request.getScheme(),
                  request.isSecure() ? "secure" : "plain",
                  request.getServerName() + ":" + request.getServerPort(),
                  "prefix=" + RequestFacts.prefix(request),
                  "local=" + request.getAttribute(RequestFacts.LOCAL),
                  "id=" + request.getAttribute(RequestFacts.ID),
                  "for=" + request.getHeader("X-Forwarded-For")));
    }
  }

  /** Sends a request and answers the status line, the headers and the body. */
  private String ask(String trusted, String base, String path, String... headers) throws Exception {
    try (Socket socket = open(trusted, base)) {
      StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: here:80\r\n");
      for (String header : headers) {
        request.append(header).append("\r\n");
      }
      request.append("Connection: close\r\n\r\n");
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
      List<String> lines = new ArrayList<>();
      BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
      return String.join("\n", lines);
    }
  }

  private static final String[] FORGED = {
    "X-Forwarded-For: 203.0.113.9",
    "X-Forwarded-Proto: https",
    "X-Forwarded-Host: evil.example",
    "X-Forwarded-Prefix: /evil",
    "Forwarded: for=203.0.113.9;proto=https;host=evil.example",
    "X-Request-Id: mine"
  };

  @Test
  void aStrangerIsNotBelieved() throws Exception {
    assertThat(ask("10.0.0.0/8", "", "/a", FORGED))
        .contains("/a /a 127.0.0.1 http plain here:80 prefix= local=false id=")
        .endsWith("for=null")
        .doesNotContain("id=mine", "evil", "203.0.113.9");
    stop();
    assertThat(ask("none", "/crm", "/crm/a", FORGED))
        .contains("/a /a 127.0.0.1 http plain here:80 prefix=/crm local=false")
        .doesNotContain("id=mine", "evil");
  }

  @Test
  void aStrangerCannotSkipTheBasePath() throws Exception {
    assertThat(ask("none", "/crm", "/a", FORGED)).startsWith("HTTP/1.1 404");
  }

  @Test
  void aTrustedProxyIsBelieved() throws Exception {
    assertThat(
            ask(
                "127.0.0.1",
                "",
                "/a?b=c",
                "X-Forwarded-For: 203.0.113.9",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: crm.example",
                "X-Forwarded-Prefix: /crm/",
                "X-Request-Id: abc-1"))
        .contains(
            "/a /a 203.0.113.9 https secure crm.example:443 prefix=/crm local=false id=abc-1");
    stop();
    assertThat(
            ask(
                "127.0.0.1",
                "",
                "/a",
                "Forwarded: for=\"[2001:db8::7]:4711\";proto=https;host=\"crm.example:8443\""))
        .contains("https secure crm.example:8443")
        .containsPattern(" \\[?2001:db8:[0:]*:?7\\]? ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "6.6.6.6, 203.0.113.9 | 203.0.113.9",
        "6.6.6.6, 203.0.113.9, 10.0.0.4 | 203.0.113.9",
        "10.0.0.3, 10.0.0.4 | 10.0.0.3",
        "6.6.6.6, unknown | 127.0.0.1",
        "6.6.6.6, <script>, 10.0.0.4 | 10.0.0.4",
        "203.0.113.9:5555 | 203.0.113.9",
      })
  void theClientIsTheLastWhomNoProxyOfOursIs(String chain, String client) throws Exception {
    assertThat(ask("127.0.0.1,10.0.0.0/8", "", "/a", "X-Forwarded-For: " + chain))
        .contains("/a /a " + client + " ");
  }

  @Test
  void whereTheHeadersDisagreeNoneIsBelieved() throws Exception {
    assertThat(
            ask(
                "127.0.0.1",
                "",
                "/a",
                "Forwarded: for=6.6.6.6;proto=https",
                "X-Forwarded-For: 203.0.113.9"))
        .contains("/a /a 127.0.0.1 http plain");
  }

  @ParameterizedTest
  @CsvSource({
    "/crm/api/x?y=z, /api/x /api/x",
    "/crm/, / /",
    "/crm, / /",
    "/crm?x, / /",
    "/crm/a%20b/c, /a b/c /a%20b/c",
  })
  void theBasePathIsTakenOff(String path, String seen) throws Exception {
    assertThat(ask("none", "/crm", path)).contains("\n" + seen + " 127.0.0.1", "prefix=/crm");
  }

  @ParameterizedTest
  @CsvSource({"/", "/api/x", "/crmx/a", "/crm/../api/x", "/%63rm/a"})
  void whatIsNotBelowTheBasePathIsNotThere(String path) throws Exception {
    assertThat(ask("none", "/crm", path)).startsWith("HTTP/1.1 " + (path.equals("/") ? 308 : 404));
  }

  @Test
  void aProxyMayHaveTakenTheBasePathOff() throws Exception {
    assertThat(ask("127.0.0.1", "/crm", "/api/x", "X-Forwarded-For: 203.0.113.9"))
        .contains("/api/x /api/x 203.0.113.9", "prefix=/crm");
  }

  @Test
  void healthIsAlsoAskedDirectly() throws Exception {
    assertThat(ask("none", "/crm", "/health/ready"))
        .contains("/health/ready /health/ready 127.0.0.1", "local=true");
  }

  @Test
  void badWordsAreNotTaken() throws Exception {
    assertThat(
            ask(
                "127.0.0.1",
                "",
                "/a",
                "X-Forwarded-Proto: javascript",
                "X-Forwarded-Host: a/b",
                "X-Forwarded-Prefix: //evil.example",
                "X-Request-Id: a b"))
        .contains("/a /a 127.0.0.1 http plain here:80 prefix= ")
        .doesNotContain("id=a b");
  }
}
