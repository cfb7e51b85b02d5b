// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation.internal.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The certificate that the settings name, with its key, read and found to belong together.
 *
 * @param chain its own first
 */
public record Certificate(PrivateKey key, List<X509Certificate> chain) {
  private static final String ALIAS = "parley";
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([A-Za-z0-9+/=\\s]*)-----END");

  /** {@code SEQUENCE {INTEGER 0, SEQUENCE {OID rsaEncryption, NULL}, ...}} of PKCS 8. */
  private static final byte[] RSA = {
    2, 1, 0, 48, 13, 6, 9, 42, (byte) 134, 72, (byte) 134, (byte) 247, 13, 1, 1, 1, 5, 0
  };

  /** Why there is no certificate, in a sentence that names the setting and the file. */
  public static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    private Unusable(String message) {
      super(message);
    }
  }

  /** Whether these settings ask for TLS. */
  public static boolean isWanted(Map<String, String> settings) {
    return !get(settings, "PARLEY_TLS_CERT").isEmpty()
        || !get(settings, "PARLEY_TLS_KEYSTORE").isEmpty();
  }

  /** The files it is read from. */
  public static List<Path> files(Map<String, String> settings) {
    return List.of("PARLEY_TLS_CERT", "PARLEY_TLS_KEY", "PARLEY_TLS_KEYSTORE").stream()
        .map(name -> get(settings, name))
        .filter(file -> !file.isEmpty())
        .map(Path::of)
        .toList();
  }

  /** Reads it anew. */
  public static Certificate read(Map<String, String> settings) throws Unusable {
    String store = get(settings, "PARLEY_TLS_KEYSTORE");
    Certificate certificate =
        store.isEmpty()
            ? new Certificate(
                key(Path.of(get(settings, "PARLEY_TLS_KEY"))),
                chain(Path.of(get(settings, "PARLEY_TLS_CERT"))))
            : store(Path.of(store), get(settings, "PARLEY_TLS_PASSWORD"));
    certificate.checkPair(store.isEmpty() ? "PARLEY_TLS_KEY" : "PARLEY_TLS_KEYSTORE");
    return certificate;
  }

  /** When the first of the chain ends. */
  public Instant end() {
    return chain.stream().map(one -> one.getNotAfter().toInstant()).min(Instant::compareTo).get();
  }

  /** The same as a key store in memory, closed with this password. */
  public KeyStore store(String password) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(ALIAS, key, password.toCharArray(), chain.toArray(X509Certificate[]::new));
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("This Java makes no key stores", e);
    }
  }

  private static String get(Map<String, String> settings, String name) {
    return settings.getOrDefault(name, "").strip();
  }

  private static List<X509Certificate> chain(Path file) throws Unusable {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends java.security.cert.Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new Unusable("PARLEY_TLS_CERT: there is no certificate in " + file + ".");
      }
      return found.stream().map(X509Certificate.class::cast).toList();
    } catch (IOException | GeneralSecurityException e) {
      throw new Unusable(
          "PARLEY_TLS_CERT: " + file + " is no certificate in PEM: " + e.getMessage() + ".");
    }
  }

  private static PrivateKey key(Path file) throws Unusable {
    String advice =
        " Make it one that can be read: openssl pkcs8 -topk8 -nocrypt -in "
            + file
            + " -out key.pem";
    try {
      Matcher pem = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
      if (!pem.find()) {
        throw new Unusable("PARLEY_TLS_KEY: there is no private key in PEM in " + file + ".");
      }
      byte[] bytes = Base64.getMimeDecoder().decode(pem.group(2));
      switch (pem.group(1)) {
        case "PRIVATE KEY" -> {
          return pkcs8(bytes, file);
        }
        case "RSA PRIVATE KEY" -> {
          if (pem.group(2).contains(":")) {
            throw new Unusable("PARLEY_TLS_KEY: " + file + " is encrypted." + advice);
          }
          return pkcs8(wrap(bytes), file);
        }
        default ->
            throw new Unusable(
                "PARLEY_TLS_KEY: " + file + " holds an \"" + pem.group(1) + "\"." + advice);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new Unusable("PARLEY_TLS_KEY: " + file + " cannot be read: " + e.getMessage() + ".");
    }
  }

  private static PrivateKey pkcs8(byte[] bytes, Path file) throws Unusable {
    for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
      } catch (GeneralSecurityException otherwise) {
        // Tried as the next kind; a key says of itself which one it is.
        continue;
      }
    }
    throw new Unusable("PARLEY_TLS_KEY: " + file + " is no RSA, EC or Ed25519 key.");
  }

  /** An RSA key as openssl used to write them (PKCS 1), in the form that Java reads (PKCS 8). */
  private static byte[] wrap(byte[] pkcs1) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(RSA);
    body.writeBytes(element(4, pkcs1));
    return element(48, body.toByteArray());
  }

  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 128) {
      out.write(content.length);
    } else {
      int bytes = content.length < 256 ? 1 : content.length < 65_536 ? 2 : 3;
      out.write(128 + bytes);
      for (int i = bytes - 1; i >= 0; i--) {
        out.write(content.length >> (8 * i));
      }
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static Certificate store(Path file, String password) throws Unusable {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(Files.readAllBytes(file)), password.toCharArray());
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          return new Certificate(
              (PrivateKey) store.getKey(alias, password.toCharArray()),
              List.of(store.getCertificateChain(alias)).stream()
                  .map(X509Certificate.class::cast)
                  .toList());
        }
      }
      throw new Unusable(
          "PARLEY_TLS_KEYSTORE: there is no key with a certificate in " + file + ".");
    } catch (IOException | GeneralSecurityException e) {
      throw new Unusable(
          "PARLEY_TLS_KEYSTORE: "
              + file
              + " cannot be opened with PARLEY_TLS_PASSWORD: "
              + e.getMessage()
              + ".");
    }
  }

  private void checkPair(String setting) throws Unusable {
    X509Certificate own = chain.get(0);
    try {
      String algorithm =
          switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
          };
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(own.getEncoded());
      byte[] signed = signature.sign();
      signature.initVerify(own.getPublicKey());
      signature.update(own.getEncoded());
      if (signature.verify(signed)) {
        return;
      }
    } catch (GeneralSecurityException differentKinds) {
      // Told below, like any other two that do not belong together.
    }
    throw new Unusable(
        setting
            + ": the key does not belong to the certificate of "
            + own.getSubjectX500Principal()
            + ", which must be the first of its chain.");
  }
}
