// SPDX-License-Identifier: Apache-2.0
package org.parley.core.console;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Says on the console, once, when and where Parley can be used.
 *
 * <p>It asks over HTTP as a browser would, on a thread of its own: ready is what answers there, not
 * what some component inside believes.
 */
@Component(service = {})
public final class Greeting {

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);
  private static final int HTTP_TIMEOUT_MILLIS = 2_000;

  private final BundleContext context;
  private final Thread waiting;

  @Activate
  public Greeting(BundleContext context) {
    this.context = context;
    waiting = new Thread(this::greetWhenReady, "parley-greeting");
    waiting.setDaemon(true);
    waiting.start();
  }

  @Deactivate
  void cancel() {
    waiting.interrupt();
  }

  private void greetWhenReady() {
    String host = property("parley.http.host", "127.0.0.1");
    boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
    String reachable = everywhere ? "localhost" : host;
    if (reachable.contains(":")) {
      reachable = "[" + reachable + "]";
    }
    String address = "http://" + reachable + ":" + property("parley.http.port", "8181") + "/";
    boolean tls = property("parley.tls.enabled", "false").equals("true");
    String shown =
        (tls ? "https://" + reachable + ":" + property("parley.tls.port", "") : address)
                .replaceAll("/$", "")
            + basePath()
            + "/";
    try {
      while (!ready(address)) {
        Thread.sleep(BETWEEN_TRIES.toMillis());
      }
    } catch (InterruptedException stopped) {
      return;
    }
    System.out.print(text(property("parley.version", ""), shown, login(), sinceStart()));
    System.out.flush();
  }

  private static boolean ready(String address) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(address + "health/ready").toURL().openConnection();
      connection.setConnectTimeout(HTTP_TIMEOUT_MILLIS);
      connection.setReadTimeout(HTTP_TIMEOUT_MILLIS);
      try {
        return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
      } finally {
        connection.disconnect();
      }
    } catch (IOException notYet) {
      return false;
    }
  }

  static String text(String version, String address, String login, Duration sinceStart) {
    return String.format(
        Locale.ROOT,
        "%n  Parley %s is ready (%.1f s).%n%n    Address   %s%n    Login     %s%n%n",
        version,
        sinceStart.toMillis() / 1000.0,
        address,
        login);
  }

  private static String login() {
    String hint = System.getenv("PARLEY_LOGIN_HINT");
    if (hint != null) {
      return hint;
    }
    return System.getenv("PARLEY_ADMIN_PASSWORD") == null
        ? "admin, with the password printed at the first start"
        : "admin, with the password of PARLEY_ADMIN_PASSWORD at the first start";
  }

  private static String basePath() {
    String path = System.getenv("PARLEY_BASE_PATH");
    return path == null ? "" : path;
  }

  private static Duration sinceStart() {
    Instant now = Instant.now();
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(start -> Duration.between(start, now))
        .orElse(Duration.ZERO);
  }

  private String property(String name, String otherwise) {
    String value = context.getProperty(name);
    return value == null || value.isBlank() ? otherwise : value;
  }
}
