// SPDX-License-Identifier: Apache-2.0
package org.parley.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import org.apache.derby.jdbc.EmbeddedDriver;

/**
 * What Parley is measured against: opportunities served from the same tables by hand-written code
 * for this one type, with the JDK's own web server, a pool and prepared statements. It answers the
 * same JSON and writes the same rows, the journal's included. It knows no logins, permissions,
 * hooks, metadata or plugins.
 *
 * <p>A process of its own: {@code Yardstick <port> <JDBC URL> [<user> <password>]}; prints a line
 * when it serves and ends when its input does.
 */
public final class Yardstick {
  private final YardstickRecords records;

  private Yardstick(YardstickRecords records) {
    this.records = records;
  }

  public static void main(String[] arguments) throws IOException, SQLException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(arguments[1]);
    if (arguments[1].startsWith("jdbc:derby:")) {
      // Parley's bundle of Derby registers no driver by itself.
      config.setDriverClassName(EmbeddedDriver.class.getName());
    }
    if (arguments.length > 2) {
      config.setUsername(arguments[2]);
      config.setPassword(arguments[3]);
    }
    config.setMaximumPoolSize(32);
    config.setMinimumIdle(2);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      HttpServer server =
          HttpServer.create(
              new InetSocketAddress(
                  InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])),
              128);
      server.setExecutor(Executors.newFixedThreadPool(16));
      server.createContext(
          "/api/v1/records/opportunity", new Yardstick(new YardstickRecords(pool))::serve);
      server.start();
      System.out.println("serves");
      while (System.in.read() >= 0) {
        // Until whoever started this goes away.
      }
    }
    System.exit(0);
  }

  private void serve(HttpExchange exchange) throws IOException {
    int status = 200;
    byte[] answer;
    try {
      String path = exchange.getRequestURI().getPath();
      if (exchange.getRequestMethod().equals("POST")) {
        answer = records.create(exchange.getRequestBody());
        status = 201;
      } else if (path.endsWith("/opportunity")) {
        answer = records.list(query(exchange.getRequestURI().getRawQuery()));
      } else {
        answer = records.get(Long.parseLong(path.substring(path.lastIndexOf('/') + 1)));
        if (answer == null) {
          status = 404;
          answer = new byte[0];
        }
      }
    } catch (SQLException | RuntimeException e) {
      e.printStackTrace();
      status = 500;
      answer = e.toString().getBytes(StandardCharsets.UTF_8);
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new HashMap<>();
    for (String pair : raw.split("&")) {
      int equals = pair.indexOf('=');
      query.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return query;
  }
}
