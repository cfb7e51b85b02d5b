// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parley.itest.harness.Commands;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.ParleyProcess.Setup;

/** Parley speaks TLS by itself, and takes a renewed certificate without a restart. */
class TlsIT {
  @TempDir Path directory;

  @Test
  void speaksTlsAndTakesARenewedCertificate() throws Exception {
    Path certificate = directory.resolve("cert.pem");
    Path key = directory.resolve("key.pem");
    write(make("first"), certificate, key);
    int port = ParleyProcess.freePort();
    Setup setup =
        Setup.fresh("tls")
            .with(
                "PARLEY_TLS_CERT", certificate.toString(),
                "PARLEY_TLS_KEY", key.toString(),
                "PARLEY_HTTPS_PORT", Integer.toString(port));
    try (ParleyProcess parley = setup.start()) {
      HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build();
      URI secure = URI.create("https://127.0.0.1:" + port + "/");
      HttpResponse<String> login =
          client.send(
              HttpRequest.newBuilder(secure.resolve("/api/v1/session"))
                  .header("Content-Type", "application/json")
                  .POST(
                      BodyPublishers.ofString(
                          "{\"username\":\"admin\",\"password\":\""
                              + ParleyProcess.PASSWORD
                              + "\"}"))
                  .build(),
              BodyHandlers.ofString());
      assertThat(login.statusCode()).as(login.body()).isEqualTo(200);
      assertThat(login.headers().firstValue("Set-Cookie").orElse("")).contains("; Secure");
      assertThat(login.headers().firstValue("Strict-Transport-Security")).isPresent();

      HttpResponse<String> plain =
          client.send(
              HttpRequest.newBuilder(parley.root().resolve("/records/account?q=1")).build(),
              BodyHandlers.ofString());
      assertThat(plain.statusCode()).isEqualTo(308);
      assertThat(plain.headers().firstValue("Location"))
          .hasValue("https://127.0.0.1:" + port + "/records/account?q=1");
      assertThat(parley.run("status")).contains("https://127.0.0.1:" + port + "/");

      assertThat(served(port, "TLSv1.2")).contains("CN=first");
      assertThat(served(port, "TLSv1.3")).contains("CN=first");

      Files.writeString(certificate, "half of it");
      parley.awaitLog("the old one stays in use", Duration.ofSeconds(30));
      assertThat(served(port, "TLSv1.3")).contains("CN=first");
      write(make("second"), certificate, key);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> served(port, "TLSv1.3").contains("CN=second"));
    }
  }

  @Test
  void aKeyThatDoesNotBelongEndsTheStart() throws Exception {
    Path certificate = directory.resolve("cert.pem");
    Path key = directory.resolve("key.pem");
    write(make("one"), certificate, directory.resolve("its-key.pem"));
    write(make("other"), directory.resolve("its-cert.pem"), key);
    Setup setup =
        Setup.fresh("tls-refused")
            .with("PARLEY_TLS_CERT", certificate.toString(), "PARLEY_TLS_KEY", key.toString());
    try (ParleyProcess parley = setup.launch()) {
      parley.awaitLog("PARLEY_TLS_KEY: the key does not belong", Duration.ofSeconds(60));
      Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !parley.isAlive());
    }
  }

  private KeyStore make(String name) throws GeneralSecurityException, IOException {
    Path store = directory.resolve(name + ".p12");
    Commands.run(
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
            "-genkeypair",
            "-keyalg",
            "RSA",
            "-alias",
            "a",
            "-dname",
            "CN=" + name,
            "-ext",
            "san=ip:127.0.0.1,dns:localhost",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            "changeit"),
        Duration.ofSeconds(60));
    return KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
  }

  private static void write(KeyStore store, Path certificate, Path key)
      throws GeneralSecurityException, IOException {
    put(key, "PRIVATE KEY", store.getKey("a", "changeit".toCharArray()).getEncoded());
    put(certificate, "CERTIFICATE", store.getCertificate("a").getEncoded());
  }

  private static void put(Path file, String kind, byte[] bytes) throws IOException {
    Path draft = Files.createTempFile(file.getParent(), "draft", ".pem");
    Files.writeString(
        draft,
        "-----BEGIN "
            + kind
            + "-----\n"
            + Base64.getMimeEncoder().encodeToString(bytes)
            + "\n-----END "
            + kind
            + "-----\n");
    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String served(int port, String protocol)
      throws GeneralSecurityException, IOException {
    try (SSLSocket socket =
        (SSLSocket) trusting().getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.setEnabledProtocols(new String[] {protocol});
      socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(10));
      socket.startHandshake();
      return socket.getSession().getPeerCertificates()[0].toString();
    }
  }

  private static SSLContext trusting() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Everybody()}, new SecureRandom());
    return context;
  }

  private static final class Everybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
