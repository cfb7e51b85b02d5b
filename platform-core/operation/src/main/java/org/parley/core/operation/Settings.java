// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation;

import static org.parley.core.operation.Kind.BASE_PATH;
import static org.parley.core.operation.Kind.BOOLEAN;
import static org.parley.core.operation.Kind.DATABASE;
import static org.parley.core.operation.Kind.DIRECTORY;
import static org.parley.core.operation.Kind.FILE;
import static org.parley.core.operation.Kind.HOST;
import static org.parley.core.operation.Kind.LOG_FORMAT;
import static org.parley.core.operation.Kind.MEGABYTES;
import static org.parley.core.operation.Kind.NETWORKS;
import static org.parley.core.operation.Kind.ORIGINS;
import static org.parley.core.operation.Kind.PORT;
import static org.parley.core.operation.Kind.SECONDS;
import static org.parley.core.operation.Kind.SECRET;
import static org.parley.core.operation.Kind.TEXT;

import java.util.List;
import java.util.Optional;

/**
 * Everything that can be set, each thing once: the check at the start refuses what is not here, the
 * documentation and the support bundle list what is.
 */
public final class Settings {
  public static final String PREFIX = "PARLEY_";

  private static final List<Setting> ALL =
      List.of(
          of("DATA", DIRECTORY, "data in the installation", "Where everything is kept."),
          of("HTTP_HOST", HOST, "127.0.0.1", "The address to listen on; 0.0.0.0 for all."),
          of("HTTP_PORT", PORT, "8181", "The port of the web server."),
          of("HTTPS_PORT", PORT, "8443", "The port for TLS, once there is a certificate."),
          of("TLS_CERT", FILE, "", "The certificate and its chain, PEM."),
          of("TLS_KEY", FILE, "", "The private key of PARLEY_TLS_CERT, PEM."),
          of("TLS_KEYSTORE", FILE, "", "Certificate and key in one PKCS12 file instead."),
          of("TLS_PASSWORD", SECRET, "", "The password of PARLEY_TLS_KEYSTORE."),
          of("BASE_PATH", BASE_PATH, "", "The path everything is served below, such as /crm."),
          of(
              "TRUSTED_PROXIES",
              NETWORKS,
              "127.0.0.0/8,::1",
              "The reverse proxies that are believed when they say for whom they ask."),
          of("LOG_FORMAT", LOG_FORMAT, "text", "The form of parley.log and access.log."),
          of("METRICS_TOKEN", SECRET, "", "What lets others than this machine read /metrics."),
          of("DB_URL", DATABASE, "", "PostgreSQL instead of the database in the data directory."),
          of("DB_USER", TEXT, "", "The user of PARLEY_DB_URL."),
          of("DB_PASSWORD", SECRET, "", "The password of PARLEY_DB_USER."),
          of("ADMIN_PASSWORD", SECRET, "", "The password of admin, read at the first start alone."),
          of("DEMO", BOOLEAN, "false", "Whether the first start loads demo data."),
          of("MAX_UPLOAD_MB", MEGABYTES, "25", "The greatest file that people can upload, in MB."),
          of(
              "FRAME_HOSTS",
              ORIGINS,
              "",
              "Whose pages may be shown in a frame on a dashboard, such as https://news.example."),
          of("SHELL_PORT", PORT, "the HTTP port minus 80", "The loopback port of the shell."),
          of("START_TIMEOUT", SECONDS, "300", "How long parley start waits."),
          of("STOP_TIMEOUT", SECONDS, "60", "How long parley stop waits."),
          of("JAVA_OPTS", TEXT, "", "More options for the JVM."),
          of("LOGIN_HINT", SECRET, "", "What the greeting says of the login."),
          of("BUILD_JAVA_HOME", DIRECTORY, "", "The Java of mvn -Prun."),
          of("CHROMIUM", TEXT, "", "The browser of the browser tests."));

  private Settings() {}

  private static Setting of(String name, Kind kind, String otherwise, String purpose) {
    return new Setting(PREFIX + name, kind, otherwise, purpose);
  }

  /** All settings, in the order they are documented. */
  public static List<Setting> all() {
    return ALL;
  }

  /** The setting of this full name. */
  public static Optional<Setting> find(String name) {
    return ALL.stream().filter(setting -> setting.name().equals(name)).findFirst();
  }

  /**
   * The setting of this full name, which must exist.
   *
   * @throws IllegalArgumentException when it does not
   */
  public static Setting named(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException("no setting " + name));
  }
}
