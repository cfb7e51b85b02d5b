// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateTest {
  @TempDir static Path directory;

  private static Path rsa;
  private static Path ec;

  @BeforeAll
  static void makeTwo() throws Exception {
    rsa = make("rsa", "RSA");
    ec = make("ec", "EC");
  }

  /** A self-signed one, made by the JDK's own tool. */
  private static Path make(String name, String algorithm) throws Exception {
    Path store = directory.resolve(name + ".p12");
    Process tool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                "-genkeypair",
                "-keyalg",
                algorithm,
                "-alias",
                "a",
                "-dname",
                "CN=localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.out").toFile())
            .start();
    assertThat(tool.waitFor()).as(Files.readString(directory.resolve("keytool.out"))).isZero();
    return store;
  }

  private static Map<String, String> pem(Path certificate, String key) throws Exception {
    Path file = Files.createTempFile(directory, "key", ".pem");
    Files.writeString(file, key);
    Path chain = Files.createTempFile(directory, "cert", ".pem");
    Files.writeString(
        chain, block("CERTIFICATE", open(certificate).getCertificate("a").getEncoded()));
    return Map.of("PARLEY_TLS_CERT", chain.toString(), "PARLEY_TLS_KEY", file.toString());
  }

  private static KeyStore open(Path store) throws Exception {
    return KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
  }

  private static byte[] key(Path store) throws Exception {
    return ((PrivateKey) open(store).getKey("a", "changeit".toCharArray())).getEncoded();
  }

  private static String block(String kind, byte[] bytes) {
    return "-----BEGIN "
        + kind
        + "-----\n"
        + Base64.getMimeEncoder().encodeToString(bytes)
        + "\n-----END "
        + kind
        + "-----\n";
  }

  @Test
  void readsKeysAsTheyAreWrittenTodayAndWereBefore() throws Exception {
    byte[] pkcs8 = key(rsa);
    Certificate today = Certificate.read(pem(rsa, block("PRIVATE KEY", pkcs8)));
    // The old form is what lies inside: behind 26 bytes of what kind of key it is.
    byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
    Certificate before = Certificate.read(pem(rsa, block("RSA PRIVATE KEY", pkcs1)));
    assertThat(before.key()).isEqualTo(today.key());
    assertThat(Certificate.read(pem(ec, block("PRIVATE KEY", key(ec)))).key().getAlgorithm())
        .isEqualTo("EC");
  }

  @Test
  void readsAKeyStore() throws Exception {
    Certificate read =
        Certificate.read(
            Map.of("PARLEY_TLS_KEYSTORE", rsa.toString(), "PARLEY_TLS_PASSWORD", "changeit"));
    assertThat(read.chain()).hasSize(1);
    assertThat(read.store("other").getKey("parley", "other".toCharArray())).isEqualTo(read.key());
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    refused(
        pem(rsa, block("PRIVATE KEY", key(ec))), "PARLEY_TLS_KEY", "does not belong", "CN=local");
    refused(pem(rsa, "nothing"), "PARLEY_TLS_KEY", "no private key in PEM");
    refused(pem(rsa, block("ENCRYPTED PRIVATE KEY", key(rsa))), "ENCRYPTED", "openssl pkcs8");
    refused(pem(ec, block("EC PRIVATE KEY", key(ec))), "EC PRIVATE KEY", "openssl pkcs8");
    refused(pem(rsa, block("PRIVATE KEY", new byte[] {1, 2, 3})), "no RSA, EC or Ed25519 key");
    refused(
        Map.of("PARLEY_TLS_KEYSTORE", rsa.toString(), "PARLEY_TLS_PASSWORD", "wr0ng"),
        "PARLEY_TLS_KEYSTORE",
        "cannot be opened");
    Map<String, String> swapped = pem(rsa, block("PRIVATE KEY", key(rsa)));
    refused(
        Map.of(
            "PARLEY_TLS_CERT", swapped.get("PARLEY_TLS_KEY"),
            "PARLEY_TLS_KEY", swapped.get("PARLEY_TLS_KEY")),
        "PARLEY_TLS_CERT");
  }

  private static void refused(Map<String, String> settings, String... words) throws IOException {
    assertThatThrownBy(() -> Certificate.read(settings))
        .isInstanceOf(Certificate.Unusable.class)
        .message()
        .contains(words)
        .doesNotContain("wr0ng");
  }
}
