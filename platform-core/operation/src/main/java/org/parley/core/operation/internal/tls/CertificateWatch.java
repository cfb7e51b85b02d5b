// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation.internal.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a renewed certificate into use while the system runs: looks at the files every few seconds,
 * on a thread of its own, since who renews them may rename, rewrite or relink them. Connections
 * that are open keep the certificate they began with. A file that cannot be used leaves the old
 * certificate in use and is told in the log.
 */
public final class CertificateWatch {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  private final Map<String, String> settings;
  private final String password;
  private Thread thread;

  /**
   * @param settings where the files are
   * @param password what closes the key store that the server reads
   */
  public CertificateWatch(Map<String, String> settings, String password) {
    this.settings = settings;
    this.password = password;
  }

  /** Looks after this server from now on; does nothing when it already does. */
  public synchronized void begin(Server server) {
    if (thread == null) {
      List<String> known = state();
      thread = new Thread(() -> watch(server, known), "parley-certificate");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Ends it. */
  public synchronized void end() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void watch(Server server, List<String> known) {
    List<String> last = known;
    try {
      while (true) {
        Thread.sleep(BETWEEN_LOOKS.toMillis());
        List<String> now = state();
        if (!now.equals(last)) {
          last = now;
          reload(server);
        }
      }
    } catch (InterruptedException stopped) {
      return;
    }
  }

  private void reload(Server server) {
    try {
      Certificate certificate = Certificate.read(settings);
      for (Connector connector : server.getConnectors()) {
        SslConnectionFactory tls = connector.getConnectionFactory(SslConnectionFactory.class);
        if (tls != null) {
          tls.getSslContextFactory().reload(factory -> give(factory, certificate));
        }
      }
      LOG.info("A new certificate is in use; it ends {}.", certificate.end());
    } catch (Certificate.Unusable e) {
      LOG.error("The certificate has changed, but the old one stays in use. {}", e.getMessage());
    } catch (Exception e) {
      // Whatever Jetty may throw: the watch goes on.
      LOG.error("The certificate has changed, but cannot be taken into use.", e);
    }
  }

  private void give(SslContextFactory factory, Certificate certificate) {
    factory.setKeyStore(certificate.store(password));
    factory.setKeyStorePassword(password);
    factory.setKeyManagerPassword(password);
  }

  /** What can be seen of the files without reading them. */
  private List<String> state() {
    return Certificate.files(settings).stream().map(CertificateWatch::state).toList();
  }

  private static String state(Path file) {
    try {
      return file.toRealPath() + " " + Files.getLastModifiedTime(file) + " " + Files.size(file);
    } catch (IOException absent) {
      return "absent";
    }
  }
}
