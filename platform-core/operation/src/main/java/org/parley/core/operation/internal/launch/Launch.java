// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation.internal.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.parley.core.operation.Settings;
import org.parley.core.operation.internal.tls.Certificate;

/**
 * What Java runs first: looks at all settings before anything else starts, refuses a start that
 * would not be the one that was meant, and hands over to the class that its first argument names.
 * This one jar lies on the class path for that, and is a bundle of the running system too; the two
 * share nothing but the process.
 */
public final class Launch {
  /** The exit code of a start that was refused for its settings. */
  private static final int REFUSED = 2;

  /** A line of the log as an object; in text it is as etc/system.properties says. */
  private static final String JSON_LINE =
      "{\"time\":\"%d{yyyy-MM-dd'T'HH:mm:ss.SSS}{UTC}Z\",\"level\":\"%p\","
          + "\"thread\":\"%encode{%t}{JSON}\",\"logger\":\"%encode{%c}{JSON}\","
          + "\"request\":\"%X{request}\",\"message\":\"%encode{%.-4000m}{JSON}\","
          + "\"error\":\"%encode{%throwable}{JSON}\"}%n";

  private Launch() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    List<String> complaints = new ArrayList<>();
    Path home = Path.of(System.getProperty("karaf.home", "."));
    Path data = Path.of(System.getProperty("parley.data", "data"));
    complaints.addAll(new SettingsFile(home.resolve("etc/parley.conf")).complaints());
    complaints.addAll(new SettingsFile(data.resolve("parley.conf")).complaints());
    for (String complaint : SettingsCheck.complaints(System.getenv())) {
      // A bad line of a file has become environment: it is told once, with its place.
      if (complaints.stream().noneMatch(told -> told.endsWith(complaint))) {
        complaints.add(complaint);
      }
    }
    if (complaints.isEmpty() && Certificate.isWanted(System.getenv())) {
      try {
        prepareTls(Certificate.read(System.getenv()), data);
      } catch (Certificate.Unusable e) {
        complaints.add(e.getMessage());
      }
    }
    if (!complaints.isEmpty()) {
      refuse(complaints);
    }
    if ("json".equals(System.getenv("PARLEY_LOG_FORMAT"))) {
      System.setProperty("parley.log.pattern", JSON_LINE);
    }
    Class.forName(arguments[0])
        .getMethod("main", String[].class)
        .invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
  }

  /**
   * Leaves certificate and key where the web server reads them, in its form, closed with a password
   * that nobody else knows and that ends with this process.
   */
  private static void prepareTls(Certificate certificate, Path data) {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String password = Base64.getUrlEncoder().encodeToString(random);
    Path file = data.resolve("karaf").resolve("tls.p12");
    try {
      Files.createDirectories(file.getParent());
      try (OutputStream out = Files.newOutputStream(file)) {
        certificate.store(password).store(out, password.toCharArray());
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("The certificate cannot be kept in " + file, e);
    }
    System.setProperty("parley.tls.enabled", "true");
    System.setProperty("parley.tls.port", Settings.named("PARLEY_HTTPS_PORT").value());
    System.setProperty("parley.tls.keystore", file.toString());
    System.setProperty("parley.tls.password", password);
    if (certificate.end().isBefore(Instant.now())) {
      System.err.println("parley: The certificate ended " + certificate.end() + ". Renew it.");
    }
  }

  private static void refuse(List<String> complaints) {
    complaints.forEach(complaint -> System.err.println("parley: " + complaint));
    System.err.println(
        "parley: Not started. All settings: docs/reference/configuration.md, or parley help.");
    System.exit(REFUSED);
  }
}
